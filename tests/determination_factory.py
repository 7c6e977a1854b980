"""A determination that rests on evidence of every kind, with a word of its own in each, for tests of its documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cases.models import Case, Determination
from cases.services import attach_opinion, unlink
from evidence.models import Item
from evidence.services import set_release_terms
from tests.evidence_help import an_item
from tests.services.cases_steps import (
    ELEMENTS,
    LEGAL,
    hold_round,
    link,
    propose,
    under_assessment,
    votes,
)

OPENING = "The panel finds zinnia.\n\nIt sat on two days."
FREE = {"sensitivity": "unclassified"}
# What stands only in evidence that may not be released, by where it stands.
CLOSED = ("quagga", "okapi", "tapir", "dugong", "numbat", "kudu")


@dataclass
class World:
    """free, closed: the items by why they are so. text: what the panel wrote of each element."""

    people: Any
    case: Case
    determination: Determination
    free: Item
    closed: dict[str, Item] = field(default_factory=dict)

    def reread(self) -> Determination:
        self.determination = Determination.objects.select_related("case", "replaced_by").get(pk=self.determination.pk)
        return self.determination

    @property
    def secrets(self) -> set[str]:
        """Words and numbers that no released version may hold."""
        items = self.closed.values()
        written = {"sorrel", "fennel", "savory", "Weighs 70."}
        return {*CLOSED, *written, *(item.number for item in items), *(item.title for item in items)}


def world(people: Any, *, adopt: bool = True, text: str = OPENING) -> World:
    """Five elements: the second rests on an item that may be released, the others on ones that may not; the third is
    contradicted by one."""
    case, items = under_assessment(people)
    free = _item(people, case, "Satellite picture", "Roofs are gone in the marigold valley since spring.", **FREE)
    closed = {"confidential": items[0], **_closed(people, case)}
    for place, item in enumerate([closed["no publication"], free, closed["later"], closed["strict"], closed["unread"]]):
        link(case, item, ELEMENTS[place], people.registrar)
    unlink(link=case.links.get(element_id=ELEMENTS[1], item=items[0]), by=people.officer, reason="It tells of others.")
    for _ in range(2):
        hold_round(people, case)
    link(case, items[0], ELEMENTS[2], people.registrar, direction="contradicts")
    made = propose(
        people,
        case,
        opening=text,
        reasons={
            ELEMENTS[0]: "Reasons of the first element: sorrel.",
            ELEMENTS[1]: "The roofs are gone: poppy.\n\nAnd more.",
        },
        contrary={(ELEMENTS[2], items[0].number): "It concerns another district: fennel."},
    )
    if adopt:
        made = votes(people, made, "yes", LEGAL[:3])
        attach_opinion(determination=made, by=people.bilal, kind="separate", text="I join, and add thyme.")
        dissent = f"I dissent for what {items[0].number} says: savory."
        attach_opinion(determination=made, by=people.nguyen, kind="dissenting", text=dissent)
    found = World(people, case, made, free, closed)
    found.reread()
    return found


def _item(people: Any, case: Case, title: str, narrative: str, **how: Any) -> Item:
    grading = {"sensitivity": how.get("sensitivity", "confidential"), "destination": case.number}
    return an_item(people, title=title, narrative=narrative, grading=grading, **how)


def _closed(people: Any, case: Case) -> dict[str, Item]:
    """Items that may not be released, each for another reason."""
    terms = {
        "no publication": {"release": {"limits": ["no_publication"]}},
        "division": {"release": {"limits": ["division_only"]}},
        "later": {"release": {"not_before": "2031-01-01"}},
        "unread": {"release_terms": "Ask us first."},
    }
    found = {
        name: _item(people, case, f"Report {word}", f"The {word} was seen at the gate by five men.", **FREE, **how)
        for word, (name, how) in zip(CLOSED, terms.items(), strict=False)
    }
    found["strict"] = _item(
        people, case, f"Letter {CLOSED[4]}", "Names were read.", sensitivity="strictly_confidential"
    )
    read = _item(people, case, f"Telegram {CLOSED[5]}", "It was sent at noon.", **FREE)
    set_release_terms(submission=read.submission, by=people.officer, limits=["division_only"], reason="By telephone.")
    found["read"] = read
    return found
