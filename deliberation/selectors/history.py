"""The versions of a draft and of its paragraphs, and how they differ (R38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.models import DraftVersion, Output, Paragraph, ParagraphVersion
from deliberation.procedure.difference import Piece, difference, opcodes
from deliberation.procedure.form import Line, Part, lay_out
from deliberation.procedure.form import Piece as Written

NAMED = ("level", "opening", "measure", "addressee", "territory", "option", "of_fact", "citations")


@dataclass(frozen=True)
class Changed:
    """A field other than the text that a version changed."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Edition:
    """One version of a paragraph: its words against those of the version before, and the other fields it changed."""

    row: ParagraphVersion
    pieces: tuple[Piece, ...]
    fields: tuple[Changed, ...]
    current: bool


def editions_of(paragraph: Paragraph) -> list[Edition]:
    """Every version, newest first."""
    rows = list(paragraph.versions.select_related("by").order_by("version"))
    olders: list[ParagraphVersion | None] = [None, *rows]
    made = [_edition(row, older, paragraph.version) for row, older in zip(rows, olders, strict=False)]
    return made[::-1]


def _edition(row: ParagraphVersion, older: ParagraphVersion | None, current: int) -> Edition:
    before = older.content if older else {}
    fields = [
        Changed(name, before.get(name), row.content.get(name))
        for name in NAMED
        if older and before.get(name) != row.content.get(name)
    ]
    text = row.content["text"]
    pieces = difference(before["text"], text) if older else difference(text, text)
    return Edition(row, pieces, tuple(fields), row.version == current)


def draft_versions(output: Output, before: int | None = None, size: int = 50) -> list[DraftVersion]:
    """The newest `size` versions of the draft, of those older than `before` when it is given."""
    rows = output.versions.select_related("by", "paragraph").order_by("-version").defer("order")
    return list((rows.filter(version__lt=before) if before else rows)[:size])


def lines_at(output: Output, kept: DraftVersion) -> tuple[Line, ...]:
    """The draft as it printed at that version."""
    wanted = [(key, version) for key, version in kept.order]
    rows = ParagraphVersion.objects.filter(paragraph__output=output, paragraph__in=[key for key, _ in wanted])
    contents = {(row.paragraph_id, row.version): row.content for row in rows}
    return lay_out(
        [_written(str(key), contents[key, version]) for key, version in wanted if (key, version) in contents],
        output.language,
    )


def _written(key: str, content: dict[str, Any]) -> Written:
    return Written(
        key, Part(content["part"]), content["text"], content["opening"], content["level"], tuple(content["citations"])
    )


@dataclass(frozen=True)
class Compared:
    """A paragraph of two drafts side by side; `before` or `after` is None where it does not stand."""

    before: Line | None
    after: Line | None
    pieces: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        return all(piece.same for piece in self.pieces) and self.before is not None and self.after is not None

    @property
    def shown(self) -> Line:
        line = self.after or self.before
        assert line is not None
        return line


def compare(before: Sequence[Line], after: Sequence[Line]) -> list[Compared]:
    """The two drafts paragraph by paragraph: those of one key word by word, even when moved; the rest put in or out."""
    old = {line.key: line for line in before}
    new = {line.key for line in after}
    rows: list[Compared] = []
    for op in opcodes([line.key for line in before], [line.key for line in after]):
        if not op.same:
            rows += [_row(line, None) for line in before[op.i1 : op.i2] if line.key not in new]
        rows += [_row(old.get(line.key), line) for line in after[op.j1 : op.j2]]
    return rows


def _row(before: Line | None, after: Line | None) -> Compared:
    return Compared(before, after, difference(_said(before), _said(after)))


def _said(line: Line | None) -> str:
    return " ".join(filter(None, (line.opening, line.text))) if line else ""
