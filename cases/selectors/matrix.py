"""Evidence × elements, as a reader may see it (R24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from cases.models import Case, CrimeInIssue, ElementLink
from cases.procedure import Support, decisive, diagnosticity, most_diagnostic, support
from cases.trees import Placed, placed
from evidence.models import Item
from evidence.selectors import item_roots, items_visible_to

from .matrix_filter import ONLY, ItemRow, Wanted, kind_of
from .placing import lies_in

CELLS = 4000
"""Cells drawn at once: what a browser lays out without being noticed. More stand on further parts of the page."""
ROWS = 500

# A link as one number: item × 16, 4 for support or 8 for contradiction, and the weight. Twenty thousand rows of four
# columns took longer to fetch than all that is worked out from them.
_PACKED = """
SELECT element_id, array_agg(
    item_id * 16 + CASE direction WHEN 'supports' THEN 4 WHEN 'contradicts' THEN 8 ELSE 0 END + weight)
FROM cases_elementlink WHERE case_id = %s AND removed_at IS NULL GROUP BY element_id
"""
_SUPPORTS, _CONTRADICTS = 4, 8


class Link(NamedTuple):
    """What one cell holds."""

    pk: int
    direction: str
    weight: int
    note: str


@dataclass(frozen=True, slots=True)
class Glance:
    """One element with what is seen at a glance; part: the part of the page that has its column."""

    element: Placed
    support: Support
    part: int


@dataclass(frozen=True)
class Matrix:
    """items × columns with their cells (element → item → link), and every wanted element at a glance.

    all: items of the case that the reader may open; found: how many pass the filter. counted: of the elements of the
    crime and act wanted, how many each choice of `only` has. part, page: which of parts, pages. hidden: linked items that the reader
    may not open; they are counted and not named (R16). most: the most diagnostic item and for how many elements
    it is decisive.
    """

    wanted: Wanted
    items: list[ItemRow]
    columns: list[Placed]
    cells: dict[str, dict[int, Link]]
    glance: list[Glance]
    crimes: list[CrimeInIssue]
    in_issue: list[Placed]
    counted: dict[str, int]
    all: list[ItemRow]
    found: int
    part: int
    parts: int
    page: int
    pages: int
    hidden: int
    decides: Mapping[int, int]
    most: ItemRow | None


def items_of(case: Case, user: Any):
    """Items of the case that the reader may open, oldest first."""
    mine = items_visible_to(user).filter(lies_in([case]), submission__in=case.placed.values("submission"))
    return mine.select_related("submission").order_by("pk")


def item_rows(case: Case, user: Any) -> list[ItemRow]:
    """The same as rows, of which a case has hundreds."""
    names = ("pk", "number", "title", "source_grade", "info_grade", "retracted_at", "derived_from_id")
    rows = items_of(case, user).values_list(*names, "submission__number", "file_id", "file__stored__type")
    return [
        ItemRow(pk, number, title, source, info, bool(retracted), parent, submission, kind_of(file, media_type))
        for pk, number, title, source, info, retracted, parent, submission, file, media_type in rows
    ]


def matrix(case: Case, user: Any, wanted: Wanted | None = None) -> Matrix:
    """What `wanted` shows of the matrix. A constant number of queries."""
    wanted = wanted or Wanted()
    crimes, rows = list(case.crimes.all()), item_rows(case, user)
    in_issue = placed(crimes)
    evidence = _Evidence(rows, _packed(case))
    here = [(e, evidence.support(e.id)) for e in wanted.of_elements(in_issue)]
    shown = [(e, found) for e, found in here if wanted.shows(found)]
    of_items = wanted.of_items(rows)
    pages = max(1, -(-len(of_items) // ROWS))
    page = min(wanted.page, pages)
    items = of_items[(page - 1) * ROWS : page * ROWS]
    parts = _parts([e for e, _ in shown], len(items))
    part = min(wanted.part, len(parts))
    decides = diagnosticity(evidence.decisive(e.id) for e in in_issue)
    best = most_diagnostic(decides)
    at = {e.id: n for n, elements in enumerate(parts, 1) for e in elements}
    return Matrix(
        wanted=wanted,
        items=items,
        columns=parts[part - 1],
        cells=_cells(case, parts[part - 1], {item.pk for item in items}),
        glance=[Glance(e, found, at[e.id]) for e, found in shown],
        crimes=crimes,
        in_issue=in_issue,
        counted={name: sum(bool(getattr(found, name)) for _, found in here) for name in ONLY},
        all=rows,
        found=len(of_items),
        part=part,
        parts=len(parts),
        page=page,
        pages=pages,
        hidden=evidence.hidden,
        decides=decides,
        most=next((row for row in rows if row.pk == best), None),
    )


def _packed(case: Case) -> dict[str, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(_PACKED, [case.pk])
        return dict(cursor.fetchall())


class _Evidence:
    """Who supports and who contradicts what, of the items that the reader may open and that were not retracted."""

    def __init__(self, rows: list[ItemRow], packed: Mapping[str, list[int]]) -> None:
        counting = {row.pk for row in rows if not row.retracted}
        self.root = item_roots(rows)
        self.ungraded = {row.pk for row in rows if row.ungraded}
        self.supporting = {e: _of(packed[e], _SUPPORTS, counting) for e in packed}
        self.contradicting = {e: _of(packed[e], _CONTRADICTS, counting) for e in packed}
        linked = {link >> 4 for links in packed.values() for link in links}
        self.hidden = len(linked - {row.pk for row in rows})

    def support(self, element: str) -> Support:
        supporting, contradicting = self._sides(element)
        return support(supporting, contradicting, self.root, self.ungraded)

    def decisive(self, element: str) -> list[int]:
        supporting, contradicting = self._sides(element)
        return decisive(supporting, contradicting, self.root)

    def _sides(self, element: str) -> tuple[list[int], list[int]]:
        return self.supporting.get(element, []), self.contradicting.get(element, [])


def _of(links: list[int], direction: int, counting: set[int]) -> list[int]:
    return [link >> 4 for link in links if link & 12 == direction and link >> 4 in counting]


def _parts(elements: list[Placed], items: int) -> list[list[Placed]]:
    """The columns in parts of at most CELLS cells; an act's elements stay together. At least one part."""
    most = max(1, CELLS // max(1, items))
    parts: list[list[Placed]] = [[]]
    for group in _groups(elements):
        if parts[-1] and len(parts[-1]) + len(group) > most:
            parts.append([])
        parts[-1] += group
    return parts


def _groups(elements: list[Placed]) -> Iterator[list[Placed]]:
    for _, group in groupby(elements, key=lambda e: (e.crime, e.act)):
        yield list(group)


def _cells(case: Case, columns: list[Placed], items: set[int]) -> dict[str, dict[int, Link]]:
    rows = ElementLink.objects.filter(case=case, removed_at=None, element_id__in=[e.id for e in columns])
    out: dict[str, dict[int, Link]] = {e.id: {} for e in columns}
    values = rows.values_list("element_id", "item_id", "pk", "direction", "weight", "note")
    for element, item, pk, direction, weight, note in values:
        if item in items:
            out[element][item] = Link(pk, direction, weight, note)
    return out


def support_of(case: Case, element_id: str, user: Any) -> Support:
    """One element at a glance, for the answer to a change of one of its cells."""
    mine = items_of(case, user).filter(retracted_at=None)
    links = ElementLink.objects.filter(case=case, element_id=element_id, removed_at=None, item__in=mine.values("pk"))
    rows = list(links.select_related("item"))
    root = item_roots([link.item for link in rows])

    def side(direction: str) -> list[int]:
        return [link.item_id for link in rows if link.direction == direction]

    ungraded = {link.item_id for link in rows if _ungraded(link.item)}
    return support(side(ElementLink.SUPPORTS), side(ElementLink.CONTRADICTS), root, ungraded)


def _ungraded(item: Item) -> bool:
    return item.source_grade in ("F", "") or item.info_grade in ("6", "")


def evidence_for(case: Case, element_id: str, user: Any) -> list[ElementLink]:
    """Links in force of one element whose items the reader may open; contrary ones last, strongest first."""
    mine = items_visible_to(user).values("pk")
    rows = ElementLink.objects.filter(
        case=case, element_id=element_id, removed_at=None, item__retracted_at=None, item__in=mine
    )
    order = {ElementLink.SUPPORTS: 0, ElementLink.NEUTRAL: 1, ElementLink.CONTRADICTS: 2}
    return sorted(rows.select_related("item"), key=lambda link: (order[link.direction], -link.weight, link.item_id))
