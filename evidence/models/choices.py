"""Stored words, from the enums of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q

from evidence.procedure.grades import Information, Source
from evidence.procedure.terms import Sensitivity

SENSITIVITIES = [
    (Sensitivity.UNCLASSIFIED.value, "Unclassified"),
    (Sensitivity.CONFIDENTIAL.value, "Confidential"),
    (Sensitivity.STRICT.value, "Strictly confidential"),
]


def words(kind: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value.replace("_", " ").capitalize()) for member in kind]


def one_of(field: str, kind: Iterable[StrEnum], name: str, *, blank: bool = False) -> models.CheckConstraint:
    """The database takes no other word than those of `kind`.

    Written as a pattern: the server reads every check of a table again for each statement, and a list of words is
    three to four times as much to read.
    """
    values = [re.escape(member.value) for member in kind]
    pattern = f"^({'|'.join([*values, ''] if blank else values)})$"
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__regex": pattern}))


def grade_field(kind: type[Source] | type[Information], **options: Any) -> models.CharField:
    return models.CharField(max_length=1, choices=[(grade.value, grade.value) for grade in kind], **options)
