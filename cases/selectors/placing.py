"""Which items lie in which case: a submission is placed whole or in parts (R14)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CasePart, CaseSubmission
from evidence.models import Item

TEXT = "text"


def lies_in(cases: QuerySet[Case] | Iterable[Case]) -> Q:
    """Condition on Item: it lies in one of `cases`. A child or a redacted copy of a file lies where that file does."""
    whole = CaseSubmission.objects.filter(case__in=cases, whole=True, submission=OuterRef("submission"))
    parts = CasePart.objects.filter(placed__case__in=cases, placed__submission=OuterRef("submission"))
    text = parts.filter(file=None)
    own = parts.filter(Q(file=OuterRef("file")) | Q(file=OuterRef("file__received_in")))
    return Q(Exists(whole)) | Q(Exists(own)) | (Q(file=None) & Q(Exists(text)))


def all_items(case: Case) -> QuerySet[Item]:
    """Items of the case, whoever may read them."""
    return Item.objects.filter(lies_in([case]), submission__in=case.placed.values("submission"))
