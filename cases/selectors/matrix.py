"""Evidence × elements, as a reader may see it (R24)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from cases.models import Case, ElementLink
from cases.trees import Placed, placed
from evidence.models import Item
from evidence.selectors import item_roots, items_visible_to

from .placing import lies_in


@dataclass(frozen=True)
class Row:
    """One element with what is seen at a glance, and its cell for each item."""

    element: Placed
    supports: int
    contradicts: int
    roots: int
    cells: list[ElementLink | None]

    @property
    def bare(self) -> bool:
        """No support: it cannot be found met (R28)."""
        return not self.supports

    @property
    def single_root(self) -> bool:
        return self.supports > 0 and self.roots == 1


@dataclass(frozen=True)
class Matrix:
    """`hidden`: linked items that the reader may not open; they are counted and not named (R16)."""

    items: list[Item]
    rows: list[Row]
    hidden: int


def items_of(case: Case, user: Any):
    """Items of the case that the reader may open, oldest first."""
    mine = items_visible_to(user).filter(lies_in([case]), submission__in=case.placed.values("submission"))
    return mine.select_related("submission").order_by("pk")


def matrix(case: Case, user: Any, items: list[Item] | None = None) -> Matrix:
    """The whole matrix. A constant number of queries."""
    items = list(items_of(case, user)) if items is None else items
    roots = item_roots(items)
    visible = {item.pk: item for item in items}
    links = list(ElementLink.objects.filter(case=case, removed_at=None))
    at: dict[str, dict[int, ElementLink]] = defaultdict(dict)
    for link in links:
        if link.item_id in visible:
            link.item = visible[link.item_id]
            at[link.element_id][link.item_id] = link
    rows = [_row(e, at[e.id], items, roots) for e in placed(case.crimes.all())]
    return Matrix(items, rows, len({link.item_id for link in links} - visible.keys()))


def _row(element: Placed, cells: dict[int, ElementLink], items: list[Item], roots: dict[int, int]) -> Row:
    live = [link for link in cells.values() if link.item.retracted_at is None]
    supports = [link.item_id for link in live if link.direction == ElementLink.SUPPORTS]
    against = sum(link.direction == ElementLink.CONTRADICTS for link in live)
    return Row(element, len(supports), against, len({roots[i] for i in supports}), [cells.get(i.pk) for i in items])


def evidence_for(case: Case, element_id: str, user: Any) -> list[ElementLink]:
    """Links in force of one element whose items the reader may open; contrary ones last, strongest first."""
    mine = items_visible_to(user).values("pk")
    rows = ElementLink.objects.filter(
        case=case, element_id=element_id, removed_at=None, item__retracted_at=None, item__in=mine
    )
    order = {ElementLink.SUPPORTS: 0, ElementLink.NEUTRAL: 1, ElementLink.CONTRADICTS: 2}
    return sorted(rows.select_related("item"), key=lambda link: (order[link.direction], -link.weight, link.item_id))
