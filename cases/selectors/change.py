"""What would change the findings on a closed round, in words and under letters (R24, R25, R28)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from cases.models import ElementLink
from cases.procedure import Backing, CrimeChange, ElementChange, Outcome, crime_change, element_change
from cases.trees import Placed
from evidence.models import Item
from evidence.selectors import item_roots, items_visible_to
from mad.common.errors import Refused

from .findings import Findings
from .lettering import Letters, letters_of

AFTER = {
    Outcome.LIKELY: lazy("the crime is then found likely"),
    Outcome.NOT_LIKELY: lazy("the crime is then not found likely"),
    Outcome.TO_VOTE: lazy("the two ways then disagree and the panel votes on the crime"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a crime. letters: members each of whose move turns it; bare, single: numbers of items without any
    one of which it has no support or that of one root, as far as the reader may open them; turns: whether this element
    alone turns the tree."""

    element: Placed
    change: ElementChange
    letters: list[str]
    bare: list[str]
    single: list[str]
    turns: bool


@dataclass(frozen=True, slots=True)
class CrimeRows:
    """One crime: what turns it, said in sentences, and its elements."""

    crime: str
    name: str
    outcome: Outcome
    said: list[str]
    rows: list[Row]


def what_would_change(findings: Findings, user: Any, letters: Letters | None = None) -> list[CrimeRows]:
    """Per crime in issue. Refused (R25) before the round has closed. A constant number of queries."""
    if findings.round.closed_at is None:
        raise Refused("R25", "Nothing can be read before the round closes.")
    items = _supporting(findings)
    named = _Names(letters or letters_of(findings.round.assessment, findings.panel.ids), items, user)
    backing = _backing(findings, items)
    changes = {e.id: element_change(e.id, findings.inputs, backing) for e in findings.elements}
    out = []
    for tree in findings.trees:
        elements = [e for e in findings.elements if e.crime == tree.crime]
        crime = crime_change(tree, findings.inputs, backing, findings.votes.get(tree.crime))
        turning = {each[0] for each in crime.sets if len(each) == 1}
        rows = [_row(e, changes[e.id], named, e.id in turning) for e in elements]
        said = list(_said(crime, named))
        out.append(CrimeRows(tree.crime, elements[0].crime_name, crime.finding.outcome, said, rows))
    return out


def _supporting(findings: Findings) -> dict[int, Item]:
    links = (link for e in findings.elements for link in findings.links[e.id])
    return {link.item_id: link.item for link in links if link.direction == ElementLink.SUPPORTS}


def _backing(findings: Findings, items: Mapping[int, Item]) -> Backing:
    root = item_roots(items.values())
    return {
        e.id: {
            link.item_id: root[link.item_id] for link in findings.links[e.id] if link.direction == ElementLink.SUPPORTS
        }
        for e in findings.elements
    }


class _Names:
    """Letters of members where they are told, and numbers of those items that the reader may open (R16)."""

    def __init__(self, letters: Letters, items: Mapping[int, Item], user: Any) -> None:
        self._letters = letters
        readable = items_visible_to(user).filter(pk__in=list(items))
        self._numbers = dict(readable.values_list("pk", "number"))

    def letters(self, members: Iterable[int]) -> list[str]:
        """In their order; only how many where they are not told (R26)."""
        found = [held for m in members if (held := self._letters.held.get(m))]
        if found and not self._letters.told:
            return [ngettext("any of %(n)s member", "any of %(n)s members", len(found)) % {"n": len(found)}]
        return sorted(found, key=lambda letter: (len(letter), letter))

    def items(self, items: Iterable[int]) -> list[str]:
        """An item that may not be opened is said to be there, and not which it is."""
        return sorted(self._numbers.get(item, _("an item with named readers only")) for item in items)


def _row(element: Placed, change: ElementChange, named: _Names, turns: bool) -> Row:
    bare, single = named.items(change.bare_without), named.items(change.single_without)
    return Row(element, change, named.letters(change.alone), bare, single, turns)


def _said(crime: CrimeChange, named: _Names) -> Iterable[str]:
    """The shortest ways to another outcome, the members' first: by element, direction and letters."""
    moves: dict[tuple[str, bool, Outcome], list[int]] = {}
    for move in crime.moves:
        moves.setdefault((move.element, move.up, move.outcome), []).append(move.member)
    place = {element: n for n, element in enumerate(dict.fromkeys(move.element for move in crime.moves))}
    told = sorted(
        (place[element], up, named.letters(members), outcome.value, element, outcome)
        for (element, up, outcome), members in moves.items()
    )
    for _place, up, letters, _order, element, outcome in told:
        if up:
            said = _("One member moving above 50 %% on %(element)s (%(who)s): %(then)s.")
        else:
            said = _("One member moving to 50 %% or below on %(element)s (%(who)s): %(then)s.")
        yield said % {
            "element": element,
            "who": " / ".join(letters),
            "then": AFTER[outcome],
        }
    for loss in crime.losses:
        (item,) = named.items([loss.item])
        yield _("Without %(item)s there is no support for %(elements)s: %(then)s.") % {
            "item": item,
            "elements": ", ".join(loss.elements),
            "then": AFTER[loss.outcome],
        }
    if crime.sets:
        yield _sets(crime)
    if not crime.moves and not crime.losses:
        yield _("No single member’s move and no single item changes the outcome.")


def _sets(crime: CrimeChange) -> str:
    size = len(crime.sets[0])
    ways = "; ".join(" + ".join(each) for each in crime.sets[:6])
    more = len(crime.sets) - 6
    if crime.finding.tree:
        said = ngettext(
            "The tree falls when the finding on %(n)s element is undone: %(ways)s",
            "The tree falls when the findings on %(n)s elements are undone: %(ways)s",
            size,
        )
    else:
        said = ngettext(
            "The tree holds when %(n)s more element is found met: %(ways)s",
            "The tree holds when %(n)s more elements are found met: %(ways)s",
            size,
        )
    whole = said % {"n": size, "ways": ways}
    if more <= 0:
        return f"{whole}."
    others = _("and %(n)s more ways") % {"n": more}
    return f"{whole}; {others}."
