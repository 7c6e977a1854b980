"""Where an accepted submission goes: into one case, split over several, or into a further one later (R14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from evidence.models import Submission
from evidence.procedure.screening import ASKED
from evidence.procedure.terms import Status
from evidence.selectors.visible import files_visible_to, narratives_visible_to
from mad.accounts.permissions import Act, require
from mad.common import ports
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

TEXT = "text"
MOST = 12


@dataclass(frozen=True, slots=True)
class Placing:
    """One case and what goes there: parts are "text" and ids of files as text; None is the whole submission.

    choice: a case's number, or "new" with title and urgency.
    """

    choice: str
    title: str = ""
    urgency: str = ""
    parts: frozenset[str] | None = None


def parts_of(submission: Submission, by: Any = None, *, copies: bool = False) -> list[tuple[str, str]]:
    """What can be placed apart: the text and each file as received; with `copies` redacted copies too.

    by: who places. What that person may not open is neither named to them nor theirs to place (R16); None: everything.
    """
    files = submission.files.filter(parent=None)
    if not copies:
        files = files.filter(redaction_of=None)
    text = [(TEXT, "")]
    if by is not None:
        files = files.filter(pk__in=files_visible_to(by).filter(submission=submission))
        text = text if narratives_visible_to(by).filter(pk=submission.pk).exists() else []
    return [*text, *((str(pk), name) for pk, name in files.values_list("pk", "name"))]


def place_all(submission: Submission, placings: Sequence[Placing], by: Any) -> list[str]:
    """Place an accepted submission as screening decided; every part goes somewhere. Returns the cases' numbers.

    Raises Invalid: destination, parts and so on for the first placing, destination_2, parts_2 … for the further ones.
    """
    known = dict(parts_of(submission))
    whole = [_whole(placing, known) for placing in placings]
    errors = _problems(whole, known)
    if errors:
        raise Invalid(errors, rule="R14")
    numbers = [_place(submission, placing, by, nth) for nth, placing in enumerate(whole, 1)]
    if len(set(numbers)) < len(numbers):
        raise Invalid({f"destination_{len(numbers)}": ["This case is chosen twice."]}, rule="R14")
    return numbers


@transaction.atomic
def add_to_case(*, submission: Submission, placing: Placing, by: Any) -> str:
    """Put an accepted submission, or parts of it, into a further case, or more of it into one. Returns its number.

    What `by` may not open stays where it lies (R16).
    """
    require(by, Act.SCREEN)
    locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if locked.status != Status.ACCEPTED:
        raise Refused("R14", f"{locked.number} is {locked.status}; only what was accepted lies in a case.")
    known, everything = dict(parts_of(locked, by, copies=True)), dict(parts_of(locked, copies=True))
    if not placing.choice:
        raise Invalid({"destination": [ASKED["destination"]]}, rule="R14")
    placing = _whole(_readable(placing, known, everything), everything)
    if errors := _problems([placing], known, cover=False):
        raise Invalid(errors, rule="R14")
    number = _place(locked, placing, by, 1)
    content = {"case": number, "parts": sorted(placing.parts) if placing.parts is not None else None}
    record(act="submission.placed", by=by, obj=locked.number, case=number, content=content, salt=bytes(locked.salt))
    return number


def _readable(placing: Placing, known: dict[str, str], everything: dict[str, str]) -> Placing:
    """The whole, of a submission that is not open as a whole to who places it, is what is open of it."""
    if placing.parts is not None or len(known) == len(everything):
        return placing
    return Placing(placing.choice, placing.title, placing.urgency, frozenset(known))


def _whole(placing: Placing, known: dict[str, str]) -> Placing:
    """All parts chosen one by one are the whole."""
    if placing.parts is None or placing.parts != frozenset(known):
        return placing
    return Placing(placing.choice, placing.title, placing.urgency)


def _problems(placings: Sequence[Placing], known: dict[str, str], *, cover: bool = True) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for nth, placing in enumerate(placings, 1):
        parts = placing.parts
        if parts is not None and not parts:
            errors[_field("parts", nth)] = [ASKED["parts"]]
        elif parts is not None and parts - known.keys():
            errors[_field("parts", nth)] = ["This submission has no such part."]
    chosen = [placing.choice for placing in placings if placing.choice != "new"]
    if len(set(chosen)) < len(chosen):
        errors[_field("destination", len(placings))] = ["This case is chosen twice."]
    if len(placings) > MOST:
        errors["destination"] = [f"At most {MOST} cases at a time."]
    if cover and not errors and (left := _left(placings, known)):
        errors["parts"] = [f"This goes into none of the cases: {', '.join(left)}."]
    return errors


def _left(placings: Iterable[Placing], known: dict[str, str]) -> list[str]:
    placed: set[str] = set()
    for placing in placings:
        placed |= known.keys() if placing.parts is None else placing.parts
    return [name or "the text" for part, name in known.items() if part not in placed]


def _field(name: str, nth: int) -> str:
    return name if nth == 1 else f"{name}_{nth}"


def _place(submission: Submission, placing: Placing, by: Any, nth: int) -> str:
    options: dict[str, Any] = {"title": placing.title, "urgency": placing.urgency}
    if placing.parts is not None:
        options["parts"] = frozenset(None if part == TEXT else int(part) for part in placing.parts)
    try:
        return ports.destination.get().place(submission=submission, choice=placing.choice, by=by, **options)
    except Invalid as invalid:
        renamed = {"choice": "destination", "title": "case_title", "urgency": "case_urgency"}
        errors = {_field(renamed.get(name, name), nth): messages for name, messages in invalid.errors.items()}
        raise Invalid(errors, rule=invalid.rule) from invalid
