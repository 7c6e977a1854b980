"""What of cases can be found, and by whom (SCREENS 6). Sealed answers and discussions are not in it (R25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseSubmission
from cases.selectors import visible_to
from cases.selectors.freshness import stale_cases
from mad.common.ports import SearchSource, SearchText


def _cases() -> QuerySet[Case]:
    return Case.objects.prefetch_related("states")


def _texts(rows: Sequence[Case]) -> Iterator[SearchText]:
    for row in rows:
        yield SearchText(
            object_id=row.pk,
            number=row.number,
            title=row.title,
            text="\n\n".join(part for part in (row.summary, row.groups_at_risk, row.alleged) if part),
            url=reverse("case", args=[row.number]),
            at=row.opened_at,
            states=[state.pk for state in row.states.all()],
            status=row.stage,
            sensitivity=row.sensitivity,
            cases=[row.number],
        )


def placements(submissions: Sequence[int]) -> dict[int, list[str]]:
    """The numbers of the cases that each submission was accepted into."""
    found: dict[int, list[str]] = {}
    placed = CaseSubmission.objects.filter(submission_id__in=submissions).order_by("pk")
    for pk, number in placed.values_list("submission_id", "case__number"):
        found.setdefault(pk, []).append(number)
    return found


def marks(kind: str, numbers: Sequence[str]) -> dict[str, str]:
    """Of the cases found, those whose determination in force is stale (R30). One query, or none."""
    return dict.fromkeys(stale_cases(numbers), str(_("Determination stale"))) if kind == "case" else {}


CASES = SearchSource("case", _("Cases"), _cases, "number", _texts, visible_to)
