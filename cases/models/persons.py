"""Persons alleged to be responsible, protected as sources are (R16, R20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.models.salted import Salted

from .case import Case

USER = settings.AUTH_USER_MODEL


class AllegedPerson(Salted):
    """A person alleged to be responsible (R20). `designation` is what readers of the case see; `name` is protected as a
    source's identity is (R16): it is in no list, no search and no docket entry."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="persons")
    designation = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    grounds = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_person_is_named_and_designated",
                condition=~Q(name="") & ~Q(designation="") & ~Q(grounds=""),
            )
        ]

    def __str__(self) -> str:
        return self.designation


class PersonWithdrawn(models.Model):
    """The allegation against a person is no longer made; that it was stays (R15)."""

    person = models.OneToOneField(AllegedPerson, models.PROTECT, related_name="withdrawn")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="a_person_is_taken_back_with_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return str(self.person)


class NameRead(Salted):
    """Somebody asked for a protected name, and why (R16)."""

    person = models.ForeignKey(AllegedPerson, models.PROTECT, related_name="reads")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="a_name_is_asked_for_with_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.person} read by {self.by_id}"
