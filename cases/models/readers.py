"""Who of the secretariat reads the file of a strictly confidential case (R16). Rows are kept as they are (R15)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.models.readers import Ended, Named

from .case import Case


class CaseReader(Named):
    """A person named to read the case, until a CaseReaderEnd says no more."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="named_readers")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(Named.Meta):
        indexes = [models.Index(name="readers_of_a_case", fields=["case", "user"])]
        constraints = [models.CheckConstraint(name="a_case_reader_is_named_with_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id}"


class CaseReaderEnd(Ended):
    """A named reader of a case reads it no more."""

    reader = models.OneToOneField(CaseReader, models.PROTECT, related_name="end")

    class Meta(Ended.Meta):
        constraints = [models.CheckConstraint(name="a_case_reader_ends_with_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"end of {self.reader_id}"
