"""From rows to the pure facts of Parts IV and V."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from cases.models import Case, Determination
from cases.selectors.reading import determination_in_force
from deliberation.models import Motion, Option, Output, Paragraph
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

from .release import citations_of

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
    states = {motion.state for motion in option.motions.all()}
    return draft.OptionFact(
        option.label, OptionClass(option.cls), Motion.State.CARRIED in states, Motion.State.VOTING in states
    )


def carried_options(case: Case) -> list[Option]:
    return [option for option in options_of(case) if _fact(option).carried]


def paragraphs_of(output: Output) -> list[Paragraph]:
    """Paragraphs in force, in order."""
    rows = Paragraph.objects.filter(output=output, removed_at=None).select_related("option", "edited_by")
    return list(rows.prefetch_related("clearances__member__user").order_by("position", "id"))


def lines_of(paragraphs: list[Paragraph]) -> tuple[Line, ...]:
    return lay_out([_piece(p) for p in paragraphs])


def _piece(p: Paragraph) -> Piece:
    return Piece(str(p.pk), Part(p.part), p.text, p.opening, p.level, tuple(p.citations))


def mandate_of(
    output: Output,
    paragraphs: list[Paragraph] | None = None,
    reader: Any = None,
    said: Collection[str] | None = None,
) -> draft.Mandate:
    """R39 on the output as it stands, with the facts of this moment.

    reader: who looks, None for what everybody may read. said: the references saved; None when all are (release).
    """
    rows = paragraphs if paragraphs is not None else paragraphs_of(output)
    options = options_of(output.case)
    opened = gate_of(output.case, options=options)
    facts = draft.Facts(
        options=option_facts(output.case, options),
        homelands=homelands({s.iso3: (s.name, s.official_name) for s in State.objects.filter(is_p5=True)}),
        gate_open=opened.open,
        gate_missing=opened.why_closed,
    )
    check = mandate.check if output.is_resolution else mandate.check_plain
    return check(_as_checked(_weighed(output, rows), output.case, reader, said), facts)


def checked_paragraphs(output: Output) -> list[draft.Paragraph]:
    """The paragraphs in force, as the rules read them."""
    return _as_checked(_weighed(output, paragraphs_of(output)), output.case)


def _weighed(output: Output, rows: list[Paragraph]) -> list[Paragraph]:
    """What recommends something: findings say in the panel's words what happened, and which law it meets."""
    return [row for row in rows if not (row.fixed and output.kind == OutputKind.FINDINGS)]


def _as_checked(
    rows: list[Paragraph], case: Case, reader: Any = None, said: Collection[str] | None = None
) -> list[draft.Paragraph]:
    by_key = {str(row.pk): row for row in rows}
    cited = cited_in(rows)
    barred = citations_of(case, cited, reader=reader, said=cited if said is None else said)
    return [_checked(by_key[line.key], line, barred) for line in lines_of(rows)]


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
        clearances=tuple(_clearance(c) for c in p.clearances.all() if c.version == p.version),
    )


def _clearance(row) -> draft.Clearance:
    return draft.Clearance(row.member_id, row.member.name, row.member.discipline == "legal")


def plenary_determination(case: Case) -> Determination | None:
    """R31: the determination in force, when it finds at least one crime likely."""
    determination = determination_in_force(case)
    return determination if determination and determination.likely_crimes else None
