"""Reading votes: who was on the roster, who voted, what is visible to whom (R34, R35)."""

from collections.abc import Iterable
from datetime import date

from cases.selectors.people import roll
from deliberation.models import Ballot, Motion, Vote
from deliberation.procedure.votes import Choice, Discipline, Voter
from deliberation.visibility import Viewer, visible_ballots
from mad.common import clock
from mad.membership.selectors import member_for


def current_vote(motion: Motion) -> Vote | None:
    """The last vote held on the motion, open or closed."""
    return motion.votes.order_by("-ordinal").first()


def cast(vote: Vote) -> list[Ballot]:
    """Every version of every ballot, sealed or not: to be counted, or to pass through the one filter. One query."""
    rows = Ballot.objects.filter(vote=vote).select_related("member__user")
    return list(rows.order_by("member_id", "version"))


def counted(vote: Vote, ballots: Iterable[Ballot] | None = None) -> dict[int, Ballot]:
    """The ballot that counts, per member: the last version. ballots: all of the vote, where they have been read."""
    everything = cast(vote) if ballots is None else ballots
    return {ballot.member_id: ballot for ballot in sorted(everything, key=lambda one: one.version)}


def voters(vote: Vote, ballots: dict[int, Ballot], without: set[int] | None = None) -> list[Voter]:
    """The frozen roster less `without` (default: who was struck), each with the choice that counts."""
    struck = without if without is not None else {row["member"] for row in vote.struck}
    return [_voter(row, ballots) for row in vote.roster if row["member"] not in struck]


def _voter(row: dict, ballots: dict[int, Ballot]) -> Voter:
    ballot = ballots.get(row["member"])
    return Voter(row["member"], Discipline(row["discipline"]), Choice(ballot.choice) if ballot else None)


def no_longer_entitled(vote: Vote, on: date | None = None) -> list[dict]:
    """R35: members of the frozen roster who are barred or recused on that day, with the reason."""
    everyone = roll(vote.motion.case, on or clock.today())
    return [{**row, "reason": _why(everyone, row["member"])} for row in vote.roster if not everyone.acts(row["member"])]


def _why(everyone, member_id: int) -> str:
    if reasons := everyone.recused.get(member_id):
        return "R6: " + " ".join(reasons)
    standing = everyone.standings.get(member_id)
    return " ".join(f"{r.rule}: {r.text}" for r in standing.reasons) if standing else "R2: no longer in office."


def ballots_visible_to(user, vote: Vote) -> tuple[Ballot, ...]:
    """Every list of ballots passes here: one's own until closing, then everybody's last (R34)."""
    member = member_for(user)
    return shown(vote, cast(vote), member.pk if member else None)


def shown(vote: Vote, ballots: Iterable[Ballot], member: int | None) -> tuple[Ballot, ...]:
    """Of all ballots of the vote those that a reader may see; member: theirs, None for who is none."""
    return visible_ballots(ballots, viewer=Viewer(member), closed=not vote.is_open)
