"""R25 and R26: what a sealed answer must contain, and when a round closes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from .terms import Refusal, more_than_half

LEAST, GREATEST = 1, 999


@dataclass(frozen=True, slots=True)
class Estimate:
    """Probabilities per mille, 1 to 999: integers, so that one half is exactly 500."""

    low: int
    best: int
    high: int


def estimate_faults(low: int | None, best: int | None, high: int | None) -> dict[str, str]:
    """Faults of one estimate by field, empty when it can be submitted (R25)."""
    faults = {}
    for name, value in (("low", low), ("best", best), ("high", high)):
        if value is None:
            faults[name] = "Enter a probability."
        elif not LEAST <= value <= GREATEST:
            faults[name] = "Enter a probability from 0.1 to 99.9 per cent; nothing is certain either way."
    if not faults and low > best:  # type: ignore[operator]  # no fault means a number
        faults["low"] = "The lowest probability is above the best."
    if not faults and best > high:  # type: ignore[operator]  # no fault means a number
        faults["high"] = "The highest probability is below the best."
    return faults


@dataclass(frozen=True, slots=True)
class Draft:
    """One member's answer as it stands.

    `answered`: elements with a valid estimate and reasons; `scored`: severity scales scored;
    `contrary`: (element, item) pairs answered; `temporal`: whether the temporal finding is given.
    """

    answered: frozenset[str]
    scored: frozenset[str]
    contrary: frozenset[tuple[str, str]]
    temporal: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a complete answer still lacks."""

    kind: str
    key: str
    item: str = ""


def gaps(
    draft: Draft, elements: Iterable[str], scales: Iterable[str], contrary: Iterable[tuple[str, str]]
) -> tuple[Gap, ...]:
    """What is missing before the answer can be submitted (R25, R28, R29)."""
    missing = [Gap("estimate", e) for e in elements if e not in draft.answered]
    missing += [Gap("contrary", e, i) for e, i in contrary if (e, i) not in draft.contrary]
    missing += [Gap("severity", s) for s in scales if s not in draft.scored]
    if not draft.temporal:
        missing.append(Gap("temporal", "temporal"))
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class Standing:
    """A round now: `answered` may include members who have since left the panel; they do not count."""

    panel: frozenset[int]
    answered: frozenset[int]
    due: datetime
    now: datetime
    minimum: int

    @property
    def counted(self) -> frozenset[int]:
        return self.panel & self.answered

    @property
    def waiting(self) -> frozenset[int]:
        return self.panel - self.answered


def closing(state: Standing) -> Refusal | None:
    """None when the round closes now (R26), else why it stays open."""
    size, got = len(state.panel), len(state.counted)
    if size < state.minimum:
        return Refusal(
            "R23",
            f"The panel has {size} of the {state.minimum} legal members it needs; the round cannot close.",
        )
    if not state.waiting:
        return None
    if state.now < state.due:
        return Refusal(
            "R26",
            f"{got} of {size} have answered and time is not up.",
            "The round closes when all have answered, or at its time.",
        )
    if more_than_half(got, size) and got >= state.minimum:
        return None
    needed = max(size // 2 + 1, state.minimum)
    return Refusal(
        "R26",
        f"Time is up, but only {got} of {size} have answered; {needed} are needed.",
        "The round stays open, late, until they have.",
    )


def labels(members: Iterable[int], order: Mapping[int, int]) -> dict[int, str]:
    """A, B, C… in the order of the drawn `order`, which must come from a random source (R26)."""
    return {m: letter(n) for n, m in enumerate(sorted(members, key=lambda m: order[m]))}


def letter(n: int) -> str:
    """0 → A … 25 → Z, 26 → AA."""
    return (letter(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)
