"""R20: the one door through which a case changes stage. R21: opening an assessment."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from cases.models import Assessment, AssessmentRequest, Case, CaseMerge, CaseSubmission, StageMove
from cases.procedure import CaseFacts, Refusal, Stage, Temporal, Who, check
from cases.selectors.people import Roll, acting_member, panel, roll
from cases.selectors.reading import determination_in_force
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.clocks.kinds import ClockKind
from mad.common import clock, ports
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.reference.parameters import Numbers, numbers


def who_of(user) -> Who:
    """The hand that moves a case; None is the system."""
    if user is None:
        return Who.SYSTEM
    if Role.REGISTRAR in user.roles:
        return Who.REGISTRAR
    return Who.PRESIDING if Role.PRESIDING in user.roles else Who.MEMBERS


def facts(case: Case, initiators: int = 0) -> CaseFacts:
    """What the guards look at. Of Parts V and VI the app above knows (ports.council_answers, ports.stage_facts); that
    an output was transmitted the calling service vouches for."""
    current = determination_in_force(case)
    alarm = CaseSubmission.objects.filter(case=case, submission__alarm=True, submission__status="accepted")
    return CaseFacts(
        screened_alarm=alarm.exists(),
        initiators=initiators,
        initiators_needed=numbers().initiative_members,
        likely=len(current.likely_crimes) if current else None,
        stale=bool(current and current.stale),
        transmitted=True,
        answered=any(told(case) for told in ports.council_answers),
        merged=CaseMerge.objects.filter(source=case).exists(),
        **{fact.name: fact.holds(case) for fact in ports.stage_facts if fact.stage == case.stage},
    )


@transaction.atomic
def move_stage(*, case: Case, to: str, by, ground: str = "", initiators: int = 0) -> StageMove:
    """Move a case, or refuse by the rule that stands in the way. Starts and stops the plenary clock (R36)."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    case.urgency = locked.urgency
    who = Who.MEMBERS if initiators else who_of(by)
    move = check(Stage(locked.stage), Stage(to), who, facts(locked, initiators))
    if isinstance(move, Refusal):
        raise Refused(move.rule, move.reason, move.detail)
    made = StageMove.objects.create(
        case=locked, source=move.source, target=move.target, ground=ground, at=clock.now(), by=by
    )
    Case.objects.filter(pk=case.pk).update(stage=move.target)
    case.stage = move.target.value
    record(
        act=move.act,
        by=by,
        obj=case.number,
        case=case.number,
        content={"from": move.source, "to": move.target, "ground": ground},
        facts={"from": move.source, "to": move.target},
    )
    _plenary_clock(case, move.source, move.target, by)
    notify(kind=f"case.{move.notice}", subject=case.number, url=address(case), to=everybody(), case=case.number)
    return made


def _plenary_clock(case: Case, source: Stage, target: Stage, by) -> None:
    if source is Stage.DELIBERATION:
        clocks.stop(kind=ClockKind.PLENARY, subject=case.number, by=by)
    if target is Stage.DELIBERATION:
        numbers_ = numbers()
        hours = numbers_.plenary_urgent_hours if case.urgent else 24 * numbers_.plenary_days
        clocks.start(
            kind=ClockKind.PLENARY,
            subject=case.number,
            case=case.number,
            url=address(case),
            due=clock.now() + timedelta(hours=hours),
            to=everybody(),
            title=said("Plenary", case),
            by=by,
        )


def said(what: str, case: Case) -> str:
    """The clock's name with the urgency that set it."""
    return f"{what}, crimes {case.urgency}" if case.urgent else what


def address(case: Case) -> str:
    return reverse("case", kwargs={"number": case.number})


def everybody() -> Audience:
    return Audience(roles=[Role.MEMBER.value, Role.REGISTRAR.value])


def panel_audience(case: Case) -> Audience:
    return Audience(users=[m.user_id for m in panel(case)])


@transaction.atomic
def open_assessment(*, case: Case, by, reason: str = "", urgency: str = "") -> Assessment | None:
    """R21: by the registrar on a screened alarm; by a member, whose request opens it once enough have asked.

    Returns None when more members must ask. Starts the clock of the determination (R36).
    """
    if by is not None and Role.REGISTRAR in by.roles:
        require(by, Act.OPEN_ASSESSMENT)
        return _open(case, by, Assessment.ALARM, urgency, reason, 0)
    require(by, Act.PROPOSE_ASSESSMENT)
    return _ask(case, by, reason, urgency)


def _ask(case: Case, by, reason: str, urgency: str) -> Assessment | None:
    everyone = roll(case)
    member = acting_member(by, case, everyone)
    if blank(reason):
        raise Invalid({"reason": ["Say why the situation should be assessed."]}, rule="R21")
    Case.objects.select_for_update().get(pk=case.pk)
    open_ = AssessmentRequest.objects.filter(case=case, used=False)
    if open_.filter(member=member).exists():
        raise Refused("R21", "You have asked for this assessment already.", "Another member must ask too.")
    AssessmentRequest.objects.create(case=case, member=member, reason=reason.strip(), at=clock.now())
    record(act="assessment.asked", by=by, obj=case.number, case=case.number, content={"reason": reason})
    return _open_if_asked(case, by, everyone, urgency, reason)


def open_if_asked(case: Case, by) -> Assessment | None:
    """Open the assessment that enough members have asked for by now (R21); None when more must ask."""
    if case.stage not in (Stage.MONITORING, Stage.CLOSED):
        return None
    newest = AssessmentRequest.objects.filter(case=case, used=False).order_by("-pk").first()
    return _open_if_asked(case, by, roll(case), "", newest.reason) if newest else None


def _open_if_asked(case: Case, by, everyone: Roll, urgency: str, reason: str) -> Assessment | None:
    open_ = AssessmentRequest.objects.filter(case=case, used=False)
    asking = [r for r in open_ if everyone.acts(r.member_id)]
    if len(asking) < numbers().initiative_members:
        return None
    assessment = _open(case, by, Assessment.INITIATIVE, urgency, reason, len(asking))
    open_.update(used=True)
    return assessment


def reopen_for_review(*, case: Case, by, reason: str) -> Assessment:
    """R30: back to assessment because evidence beneath the determination changed."""
    require(by, Act.MOVE_CASE)
    return _open(case, by, Assessment.REVIEW, "", reason, 0)


def reopen_on_trigger(*, case: Case, by, reason: str) -> Assessment:
    """R44: back to assessment because a trigger laid down at its closing has fired."""
    require(by, Act.OPEN_ASSESSMENT)
    return _open(case, by, Assessment.REVIEW, "", reason, 0)


@transaction.atomic
def _open(case: Case, by, ground: str, urgency: str, reason: str, initiators: int) -> Assessment:
    if urgency and urgency not in list(Temporal):
        raise Invalid({"urgency": ["Choose ongoing, imminent or neither."]}, rule="R36")
    if urgency:
        Case.objects.filter(pk=case.pk).update(urgency=urgency)
    case.refresh_from_db(fields=["urgency"])
    move_stage(case=case, to=Stage.ASSESSMENT.value, by=by, ground=reason, initiators=initiators)
    now = clock.now()
    ordinal = case.assessments.count() + 1
    assessment = Assessment.objects.create(case=case, ordinal=ordinal, ground=ground, opened_at=now, opened_by=by)
    clocks.start(
        kind=ClockKind.DETERMINATION,
        subject=case.number,
        case=case.number,
        url=address(case),
        due=now + timedelta(hours=determination_hours(case, numbers())),
        to=Audience(roles=[Role.REGISTRAR.value], users=panel_audience(case).users),
        title=said("Determination", case),
        by=by,
    )
    return assessment


def determination_hours(case: Case, numbers_: Numbers) -> int:
    return numbers_.determination_urgent_hours if case.urgent else 24 * numbers_.determination_days
