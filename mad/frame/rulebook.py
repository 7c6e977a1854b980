"""The rules of procedure as the product shows them: one data file, read once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from mad.reference.files import parse_yaml

SOURCE = Path(__file__).with_name("rules.yaml")
CITATION = re.compile(r"R(\d{1,2})(?:\s*\(([a-z])\)|\s?([a-z])\b)?(?!\w)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. id: "R39"; points: letter → text, for rules with limbs; own: not in the proposal (†)."""

    id: str
    title: str
    text: str
    points: Mapping[str, str] = field(default_factory=dict)
    own: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    number: str
    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """What "R39 d" points at: the rule's id, the letter ("" when none) and the anchor on the rules page."""

    rule: str
    point: str

    @property
    def text(self) -> str:
        return f"{self.rule} ({self.point})" if self.point else self.rule

    @property
    def anchor(self) -> str:
        known = rule(self.rule)
        return f"{self.rule}-{self.point}" if known and self.point in known.points else self.rule


@cache
def parts() -> tuple[Part, ...]:
    loaded = parse_yaml(SOURCE.read_text(encoding="utf-8"))
    return tuple(
        Part(part["part"], part["title"], tuple(Rule(**entry) for entry in part["rules"])) for part in loaded["parts"]
    )


@cache
def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for part in parts() for rule in part.rules}


def rule(identifier: str) -> Rule | None:
    return _by_id().get(identifier)


def citations(text: str) -> Iterator[Citation]:
    """Every rule cited in `text`: "R39 d", "R39 (d)", "R31, R34"."""
    for number, bracketed, bare in CITATION.findall(text):
        yield Citation(f"R{number}", bracketed or bare)
