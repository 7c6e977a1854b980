"""Who may open what (R16), as queries. The same table stands, pure, in evidence.procedure.access."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from evidence.models import Item, NamedReader, Submission, SubmissionFile
from evidence.models.submissions import OPEN_STATUSES
from evidence.procedure.access import Reader
from evidence.procedure.roots import roots
from evidence.procedure.terms import Sensitivity, Status
from mad.accounts.models import Office
from mad.accounts.permissions import Act, may
from mad.common import ports


def office_of(user: Any) -> Office | None:
    """The office a user submits for: a partner's own; the Division's own research for the secretariat."""
    if user.office_id is not None:
        return user.office
    return Office.objects.filter(duty=Office.Duty.OWN).order_by("id").first() if may(user, Act.SCREEN) else None


def reader(user: Any) -> Reader:
    """What R16 asks about a reader."""
    return Reader(
        reads_submissions=may(user, Act.READ_SUBMISSIONS),
        screens=may(user, Act.SCREEN),
        keeps_register=may(user, Act.REVEAL_SOURCE),
        office=user.office_id,
    )


def submissions_visible_to(user: Any) -> QuerySet[Submission]:
    """Submissions whose whole page the user may read; a source's own receipts are in own_submissions (R16).

    Of one that lies partly in a case the user is recused from, the items left to read are in items_visible_to.
    """
    who = reader(user)
    if not who.reads_submissions:
        return Submission.objects.none()
    allowed = Submission.objects.all()
    for excluded in ports.excluded_submissions:
        allowed = allowed.exclude(pk__in=excluded(user))
    return allowed if who.keeps_register else allowed.filter(_reach(who, user))


def _reach(who: Reader, user: Any) -> Q:
    named = named_for(user, "pk")
    strict = Q(sensitivity=Sensitivity.STRICT.value)
    if who.screens:
        return ~strict | Q(status__in=OPEN_STATUSES) | named
    return (Q(status=Status.ACCEPTED.value) & ~strict) | named


def narratives_visible_to(user: Any) -> QuerySet[Submission]:
    """Submissions whose page the user may read, its text included: its item can be stricter than the submission is."""
    whole = submissions_visible_to(user)
    if reader(user).keeps_register:
        return whole
    apart = Item.objects.filter(submission=OuterRef("pk"), file=None, sensitivity=Sensitivity.STRICT.value)
    return whole.filter(Q(status__in=OPEN_STATUSES) | ~Exists(apart) | named_for(user, "pk"))


def named_for(user: Any, submission: str) -> Q:
    """The user is a named reader, and still one, of the submission whose id the outer query has as `submission`."""
    return Q(Exists(NamedReader.objects.filter(submission=OuterRef(submission), user=user, end=None)))


def items_visible_to(user: Any) -> QuerySet[Item]:
    """Items the user may read. Each has its own sensitivity and its own cases, apart from its submission's.

    So a redacted copy whose sensitivity was lowered is read where its original is not (R15), and of a submission
    split over several cases a recused member reads what lies in the others (R6).
    """
    who = reader(user)
    if not who.reads_submissions:
        return Item.objects.none()
    items = Item.objects.all()
    for excluded in ports.excluded_items:
        items = items.exclude(pk__in=excluded(user))
    if who.keeps_register:
        return items
    return items.filter(~Q(sensitivity=Sensitivity.STRICT.value) | named_for(user, "submission"))


def files_visible_to(user: Any) -> QuerySet[SubmissionFile]:
    """Files the user may read, held ones included: they are seen, and not served (R18).

    A file is read as its item is; one that has no item (yet), as its submission.
    """
    items = Item.objects.filter(file=OuterRef("pk"))
    readable = items_visible_to(user).filter(file=OuterRef("pk"))
    whole = ~Exists(items) & Q(submission__in=submissions_visible_to(user))
    return SubmissionFile.objects.filter(Q(Exists(readable)) | whole)


def strictest(file: SubmissionFile) -> str:
    """The sensitivity a file is read under: its item's where one is made, else its submission's (R16)."""
    of_item = Item.objects.filter(file=file).values_list("sensitivity", flat=True).first()
    return of_item or file.submission.sensitivity


class Derived(Protocol):
    """An item, or a row of one."""

    @property
    def pk(self) -> int: ...
    @property
    def derived_from_id(self) -> int | None: ...


def item_roots(items: Iterable[Item] | Iterable[Derived]) -> dict[int, int]:
    """Each item's id with that of its origin (R17). One query per generation of derivation."""
    wanted = list(items)
    derived: dict[int, int | None] = {item.pk: item.derived_from_id for item in wanted}
    while missing := {parent for parent in derived.values() if parent} - derived.keys():
        derived.update(Item.objects.filter(pk__in=missing).values_list("pk", "derived_from_id"))
    return roots([item.pk for item in wanted], derived)
