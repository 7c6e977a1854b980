"""Who may open what (R16), as queries. The same table stands, pure, in evidence.procedure.access."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    """What the user may read as evidence; a source's own receipts are in own_submissions (R16)."""
    who = reader(user)
    if not who.reads_submissions:
        return Submission.objects.none()
    allowed = Submission.objects.all()
    for excluded in ports.excluded_submissions:
        allowed = allowed.exclude(pk__in=excluded(user))
    return allowed if who.keeps_register else allowed.filter(_reach(who, user))


def _reach(who: Reader, user: Any) -> Q:
    named = Q(Exists(NamedReader.objects.filter(submission=OuterRef("pk"), user=user)))
    strict = Q(sensitivity=Sensitivity.STRICT.value)
    if who.screens:
        return ~strict | Q(status__in=OPEN_STATUSES) | named
    return (Q(status=Status.ACCEPTED.value) & ~strict) | named


def items_visible_to(user: Any) -> QuerySet[Item]:
    """Items of the submissions the user may read. An item can be stricter than its submission."""
    items = Item.objects.filter(submission__in=submissions_visible_to(user))
    if reader(user).keeps_register:
        return items
    named = Exists(NamedReader.objects.filter(submission=OuterRef("submission"), user=user))
    return items.filter(~Q(sensitivity=Sensitivity.STRICT.value) | named)


def files_visible_to(user: Any) -> QuerySet[SubmissionFile]:
    """Files of the submissions the user may read, held ones included: they are seen, and not served (R18)."""
    files = SubmissionFile.objects.filter(submission__in=submissions_visible_to(user))
    if reader(user).keeps_register:
        return files
    named = Exists(NamedReader.objects.filter(submission=OuterRef("submission"), user=user))
    strict_item = Item.objects.filter(file=OuterRef("pk"), sensitivity=Sensitivity.STRICT.value)
    return files.filter(~Exists(strict_item) | named)


def strictest(file: SubmissionFile) -> str:
    """The sensitivity a file is read under: its item's where one is made, else its submission's (R16)."""
    of_item = Item.objects.filter(file=file).values_list("sensitivity", flat=True).first()
    return of_item or file.submission.sensitivity


def item_roots(items: Iterable[Item]) -> dict[int, int]:
    """Each item's id with that of its origin (R17). One query per generation of derivation."""
    wanted = list(items)
    derived: dict[int, int | None] = {item.pk: item.derived_from_id for item in wanted}
    while missing := {parent for parent in derived.values() if parent} - derived.keys():
        derived.update(Item.objects.filter(pk__in=missing).values_list("pk", "derived_from_id"))
    return roots([item.pk for item in wanted], derived)
