"""Loads of event data, and what a newer release changed (R19)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evidence.models.choices import one_of, words
from evidence.models.incidents import Incident
from evidence.procedure.events.runs import RunState

FIELDS = {
    "type_of_violence": _("kind"),
    "state_id": _("State"),
    "adm_1": _("first division"),
    "adm_2": _("second division"),
    "lat": _("latitude"),
    "lon": _("longitude"),
    "date_start": _("first day"),
    "date_end": _("last day"),
    "civilians": _("civilians killed"),
    "low": _("killed, low"),
    "best": _("killed, best"),
    "high": _("killed, high"),
}


class ImportRun(models.Model):
    """One file of event data being loaded, or loaded, or why not.

    path: where an uploaded file lies below DATA_DIR; empty for a file of a command. bytes_done: of `size`, as read so
    far. first_day, last_day, states: what the file tells of; a month outside of every file is unknown, and no zero.
    report: the file below DATA_DIR/reports that names each refused row. notes: what a reader should know.
    """

    name = models.CharField(max_length=255)
    release = models.CharField(max_length=80)
    source = models.CharField(max_length=20, blank=True)
    provisional = models.BooleanField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    path = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=words(RunState), default=RunState.WAITING.value)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    bytes_done = models.BigIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    states = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    report = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("state", RunState, "import_state_is_known"),
            models.CheckConstraint(
                name="a_failed_import_says_why", condition=~Q(state=RunState.FAILED.value) | ~Q(why="")
            ),
            models.CheckConstraint(
                name="an_import_accounts_for_each_row",
                condition=~Q(state=RunState.DONE.value)
                | Q(read=F("added") + F("changed") + F("unchanged") + F("refused")),
            ),
        ]
        indexes = [
            models.Index(
                name="imports_waiting",
                fields=["id"],
                condition=Q(state__in=[RunState.WAITING.value, RunState.RUNNING.value]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"

    @property
    def docket_object(self) -> str:
        """What the docket calls it: people name releases, and a release named like a submission is none."""
        return f"events:{self.release}"

    @property
    def is_over(self) -> bool:
        return self.state in (RunState.DONE.value, RunState.FAILED.value)

    @property
    def percent(self) -> int:
        """How much of the file has been read; 99 until the result is written."""
        if self.state == RunState.DONE.value:
            return 100
        return min(99, 100 * self.bytes_done // self.size) if self.size else 0


class IncidentChange(models.Model):
    """One field of one incident as it was before an import and after it. Append-only."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="changes")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(name="changes_of_an_import", fields=["run", "id"])]
        constraints = [models.CheckConstraint(name="a_change_changes", condition=~Q(before=F("after")))]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.field}"

    @property
    def field_words(self) -> str:
        return str(FIELDS.get(self.field, self.field.replace("_", " ")))
