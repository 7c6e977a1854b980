"""Which cases a person may open; every list starts here (R6, R9).

The two questions about a member are the same text on every request, so they are written as SQL: the query API took
longer to build them than the database to answer. Neither refers to the query around it, so each fits any.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from cases.models import Case, CaseReader, CaseSubmission
from cases.procedure.readers import STRICT, Reader, may_read
from cases.selectors.people import R6_REASON
from cases.selectors.placing import TEXT, lies_in
from evidence.models import Item, Submission, SubmissionFile
from evidence.selectors import files_visible_to
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Refused
from mad.membership.models import Term

# Who is recused from a case is recused from what was merged into it: the same evidence lies in both.
_RECUSED = """
WITH RECURSIVE own AS (
SELECT r.case_id FROM cases_recusal r JOIN membership_member m ON m.id = r.member_id WHERE m.user_id = {user}
UNION ALL
SELECT c.case_id
FROM (SELECT case_id, state_id FROM cases_case_states UNION ALL SELECT case_id, state_id FROM cases_case_parties) c
JOIN membership_tie t ON t.state_id = c.state_id JOIN membership_member m ON m.id = t.member_id
WHERE m.user_id = {user} AND t.starts <= {day} AND (t.ends IS NULL OR t.ends >= {day})
),
closed AS (
SELECT case_id FROM own UNION SELECT m.source_id FROM cases_casemerge m JOIN closed ON closed.case_id = m.into_id
)
SELECT case_id FROM closed
"""
_IN_OFFICE = """
EXISTS (SELECT FROM membership_term t JOIN membership_member m ON m.id = t.member_id
        WHERE m.user_id = {user} AND t.starts <= {day} AND t.ends >= {day}
          AND (t.resigned_on IS NULL OR t.resigned_on > {day}))
"""
_IN_ORDER = {"user": "%s", "day": "%s"}
_BY_NAME = {"user": "%(user)s", "day": "%(day)s"}
IN_OFFICE, RECUSED = _IN_OFFICE.format(**_BY_NAME), _RECUSED.format(**_BY_NAME)
"""For a statement with %(user)s and %(day)s: whether the member is in office, and the cases that one is recused from."""

READING = f"""
{IN_OFFICE}, %(case)s IN ({RECUSED}),
EXISTS (SELECT FROM cases_casereader r WHERE r.case_id = %(case)s AND r.user_id = %(user)s
        AND NOT EXISTS (SELECT FROM cases_casereaderend e WHERE e.reader_id = r.id))
"""  # noqa: S608 - constants
"""What decides whether a user reads the file of a case today, as columns of a statement that reads something else as
well; `reads` takes them."""


def visible_to(user: Any) -> QuerySet[Case]:
    """The registrar: all. Members in office: all but those they are recused from. Officers: all but the strictly
    confidential ones that they are not named for. The same table stands, pure, in cases.procedure.readers."""
    if not may(user, Act.READ_CASES):
        return Case.objects.none()
    if may(user, Act.REVEAL_SOURCE):
        return Case.objects.all()
    if Role.MEMBER not in user.roles:
        named = CaseReader.objects.filter(case=OuterRef("pk"), user=user, end=None)
        return Case.objects.filter(~Q(sensitivity=STRICT) | Exists(named))
    today = clock.today()
    in_office = RawSQL(_IN_OFFICE.format(**_IN_ORDER), (user.pk, today, today, today), output_field=BooleanField())  # noqa: S611 - constants
    return Case.objects.filter(in_office).exclude(pk__in=_recused(user, today))


def reads(user: Any, sensitivity: str, columns: Sequence[bool]) -> bool:
    """Whether the case is one of `visible_to(user)`. columns: as READING has read them. Raises Refused (R6) for a member
    who is recused from it."""
    in_office, recused, named = columns
    member = Role.MEMBER in user.roles
    if member and recused:
        raise no_file()
    reader = Reader(
        reads_cases=may(user, Act.READ_CASES),
        keeps_register=may(user, Act.REVEAL_SOURCE),
        is_member=member,
        takes_part=in_office,
        named=named,
    )
    return may_read(reader, sensitivity)


def recused_from(user: Any) -> QuerySet[Case]:
    """The cases whose file a member cannot open (R6)."""
    if not (user.is_authenticated and Role.MEMBER in user.roles):
        return Case.objects.none()
    return Case.objects.filter(pk__in=_recused(user, clock.today()))


def _recused(user: Any, today: date) -> RawSQL:
    """Ids of the cases with a recusal of the user's member, or whose States the member has a tie with today (R6)."""
    return RawSQL(_RECUSED.format(**_IN_ORDER), (user.pk, user.pk, today, today))  # noqa: S611 - the statement is a constant


def no_file() -> Refused:
    """To a member who asks for the file of a case that they are recused from (R6)."""
    return Refused("R6", R6_REASON, "Whoever is recused takes no part in the case.", status=403)


def visible_case_numbers(user: Any) -> QuerySet:
    """For docket and notices: the numbers of the cases the user may know of."""
    return visible_to(user).values("number")


def excluded_submissions(user: Any) -> QuerySet:
    """Submissions of which a part lies only where the user is recused (R6); all, for a member out of office (R2)."""
    if Role.MEMBER in user.roles and not in_office(user):
        return Submission.objects.values("pk")
    barred = recused_from(user)
    elsewhere = CaseSubmission.objects.filter(whole=True, submission=OuterRef("submission")).exclude(case__in=barred)
    mine = CaseSubmission.objects.filter(case__in=barred)
    return mine.exclude(Exists(elsewhere)).values("submission_id")


def excluded_items(user: Any) -> QuerySet:
    """Items of submissions placed where the user is recused, but for those that lie in another case too (R6)."""
    if Role.MEMBER in user.roles and not in_office(user):
        return Item.objects.values("pk")
    barred = recused_from(user)
    touched = Item.objects.filter(submission__in=CaseSubmission.objects.filter(case__in=barred).values("submission_id"))
    return touched.exclude(lies_in(Case.objects.exclude(pk__in=barred.values("pk")))).values("pk")


def placed_in(submission: Any, user: Any) -> list[tuple[str, str, list[str]]]:
    """Where a submission lies, of the cases the user may open: number, title, names of the parts ([]: the whole).

    The name of a part that the user may not open is left empty (R16).
    """
    placed = CaseSubmission.objects.filter(submission=submission, case__in=visible_to(user))
    rows = list(placed.select_related("case").prefetch_related("parts").order_by("pk"))
    apart = not all(row.whole for row in rows)
    mine = files_visible_to(user).filter(submission=submission) if apart else SubmissionFile.objects.none()
    names = dict(mine.values_list("pk", "name"))
    return [
        (
            row.case.number,
            row.case.title,
            [] if row.whole else [names.get(part.file_id, "") if part.file_id else TEXT for part in row.parts.all()],
        )
        for row in rows
    ]


def in_office(user: Any) -> bool:
    """Whether the user's member has a term of office that runs today (R2)."""
    today = clock.today()
    terms = Term.objects.filter(member__user=user, starts__lte=today, ends__gte=today)
    return terms.exclude(resigned_on__lte=today).exists()
