"""R35: a disqualification found out after closing voids the vote when the result could have differed."""

from django.db import transaction
from django.urls import reverse

from cases.models import Case
from deliberation.models import Motion, Vote
from deliberation.procedure.votes import must_be_voided
from deliberation.selectors import counted, current_vote, voters
from mad.accounts.permissions import Act
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership.models import Member
from mad.notices.services import notify

from .consequences import follows, undo
from .guards import chair, plenary
from .voting import locked_motion


@transaction.atomic
def report_disqualified(*, motion: Motion, member: Member, reason: str, by) -> Vote:
    """R35: a member counted was not entitled. The vote is void when the result could have differed."""
    case = Case.objects.select_for_update().get(pk=motion.case_id)
    chair(by, case, Act.VOID_VOTE)
    locked = locked_motion(motion)
    vote = current_vote(locked)
    if vote is None or vote.is_open or vote.outcome == Motion.State.VOID:
        raise Refused("R35", "Only a closed vote can turn out to have been void.")
    if blank(reason):
        raise Invalid({"reason": ["Say why the member was not entitled."]}, rule="R35")
    everybody = voters(vote, counted(vote))
    if member.pk not in {voter.member for voter in everybody}:
        raise Refused("R35", "That member was not counted in this vote.")
    vote.disqualified.append({"member": member.pk, "name": member.name, "reason": reason.strip()})
    void = must_be_voided(everybody, {row["member"] for row in vote.disqualified})
    _settle(locked, vote, void, by)
    return vote


def _settle(motion: Motion, vote: Vote, void: bool, by) -> None:
    last = vote.disqualified[-1]
    vote.save(update_fields=["disqualified"])
    record(
        act="vote.voided" if void else "vote.disqualification_recorded",
        by=by,
        obj=motion.number,
        case=motion.case.number,
        content={"member": last["member"], "reason": last["reason"], "void": void},
        facts={"vote": vote.ordinal, "void": void},
    )
    if not void:
        return
    if follows(motion, vote.outcome):
        undo(motion, by)
    vote.outcome = Motion.State.VOID
    who = f"{last['name']} was not entitled to vote ({last['reason']})"
    vote.void_reason = f"R35: {who}, and the result could have differed."
    vote.save(update_fields=["outcome", "void_reason"])
    motion.state = Motion.State.VOID
    motion.save(update_fields=["state"])
    url = reverse("motion", kwargs={"number": motion.number})
    notify(kind="vote.voided", subject=motion.number, url=url, to=plenary(motion.case), case=motion.case.number)
