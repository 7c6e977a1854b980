"""The text of a determination, from its frozen document: numbered paragraphs, trees and tables (R30)."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Opinion
from cases.procedure.outline import Outline
from cases.procedure.release import Paragraph, Part
from cases.selectors.outlines import of_document
from mad.reference.scales import SEVERITY_LABELS

from .blocks import Block, Heading, Picture, Row, Table, Text

_BLANK_LINES = re.compile(r"\n\s*\n")


def compose(document: dict[str, Any], opinions: Iterable[Opinion], closed: Collection[str] = ()) -> list[Block]:
    """The blocks in their order. closed: numbers of items whose title and grade this reader may not see (R16)."""
    return list(_Composer(closed).blocks(document, opinions))


class _Composer:
    """Counts the paragraphs of one text."""

    def __init__(self, closed: Collection[str]) -> None:
        self._numbers = count(1)
        self._closed = closed

    def _one(self, part: Part, text: str, rests_on: Iterable[str] = (), **more: Any) -> Text:
        return Text(Paragraph(next(self._numbers), part, text.strip(), rests_on=frozenset(rests_on), **more))

    def _many(self, text: str, rests_on: Iterable[str] = (), lead: str = "") -> Iterator[Text]:
        """Free words, a paragraph for each that was written."""
        on = frozenset(rests_on)
        for written in _BLANK_LINES.split(text.replace("\r\n", "\n").strip()):
            if written.strip():
                yield self._one(Part.WORDS, written, on, lead=lead)
                lead = ""

    def blocks(self, document: dict[str, Any], opinions: Iterable[Opinion]) -> Iterator[Block]:
        yield from self._many(document["opening"])
        for crime, outline in zip(document["crimes"], of_document(document), strict=True):
            yield from self._crime(crime, outline)
        yield from self._severity(document["severity"])
        yield from self._evidence(document["evidence"])
        for opinion in opinions:
            yield Heading(2, _opinion_of(opinion))
            yield from self._many(opinion.text)

    def _crime(self, crime: dict[str, Any], outline: Outline) -> Iterator[Block]:
        yield Heading(2, f"{crime['name']}: {_outcome(crime['likely'])}")
        yield self._one(Part.RESULT, _how_found(crime))
        yield Picture(outline)
        for element in crime["elements"]:
            yield from self._element(element, crime["panel"])

    def _element(self, element: dict[str, Any], panel: int) -> Iterator[Block]:
        act = f"{element['act']}: " if element["act"] else ""
        items = [link["item"] for link in element["links"]]
        yield Heading(3, f"{element['id']} {act}{element['text']}")
        yield self._one(Part.RESULT, _element_found(element, panel))
        yield from self._many(element["reasons"], items)
        if element["answers"]:
            points = tuple(_answer(one) for one in element["answers"])
            yield self._one(Part.PERSONAL, "", items, lead=_reasons_of(element["answers"]), points=points)
        if items:
            points = tuple(_link(link) for link in element["links"])
            yield self._one(Part.RESULT, "", items, lead=_("Evidence:"), points=points)
        for reply in element["contrary"]:
            yield from self._reply(reply, items)

    def _reply(self, reply: dict[str, Any], items: list[str]) -> Iterator[Block]:
        lead = _("Answer to the contrary item %(item)s:") % {"item": reply["item"]}
        yield from self._many(reply["panel"], [reply["item"], *items], lead)
        if reply["replies"]:
            points = tuple(f"{one['label']}: {one['text']}" for one in reply["replies"])
            said = _("Answers of the members to the contrary item %(item)s:") % {"item": reply["item"]}
            yield self._one(Part.PERSONAL, "", [reply["item"]], lead=said, points=points)

    def _severity(self, severity: dict[str, Any]) -> Iterator[Block]:
        yield Heading(2, _("Severity and time"))
        levels = {"level": severity["level"], "proposed": severity["proposed"]}
        found = _("Severity is level %(level)s of 5; the scores propose %(proposed)s.") % levels
        yield self._one(Part.RESULT, f"{found} {temporal(severity['temporal'])}")
        yield from self._many(severity["reason"], lead=_("Why another level than the scores propose:"))
        if severity["scores"]:
            rows = tuple(Row((str(SEVERITY_LABELS[s]), str(n))) for s, n in severity["scores"].items())
            yield Table(_("Scores of the panel, from 1 to 5"), (_("Score"), _("Panel")), rows, (3, 1))

    def _evidence(self, evidence: list[dict[str, Any]]) -> Iterator[Block]:
        yield Heading(2, _("Evidence relied on"))
        if not evidence:
            yield self._one(Part.RESULT, _("No item is relied on."))
            return
        caption = _("Items relied on, each as it was when this determination was proposed, frozen by its SHA-256")
        head = (_("No."), _("Item"), _("Grade"), _("Version"))
        yield Table(caption, head, tuple(self._item(row) for row in evidence), (0, 1, 0, 0))

    def _item(self, row: dict[str, Any]) -> Row:
        hidden = row["item"] in self._closed
        title, grade = (_("Named readers only"), "") if hidden else (row["title"], row["grade"])
        said = f"{row['item']} {title}\n{row['digest']}"
        made = self._one(Part.WORDS, said, [row["item"]]).paragraph
        return Row((f"{made.number}.", said, grade, str(row["version"])), made)


def _opinion_of(opinion: Opinion) -> str:
    dissents = opinion.kind == Opinion.DISSENTING
    said = _("Dissenting opinion of %(member)s") if dissents else _("Separate opinion of %(member)s")
    return said % {"member": opinion.member}


def _outcome(likely: bool) -> str:
    return _("more likely than not") if likely else _("not found likely")


def _how_found(crime: dict[str, Any]) -> str:
    tree = (
        _("The elements that the panel finds met make out the crime.")
        if crime["tree"]
        else _("The elements that the panel finds met do not make out the crime.")
    )
    own = _("%(count)s of %(panel)s members find it on their own findings.") % {
        "count": crime["individually"],
        "panel": crime["panel"],
    }
    said = [tree, own]
    if crime["vote"]:
        voted = _("As the two differed, the panel voted on the crime itself: %(yes)s likely, %(no)s not. That decides.")
        said.append(voted % crime["vote"])
    if crime["acts"]:
        said.append(_("Acts made out: %(acts)s.") % {"acts": ", ".join(act["name"] for act in crime["acts"])})
    return " ".join(said)


def _element_found(element: dict[str, Any], panel: int) -> str:
    facts = {"count": element["count"], "panel": panel}
    if element["met"]:
        said = [_("Met: %(count)s of %(panel)s members find it so.") % facts]
    elif element["supported"]:
        said = [_("Not met: %(count)s of %(panel)s members find it met.") % facts]
    else:
        unsupported = _(
            "Not met: no accepted evidence supports it (R28); %(count)s of %(panel)s members would find it met."
        )
        said = [unsupported % facts]
    if element["median"]:
        said.append(_("Median %(median)s %%, pool %(pool)s.") % element)
    if element["disagreement"]:
        said.append(_("The panel’s estimates lay far apart and were discussed (R27)."))
    return " ".join(said)


def _reasons_of(answers: list[dict[str, Any]]) -> str:
    """Where a letter would have a name, answers are numbered (R26)."""
    if answers[0]["label"].isdigit():
        return _("Reasons of the members, in the order of their estimates:")
    return _("Reasons of the members, under their letters:")


def _answer(answer: dict[str, Any]) -> str:
    found = _("met") if answer["met"] else _("not met")
    return f"{answer['label']} ({found}): {answer['reasons']}"


def _link(link: dict[str, Any]) -> str:
    directions = {"supports": _("supports"), "contradicts": _("contradicts"), "neutral": _("neutral")}
    weights = {1: _("slight"), 2: _("moderate"), 3: _("strong")}
    return f"{link['item']}: {directions[link['direction']]}, {weights[link['weight']]}"


def temporal(found: str) -> str:
    """The temporal finding as a sentence (R29)."""
    return {
        "ongoing": _("The crimes are ongoing."),
        "imminent": _("The crimes are imminent."),
        "neither": _("The crimes are neither ongoing nor imminent."),
    }[found]
