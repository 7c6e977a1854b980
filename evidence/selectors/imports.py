"""The loads of event data and what each changed (R19)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from evidence.models import ImportRun, IncidentChange
from mad.accounts.permissions import Act, may


def imports_visible_to(user: Any) -> QuerySet[ImportRun]:
    """Every load, for who may load; nothing for anybody else."""
    runs = ImportRun.objects.select_related("by")
    return runs if may(user, Act.IMPORT_EVENTS) else runs.none()


def changes_of(run: ImportRun) -> QuerySet[IncidentChange]:
    return run.changes.select_related("incident")
