"""Two people saved one paragraph: field by field, what only one changed is taken, the text is merged word by word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .difference import Merge, merge

SETS = ("territory", "citations")


@dataclass(frozen=True)
class Field:
    """A field that both changed, each differently."""

    name: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Joined:
    """values: what both changes together make; where they conflict, mine. text: how the text was merged."""

    values: Mapping[str, Any]
    text: Merge
    conflicts: tuple[Field, ...]

    @property
    def clean(self) -> bool:
        return self.text.clean and not self.conflicts


def join(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Joined:
    """base: the paragraph as both read it; mine: as I wrote it; theirs: as it stands. Fields as Paragraph.content()."""
    values: dict[str, Any] = {}
    conflicts: list[Field] = []
    for name in theirs:
        if name == "text":
            continue
        own, other, was = mine.get(name, theirs[name]), theirs[name], base.get(name)
        if name in SETS:
            values[name] = _both(was or [], own, other)
        elif own in (was, other):
            values[name] = other
        elif other == was:
            values[name] = own
        else:
            values[name] = own
            conflicts.append(Field(name, own, other))
    merged = merge(str(base.get("text", "")), str(mine.get("text", "")), str(theirs.get("text", "")))
    return Joined({**values, "text": merged.text}, merged, tuple(conflicts))


def _both(base: Any, mine: Any, theirs: Any) -> list[Any]:
    """Members that either added; without those that either took out. In their order, mine last."""
    gone = (set(base) - set(mine)) | (set(base) - set(theirs))
    return [one for one in dict.fromkeys([*theirs, *mine]) if one not in gone]
