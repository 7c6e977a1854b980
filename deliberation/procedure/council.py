"""How the Security Council decides (R41; Charter, Articles 23 and 27), by the rule of the day.

Three things are kept apart: too few votes, a veto, and a matter of procedure, which no "no" of a permanent member
stops. A permanent member's abstention or absence is no veto.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_MEETING = date(1946, 1, 17)


class Position(StrEnum):
    """How a State voted. The last two both mean that it cast no vote; the record keeps them apart."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    ABSENT = "absent"
    NOT_PARTICIPATING = "not_participating"


class Kind(StrEnum):
    SUBSTANTIVE = "substantive"
    PROCEDURAL = "procedural"


class Reason(StrEnum):
    CARRIED = "carried"
    TOO_FEW_VOTES = "too_few_votes"
    VETO = "veto"


@dataclass(frozen=True)
class Rule:
    """The size of the Council and the votes needed, from a day on."""

    since: date
    seats: int
    needed: int
    source: str


RULES = (
    Rule(FIRST_MEETING, 11, 7, "Charter of the United Nations (1945), Articles 23 and 27"),
    Rule(
        date(1966, 1, 1),
        15,
        9,
        "Articles 23 and 27 as amended by General Assembly resolution 1991 A (XVIII) of 17 December 1963, in force on "
        "31 August 1965; the Council sat with fifteen members from 1 January 1966",
    ),
)


@dataclass(frozen=True)
class PermanentSeat:
    """Who held a permanent seat, from `since` to the day before `until`. seat: ISO alpha-3 of today's holder."""

    holder: str
    name: str
    seat: str
    since: date
    until: date | None = None
    also: tuple[str, ...] = ()

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


_CHARTER = date(1945, 10, 24)
_CHINA = date(1971, 10, 25)
_RUSSIA = date(1991, 12, 24)
PERMANENT = (
    PermanentSeat("CHN", "China", "CHN", _CHINA, also=("people's republic of china",)),
    PermanentSeat("ROC", "Republic of China", "CHN", _CHARTER, _CHINA, also=("china (republic of)",)),
    PermanentSeat("FRA", "France", "FRA", _CHARTER),
    PermanentSeat("RUS", "Russian Federation", "RUS", _RUSSIA, also=("russia",)),
    PermanentSeat(
        "SUN", "Soviet Union", "RUS", _CHARTER, _RUSSIA, also=("ussr", "union of soviet socialist republics")
    ),
    PermanentSeat("GBR", "United Kingdom", "GBR", _CHARTER, also=("uk", "great britain")),
    PermanentSeat("USA", "United States", "USA", _CHARTER, also=("us", "united states of america")),
)
_NAMES = {seat.holder: seat.name for seat in PERMANENT}
SEATS = ("CHN", "FRA", "GBR", "RUS", "USA")


class NotPossible(ValueError):
    """A vote that cannot have been held like this. `argument`: yes, no, abstain, on or roll."""

    def __init__(self, argument: str, reason: str) -> None:
        super().__init__(reason)
        self.argument, self.reason = argument, reason


@dataclass(frozen=True)
class Count:
    """Votes cast. permanent_no: codes of the holders of permanent seats that voted no."""

    yes: int
    no: int
    abstain: int
    permanent_no: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """absent: members of the Council that cast no vote."""

    reason: Reason
    kind: Kind
    count: Count
    absent: int
    rule: Rule

    @property
    def carried(self) -> bool:
        return self.reason is Reason.CARRIED

    @property
    def arithmetic(self) -> str:
        """The count against what was needed, in one sentence, for the record."""
        c, needed = self.count, self.rule.needed
        sums = f"{c.yes} yes, {c.no} no, {c.abstain} abstaining, {self.absent} not voting; {needed} yes of {self.rule.seats} needed"
        against = ", ".join(_NAMES.get(code, code) for code in c.permanent_no)
        if self.reason is Reason.TOO_FEW_VOTES:
            return f"{sums}: {needed - c.yes} short. Not carried, too few votes" + (
                f"; the no of {against} did not decide." if against and self.kind is Kind.SUBSTANTIVE else "."
            )
        if self.reason is Reason.VETO:
            return f"{sums}: enough. Not carried, by the no of a permanent member: {against}."
        if against:
            return f"{sums}: enough. Carried; on a matter of procedure the no of {against} is no veto."
        return f"{sums}: enough, and no permanent member against. Carried."


def rule_on(day: date) -> Rule:
    """The rule in force that day. Raises NotPossible before the Council first met."""
    for rule in reversed(RULES):
        if rule.since <= day:
            return rule
    raise NotPossible("on", f"the Council first met on {FIRST_MEETING.isoformat()}")


def decide(count: Count, on: date, kind: Kind = Kind.SUBSTANTIVE) -> Result:
    """R41: carried, too few votes, or veto, in this order: a no stops only what had the votes.

    Raises NotPossible for negative numbers, more votes than seats, or a permanent member named twice.
    """
    rule = rule_on(on)
    for name in ("yes", "no", "abstain"):
        if getattr(count, name) < 0:
            raise NotPossible(name, "a number of votes is not negative")
    cast = count.yes + count.no + count.abstain
    if cast > rule.seats:
        raise NotPossible(
            "yes", f"{cast} votes are more than the {rule.seats} seats the Council had on {on.isoformat()}"
        )
    if len(set(count.permanent_no)) != len(count.permanent_no) or len(count.permanent_no) > count.no:
        raise NotPossible("no", "each permanent member votes once")
    return Result(_reason(count, rule, kind), kind, count, rule.seats - cast, rule)


def _reason(count: Count, rule: Rule, kind: Kind) -> Reason:
    if count.yes < rule.needed:
        return Reason.TOO_FEW_VOTES
    return Reason.VETO if count.permanent_no and kind is Kind.SUBSTANTIVE else Reason.CARRIED


def count_roll(roll: Mapping[str, Position], on: date) -> Count:
    """The roll, State by State (codes as in PERMANENT for holders of permanent seats), added up."""
    permanent = {seat.holder for seat in holders(on)}
    cast = list(roll.values())
    return Count(
        yes=cast.count(Position.YES),
        no=cast.count(Position.NO),
        abstain=cast.count(Position.ABSTAIN),
        permanent_no=tuple(sorted(s for s, position in roll.items() if position is Position.NO and s in permanent)),
    )


def check_roll(roll: Sequence[str], sitting: Iterable[str], on: date) -> None:
    """Every member of that day stands on the roll once, and nobody else. Raises NotPossible naming State and day."""
    sat = set(sitting)
    foreign = [state for state in roll if state not in sat]
    if foreign:
        raise NotPossible("roll", f"{', '.join(foreign)} did not sit on the Council on {on.isoformat()}")
    twice = sorted({state for state in roll if list(roll).count(state) > 1})
    if twice:
        raise NotPossible("roll", f"{', '.join(twice)} stands on the roll twice; each State votes once")
    missing = sorted(sat - set(roll))
    if missing:
        raise NotPossible("roll", f"say how {', '.join(missing)} voted on {on.isoformat()}, be it absent")
    if len(sat) != rule_on(on).seats:
        seats = rule_on(on).seats
        raise NotPossible(
            "roll", f"{len(sat)} of the {seats} seats of {on.isoformat()} are on record; record the others first"
        )


def holders(on: date) -> tuple[PermanentSeat, ...]:
    """Who held the permanent seats that day."""
    return tuple(seat for seat in PERMANENT if seat.held_on(on))


def permanent_named(name: str) -> tuple[PermanentSeat, ...]:
    """The holders, of any day, that a code or name can mean."""
    folded = " ".join(name.casefold().replace("’", "'").split())
    return tuple(seat for seat in PERMANENT if folded in {seat.holder.casefold(), seat.name.casefold(), *seat.also})


def holder_on(name: str, on: date) -> PermanentSeat | None:
    """The permanent member that `name` means that day; None when it means none of any day.

    Raises NotPossible when it is one of another time, naming who held the seat then.
    """
    meant = permanent_named(name)
    if not meant:
        return None
    found = next((seat for seat in meant if seat.held_on(on)), None)
    if found is not None:
        return found
    then = next((seat for seat in holders(on) if seat.seat == meant[0].seat), None)
    instead = f"; {then.name} ({then.holder}) did" if then else ""
    raise NotPossible("no", f"{meant[0].name} did not hold a permanent seat on {on.isoformat()}{instead}")


def seat_label(seat: str, on: date) -> str:
    """The name under which the holder of a permanent seat (ISO alpha-3 of today) voted that day."""
    return next((held.name for held in holders(on) if held.seat == seat), seat)
