"""Evidence × elements, as a reader may see it (R24)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from cases.models import Case, ElementLink
from cases.trees import Placed, placed
from evidence.models import Item
from evidence.selectors import item_roots, items_visible_to


@dataclass(frozen=True)
class Column:
    """One element with what is seen at a glance."""

    element: Placed
    supports: int
    contradicts: int
    roots: int

    @property
    def bare(self) -> bool:
        return not self.supports

    @property
    def single_root(self) -> bool:
        return self.supports > 0 and self.roots == 1


@dataclass(frozen=True)
class Row:
    item: Item
    root: int
    cells: list[ElementLink | None]


@dataclass(frozen=True)
class Matrix:
    columns: list[Column]
    rows: list[Row]
    hidden: int


def items_of(case: Case, user: Any):
    """Items of the case that the reader may open, oldest first."""
    mine = items_visible_to(user).filter(submission__in=case.placed.values("submission"))
    return mine.select_related("submission").order_by("pk")


def matrix(case: Case, user: Any) -> Matrix:
    """The whole matrix. A constant number of queries."""
    elements = placed(case.crimes.all())
    items = list(items_of(case, user))
    roots = item_roots(items)
    visible = {item.pk: item for item in items}
    links = list(ElementLink.objects.filter(case=case, removed_at=None).select_related("by"))
    cells = {(link.item_id, link.element_id): link for link in links if link.item_id in visible}
    for link in cells.values():
        link.item = visible[link.item_id]
    rows = [Row(i, roots[i.pk], [cells.get((i.pk, e.id)) for e in elements]) for i in items]
    live = [link for link in cells.values() if link.item.retracted_at is None]
    return Matrix(
        _columns(elements, live, roots), rows, len({link.item_id for link in links} - visible.keys())
    )


def _columns(elements: list[Placed], links: list[ElementLink], roots: dict[int, int]) -> list[Column]:
    at: dict[str, list[ElementLink]] = defaultdict(list)
    for link in links:
        at[link.element_id].append(link)
    return [_column(e, at[e.id], roots) for e in elements]


def _column(element: Placed, links: list[ElementLink], roots: dict[int, int]) -> Column:
    supports = [link for link in links if link.direction == ElementLink.SUPPORTS]
    against = [link for link in links if link.direction == ElementLink.CONTRADICTS]
    return Column(element, len(supports), len(against), len({roots[link.item_id] for link in supports}))


def evidence_for(case: Case, element_id: str, user: Any) -> list[ElementLink]:
    """Links in force of one element whose items the reader may open; contrary ones last, strongest first."""
    mine = items_visible_to(user).values("pk")
    rows = ElementLink.objects.filter(
        case=case, element_id=element_id, removed_at=None, item__retracted_at=None, item__in=mine
    )
    order = {ElementLink.SUPPORTS: 0, ElementLink.NEUTRAL: 1, ElementLink.CONTRADICTS: 2}
    return sorted(
        rows.select_related("item"), key=lambda link: (order[link.direction], -link.weight, link.item_id)
    )
