"""What the Council did with an output, as its page shows it (R41, SCREENS 15); votes and vetoes over time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from cases.models import Case
from cases.selectors.visible import visible_to
from deliberation.models import (
    CouncilExplanation,
    CouncilMeeting,
    CouncilPosition,
    CouncilText,
    CouncilVote,
    ExpectedPosition,
    HistoricVeto,
    Output,
)
from deliberation.procedure.council import SEATS, Position, seat_label
from deliberation.procedure.prediction import Expected, Prediction, predict
from mad.reference.models import State
from mad.reference.restraint import Commitment, Standing, commitments

from .council_seats import sitting

MARKS = {
    Position.YES: "y",
    Position.NO: "n",
    Position.ABSTAIN: "a",
    Position.ABSENT: "x",
    Position.NOT_PARTICIPATING: "x",
}


def case_answered(case: Case) -> bool:
    """R20, R41: whether the Council's answer to an output of the case is on record. One query."""
    return CouncilMeeting.objects.filter(output__case=case).exists()


@dataclass(frozen=True)
class Promise:
    """A commitment as it stood for one State on the day of one vote."""

    commitment: Commitment
    standing: Standing
    since: date | None

    @property
    def counts(self) -> bool:
        return self.standing in (Standing.JOINED, Standing.UNDATED)


@dataclass(frozen=True)
class RollLine:
    """One State on the roll. mark: y, n, a or x. promises: only beside a no."""

    state: State
    position: Position
    permanent: bool
    explanation: CouncilExplanation | None
    promises: tuple[Promise, ...]

    @property
    def mark(self) -> str:
        return MARKS[self.position]

    @property
    def word(self) -> str:
        return self.position.value.replace("_", " ").capitalize()

    @property
    def against(self) -> bool:
        return self.position is Position.NO

    @property
    def promised(self) -> bool:
        return any(promise.counts for promise in self.promises)


@dataclass(frozen=True)
class Voted:
    """One vote with its roll: permanent members first, then by name."""

    vote: CouncilVote
    roll: tuple[RollLine, ...]

    @property
    def seats(self) -> list[str]:
        """The row of seats, with "line" after as many as were needed."""
        order = "ynax"
        row = sorted((line.mark for line in self.roll), key=order.index)
        return [*row[: self.vote.needed], "line", *row[self.vote.needed :]]

    @property
    def against(self) -> tuple[RollLine, ...]:
        return tuple(line for line in self.roll if line.against)


@dataclass(frozen=True)
class Met:
    meeting: CouncilMeeting
    votes: tuple[Voted, ...]


def promises_of(state: str, day: date) -> tuple[Promise, ...]:
    """Each commitment to restraint, as the State stood to it that day."""
    return tuple(_promise(one, state, day) for one in commitments())


def _promise(one: Commitment, state: str, day: date) -> Promise:
    joining = one.joinings.get(state)
    return Promise(one, one.standing(state, day), joining.on if joining else None)


def meetings_of(output: Output) -> list[Met]:
    """Meetings in order, each with its votes. Four queries, versions included."""
    votes = CouncilVote.objects.select_related("text").prefetch_related(
        Prefetch("positions", CouncilPosition.objects.select_related("state")),
        Prefetch("explanations", CouncilExplanation.objects.order_by("version")),
    )
    meetings = output.council_meetings.prefetch_related(Prefetch("votes", votes))
    return [Met(meeting, tuple(voted(vote, meeting.held_on) for vote in meeting.votes.all())) for meeting in meetings]


def voted(vote: CouncilVote, day: date) -> Voted:
    """`positions` (with state) and `explanations` must be loaded."""
    said = {row.state_id: row for row in vote.explanations.all()}
    lines = [_line(row, said.get(row.state_id), day) for row in vote.positions.all()]
    return Voted(vote, tuple(sorted(lines, key=lambda line: (not line.permanent, line.state.name))))


def _line(row: CouncilPosition, said: CouncilExplanation | None, day: date) -> RollLine:
    position = Position(row.position)
    promises = promises_of(row.state_id, day) if position is Position.NO else ()
    return RollLine(row.state, position, row.state.is_p5, said, promises)


def texts_of(output: Output) -> list[CouncilText]:
    return list(output.council_texts.select_related("adequacy"))


# --- what is expected ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expectation:
    """One member of the Council of the planned day, with the newest expectation or None."""

    state: State
    permanent: bool
    newest: ExpectedPosition | None

    @property
    def position(self) -> Expected:
        return Expected(self.newest.position) if self.newest else Expected.UNKNOWN


@dataclass(frozen=True)
class Outlook:
    """None as prediction while the Council of that day is not on record in full."""

    on: date
    lines: tuple[Expectation, ...]
    prediction: Prediction | None
    names: dict[str, str]

    def named(self, codes: Iterable[str]) -> str:
        return ", ".join(self.names[code] for code in codes)

    @property
    def blocking(self) -> str:
        return self.named(self.prediction.blocking) if self.prediction else ""

    @property
    def must_not_oppose(self) -> str:
        return self.named(self.prediction.must_not_oppose) if self.prediction else ""

    @property
    def winnable(self) -> str:
        return self.named(self.prediction.winnable) if self.prediction else ""


def outlook(text: CouncilText, on: date) -> Outlook:
    """Expected positions on a text and what they can end in. Two queries."""
    seated = sitting(on)
    newest: dict[str, ExpectedPosition] = {}
    for row in text.expectations.select_related("by"):
        newest[row.state_id] = row
    lines = tuple(Expectation(s, s.pk in seated.permanent, newest.get(s.pk)) for s in seated.states)
    positions = {line.state.pk: line.position for line in lines}
    made = predict(positions, seated.permanent, on) if seated.complete else None
    return Outlook(on, lines, made, {state.pk: state.name for state in seated.states})


# --- over time ---------------------------------------------------------------------------------------


def votes_visible_to(user: Any) -> QuerySet[CouncilVote]:
    """Votes on outputs of the cases the user may open."""
    rows = CouncilVote.objects.filter(meeting__output__case__in=visible_to(user))
    return rows.select_related("meeting__output__case", "text")


@dataclass(frozen=True)
class DecadeRow:
    """Vetoes cast in one decade, per permanent seat in the order of SEATS; drafts: how many drafts fell."""

    decade: int
    cast: tuple[int, ...]
    drafts: int

    @property
    def cells(self) -> list[tuple[str, int]]:
        return list(zip(SEATS, self.cast, strict=True))


def vetoes(*, state: str = "", decade: int | None = None, topic: str = "") -> QuerySet[HistoricVeto]:
    rows = HistoricVeto.objects.all()
    if state:
        rows = rows.filter(states__contains=[state])
    if decade:
        rows = rows.filter(day__gte=date(decade, 1, 1), day__lte=date(decade + 9, 12, 31))
    return rows.filter(topic=topic) if topic else rows


def by_decade(rows: QuerySet[HistoricVeto]) -> list[DecadeRow]:
    """Oldest first, decades without a veto between them included. One query."""
    cast: Counter[tuple[int, str]] = Counter()
    drafts: Counter[int] = Counter()
    for day, states in rows.order_by().values_list("day", "states"):
        decade = day.year // 10 * 10
        drafts[decade] += 1
        cast.update((decade, seat) for seat in states)
    if not drafts:
        return []
    decades = range(min(drafts), max(drafts) + 10, 10)
    return [DecadeRow(decade, tuple(cast[decade, seat] for seat in SEATS), drafts[decade]) for decade in decades]


@dataclass(frozen=True)
class Fallen:
    """A historic veto as it is shown: the names of its day, and the promises then in force of those who cast it."""

    row: HistoricVeto
    cast_by: str
    promised: str


def fallen(row: HistoricVeto) -> Fallen:
    names = {seat: seat_label(seat, row.day) for seat in row.states}
    kept = [
        f"{names[seat]}: {promise.commitment.name}"
        for seat in row.states
        for promise in promises_of(seat, row.day)
        if promise.counts
    ]
    return Fallen(row, ", ".join(names.values()), "; ".join(kept))
