"""States, and the decisions that change a number of the rules."""

from __future__ import annotations

from django.db import models


class Group(models.TextChoices):
    """UN regional groups as they vote in elections (R7)."""

    AFRICAN = "African", "African States"
    ASIA_PACIFIC = "Asia-Pacific", "Asia-Pacific States"
    EASTERN_EUROPEAN = "Eastern European", "Eastern European States"
    GRULAC = "GRULAC", "Latin American and Caribbean States"
    WEOG = "WEOG", "Western European and other States"


class State(models.Model):
    """A State Member of the United Nations or an observer State (which has no group)."""

    iso3 = models.CharField(max_length=3, primary_key=True)
    iso2 = models.CharField(max_length=2, unique=True)
    m49 = models.CharField(max_length=3, unique=True)
    name = models.CharField(max_length=80, unique=True)
    official_name = models.CharField(max_length=120)
    group = models.CharField(max_length=20, choices=Group, blank=True)
    is_p5 = models.BooleanField(default=False)
    un_status = models.CharField(max_length=10, choices=[("member", "Member"), ("observer", "Observer")])

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(iso3__regex="^[A-Z]{3}$"), name="state_code_is_three_letters")
        ]

    def __str__(self) -> str:
        return self.name


class ParameterDecision(models.Model):
    """The Division changes one number of the rules from a day on; the newest decision counts."""

    key = models.CharField(max_length=40)
    value = models.CharField(max_length=20)
    decided_on = models.DateField()
    reason = models.TextField()

    class Meta:
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "decided_on"], name="one_decision_per_number_and_day"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="parameter_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value} from {self.decided_on}"
