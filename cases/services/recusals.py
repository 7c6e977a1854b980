"""R6: standing aside, and being recused by the plenary. Ties with a State concerned recuse by themselves."""

from django.db import transaction

from cases.models import Case, Recusal, RecusalMotion, RecusalVote
from cases.procedure import more_than_half
from cases.selectors.people import acting_member, entitled, recusals
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.blank import blank
from mad.common.canonical import new_salt
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership.models import Member
from mad.notices.audience import Audience
from mad.notices.services import notify

from .adoption import settle_pending
from .moves import address
from .rounds import close_complete


@transaction.atomic
def recuse(*, case: Case, by, reason: str) -> Recusal:
    """The member stands aside for a stated reason, at once and for good."""
    require(by, Act.RECUSE_SELF)
    member = acting_member(by, case)
    if blank(reason):
        raise Invalid({"reason": ["State your reason; it is kept on the docket."]}, rule="R6")
    return stand_down(case, member, Recusal.OWN, reason.strip(), by)


def stand_down(case: Case, member: Member, kind: str, reason: str, by) -> Recusal:
    """Recuse a member; the caller has checked who may. A round, or a proposal, that waited for nobody else
    ends."""
    row, new = Recusal.objects.get_or_create(
        case=case, member=member, defaults={"kind": kind, "reason": reason, "since": clock.now()}
    )
    if not new:
        raise Refused("R6", f"{member} is recused from this case already.")
    record(
        act="member.recused",
        by=by,
        obj=case.number,
        case=case.number,
        content={"member": member.pk, "kind": kind, "reason": reason},
        facts={"member": str(member), "kind": kind},
    )
    notify(
        kind="member.recused",
        subject=case.number,
        url=address(case),
        to=Audience(roles=[Role.REGISTRAR.value, Role.PRESIDING.value]),
        case=case.number,
    )
    _end_motions(case, member)
    close_complete(case)
    settle_pending(case)
    return row


def _end_motions(case: Case, member: Member) -> None:
    """A motion to recuse somebody who stands aside has nothing to decide any more; the others lose a voter, and may be
    decided by the votes that they have."""
    running = (
        RecusalMotion.objects.select_for_update().filter(case=case, closed_at=None).select_related("case", "member")
    )
    for motion in running.order_by("pk"):
        if motion.member_id != member.pk:
            _decide(motion)
            continue
        motion.carried, motion.closed_at = True, clock.now()
        motion.save(update_fields=["carried", "closed_at"])
        content = {"member": motion.member_id, "carried": True, "stood_aside": True}
        record(
            act="recusal.decided",
            by=None,
            obj=case.number,
            case=case.number,
            content=content,
            facts={"member": str(motion.member), "carried": True},
        )


@transaction.atomic
def move_recusal(*, case: Case, member: Member, by, reason: str) -> RecusalMotion:
    """A member asks the plenary to recuse another."""
    require(by, Act.MOVE_RECUSAL)
    mover = acting_member(by, case)
    if blank(reason):
        raise Invalid({"reason": ["A motion of recusal needs a reason."]}, rule="R6")
    if mover.pk == member.pk:
        raise Refused("R6", "You can recuse yourself by stating your reason.")
    if member.pk in recusals(case):
        raise Refused("R6", f"{member} is recused from this case already.")
    motion, new = RecusalMotion.objects.get_or_create(
        case=case,
        member=member,
        closed_at=None,
        defaults={"moved_by": mover, "reason": reason.strip(), "at": clock.now()},
    )
    if not new:
        raise Refused("R6", f"A motion to recuse {member} is being voted on already.")
    record(
        act="recusal.moved",
        by=by,
        obj=case.number,
        case=case.number,
        content={"member": member.pk, "reason": reason},
        facts={"member": str(member)},
    )
    return motion


@transaction.atomic
def vote_recusal(*, motion: RecusalMotion, by, favour: bool) -> RecusalMotion:
    """A sealed vote of one of the others; decides as soon as the result cannot change."""
    require(by, Act.MOVE_RECUSAL)
    motion = RecusalMotion.objects.select_for_update().select_related("case", "member__user").get(pk=motion.pk)
    voter = acting_member(by, motion.case)
    if motion.closed_at and motion.carried is None:
        raise Refused("R6", "This case was merged into another; the motion is voted on there.")
    if motion.closed_at:
        raise Refused("R6", "This motion has been decided.")
    if voter.pk == motion.member_id:
        raise Refused("R6", "The others decide on your recusal.", status=403)
    if motion.votes.filter(member=voter).exists():
        raise Refused("R6", "You have voted on this motion.")
    salt = new_salt()
    entry = record(
        act="recusal.ballot",
        by=by,
        obj=motion.case.number,
        case=motion.case.number,
        content=ballot_content(motion.pk, voter.pk, favour),
        salt=salt,
    )
    RecusalVote.objects.create(motion=motion, member=voter, favour=favour, salt=salt, entry=entry, at=clock.now())
    _decide(motion)
    return motion


def ballot_content(motion: int, member: int, favour: bool) -> dict:
    """What the docket entry of a recusal vote commits to."""
    return {"motion": motion, "member": member, "favour": favour}


def _decide(motion: RecusalMotion) -> None:
    others = {m.pk for m in entitled(motion.case)} - {motion.member_id}
    votes = [v.favour for v in motion.votes.all() if v.member_id in others]
    yes, no = votes.count(True), votes.count(False)
    carried = more_than_half(yes, len(others))
    if not carried and more_than_half(len(others) - no, len(others)):
        return
    motion.carried, motion.closed_at = carried, clock.now()
    motion.save(update_fields=["carried", "closed_at"])
    counted = {"yes": yes, "no": no, "others": len(others), "carried": carried}
    record(
        act="recusal.decided",
        by=None,
        obj=motion.case.number,
        case=motion.case.number,
        content={"member": motion.member_id, **counted},
        facts={"member": str(motion.member), **counted},
    )
    if carried:
        stand_down(motion.case, motion.member, Recusal.PLENARY, motion.reason, None)
