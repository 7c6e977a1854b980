"""An amendment as a word-level difference against the paragraph as its mover read it (R40)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deliberation.models import Amendment, Option, Paragraph
from deliberation.procedure.amendments import Change
from deliberation.procedure.difference import Piece, difference
from deliberation.procedure.draft import MEASURES

from .amendments import Text, _added, _worded

ABOUT = (
    ("measure", "Measure"),
    ("addressee", "Addressee"),
    ("territory", "Territory"),
    ("option", "Rests on"),
    ("citations", "Cites"),
    ("level", "Level"),
    ("of_fact", "States a fact"),
)


@dataclass(frozen=True)
class Difference:
    """One paragraph: its words with what goes and what comes, and what changes beside the words."""

    pieces: tuple[Piece, ...]
    about: tuple[tuple[str, str, str], ...]


def differences(amendment: Amendment, text: Text) -> list[Difference]:
    """Against the words read when it was worded; those it was decided on, once it is."""
    worded = amendment.now
    if worded.content is not None:
        return [_difference(worded.before[0] if worded.before else None, worded.content)]
    if amendment.change == Change.DIVIDE:
        return [_difference(content, content) for content in worded.before]
    return [_difference(content, None) for content in worded.before]


def _difference(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Difference:
    names = [(label, _said(before, name), _said(after, name)) for name, label in ABOUT]
    changed = tuple(row for row in names if row[1] != row[2])
    return Difference(tuple(difference(_words(before), _words(after))), changed)


def _words(content: dict[str, Any] | None) -> str:
    return f"{content['opening']} {content['text']}".strip() if content else ""


def _said(content: dict[str, Any] | None, name: str) -> str:
    value = content[name] if content else ""
    if name == "measure":
        return MEASURES[value].name if value else ""
    if isinstance(value, list):
        return ", ".join(value)
    return {True: "yes", False: ""}.get(value, str(value or "")) if isinstance(value, bool) else str(value or "")


def row_of(amendment: Amendment, text: Text, options: Iterable[Option]) -> Paragraph:
    """The paragraph as the amendment words it, for a form."""
    known = {option.label: option for option in options}
    row = text.rows.get(amendment.target_id or 0) if amendment.change == Change.REPLACE else None
    return _worded(row or _added(text.output, amendment.part), amendment.now.content or {}, known)
