"""Deadlines (R36): rows that a Celery task claims; the row is the clock, the task only reads it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from mad.clocks.kinds import ClockKind


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        return self.filter(ended_at=None)

    def of(self, kind: str, subject: str) -> ClockQuerySet:
        return self.running().filter(kind=kind, subject=subject)


class Clock(models.Model):
    """One running or ended deadline on one subject (a docket number)."""

    kind = models.CharField(max_length=20, choices=ClockKind.choices)
    subject = models.CharField(max_length=40)
    case_number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200)
    audience = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=300, blank=True)
    paused_for = models.DurationField(default=timedelta)
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)
    late_by = models.DurationField(null=True)
    fired = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_running_clock", fields=["kind", "subject"], condition=Q(ended_at=None)),
            models.CheckConstraint(name="a_clock_runs_forward", condition=Q(due_at__gt=F("started_at"))),
        ]
        indexes = [
            models.Index(name="clock_next", fields=["next_at"], condition=Q(next_at__isnull=False)),
            models.Index(name="clock_by_case", fields=["case_number"], condition=Q(ended_at=None)),
            models.Index(name="clock_due", fields=["kind", "due_at", "id"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"

    @property
    def span(self) -> timedelta:
        """Working time allowed: from start to due, pauses left out."""
        return self.due_at - self.started_at - self.paused_for

    def left(self, now: datetime) -> timedelta:
        """Time left; while paused, what was left at the pause; negative when late."""
        return self.due_at - (self.paused_at or now)

    def face(self, now: datetime) -> dict[str, Any]:
        """What a page shows: label, left, due, percent used (0–100), state running|ink|paused|late, reason."""
        left = self.left(now)
        used = 1 - left / self.span if self.span else 1.0
        percent = max(0, min(100, round(used * 100)))
        state = "paused" if self.paused_at else "late" if left < timedelta(0) else "ink" if percent >= 80 else "running"
        return {
            "label": self.title or self.get_kind_display(),
            "left": left,
            "due": self.due_at,
            "percent": percent,
            "state": state,
            "reason": self.pause_reason,
        }


class Firing(models.Model):
    """A reminder, alert or escalation that went out. Unique, so it goes out once (R36)."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="firings")
    kind = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="each_goes_out_once", fields=["clock", "kind", "due_at"])]

    def __str__(self) -> str:
        return f"{self.clock}: {self.kind}"
