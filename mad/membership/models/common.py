"""Constraints that several tables share."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


def ordered(name: str) -> models.CheckConstraint:
    """`ends` is open or not before `starts`."""
    return models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name=name)


def not_blank(field: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)


def one_of(field: str, values: list[str], name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)
