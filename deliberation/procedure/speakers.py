"""The speakers' list of a session (R31): who has asked for the floor, who has it, who speaks next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Ask(StrEnum):
    FLOOR = "floor"
    ORDER = "order"
    """A point of order: it goes before everybody who waits to speak on the matter."""


class Stand(StrEnum):
    WAITS = "waits"
    SPEAKS = "speaks"
    SPOKE = "spoke"
    WITHDREW = "withdrew"


@dataclass(frozen=True)
class Turn:
    """One asking for the floor. given_at: when it was given; ended_at: when it was over."""

    id: int
    member: int
    kind: Ask
    asked_at: datetime
    given_at: datetime | None = None
    ended_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def stand(self) -> Stand:
        if self.withdrawn_at:
            return Stand.WITHDREW
        if self.given_at is None:
            return Stand.WAITS
        return Stand.SPOKE if self.ended_at else Stand.SPEAKS

    def time(self, now: datetime) -> timedelta:
        """How long the member has spoken."""
        if self.given_at is None:
            return timedelta(0)
        return (self.ended_at or now) - self.given_at


def waiting(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Points of order first, each in the order of asking."""
    found = [turn for turn in turns if turn.stand is Stand.WAITS]
    return tuple(sorted(found, key=lambda turn: (turn.kind is not Ask.ORDER, turn.asked_at, turn.id)))


def speaking(turns: Sequence[Turn]) -> Turn | None:
    return next((turn for turn in turns if turn.stand is Stand.SPEAKS), None)


def spoken(turns: Sequence[Turn], now: datetime) -> dict[int, timedelta]:
    """How long each member who was given the floor has spoken in all."""
    total: dict[int, timedelta] = {}
    for turn in turns:
        if turn.given_at:
            total[turn.member] = total.get(turn.member, timedelta(0)) + turn.time(now)
    return total


def cannot_ask(turns: Sequence[Turn], member: int, kind: Ask) -> str | None:
    """Why a member cannot ask now, or None: nobody waits twice, nor for the floor they have.

    Who speaks, or waits to speak on the matter, can still raise a point of order; but only one at a time.
    """
    mine = {turn.stand for turn in turns if turn.member == member and turn.kind is kind}
    if Stand.WAITS in mine:
        return "You are on the list already." if kind is Ask.FLOOR else "Your point of order waits already."
    if Stand.SPEAKS in mine:
        return "You have the floor."
    return None
