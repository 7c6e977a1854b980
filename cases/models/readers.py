"""Who of the secretariat reads the file of a strictly confidential case (R16). Rows are kept as they are (R15)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mad.common.canonical import new_salt

from .case import Case

USER = settings.AUTH_USER_MODEL


class CaseReader(models.Model):
    """A person named to read the case, until a CaseReaderEnd says no more."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="named_readers")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    salt = models.BinaryField(max_length=32, default=new_salt, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(name="readers_of_a_case", fields=["case", "user"])]
        constraints = [models.CheckConstraint(name="a_case_reader_is_named_with_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id}"


class CaseReaderEnd(models.Model):
    """From this moment the person reads the case no more. That they did stays on the record."""

    reader = models.OneToOneField(CaseReader, models.PROTECT, related_name="end")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    salt = models.BinaryField(max_length=32, default=new_salt, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="a_case_reader_ends_with_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"end of {self.reader_id}"
