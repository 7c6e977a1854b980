"""Reading amendments: the text they are about, as it stands and as it would read (R40)."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from deliberation.models import Amendment, Clearance, Motion, Option, Output, Paragraph
from deliberation.procedure.amendments import Change, Conflict, Proposal, Queued, Seat, applied, conflict, touched
from deliberation.procedure.form import Line, Part

from .facts import OPEN_MOTION, lines_of, paragraphs_of

WORDS = ("level", "opening", "text", "measure", "addressee", "territory", "of_fact", "citations")
KINDS = (Motion.Kind.AMENDMENT, Motion.Kind.DIVISION)


@dataclass(frozen=True)
class Text:
    """An output's paragraphs in force, in the order in which they are printed."""

    output: Output
    paragraphs: list[Paragraph]
    lines: tuple[Line, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", lines_of(self.paragraphs, self.output.language))

    @cached_property
    def rows(self) -> dict[int, Paragraph]:
        """By key, as printed."""
        by_key = {p.pk: p for p in self.paragraphs}
        return {int(line.key): by_key[int(line.key)] for line in self.lines}

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        pairs = zip(self.lines, self.rows.values(), strict=True)
        return tuple(Seat(row.pk, line.part, row.version, line.level, row.fixed) for line, row in pairs)

    @cached_property
    def labels(self) -> dict[int, str]:
        return {int(line.key): line.label for line in self.lines}

    def touched(self, change: Change, target: int | None) -> list[Paragraph]:
        return [self.rows[seat.key] for seat in touched(change, target, self.seats)]

    def conflict(self, amendment: Amendment) -> Conflict:
        return conflict(proposal_of(amendment), self.seats)

    def with_it(
        self, proposal: Proposal, part: str, content: Mapping[str, Any] | None, options: Iterable[Option]
    ) -> list[Paragraph]:
        """The paragraphs as they would stand; nothing is saved. An added one has the key 0."""
        known = {option.label: option for option in options}
        order = applied(proposal, self.seats, Part(part))
        rows = [self.rows[key] if key is not None else _added(self.output, part) for key in order]
        if content is None:
            return rows
        changed = proposal.target if proposal.change is Change.REPLACE else 0
        return [_worded(row, content, known) if row.pk == changed else row for row in rows]


def _added(output: Output, part: str) -> Paragraph:
    row = Paragraph(output=output, part=part, pk=0, version=0)
    row._prefetched_objects_cache = {"clearances": Clearance.objects.none()}  # type: ignore[attr-defined]  # Django's own
    return row


def _worded(row: Paragraph, content: Mapping[str, Any], options: Mapping[str, Option]) -> Paragraph:
    new = copy(row)
    for name in WORDS:
        setattr(new, name, content[name])
    new.option = options.get(content["option"])
    new.version += 1  # clearances belong to the version they were given for
    return new


def text_now(output: Output) -> Text:
    return Text(output, paragraphs_of(output))


def proposal_of(amendment: Amendment) -> Proposal:
    return Proposal(Change(amendment.change), amendment.target_id, amendment.now.read)


def undecided(output: Output) -> list[Motion]:
    """Motions to amend or divide the output that are not decided yet, in the order of voting."""
    rows = Motion.objects.filter(output=output, kind__in=KINDS, state__in=OPEN_MOTION)
    return list(rows.select_related("amendment", "output").order_by("amendment__place", "amendment__ordinal"))


def queued(amendment: Amendment) -> Queued:
    keys = frozenset(amendment.now.read)
    return Queued(amendment.ordinal, amendment.place, keys)
