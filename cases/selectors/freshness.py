"""Whether a determination is still good to rest on (R30): stale, replaced, and what it replaced itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.models import Determination


@dataclass(frozen=True, slots=True)
class Fresh:
    """stale_since: when evidence beneath it changed, and changes: which items and how ("retracted", "changed").
    replaced_by, replaces: numbers, "" for none."""

    number: str
    case: str
    stale_since: datetime | None
    changes: tuple[tuple[str, str], ...]
    replaced_by: str
    replaced_at: datetime | None
    replaces: str

    @property
    def ok(self) -> bool:
        return self.stale_since is None and not self.replaced_by


def fresh(determination: Determination) -> Fresh:
    """At most two queries."""
    by = determination.replaced_by
    before = Determination.objects.filter(replaced_by=determination).order_by("-id").first()
    return Fresh(
        determination.number,
        determination.case.number,
        determination.stale_since,
        tuple((change["item"], change["cause"]) for change in determination.stale_changes),
        by.number if by else "",
        by.adopted_at if by else None,
        before.number if before else "",
    )


def not_fresh(numbers: Iterable[str]) -> list[Fresh]:
    """Of these adopted determinations those that are stale or replaced, for what cites them. One query or none."""
    wanted = set(numbers)
    if not wanted:
        return []
    rows = Determination.objects.filter(number__in=wanted, adopted_at__isnull=False)
    found = rows.select_related("case", "replaced_by").defer("document", "replaced_by__document").order_by("id")
    all_ = [_of(row) for row in found]
    return [one for one in all_ if not one.ok]


def _of(row: Determination) -> Fresh:
    by = row.replaced_by
    changes = tuple((change["item"], change["cause"]) for change in row.stale_changes)
    return Fresh(
        row.number,
        row.case.number,
        row.stale_since,
        changes,
        by.number if by else "",
        by.adopted_at if by else None,
        "",
    )


def stale_cases(numbers: Iterable[str]) -> set[str]:
    """Of these cases those whose determination in force is stale. One query or none."""
    wanted = set(numbers)
    if not wanted:
        return set()
    rows = Determination.objects.filter(case__number__in=wanted, adopted_at__isnull=False, replaced_by=None)
    return set(rows.exclude(stale_since=None).values_list("case__number", flat=True))
