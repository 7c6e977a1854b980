"""Which findings and evidence items a text may cite (R16, R39 f)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.models import Case, Determination
from cases.selectors import all_items
from evidence.models import Item
from evidence.procedure.release import Terms, citation_refusal
from evidence.selectors import items_visible_to, release_terms_of
from mad.common import clock

UNKNOWN = "it is no finding or item of this case"
CLOSED = "it is closed to citation"
REPLACED = "it has been replaced"


def citable(case: Case, reader: Any) -> list[tuple[str, str]]:
    """Findings and items of the case with a label: those that may be released and that the reader may open."""
    return [(one.ref, one.label) for one in citation_choices(case, reader) if not one.barred]


@dataclass(frozen=True)
class Citable:
    """A finding or item of the case; barred: why it may not be released, "" when it may."""

    ref: str
    label: str
    barred: str = ""


def citation_choices(case: Case, reader: Any, findings: Mapping[str, str] | None = None) -> list[Citable]:
    """What a drafter may know of to cite, in the case: findings, and items the reader may open, each with its bar.

    findings: what findings_of says of the case, where it is known.
    """
    findings = findings_of(case) if findings is None else findings
    items = list(_items(case).filter(pk__in=items_visible_to(reader)))
    terms = release_terms_of(items)
    return [
        *(Citable(number, f"{number} determination", barred) for number, barred in findings.items()),
        *(Citable(item.number, f"{item.number} {item.title}", _item(item, terms[item.pk])) for item in items),
    ]


def findings_of(case: Case) -> dict[str, str]:
    """Each finding of the case, and why it may not be cited. One query."""
    return {d.number: _finding(d) for d in _determinations(case)}


def citations_of(
    case: Case,
    refs: Iterable[str],
    *,
    reader: Any = None,
    said: Collection[str] = (),
    findings: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Why each reference may not be released; "" when it may.

    reader: who asks; an item that they may not open is answered like a number that does not exist (R16).
    said: references that stand in the text already, so that their existence is no secret. Of those, and when nobody in
    particular asks, a reader learns that an item is closed, not why. findings: those of the case, where they are known.
    """
    wanted = set(refs)
    if not wanted:
        return {}
    known = findings_of(case) if findings is None else findings
    answers = {ref: known[ref] for ref in wanted if ref in known}
    items = list(_items(case).filter(number__in=wanted - answers.keys())) if wanted - answers.keys() else []
    terms = release_terms_of(items) if items else {}
    opened = set() if reader is None or not items else _opened(items, reader)
    for item in items:
        barred = _item(item, terms[item.pk])
        if item.number in opened:
            answers[item.number] = barred
        elif reader is None or item.number in said:
            answers[item.number] = barred and CLOSED
    return {ref: answers.get(ref, UNKNOWN) for ref in wanted}


def _opened(items: list[Item], reader: Any) -> set[str]:
    mine = items_visible_to(reader).filter(pk__in=[item.pk for item in items])
    return set(mine.values_list("number", flat=True))


def _determinations(case: Case):
    return Determination.objects.filter(case=case, adopted_at__isnull=False)


def _items(case: Case):
    return all_items(case).order_by("number")


def _finding(determination: Determination) -> str:
    return REPLACED if determination.replaced_by_id else ""


def _item(item: Item, terms: Terms) -> str:
    """An output goes to the Council and is then published, so both must keep the terms (R16)."""
    return citation_refusal(item.sensitivity, terms, retracted=item.retracted_at is not None, today=clock.today())
