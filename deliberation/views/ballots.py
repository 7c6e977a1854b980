"""The ballots of a vote as documents that anybody checks without the Division (R34, R49)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from deliberation.models import Ballot, Vote
from deliberation.record import ballot_content, closing_content, roll_of
from deliberation.selectors import ballots_visible_to, counted, current_vote
from mad.common.errors import Refused
from mad.common.web import person
from mad.docket import proofs

from .common import load_motion


@person
def motion_ballots(request: HttpRequest, number: str) -> HttpResponse:
    """A list for check_proof.py: of one's own ballots that they are on the docket; after closing, of all, opened."""
    found = load_motion(request, number)
    vote = current_vote(found)
    if vote is None:
        raise Refused("R34", "This motion has not been put to the vote.", status=404)
    vote.motion = found
    ballots = ballots_visible_to(request.user, vote)
    documents = _sealed(ballots) if vote.is_open else _opened(vote, ballots)
    headers = {"Content-Disposition": f'attachment; filename="{found.number}-ballots.json"'}
    return JsonResponse(documents, safe=False, headers=headers, json_dumps_params={"indent": 1})


def _sealed(ballots: tuple[Ballot, ...]) -> list[dict[str, Any]]:
    """Until closing a salt stays where it is: with it a voter could prove to others how they voted."""
    found = proofs.inclusions([ballot.entry_id for ballot in ballots])
    return [{"proof": proof} for proof in found.values()]


def _opened(vote: Vote, ballots: tuple[Ballot, ...]) -> list[dict[str, Any]]:
    entries = [ballot.entry_id for ballot in ballots]
    closing = vote.closing_entry_id or 0
    found = proofs.inclusions([*entries, closing])
    documents: list[dict[str, Any]] = []
    for ballot in ballots:
        ballot.vote = vote
        opening = {"content": ballot_content(ballot), "salt": bytes(ballot.salt).hex()}
        documents.append({"opening": opening, "proof": found.get(ballot.entry_id)})
    roll = roll_of(vote, counted(vote))
    documents.append({"opening": {"content": closing_content(vote, roll), "salt": ""}, "proof": found.get(closing)})
    return documents
