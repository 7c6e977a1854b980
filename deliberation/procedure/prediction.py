"""What a planned vote of the Council can end in, from the positions that people expect (R41).

An expectation is entered by a person with a reason and never inferred. What is unknown stays unknown: it can still go
either way, and nobody's vote is counted on until it is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .council import Reason, rule_on


class Expected(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Prediction:
    """yes_from, yes_to: how many yes votes there can be. possible: the results that can still be.

    blocking: permanent members expected to vote no, each of which must be moved. fewest: the least number of members,
    blocking ones included, that must take another position for the text to carry, if they move to yes and the unknown
    do not vote at all. more_yes: how many of these are not blocking. winnable: who they can be, unknown first.
    must_not_oppose: permanent members whose position is unknown.
    """

    needed: int
    yes_from: int
    yes_to: int
    possible: tuple[Reason, ...]
    blocking: tuple[str, ...]
    must_not_oppose: tuple[str, ...]
    fewest: int
    more_yes: int
    winnable: tuple[str, ...]

    @property
    def certain(self) -> bool:
        return len(self.possible) == 1


def predict(positions: Mapping[str, Expected], permanent: frozenset[str], on: date) -> Prediction:
    """`positions`: every member of the Council of that day; `permanent`: which of them hold permanent seats."""
    needed = rule_on(on).needed
    of = {expected: [state for state, said in positions.items() if said is expected] for expected in Expected}
    yes, unknown = len(of[Expected.YES]), of[Expected.UNKNOWN]
    blocking = tuple(state for state in of[Expected.NO] if state in permanent)
    open_p5 = tuple(state for state in unknown if state in permanent)
    more = max(0, needed - yes - len(blocking))
    others = [state for state in of[Expected.NO] if state not in permanent]
    return Prediction(
        needed=needed,
        yes_from=yes,
        yes_to=yes + len(unknown),
        possible=tuple(_possible(yes, len(unknown), bool(blocking), bool(open_p5), needed)),
        blocking=blocking,
        must_not_oppose=open_p5,
        fewest=len(blocking) + more,
        more_yes=more,
        winnable=(*unknown, *of[Expected.ABSTAIN], *others) if more else (),
    )


def _possible(yes: int, unknown: int, blocked: bool, p5_open: bool, needed: int) -> Iterator[Reason]:
    if not blocked and yes + unknown >= needed:
        yield Reason.CARRIED
    if yes < needed:
        yield Reason.TOO_FEW_VOTES
    if (blocked and yes + unknown >= needed) or (p5_open and yes + unknown - 1 >= needed):
        yield Reason.VETO
