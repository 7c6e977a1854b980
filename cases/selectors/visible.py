"""Which cases a person may open; every list starts here (R6, R9)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseSubmission, Recusal
from evidence.models import Submission
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common import clock
from mad.membership.models import Term, Tie


def visible_to(user) -> QuerySet[Case]:
    """Registrar and officers: all. Members in office: all but those they are recused from."""
    if not may(user, Act.READ_CASES):
        return Case.objects.none()
    if Role.MEMBER not in user.roles:
        return Case.objects.all()
    return Case.objects.exclude(_recused(user)).filter(Exists(_in_office(user)))


def _in_office(user) -> QuerySet[Term]:
    today = clock.today()
    terms = Term.objects.filter(member__user=user, starts__lte=today, ends__gte=today)
    return terms.exclude(resigned_on__lte=today)


def recused_from(user) -> QuerySet[Case]:
    """The cases whose file a member cannot open (R6)."""
    if not (user.is_authenticated and Role.MEMBER in user.roles):
        return Case.objects.none()
    return Case.objects.filter(_recused(user))


def _recused(user) -> Q:
    today = clock.today()
    ties = Tie.objects.filter(member__user=user, starts__lte=today).filter(Q(ends=None) | Q(ends__gte=today))
    own = Recusal.objects.filter(case=OuterRef("pk"), member__user=user)
    concerned = Case.states.through.objects.filter(case_id=OuterRef("pk"), state_id__in=ties.values("state_id"))
    party = Case.parties.through.objects.filter(case_id=OuterRef("pk"), state_id__in=ties.values("state_id"))
    return Q(Exists(own)) | Q(Exists(concerned)) | Q(Exists(party))


def visible_case_numbers(user) -> QuerySet:
    """For docket and notices: the numbers of the cases the user may know of."""
    return visible_to(user).values("number")


def excluded_submissions(user) -> QuerySet:
    """Submissions placed in a case that the user is recused from (R6); all, for a member out of office (R2)."""
    if Role.MEMBER in user.roles and not _in_office(user).exists():
        return Submission.objects.values("pk")
    mine = CaseSubmission.objects.filter(case__in=recused_from(user))
    return mine.values("submission_id")
