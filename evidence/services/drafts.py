"""Keeping what is being written, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence.models import Draft
from evidence.procedure.fields import storable
from mad.common import clock
from mad.common.errors import Invalid

LARGEST = 400_000


def save_draft(*, user: Any, place: str, fields: Mapping[str, str]) -> None:
    """Keep the fields of an unfinished form. Raises Invalid for what cannot be kept."""
    kept = {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
    if sum(map(len, kept.values())) > LARGEST or not all(map(storable, [*kept, *kept.values()])):
        raise Invalid({"draft": ["This is too long, or holds a character that cannot be kept."]})
    Draft.objects.update_or_create(user=user, place=place, defaults={"fields": kept, "saved_at": clock.now()})


def draft(user: Any, place: str) -> dict[str, str]:
    """The fields kept, or none."""
    found = Draft.objects.filter(user=user, place=place).values_list("fields", flat=True).first()
    return found or {}


def drop_draft(*, user: Any, place: str) -> None:
    Draft.objects.filter(user=user, place=place).delete()
