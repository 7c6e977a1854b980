"""R34: sealed ballots, each version kept."""

from dataclasses import dataclass

from cases.selectors.people import acting_in
from deliberation.models import Ballot, Motion, Vote
from deliberation.procedure.votes import Choice
from deliberation.record import sealed_content
from deliberation.selectors import current_vote
from deliberation.selectors.poll import Poll, look, ways_in
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.canonical import digest, new_salt
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.common.prepared import Prepared
from mad.docket.services import ENTRY_TYPES, entry_when, record_with

LONGEST_EXPLANATION = 4000

_ATTEMPTS = 5
"""How often a ballot is tried that another window of the same member overtakes."""

_AS_READ = """
EXISTS (SELECT FROM deliberation_vote WHERE id = %(vote_id)s AND closed_at IS NULL)
AND %(version)s = 1 + coalesce((
  SELECT max(version) FROM deliberation_ballot WHERE vote_id = %(vote_id)s AND member_id = %(member_id)s), 0)
"""
_COLUMNS = ("vote_id", "member_id", "version", "choice", "explanation", "salt", "digest", "cast_at")
_BALLOT = Prepared(
    "deliberation_ballot",
    f"""
WITH entry AS ({entry_when(_AS_READ)})
INSERT INTO deliberation_ballot ({", ".join(_COLUMNS)}, entry_id)
SELECT {", ".join(f"%({name})s" for name in _COLUMNS)}, entry.id FROM entry
RETURNING id, entry_id
""",  # noqa: S608 - constants
    types=ENTRY_TYPES
    | {"vote_id": "bigint", "member_id": "bigint", "version": "integer", "salt": "bytea", "cast_at": "timestamptz"},
)


@dataclass(frozen=True)
class Receipt:
    """What the voter is told. replaces: id of the version this one takes the place of; overtook: it came from
    another window since the form was opened."""

    ballot: Ballot
    replaces: int | None
    overtook: bool

    @property
    def code(self) -> str:
        return self.ballot.receipt


def cast_ballot(*, motion: Motion, by, choice: str, explanation: str = "", seen_version: int | None = None) -> Receipt:
    """Seal a ballot, or a new version of it. What is let in before the closing is counted by it (selectors.poll).

    seen_version: the version the voter's page showed (0: none). Raises Refused: R34 after closing, R35 for
    who was not on the frozen roster, R3 or R6 for who is barred or recused; Invalid for an unknown choice.
    """
    said = explanation.strip()
    if choice not in list(Choice):
        raise Invalid({"choice": ["Choose yes, no or abstain."]}, rule="R34")
    if len(said) > LONGEST_EXPLANATION:
        raise Invalid({"explanation": [f"At most {LONGEST_EXPLANATION} characters."]}, rule="R34")
    require(by, Act.VOTE)
    if by is None:
        raise NotPermitted("R34", "Nobody votes for another, and the system does not vote.")
    for _ in range(_ATTEMPTS):
        poll = look(motion, by)
        if poll is None or clock.now() >= poll.closes_at:
            raise Refused("R34", "Voting on this motion is not open.", _closed_words(current_vote(motion)))
        ballot = _seal(motion, poll, _member(poll, by), by, Choice(choice), said)
        if ballot is not None:
            overtook = seen_version is not None and (poll.version or 0) > seen_version
            return Receipt(ballot, poll.last, overtook)
    raise Refused("R34", "Another window of yours votes at this moment.", "Look at the ballot there.", code="overtaken")


def _member(poll: Poll, by) -> int:
    """The voter's member id. R3, R6, R35: only this member's standing is looked up, not everybody's."""
    member = acting_in(poll.everyone, by)
    if not poll.on_roster:
        raise Refused("R35", "The roster was frozen when the vote opened, and you were not on it.", status=403)
    return member.pk


def _closed_words(vote: Vote | None) -> str:
    if vote is None:
        return "It has not been put to the vote."
    return f"It closed on {vote.closed_at or vote.closes_at:%-d %B %Y, %H:%M} UTC. Nothing was counted."


def _seal(motion: Motion, poll: Poll, member: int, by, choice: Choice, explanation: str) -> Ballot | None:
    """None when the vote closed or another ballot of the member came in since the poll was read."""
    version, salt = (poll.version or 0) + 1, new_salt()
    ballot = Ballot(
        vote_id=poll.vote,
        member_id=member,
        version=version,
        choice=choice.value,
        explanation=explanation,
        salt=salt,
        digest=digest(sealed_content(motion.number, poll.ordinal, member, version, choice.value, explanation), salt),
        cast_at=clock.now(),
    )
    written = record_with(
        _BALLOT,
        {name: getattr(ballot, name) for name in _COLUMNS},
        act="ballot.sealed",
        by=by,
        obj=motion.number,
        case=motion.case.number,
        digested=ballot.digest,
        facts={"vote": poll.ordinal, "version": version},
        before=ways_in(motion.pk, by),
    )
    if written is None:
        return None
    ballot.pk, ballot.entry_id = written
    ballot._state.adding = False
    return ballot
