"""From rows to the pure facts of Parts IV and V."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from cases.models import Case, Determination
from cases.selectors.reading import determination_in_force
from deliberation.models import Clearance, Motion, Option, Output, Paragraph
from deliberation.procedure import draft, mandate
from deliberation.procedure.form import Line, Part, Piece, lay_out
from deliberation.procedure.gate import (
    Gate,
    GateFacts,
    Insufficiency,
    OptionClass,
    TabledOption,
    gate,
)
from deliberation.procedure.homelands import homelands
from deliberation.procedure.outputs import OutputKind
from mad.common import clock
from mad.reference.models import State
from mad.reference.parameters import numbers

from .release import citations_of, findings_of

OPEN_MOTION = (Motion.State.TABLED, Motion.State.VOTING, Motion.State.INQUORATE, Motion.State.VOID)


def options_of(case: Case) -> list[Option]:
    """The options on the table, in order, with their failure reasons, scores and motions."""
    rows = Option.objects.filter(case=case).select_related("tabled_by__user")
    return list(rows.prefetch_related("failure_reasons", "scores", "motions"))


def gate_of(case: Case, now: datetime | None = None, options: list[Option] | None = None) -> Gate:
    """R33, as it stands at `now`."""
    determination = determination_in_force(case)
    tabled, finding = _insufficiency(case)
    return gate(
        GateFacts(
            determination=determination.number if determination else None,
            options=tuple(_tabled(option) for option in (options if options is not None else options_of(case))),
            tabled_motion=tabled,
            finding=finding,
            now=now or clock.now(),
            insufficiency_days=numbers().insufficiency_days,
        )
    )


def _tabled(option: Option) -> TabledOption:
    return TabledOption(option.label, option.title, OptionClass(option.cls), bool(option.failure_reasons.all()))


def _insufficiency(case: Case) -> tuple[str | None, Insufficiency | None]:
    """The number of the newest motion of insufficiency, and the newest one that carried."""
    rows = list(
        Motion.objects.filter(case=case, kind=Motion.Kind.INSUFFICIENCY)
        .select_related("determination")
        .prefetch_related("votes")
    )
    tabled = next((m.number for m in rows if m.state in OPEN_MOTION), None)
    carried = next((m for m in rows if m.state == Motion.State.CARRIED), None)
    if carried is None:
        return tabled, None
    closed = max(vote.closed_at for vote in carried.votes.all() if vote.closed_at)
    return tabled, Insufficiency(carried.number, carried.determination.number, closed)


def option_facts(case: Case, options: list[Option] | None = None) -> dict[str, draft.OptionFact]:
    """Each option by its label: its class, whether the plenary carried it, whether its vote is open."""
    return {option.label: _fact(option) for option in (options if options is not None else options_of(case))}


def _fact(option: Option) -> draft.OptionFact:
    return _option_fact(option, {motion.state for motion in option.motions.all()})


def _option_fact(option: Option, states: Collection[str]) -> draft.OptionFact:
    return draft.OptionFact(
        option.label, OptionClass(option.cls), Motion.State.CARRIED in states, Motion.State.VOTING in states
    )


def carried_options(case: Case) -> list[Option]:
    return [option for option in options_of(case) if _fact(option).carried]


def paragraphs_of(output: Output) -> list[Paragraph]:
    """Paragraphs in force, in order."""
    rows = Paragraph.objects.filter(output=output, removed_at=None).select_related("option", "edited_by")
    return list(rows.prefetch_related("clearances__member__user").order_by("position", "id"))


def rows_to_check(output: Output) -> list[Paragraph]:
    rows = Paragraph.objects.filter(output=output, removed_at=None).select_related("option")
    return list(rows.order_by("position", "id"))


def lines_of(paragraphs: list[Paragraph], language: str = "en") -> tuple[Line, ...]:
    """language: that of the text, where it is printed; to name paragraphs it makes no difference."""
    return lay_out([_piece(p) for p in paragraphs], language)


def _piece(p: Paragraph) -> Piece:
    return Piece(str(p.pk), Part(p.part), p.text, p.opening, p.level, tuple(p.citations))


class Asked:
    """What a mandate check asks of the moment in one case, each by a query of its own."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def states_of(self, options: Collection[int]) -> dict[int, set[str]]:
        """The states of the motions on each option, by its id. One query, or none."""
        states: dict[int, set[str]] = {pk: set() for pk in options}
        if options:
            for option_id, state in Motion.objects.filter(option__in=options).values_list("option", "state"):
                states[option_id].add(state)
        return states

    @cached_property
    def gate(self) -> Gate:
        return gate_of(self.case)

    @property
    def p5(self) -> dict[str, tuple[str, str]]:
        """Code → name and official name."""
        return {s.iso3: (s.name, s.official_name) for s in State.objects.filter(is_p5=True)}

    def findings(self) -> dict[str, str]:
        """Each finding of the case, and why it may not be cited."""
        return findings_of(self.case)

    def clearances(self, paragraphs: Collection[int]) -> list[tuple[int, int, draft.Clearance]]:
        """Paragraph, version, and who cleared it, in the order of clearing."""
        rows = Clearance.objects.filter(paragraph__in=paragraphs).select_related("member__user").order_by("id")
        return [(one.paragraph_id, one.version, _clearance(one)) for one in rows]


def mandate_of(
    output: Output,
    paragraphs: list[Paragraph] | None = None,
    reader: Any = None,
    said: Collection[str] | None = None,
    asked: Asked | None = None,
) -> draft.Mandate:
    """R39 on the output as it stands, with the facts of this moment.

    reader: who looks, None for what everybody may read. said: the references saved; None when all are (release).
    asked: the facts, where the page has read them already.
    """
    rows = paragraphs if paragraphs is not None else rows_to_check(output)
    rows = _weighed(output, rows)
    asked = asked or Asked(output.case)
    checked = _as_checked(rows, asked, reader, said)
    check = mandate.check if output.is_resolution else mandate.check_plain
    return check(checked, _facts(asked, rows, checked))


def _facts(asked: Asked, rows: list[Paragraph], checked: Sequence[draft.Paragraph]) -> draft.Facts:
    """What the check asks of the moment. The gate and the homelands are asked only of a text that has force in it."""
    options = _options_under(asked, rows)
    if not mandate.forceful(checked):
        return draft.Facts(options=options, homelands={}, gate_open=False)
    opened = asked.gate
    return draft.Facts(
        options=options, homelands=homelands(asked.p5), gate_open=opened.open, gate_missing=opened.why_closed
    )


def _options_under(asked: Asked, rows: Iterable[Paragraph]) -> dict[str, draft.OptionFact]:
    """The options that the paragraphs rest on, by label."""
    options = {row.option.pk: row.option for row in rows if row.option}
    states = asked.states_of(options)
    return {option.label: _option_fact(option, states[pk]) for pk, option in options.items()}


def checked_paragraphs(
    output: Output, rows: list[Paragraph] | None = None, asked: Asked | None = None
) -> list[draft.Paragraph]:
    """The paragraphs in force, or those given, as the rules read them."""
    rows = rows_to_check(output) if rows is None else rows
    return _as_checked(_weighed(output, rows), asked or Asked(output.case))


def _weighed(output: Output, rows: list[Paragraph]) -> list[Paragraph]:
    """What recommends something: findings say in the panel's words what happened, and which law it meets."""
    return [row for row in rows if not (row.fixed and output.kind == OutputKind.FINDINGS)]


def _as_checked(
    rows: list[Paragraph], asked: Asked, reader: Any = None, said: Collection[str] | None = None
) -> list[draft.Paragraph]:
    by_key = {str(row.pk): row for row in rows}
    cited = cited_in(rows)
    known = asked.findings() if cited else {}
    barred = citations_of(asked.case, cited, reader=reader, said=cited if said is None else said, findings=known)
    checked = [_checked(by_key[line.key], line, barred) for line in lines_of(rows)]
    return _with_clearances(checked, by_key, asked) if mandate.suggesting(checked) else checked


def _with_clearances(checked: list[draft.Paragraph], rows: dict[str, Paragraph], asked: Asked) -> list[draft.Paragraph]:
    """R39 c: who cleared each paragraph, in its version."""
    given: dict[str, list[draft.Clearance]] = {}
    for paragraph, version, cleared in asked.clearances([row.pk for row in rows.values() if row.pk]):
        if version == rows[str(paragraph)].version:
            given.setdefault(str(paragraph), []).append(cleared)
    return [replace(one, clearances=tuple(given.get(one.key, ()))) for one in checked]


def cited_in(paragraphs: Iterable[Paragraph]) -> frozenset[str]:
    """Every reference in the paragraphs."""
    return frozenset(ref for paragraph in paragraphs for ref in paragraph.citations)


def determinations_under(output: Output, paragraphs: Iterable[Paragraph]) -> frozenset[str]:
    """Numbers of the determinations that an output rests on or cites."""
    own = {output.determination.number} if output.determination else set()
    return frozenset(own | {ref for ref in cited_in(paragraphs) if ref.startswith("D-")})


def _checked(p: Paragraph, line: Line, barred: dict[str, str]) -> draft.Paragraph:
    return draft.Paragraph(
        key=line.key,
        label=line.label,
        part=Part(p.part),
        text=p.text,
        opening=p.opening,
        level=line.level,
        measure=p.measure,
        addressee=p.addressee,
        territory=tuple(p.territory),
        option=p.option.label if p.option else "",
        of_fact=p.of_fact,
        citations=tuple(draft.Citation(ref, barred[ref]) for ref in p.citations),
    )


def _clearance(row) -> draft.Clearance:
    return draft.Clearance(row.member_id, row.member.name, row.member.discipline == "legal", row.words)


def plenary_determination(case: Case) -> Determination | None:
    """R31: the determination in force, when it finds at least one crime likely."""
    determination = determination_in_force(case)
    return determination if determination and determination.likely_crimes else None
