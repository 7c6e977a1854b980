"""The matrix as a table, drawn in one go: through a template its cells took longer than all the rest of the page."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from cases.models import ElementLink
from cases.procedure import Support
from cases.selectors.matrix import Glance, Link, Matrix
from cases.selectors.matrix_filter import ItemRow
from cases.trees import Placed
from mad.common.addresses import address
from mad.frame.marks import docno, grade_tag, tag

MARKS = {ElementLink.SUPPORTS: "+", ElementLink.CONTRADICTS: "−", ElementLink.NEUTRAL: "○"}
DIRECTIONS = {
    ElementLink.SUPPORTS: lazy("Supports"),
    ElementLink.CONTRADICTS: lazy("Contradicts"),
    ElementLink.NEUTRAL: lazy("Neutral"),
}
WEIGHTS = {1: lazy("slight"), 2: lazy("moderate"), 3: lazy("strong")}
ONLY_WORDS = {
    "bare": lazy("No support"),
    "contradicted": lazy("Contradicted"),
    "single_root": lazy("Single root"),
    "ungradable": lazy("Only sources that cannot be judged"),
}
Words = Mapping[tuple[str, int], str]
"""What a cell says, by direction and weight, ready for HTML."""
FEW = 8
"""Columns wide enough to read the element in; of more the head has the number alone."""


def said(direction: str, weight: int) -> str:
    """What a cell says: "Supports, moderate"."""
    return f"{DIRECTIONS[direction]}, {WEIGHTS[weight]}"


def mark(direction: str, weight: int) -> str:
    """What a cell shows: the sign as often as the weight says."""
    return MARKS[direction] * weight


def table(shown: Matrix, *, editable: bool) -> SafeString:
    """Items in rows, elements in columns. Cells and rows carry what js/matrix.js needs to change one in place."""
    edited = ' data-editable=""' if editable else ""
    css = "app-mx" if len(shown.columns) <= FEW else "app-mx app-mx--narrow"
    caption = escape(_("Items in rows, elements in columns; a cell says what the item does for the element"))
    words = {(way, weight): escape(said(way, weight)) for way in DIRECTIONS for weight in WEIGHTS}
    body = "".join(_row(item, shown, words) for item in shown.items)
    return SafeString(
        f'<table class="{css}" data-matrix{edited}><caption class="govuk-visually-hidden">{caption}</caption>'
        f"<thead>{_heads(shown)}</thead><tbody>{body}</tbody></table>"
    )


def _heads(shown: Matrix) -> str:
    columns, groups = shown.columns, []
    seen = {row.element.id: row.support for row in shown.glance} if len(columns) <= FEW else {}

    def flags(e: Placed) -> str:
        found = seen.get(e.id)
        return f'<span class="app-mx__glance" data-glance="{escape(e.id)}">{glance(found)}</span>' if found else ""

    for (_crime, _act), group in groupby(columns, key=lambda e: (e.crime_name, e.act_name)):
        elements = list(group)
        act = elements[0].act_name or _("context")
        name = f"{elements[0].crime_name}: {act}"
        groups.append(f'<th scope="colgroup" colspan="{len(elements)}"><span>{escape(name)}</span></th>')
    heads = "".join(
        f'<th scope="col" id="mx-{escape(e.id)}" data-element="{escape(e.id)}" title="{escape(e.text)}">'
        f'{docno(e.id)} <span class="app-mx__text">{escape(e.text)}</span>{flags(e)}</th>'
        for e in columns
    )
    item = escape(_("Item"))
    return f'<tr><td></td>{"".join(groups)}</tr><tr><th scope="col">{item}</th>{heads}</tr>'


def _row(item: ItemRow, shown: Matrix, words: Words) -> str:
    cells = "".join(_cell(shown.cells[e.id].get(item.pk), words) for e in shown.columns)
    out = ' class="is-out"' if item.retracted else ""
    return f'<tr data-item="{escape(item.number)}"{out}>{_item(item, shown)}{cells}</tr>'


def _item(item: ItemRow, shown: Matrix) -> str:
    notes = ""
    if item.retracted:
        retracted = _("Retracted")
        notes = f" {tag(retracted, 'dashed')}"
    elif decides := shown.decides.get(item.pk):
        words = ngettext("decisive for %(n)s element", "decisive for %(n)s elements", decides) % {"n": decides}
        notes = f' <span class="app-mx__decides">{escape(words)}</span>'
    url = escape(address("item", item.number))
    return (
        f'<th scope="row"><a class="docno" href="{url}">{escape(item.number)}</a> '
        f'{grade_tag(item.source, item.credibility)} <span class="app-mx__title" dir="auto">{escape(item.title)}</span>'
        f"{notes}</th>"
    )


def _cell(link: Link | None, words: Words) -> str:
    if link is None:
        return "<td></td>"
    note = f' title="{escape(link.note)}"' if link.note else ""
    return (
        f'<td data-link="{link.pk}" data-says="{link.direction}" data-weight="{link.weight}">'
        f'<a href="unlink/{link.pk}/" aria-label="{words[link.direction, link.weight]}"{note}>'
        f"{mark(link.direction, link.weight)}</a></td>"
    )


def glance_rows(shown: Matrix) -> SafeString:
    """Every wanted element, whether its column is on this part or another."""
    rows = []
    for name, group in groupby(shown.glance, key=lambda row: row.element.crime_name):
        rows.append(f'<tr><th scope="rowgroup" colspan="2">{escape(name)}</th></tr>')
        rows += [_glance(row, shown) for row in group]
    return SafeString("".join(rows))


def _glance(row: Glance, shown: Matrix) -> str:
    e = row.element
    url = f"{escape(shown.wanted.query(part=row.part))}#mx-{escape(e.id)}"
    act = f"<b>{escape(e.act_name)}:</b> " if e.act_name else ""
    return (
        f'<tr><th scope="row"><a class="docno" href="{url}">{escape(e.id)}</a> {act}{escape(e.text)}</th>'
        f'<td data-glance="{escape(e.id)}">{glance(row.support)}</td></tr>'
    )


def glance(found: Support) -> SafeString:
    """What is seen at a glance of one element (R17, R24)."""
    parts = []
    if found.bare:
        parts.append(tag(_("No support"), "dashed"))
    else:
        items = ngettext("%(n)s item supports", "%(n)s items support", found.supports) % {"n": found.supports}
        roots = ngettext("%(n)s root", "%(n)s roots", found.roots) % {"n": found.roots}
        parts.append(f"{escape(items)}, {escape(roots)}")
    if found.single_root:
        parts.append(tag(_("Single root"), "dashed"))
    if found.ungradable:
        parts.append(tag(_("Only sources that cannot be judged"), "dashed"))
    if found.contradicted:
        parts.append(tag(_("Contradicted by %(n)s") % {"n": found.contradicts}, "carried"))
    return SafeString(" ".join(parts))
