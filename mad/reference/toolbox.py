"""Courses of action that the plenary chooses from (R32)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from mad.reference.files import read_yaml

PEACEFUL, COERCIVE, FORCE = "peaceful", "coercive", "force"
CLASSES = (PEACEFUL, COERCIVE, FORCE)
CLASS_LABELS = {PEACEFUL: "Peaceful", COERCIVE: "Coercive without force", FORCE: "Force"}


@dataclass(frozen=True, slots=True)
class Tool:
    """cls: peaceful, coercive or force. force_level: limited or high, only for class force."""

    id: str
    name: str
    cls: str
    charter_basis: str
    decided_by: str
    description: str
    force_level: str = ""
    exists: bool = True


def _tool(row: dict[str, Any]) -> Tool:
    return Tool(cls=row["class"], **{key: value for key, value in row.items() if key != "class"})


@cache
def tools() -> tuple[Tool, ...]:
    return tuple(_tool(row) for row in read_yaml("toolbox.yaml")["tools"])


@cache
def _by_id() -> dict[str, Tool]:
    return {tool.id: tool for tool in tools()}


def tool(tool_id: str) -> Tool:
    """Raises KeyError."""
    return _by_id()[tool_id]
