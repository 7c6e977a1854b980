"""What the draft editor shows (SCREENS 14): blocks, the live page, the mandate strip."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases.selectors.visible import visible_to
from deliberation.models import Option, Output, Paragraph
from deliberation.procedure.draft import MEASURES, Mandate, Objection, State
from deliberation.procedure.form import Line, Part

from .precedents import agreed_of


@dataclass(frozen=True)
class Block:
    """A paragraph in the list at the left."""

    paragraph: Paragraph
    line: Line
    objections: tuple[Objection, ...]
    to_clear: bool
    writers: tuple[str, ...] = ()
    agreed: bool = False

    @property
    def label(self) -> str:
        return self.line.label

    @property
    def refused(self) -> bool:
        return any(o.state is State.REFUSED for o in self.objections)

    @property
    def meta(self) -> str:
        """Measure, addressee, what it rests on, what it cites."""
        p = self.paragraph
        parts = [
            MEASURES[p.measure].name if p.measure else "",
            p.addressee,
            ", ".join(p.territory),
            f"rests on {p.option.label}" if p.option else "",
            f"cites {', '.join(p.citations)}" if p.citations else "",
            self._source,
            "produced" if p.fixed else "",
        ]
        return " · ".join(part for part in parts if part)

    @property
    def _source(self) -> str:
        """Where the words come from, and whether they are still the same."""
        source = self.paragraph.source
        if not source:
            return ""
        return f"agreed language of {source}" if self.agreed else f"after {source}, adapted"


@dataclass(frozen=True)
class Printed:
    """A line of the live page; words of force or of a change of regime are marked."""

    line: Line
    before: str
    marked: str
    after: str
    is_target: bool
    is_editing: bool = False


def blocks(
    paragraphs: list[Paragraph],
    lines: Iterable[Line],
    mandate: Mandate,
    writers: Mapping[int | None, tuple[str, ...]] | None = None,
) -> list[Block]:
    """lines: of the paragraphs. writers: who else is writing in each, by its id. One query where a source is named."""
    by_key = {str(p.pk): p for p in paragraphs}
    said = _objections(mandate)
    there, agreed = writers or {}, agreed_of(paragraphs)
    return [
        _block(by_key[line.key], line, said.get(line.key, ()), there.get(by_key[line.key].pk, ()), agreed)
        for line in lines
    ]


def _block(
    p: Paragraph, line: Line, objections: tuple[Objection, ...], writers: tuple[str, ...], agreed: frozenset[int]
) -> Block:
    return Block(p, line, objections, any(o.letter == "c" for o in objections), writers, p.pk in agreed)


def _objections(mandate: Mandate) -> dict[str, tuple[Objection, ...]]:
    """The objections by paragraph, gathered once: a draft can have hundreds of both."""
    by_key: dict[str, tuple[Objection, ...]] = {}
    for objection in mandate.objections:
        by_key[objection.key] = (*by_key.get(objection.key, ()), objection)
    return by_key


def printed(lines: Iterable[Line], mandate: Mandate, editing: str = "") -> list[Printed]:
    said = _objections(mandate)
    return [_printed(line, said.get(line.key, ()), line.key == editing) for line in lines]


def _printed(line: Line, objections: tuple[Objection, ...], editing: bool) -> Printed:
    words = next((o.words for o in objections if o.words), "")
    start = line.text.casefold().find(words.casefold()) if words else -1
    target = any(o.state is State.REFUSED for o in objections)
    if start < 0:
        return Printed(line, line.text, "", "", target, editing)
    end = start + len(words)
    return Printed(line, line.text[:start], line.text[start:end], line.text[end:], target, editing)


def with_unsaved(
    output: Output, paragraphs: list[Paragraph], key: str, part: str, words: Mapping[str, Any], after: str = ""
) -> list[Paragraph]:
    """The paragraphs as they would be with the words typed so far; nothing is saved. after: where a new one goes."""
    rows = [copy(row) for row in paragraphs]
    found = next((row for row in rows if str(row.pk) == key), None)
    if found is None:
        found = Paragraph(output=output, part=part, pk=0, position=10**6, version=0)
        behind = next((i for i, row in enumerate(rows) if str(row.pk) == after and row.part == part), len(rows) - 1)
        rows.insert(behind + 1, found)
        rows.sort(key=lambda row: row.fixed)
    elif words.get("text") != found.text or words.get("opening", "") != found.opening:
        found.version += 1
    for name, value in words.items():
        setattr(found, name, value)
    return rows


def outputs_visible_to(user: Any) -> QuerySet[Output]:
    """Outputs of the cases the user may open."""
    return Output.objects.filter(case__in=visible_to(user)).select_related("case")


def options_on_table(output: Output) -> list[Option]:
    return list(Option.objects.filter(case=output.case))


def notes_of(paragraphs: Iterable[Paragraph], lines: Iterable[Line]) -> list[str]:
    """The references cited, in order of first mention. lines: of the paragraphs."""
    cited = {str(p.pk): p.citations for p in paragraphs if p.citations}
    return list(dict.fromkeys(ref for line in lines for ref in cited.get(line.key, ())))


def part_of(output: Output, given: str) -> Part:
    """The part a new paragraph belongs to."""
    if not output.is_resolution:
        return Part.PLAIN
    return Part.OPERATIVE if given == Part.OPERATIVE else Part.PREAMBULAR
