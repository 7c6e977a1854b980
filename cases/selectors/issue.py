"""What settles whether the matrix of a case may still change (cases.procedure.issue)."""

from django.db.models import Exists, OuterRef

from cases.models import Case, Determination, Round
from cases.procedure import Stage
from cases.procedure.issue import Standing

PENDING = Exists(Determination.objects.filter(case=OuterRef("pk"), adopted_at=None, rejected_at=None))
"""Whether a determination of the case of the outer query is before the panel (R30)."""


def issue_standing(case: Case) -> Standing:
    """One query; `case` is locked by who writes."""
    rounds = Round.objects.filter(assessment__case=OuterRef("pk"), assessment__ended_at=None)
    asked = {
        "sealed": Exists(rounds.filter(closed_at=None)),
        "asked": Exists(rounds.filter(ordinal=2)),
        "pending": PENDING,
    }
    found = Case.objects.filter(pk=case.pk).annotate(**asked).values(*asked).get()
    return Standing(case.number, Stage(case.stage), **found)
