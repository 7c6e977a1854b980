"""What the docket digests of votes and ballots: one place for the writer and for verification (R34, R49)."""

from collections.abc import Iterator

from deliberation.models import Ballot, Minutes, OptionScore, RemarkText, Vote
from deliberation.models.options import SCALES
from mad.common.canonical import digest


def ballot_content(ballot: Ballot) -> dict:
    """The content of a "ballot.sealed" entry; digested under the ballot's salt."""
    vote = ballot.vote
    return sealed_content(
        vote.motion.number, vote.ordinal, ballot.member_id, ballot.version, ballot.choice, ballot.explanation
    )


def sealed_content(motion: str, vote: int, member: int | None, version: int, choice: str, explanation: str) -> dict:
    return {
        "motion": motion,
        "vote": vote,
        "member": member,
        "version": version,
        "choice": choice,
        "explanation": digest(explanation),
    }


def score_content(score: OptionScore) -> dict:
    """The content of an "option.scored" entry; digested under the score's salt."""
    given = {scale: getattr(score, scale) for scale in SCALES}
    return {"option": score.option.label, "member": score.member_id, "version": score.version, **given}


def remark_content(said: RemarkText) -> dict:
    """The content of a "remark.made" or "remark.corrected" entry."""
    return {"remark": said.remark_id, "version": said.version, "text": said.text}


def minutes_content(minutes: Minutes) -> dict:
    """The content of the entries on a version of minutes."""
    return {"session": minutes.sitting.ordinal, "version": minutes.version, "text": digest(minutes.text)}


def opening_content(vote: Vote) -> dict:
    """The content of a "vote.opened" entry: everything R35 freezes."""
    return {
        "motion": vote.motion.number,
        "vote": vote.ordinal,
        "opened_at": vote.opened_at,
        "text": vote.text_digest,
        "roster": vote.roster,
        "council": vote.council,
        "rule": vote.rule,
    }


def closing_content(vote: Vote, roll: list[dict]) -> dict:
    """The content of a "vote.closed" entry: the roll with every salt, which opens the ballots."""
    return {"motion": vote.motion.number, "vote": vote.ordinal, "roll": roll}


def roll_of(vote: Vote, ballots: dict[int, Ballot]) -> list[dict]:
    """The ballots that counted or were struck, opened: the docket entry of each, its choice and its salt."""
    names = {row["member"]: row["name"] for row in vote.roster}
    return [
        {
            "entry": ballot.entry_id,
            "member": member,
            "name": names.get(member, ""),
            "version": ballot.version,
            "choice": ballot.choice,
            "explanation": digest(ballot.explanation),
            "salt": bytes(ballot.salt).hex(),
        }
        for member, ballot in sorted(ballots.items())
    ]


def checks() -> Iterator[tuple[int, str, str]]:
    """For verify_docket: digests of openings, ballots and closings derived anew from the stored rows."""
    for vote in Vote.objects.select_related("motion").order_by("pk").iterator():
        yield (
            vote.entry_id,
            digest(opening_content(vote)),
            f"opening of vote {vote.ordinal} on {vote.motion.number}",
        )
        if vote.closing_entry_id:
            yield (
                vote.closing_entry_id,
                digest(closing_content(vote, _roll(vote))),
                f"roll of {vote.motion.number}",
            )
    for score in OptionScore.objects.select_related("option").order_by("pk").iterator():
        # Scores given before they were salted have no entry of their own.
        if score.entry_id is not None and score.salt is not None:
            what = f"score of {score.option.label}, version {score.version}"
            yield score.entry_id, digest(score_content(score), bytes(score.salt)), what
    for said in RemarkText.objects.order_by("pk").iterator():
        yield said.entry_id, digest(remark_content(said)), f"remark {said.remark_id}, version {said.version}"
    for minutes in Minutes.objects.select_related("sitting__case").order_by("pk").iterator():
        yield minutes.entry_id, digest(minutes_content(minutes)), f"minutes of {minutes.sitting.case.number}"
    ballots = Ballot.objects.select_related("vote__motion").order_by("pk")
    for ballot in ballots.iterator():
        yield ballot.entry_id, digest(ballot_content(ballot), bytes(ballot.salt)), f"ballot {ballot.receipt}"


def _roll(vote: Vote) -> list[dict]:
    rows = Ballot.objects.filter(vote=vote).order_by("version")
    return roll_of(vote, {ballot.member_id: ballot for ballot in rows})
