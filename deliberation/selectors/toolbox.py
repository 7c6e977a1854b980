"""Looking through the toolbox (R32): by words, class and chapter of the Charter."""

import unicodedata
from dataclasses import dataclass

from deliberation.procedure.chapters import CHAPTERS, OUTSIDE, chapters
from mad.reference import toolbox
from mad.reference.toolbox import Tool

CHOICES = (*CHAPTERS, OUTSIDE)


@dataclass(frozen=True)
class Found:
    tool: Tool
    chapters: tuple[str, ...]

    @property
    def cls_said(self) -> str:
        return toolbox.CLASS_LABELS[self.tool.cls]


@dataclass(frozen=True)
class Looked:
    """What was asked for, and what was found; total: all that the toolbox holds."""

    q: str
    cls: str
    chapter: str
    found: list[Found]
    total: int

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.cls or self.chapter)


def look(q: str = "", cls: str = "", chapter: str = "") -> Looked:
    """Options that have every word of `q` in name, description, basis or decider; an unknown filter finds nothing."""
    words = _plain(q).split()
    everything = [Found(tool, chapters(tool.charter_basis)) for tool in toolbox.tools()]
    found = [
        one
        for one in everything
        if (not cls or one.tool.cls == cls)
        and (not chapter or chapter in one.chapters)
        and all(word in _said(one.tool) for word in words)
    ]
    return Looked(q, cls, chapter, found, len(everything))


def filled(tool_id: str) -> dict[str, str]:
    """What the form of a new option begins with when a tool was chosen; empty for one that is not there."""
    tool = next((tool for tool in toolbox.tools() if tool.id == tool_id), None)
    if tool is None:
        return {}
    return {
        "tool": tool.id,
        "title": tool.name,
        "cls": tool.cls,
        "charter_basis": tool.charter_basis,
        "who": tool.decided_by,
    }


def _said(tool: Tool) -> str:
    return _plain(f"{tool.name} {tool.description} {tool.charter_basis} {tool.decided_by}")


def _plain(text: str) -> str:
    """Without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
