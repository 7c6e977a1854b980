"""R34, R35: opening a vote and closing it. Ballots: services.ballots."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from cases.models import Case
from cases.selectors.people import entitled
from deliberation.models import Motion, Vote
from deliberation.procedure.votes import result
from deliberation.record import opening_content
from deliberation.selectors import counted, no_longer_entitled, voters
from deliberation.selectors.poll import shut
from mad.accounts.permissions import Act
from mad.clocks import services as clocks
from mad.clocks.models import ClockKind
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership import selectors as membership
from mad.membership.models import Member
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.reference.parameters import numbers

from .amending import refuse_out_of_turn
from .closing import publish_result
from .consequences import follow, follows
from .guards import chair
from .merging import refuse_unmergeable
from .motions import refuse_to_put
from .presiding import presides
from .stages import locked as locked_output
from .texts import text_of

State = Motion.State
PUTTABLE = (State.TABLED, State.INQUORATE, State.VOID)
SUPERMAJORITY = (
    "R34: carried when yes × 3 ≥ E × 2 and at least one member voted yes. "
    "R31: quorum of more than half of E with one of each discipline."
)


@transaction.atomic
def put_to_vote(*, motion: Motion, by, closes_at: datetime | None = None) -> Vote:
    """Open the vote: freeze text, roster, Council and rule (R35), and start the clock (R36).

    Raises Refused with what stands in the way: R9, R31, R33, R37 or R39 and the paragraph.
    """
    case = Case.objects.select_for_update().get(pk=motion.case_id)
    chair(by, case, Act.PUT_TO_VOTE)
    locked = locked_motion(motion)
    if locked.state not in PUTTABLE:
        raise Refused("R34", f"This motion cannot be put to the vote: it is “{locked.get_state_display()}”.")
    if locked.output is not None:
        # Nobody edits the text between here and the freeze: editing takes the same lock (R35).
        locked.output = locked_output(locked.output)
        refuse_out_of_turn(locked)
    refuse_to_put(locked)
    closes_at = closes_at or clock.now() + timedelta(hours=numbers().vote_hours)
    if closes_at <= clock.now():
        raise Invalid({"closes_at": ["Voting closes after it opens."]}, rule="R34")
    if closes_at > clock.now() + max(timedelta(hours=numbers().vote_hours), timedelta(days=numbers().plenary_days)):
        raise Invalid({"closes_at": [f"Voting closes within {numbers().plenary_days} days."]}, rule="R36")
    vote = _freeze(locked, closes_at, by)
    locked.state = State.VOTING
    locked.save(update_fields=["state"])
    _announce(locked, vote, by)
    presides(case, by)
    return vote


def _freeze(motion: Motion, closes_at: datetime, by) -> Vote:
    roster = entitled(motion.case)
    if not roster:
        raise Refused("R31", "No member is entitled to vote on this case.")
    text = text_of(motion)
    vote = Vote(
        motion=motion,
        ordinal=motion.votes.count() + 1,
        opened_at=clock.now(),
        opened_by=by,
        closes_at=closes_at,
        text=text,
        text_digest=digest(text),
        roster=[{"member": m.pk, "name": m.name, "discipline": m.discipline} for m in roster],
        council=[seat.state_id for seat in membership.council(clock.today())],
        rule={"text": SUPERMAJORITY, "vote_hours": numbers().vote_hours},
    )
    vote.entry = record(
        act="vote.opened",
        by=by,
        obj=motion.number,
        case=motion.case.number,
        content=opening_content(vote),
        facts={
            "vote": vote.ordinal,
            "entitled": len(roster),
            "text": vote.text_digest,
            "closes": closes_at.isoformat(),
        },
    )
    vote.save()
    return vote


def _announce(motion: Motion, vote: Vote, by) -> None:
    url = reverse("motion", kwargs={"number": motion.number})
    voting = Audience(users=list(Member.objects.filter(pk__in=vote.roster_ids).values_list("user_id", flat=True)))
    clocks.start(
        kind=ClockKind.VOTE,
        subject=motion.number,
        case=motion.case.number,
        url=url,
        due=vote.closes_at,
        to=voting,
        title="Voting closes",
        by=by,
    )
    notify(kind="vote.opened", subject=motion.number, url=url, to=voting, case=motion.case.number)


@transaction.atomic
def close_vote(*, motion: Motion, by=None) -> Vote:
    """Close the vote, count, and publish the roll. Closing twice changes nothing.

    The system closes at its time; the presiding member may before it when everybody has voted.
    """
    case = Case.objects.select_for_update().get(pk=motion.case_id)
    locked = locked_motion(motion)
    vote = _alone_with(locked)
    if vote is None:
        raise Refused("R34", "This motion has not been put to the vote.")
    if not vote.is_open:
        return vote
    chair(by, case, Act.CLOSE_VOTE)
    vote.struck = no_longer_entitled(vote, _closing_day(vote))
    ballots = counted(vote)
    counting = voters(vote, ballots)
    if clock.now() < vote.closes_at and any(voter.choice is None for voter in counting):
        waiting = sum(voter.choice is None for voter in counting)
        raise Refused(
            "R34", "Voting closes at its time, or when everybody has voted.", f"{waiting} have not voted yet."
        )
    decided = result(counting)
    obstacle = _obstacle(locked, vote) if follows(locked, decided.outcome) else ""
    _save_result(vote, decided, obstacle)
    locked.state = vote.outcome
    locked.save(update_fields=["state"])
    clocks.stop(kind=ClockKind.VOTE, subject=locked.number, by=by)
    publish_result(vote, ballots, by)
    if not obstacle and follows(locked, decided.outcome):
        follow(locked, by)
    return vote


def _closing_day(vote: Vote) -> date:
    """R34: who is entitled is asked of the moment at which voting closed, however late the counting comes."""
    return min(clock.now(), vote.closes_at).astimezone(UTC).date()


def _alone_with(motion: Motion) -> Vote | None:
    """The last vote on the motion; ballots on their way in are waited for, and none is let in from here on."""
    shut(motion.pk)
    vote = Vote.objects.select_for_update().filter(motion=motion).order_by("-ordinal").first()
    if vote is not None:
        vote.motion = motion
    return vote


def _obstacle(motion: Motion, vote: Vote) -> str:
    """R33, R35, R39: what held at opening must still hold at closing, or the vote is void."""
    if digest(text_of(motion)) != vote.text_digest:
        return "R35: The text is no longer the one that was put to the vote."
    try:
        refuse_to_put(motion)
        if motion.amendment is not None:
            refuse_unmergeable(motion)
    except Refused as refused:
        return f"{refused.rule}: {refused.reason} {refused.detail}".strip()
    return ""


def _save_result(vote: Vote, decided: Any, obstacle: str) -> None:
    vote.closed_at = clock.now()
    vote.outcome = State.VOID if obstacle else decided.outcome.value
    vote.void_reason = obstacle
    vote.entitled = decided.count.entitled
    vote.yes, vote.no, vote.abstain = decided.count.yes, decided.count.no, decided.count.abstain
    vote.arithmetic = decided.arithmetic
    vote.save()


def locked_motion(motion: Motion) -> Motion:
    return (
        Motion.objects.select_for_update(of=("self",))
        .select_related("case", "option", "output__case", "recommendation", "amendment__target")
        .get(pk=motion.pk)
    )


def close_due(subject: str, now: datetime) -> None:
    """The due action of the VOTE clock: `subject` is the motion's number."""
    motion = Motion.objects.filter(number=subject).first()
    if motion is not None:
        close_vote(motion=motion)
