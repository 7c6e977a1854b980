"""One output as its editor reads it: one query for the text, and for all that the mandate check asks of the moment."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, CharField, ForeignKey, IntegerField, JSONField, Model, TextField
from django.utils.dateparse import parse_datetime

from cases.models import Case
from cases.selectors import people
from cases.selectors.freshness import Fresh
from cases.selectors.visible import reads
from deliberation.models import Amendment, AmendmentVersion, Motion, Option, Output, Paragraph, Writing
from deliberation.procedure import draft
from deliberation.procedure.gate import Gate, GateFacts, Insufficiency, OptionClass, TabledOption, gate
from mad.accounts.models import User
from mad.common import clock
from mad.membership import selectors as membership
from mad.membership.models import Member
from mad.reference.parameters import numbers

from .draft_sql import AMENDED, CHECKED, DRAFT
from .facts import OPEN_MOTION, Asked
from .release import REPLACED

M = TypeVar("M", bound=Model)


def made(model: type[M], row: Mapping[str, Any]) -> M:
    """A row in JSON as an instance of its model."""
    readers = _readers(model)
    values = [row[name] if read is None else read(row[name]) for name, read in readers]
    return model.from_db(DEFAULT_DB_ALIAS, [name for name, _ in readers], values)


_AS_IN_JSON = (CharField, TextField, IntegerField, BooleanField, JSONField, ForeignKey)


@cache
def _readers(model: type[Model]) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """Each column, with what makes its value out of the one in JSON: None where the two are the same."""
    return [
        (field.attname, None if isinstance(field, _AS_IN_JSON) else field.to_python)
        for field in model._meta.concrete_fields
    ]


def paragraphs_with(rows: Iterable[Mapping[str, Any]], options: Mapping[int, Option]) -> list[Paragraph]:
    """Each with its option."""
    found = [made(Paragraph, row) for row in rows]
    for paragraph in found:
        paragraph.option = options.get(paragraph.option_id) if paragraph.option_id else None
    return found


class CheckRead(Asked):
    """An output's text and motions, and the answers that `Asked` would query. rows: as the statement found them."""

    def __init__(self, output: Output, rows: Mapping[str, Any]) -> None:
        super().__init__(output.case)
        self.output = output
        self._rows = rows
        self.options = [made(Option, one["row"]) for one in rows["options"]]
        self.paragraphs = paragraphs_with(rows["paragraphs"], {option.pk: option for option in self.options})
        self.motions = [made(Motion, row) for row in rows["motions"]]

    def states_of(self, options: Collection[int]) -> dict[int, set[str]]:
        known = {one["row"]["id"]: set(one["states"]) for one in self._rows["options"]}
        return {pk: known.get(pk, set()) for pk in options}

    @cached_property
    def gate(self) -> Gate:
        found = self._rows["insufficiency"]
        in_force = next((d["number"] for d in self._rows["determinations"] if not d["replaced_by"]), None)
        carried = next((m for m in found if m["state"] == Motion.State.CARRIED), None)
        closed = parse_datetime(carried["closed_at"]) if carried else None
        explained = {one["row"]["id"]: one["explained"] for one in self._rows["options"]}
        return gate(
            GateFacts(
                determination=in_force,
                options=tuple(
                    TabledOption(o.label, o.title, OptionClass(o.cls), explained[o.pk]) for o in self.options
                ),
                tabled_motion=next((m["number"] for m in found if m["state"] in OPEN_MOTION), None),
                finding=Insufficiency(carried["number"], carried["determination"], closed)
                if carried and closed
                else None,
                now=clock.now(),
                insufficiency_days=numbers().insufficiency_days,
            )
        )

    @property
    def p5(self) -> dict[str, tuple[str, str]]:
        return {code: (name, official) for code, name, official in self._rows["p5"]}

    def findings(self) -> dict[str, str]:
        return {d["number"]: REPLACED if d["replaced_by"] else "" for d in self._rows["determinations"]}

    def clearances(self, paragraphs: Collection[int]) -> list[tuple[int, int, draft.Clearance]]:
        return [
            (
                row["paragraph"],
                row["version"],
                draft.Clearance(row["member"], row["name"], row["discipline"] == "legal", row["words"]),
            )
            for row in self._rows["clearances"]
            if row["paragraph"] in paragraphs
        ]


@dataclass(frozen=True)
class Opened:
    """An output at a pause of the keys. own_roll: the roll of its case with the reader's member alone."""

    read: CheckRead
    own_roll: people.Roll


def opened(user: Any, number: str) -> Opened | None:
    """The output with this number, in one query; None when there is none that the user may know of. Raises Refused
    (R6)."""
    today = clock.today()
    found = CHECKED.rows({"number": number, "user": user.pk, "day": today})
    if not found:
        return None
    text, version, states, recorded, *reading = found[0]
    rows = json.loads(text)
    case = made(Case, rows["case"])
    if not reads(user, case.sensitivity, reading):
        return None
    output = made(Output, rows["output"])
    output.case = case
    called = membership.roll_of_one(today, user, version)
    return Opened(CheckRead(output, rows), people.roll_with(called, people.bars_of(states, recorded)))


class DraftRead(CheckRead):
    """What was taken out and who writes where besides."""

    def __init__(self, output: Output) -> None:
        ((text,),) = DRAFT.rows({"output": output.pk, "case": output.case_id})
        super().__init__(output, json.loads(text))

    @cached_property
    def taken_out(self) -> list[Paragraph]:
        """What was taken out last, with who took it out."""
        found = [made(Paragraph, row) for row in self._rows["taken_out"]]
        for paragraph in found:
            paragraph.edited_by = self._person(paragraph.edited_by_id)
        return found

    @cached_property
    def writings(self) -> list[Writing]:
        found = [made(Writing, row) for row in self._rows["writings"]]
        for writing in found:
            person = self._person(writing.writer_id)
            assert person is not None
            writing.writer = person
        return found

    def _person(self, pk: int | None) -> User | None:
        """Only the name is known."""
        return User(pk=pk, full_name=self._rows["people"][str(pk)]) if pk else None

    @property
    def remarks(self) -> dict[str, int]:
        """How many remarks stand on each paragraph, by its id."""
        return self._rows["remarks"]

    @property
    def signatures(self) -> list[dict[str, Any]]:
        return _timed(self._rows["signatures"])

    @property
    def deliveries(self) -> list[dict[str, Any]]:
        return _timed(self._rows["deliveries"])

    def not_fresh(self, wanted: Collection[str]) -> list[Fresh]:
        """Of these determinations of the case those that are stale or replaced (R30)."""
        found = [_fresh(d, self.case.number) for d in reversed(self._rows["determinations"]) if d["number"] in wanted]
        return [one for one in found if not one.ok]


def _fresh(row: Mapping[str, Any], case: str) -> Fresh:
    changes = tuple((change["item"], change["cause"]) for change in row["stale_changes"])
    stale, replaced = (parse_datetime(row[name]) if row[name] else None for name in ("stale_since", "replaced_at"))
    return Fresh(row["number"], case, stale, changes, row["replaced_by"] or "", replaced, "")


def _timed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "at": parse_datetime(row["at"])} for row in rows]


@dataclass(frozen=True)
class AmendedRead:
    """The paragraphs in force; the amendments in the order of voting, with their wordings, movers and motions; the
    options on the table."""

    paragraphs: list[Paragraph]
    amendments: list[Amendment]
    options: list[Option]


def amended(output: Output) -> AmendedRead:
    ((text,),) = AMENDED.rows({"output": output.pk, "case": output.case_id})
    rows = json.loads(text)
    options = {one["row"]["id"]: made(Option, one["row"]) for one in rows["options"]}
    return AmendedRead(
        paragraphs_with(rows["paragraphs"], options),
        [_amendment(row, output) for row in rows["amendments"]],
        list(options.values()),
    )


def _amendment(row: Mapping[str, Any], output: Output) -> Amendment:
    found = made(Amendment, row["row"])
    found.output = output
    found.moved_by = Member(pk=found.moved_by_id, user=User(pk=row["user"], full_name=row["name"]))
    _known(found, "versions", [made(AmendmentVersion, one) for one in row["versions"] or []])
    motions = [made(Motion, one) for one in row["motions"] or []]
    for motion in motions:
        motion.amendment, motion.output, motion.case = found, output, output.case
    _known(found, "motions", motions)
    return found


def _known(instance: Model, name: str, rows: list[Any]) -> None:
    """`instance.<name>.all()` answers these rows, as after a prefetch."""
    held = getattr(instance, name).get_queryset()
    held._result_cache, held._prefetch_done = rows, True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held
