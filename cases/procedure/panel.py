"""R23: the legal panel and who would restore it."""

from collections.abc import Iterable
from dataclasses import dataclass

from .terms import Refusal


@dataclass(frozen=True, slots=True)
class LegalMember:
    """One legal member today. `barred` and `recused` hold the reasons in words, empty when none.

    `curable` is true when the member could cure the bar alone (an unsigned declaration, R4).
    """

    id: int
    name: str
    barred: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    curable: bool = False

    @property
    def sits(self) -> bool:
        return not self.barred and not self.recused


@dataclass(frozen=True, slots=True)
class Panel:
    members: tuple[LegalMember, ...]
    out: tuple[LegalMember, ...]
    minimum: int

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(m.id for m in self.members)

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.size)

    @property
    def refusal(self) -> Refusal | None:
        """R23: below the minimum nothing can be decided; says whom to replace."""
        if not self.missing:
            return None
        reason = f"The panel has {self.size} of the {self.minimum} legal members it needs; nothing can be decided."
        return Refusal("R23", reason, restoration(self))


def form(legal: Iterable[LegalMember], minimum: int) -> Panel:
    """Every legal member neither barred nor recused."""
    everyone = tuple(legal)
    return Panel(tuple(m for m in everyone if m.sits), tuple(m for m in everyone if not m.sits), minimum)


def restoration(panel: Panel) -> str:
    """In words, what would bring the panel back to its minimum."""
    cure = [m.name for m in panel.out if m.curable and not m.recused]
    replace = [m.name for m in panel.out if not m.curable or m.recused]
    parts = []
    if cure:
        parts.append(f"A signed declaration (R4) brings back {_listed(cure)}.")
    if replace:
        parts.append(f"To be replaced: {_listed(replace)}.")
    vacant = panel.missing - len(panel.out)
    if vacant > 0:
        parts.append(f"{vacant} more legal seat{'s' if vacant > 1 else ''} must be filled.")
    return " ".join(parts)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
