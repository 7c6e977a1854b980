"""Publishing a result: the docket opens every ballot, and the plenary is told (R34, R52)."""

from django.urls import reverse

from deliberation.models import Ballot, Vote
from deliberation.record import closing_content, roll_of
from mad.docket.services import record
from mad.notices.services import notify

from .guards import plenary


def publish_result(vote: Vote, ballots: dict[int, Ballot], by) -> None:
    """Write the roll with its salts into the docket and notify the plenary. The notice carries no result."""
    motion, roll = vote.motion, roll_of(vote, ballots)
    vote.closing_entry = record(
        act="vote.closed",
        by=by,
        obj=motion.number,
        case=motion.case.number,
        content=closing_content(vote, roll),
        facts={**_figures(vote), "roll": roll},
    )
    vote.save(update_fields=["closing_entry"])
    url = reverse("motion", kwargs={"number": motion.number})
    notify(kind="vote.closed", subject=motion.number, url=url, to=plenary(motion.case), case=motion.case.number)


def _figures(vote: Vote) -> dict:
    return {
        "vote": vote.ordinal,
        "outcome": vote.outcome,
        "entitled": vote.entitled,
        "yes": vote.yes,
        "no": vote.no,
        "abstain": vote.abstain,
        "struck": [row["member"] for row in vote.struck],
    }
