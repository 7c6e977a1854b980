"""Small reads that services and other apps share."""

from cases.models import Case, Determination


def determination_in_force(case: Case) -> Determination | None:
    """The adopted determination that no other replaces (R30)."""
    return Determination.objects.filter(case=case, adopted_at__isnull=False, replaced_by=None).first()
