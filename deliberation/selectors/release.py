"""Which findings and evidence items a text may cite (R16, R39 f)."""

from collections.abc import Iterable

from cases.models import Case, CaseSubmission, Determination
from evidence.models import Item

UNCLASSIFIED = "unclassified"


def citable(case: Case) -> list[tuple[str, str]]:
    """Findings and items of the case with a label, those that may be released only."""
    refs = [d.number for d in _determinations(case)] + [item.number for item in _items(case)]
    barred = citations_of(case, refs)
    titles = {item.number: item.title for item in _items(case)}
    return [(ref, f"{ref} {titles.get(ref, 'determination')}") for ref in refs if not barred[ref]]


def citations_of(case: Case, refs: Iterable[str]) -> dict[str, str]:
    """Why each reference may not be released; "" when it may."""
    wanted = set(refs)
    if not wanted:
        return {}
    findings = {d.number: _finding(d) for d in _determinations(case) if d.number in wanted}
    items = {item.number: _item(item) for item in _items(case) if item.number in wanted}
    unknown = "it is no finding or item of this case"
    return {ref: {**findings, **items}.get(ref, unknown) for ref in wanted}


def _determinations(case: Case):
    return Determination.objects.filter(case=case, adopted_at__isnull=False)


def _items(case: Case):
    placed = CaseSubmission.objects.filter(case=case).values("submission_id")
    return Item.objects.filter(submission_id__in=placed).select_related("submission").order_by("number")


def _finding(determination: Determination) -> str:
    return "it has been replaced" if determination.replaced_by_id else ""


def _item(item: Item) -> str:
    if item.retracted_at:
        return "it was retracted"
    if item.sensitivity != UNCLASSIFIED:
        return f"it is {item.get_sensitivity_display().lower()}"
    if item.submission.release_terms.strip():
        return "its source set release terms"
    return ""
