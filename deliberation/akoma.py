"""An output as Akoma Ntoso 1.0 (`statement`, OASIS LegalDocML), from the same lines as its page (R38).

Work, expression and manifestation have their IRIs by the Akoma Ntoso naming convention, under /akn/un/statement/mad.
The preamble holds the enacting formula and the recitals, the main body the operative paragraphs, each with the
identifier that its number gives it. Opening words are concepts, cited findings and items are notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any

from lxml import etree

from deliberation.documents import data_of
from deliberation.models import Output
from deliberation.procedure.form import Part
from mad.documents.markup import Markup

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
AKN = Markup(NAMESPACE)
SOURCE = "#mad"
LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "zh": "zho"}
LEVELS = (("paragraph", "para"), ("subparagraph", "subpara"), ("point", "point"), ("indent", "indent"))
NOT_IN_ID = re.compile(r"[^\w]+")


@dataclass
class Node:
    """A line with the lines under it."""

    line: Mapping[str, Any]
    under: list[Node] = field(default_factory=list)


def akoma_ntoso(output: Output, data: Mapping[str, Any] | None = None) -> bytes:
    """The output as Akoma Ntoso XML, UTF-8. data: see deliberation.documents.pdf."""
    data = data or data_of(output)
    root = AKN.root("akomaNtoso")
    statement = AKN.add(root, "statement", name=output.kind.replace("_", "-"), contains="originalVersion")
    _meta(statement, output, data)
    _preface(statement, data)
    recitals = [line for line in data["lines"] if line["part"] == Part.PREAMBULAR]
    if data["enacting"]:
        _preamble(statement, data, _trees(recitals))
    body = AKN.add(statement, "mainBody", eId="body")
    trees = _trees([line for line in data["lines"] if line["part"] != Part.PREAMBULAR])
    for place, node in enumerate(trees, start=1):
        _provision(body, node, "", 0, place)
    if not trees:
        AKN.add(body, "p")
    if data["adoption"] or data["signed"]:
        conclusions = AKN.add(statement, "conclusions", eId="conclusions")
        for sentence in data["adoption"]:
            AKN.add(conclusions, "p", sentence)
        for name in data["signed"]:
            AKN.add(AKN.add(conclusions, "p", class_="signed"), "signature", name)
    return AKN.bytes(root)


def _meta(statement: etree._Element, output: Output, data: Mapping[str, Any]) -> None:
    meta = AKN.add(statement, "meta")
    identification = AKN.add(meta, "identification", source=SOURCE)
    drafted, stands = output.drafted_at.astimezone(UTC).date(), _dated(output)
    work = f"/akn/un/statement/mad/{drafted.isoformat()}/{output.number.lower()}"
    language = LANGUAGES.get(output.language, "eng")
    expression = f"{work}/{language}@{stands.isoformat()}"
    one = _described(identification, "FRBRWork", f"{work}/!main", work, drafted, "drafted")
    AKN.add(one, "FRBRcountry", value="un")
    AKN.add(one, "FRBRsubtype", value=output.kind.replace("_", "-"))
    AKN.add(one, "FRBRnumber", value=output.number)
    AKN.add(one, "FRBRname", value=output.symbol)
    one = _described(identification, "FRBRExpression", f"{expression}/!main", expression, stands, data["step"])
    AKN.add(one, "FRBRversionNumber", value=output.version)
    AKN.add(one, "FRBRlanguage", language=language)
    one = _described(
        identification, "FRBRManifestation", f"{expression}/!main.xml", f"{expression}.akn", stands, "made"
    )
    AKN.add(one, "FRBRformat", value="application/akn+xml")
    _references(meta, output, data)
    if data["notes"]:
        notes = AKN.add(meta, "notes", source=SOURCE)
        for note in data["notes"]:
            made = AKN.add(notes, "note", eId=f"fn_{note['number']}", marker=note["number"], placement="bottom")
            said = AKN.add(made, "p")
            AKN.add(said, "ref", note["ref"], href=f"#{_id('cited', note['ref'])}")
            AKN.follow(said, note["text"].removeprefix(note["ref"]))


def _described(parent: etree._Element, tag: str, this: str, uri: str, day: date, why: str) -> etree._Element:
    made = AKN.add(parent, tag)
    AKN.add(made, "FRBRthis", value=this)
    AKN.add(made, "FRBRuri", value=uri)
    AKN.add(made, "FRBRdate", date=day.isoformat(), name=why)
    AKN.add(made, "FRBRauthor", href=SOURCE)
    return made


def _dated(output: Output) -> date:
    """The day on which the text as it stands was made: adopted, or last changed."""
    if output.adopted_at:
        return output.adopted_at.astimezone(UTC).date()
    changed = output.paragraphs.order_by("-edited_at").values_list("edited_at", flat=True).first()
    return (changed or output.drafted_at).astimezone(UTC).date()


def _references(meta: etree._Element, output: Output, data: Mapping[str, Any]) -> None:
    references = AKN.add(meta, "references", source=SOURCE)
    AKN.add(references, "TLCOrganization", eId="mad", href="/akn/ontology/organization/un/mad", showAs=data["masthead"])
    if data["enacting"]:
        AKN.add(
            references,
            "TLCOrganization",
            eId="council",
            href="/akn/ontology/organization/un/security-council",
            showAs=data["enacting"],
        )
    for words in dict.fromkeys(line["opening"] for line in data["lines"] if line["opening"]):
        name = _id("opening", words)
        AKN.add(references, "TLCConcept", eId=name, href=f"/akn/ontology/concept/un/{name}", showAs=words)
    for note in data["notes"]:
        name = _id("cited", note["ref"])
        AKN.add(
            references,
            "TLCReference",
            eId=name,
            name="cited",
            href=f"/akn/un/mad/{note['ref'].lower()}",
            showAs=note["ref"],
        )


def _preface(statement: etree._Element, data: Mapping[str, Any]) -> None:
    preface = AKN.add(statement, "preface", eId="preface")
    for name, words in (("masthead", data["masthead"]), ("distribution", data["distribution"])):
        AKN.add(AKN.add(preface, "p", class_=name), "span", words)
    if data["demonstration"]:
        AKN.add(preface, "p", data["words"]["demonstration-long"], class_="demonstration")
    if data["embargo"]:
        AKN.add(preface, "p", data["embargo"], class_="embargo")
    said = AKN.add(preface, "p", class_="symbol")
    AKN.add(said, "docNumber", data["symbol"])
    for tag, words in (("docType", data["heading"]), ("docTitle", data["title"])):
        AKN.add(AKN.add(preface, "p"), tag, words)
    if data["addressee"]:
        AKN.add(preface, "p", data["addressee"], class_="addressee")


def _preamble(statement: etree._Element, data: Mapping[str, Any], trees: Sequence[Node]) -> None:
    preamble = AKN.add(statement, "preamble", eId="preamble")
    formula = AKN.add(preamble, "formula", eId="preamble__formula_1", name="enactingFormula")
    said = AKN.add(formula, "p")
    AKN.add(AKN.add(said, "i"), "organization", data["enacting"], refersTo="#council")
    AKN.follow(said, data["comma"])
    if not trees:
        return
    recitals = AKN.add(preamble, "recitals", eId="preamble__recs_1")
    for place, node in enumerate(trees, start=1):
        name = f"preamble__recs_1__rec_{place}"
        recital = AKN.add(recitals, "recital", eId=name)
        if node.under:
            _listed(recital, node, name)
        else:
            _said(AKN.add(recital, "p"), node.line)


def _listed(parent: etree._Element, node: Node, above: str) -> None:
    """A recital's sub-paragraphs, as a list within it."""
    name = f"{above}__list_1"
    made = AKN.add(parent, "blockList", eId=name)
    _said(AKN.add(made, "listIntroduction"), node.line)
    for place, under in enumerate(node.under, start=1):
        item = AKN.add(made, "item", eId=f"{name}__item_{_numbered(under.line, place)}")
        AKN.add(item, "num", under.line["number"])
        if under.under:
            _listed(item, under, f"{name}__item_{_numbered(under.line, place)}")
        else:
            _said(AKN.add(item, "p"), under.line)


def _provision(parent: etree._Element, node: Node, above: str, level: int, place: int) -> None:
    tag, short = LEVELS[level]
    name = "__".join(filter(None, (above, f"{short}_{_numbered(node.line, place)}")))
    made = AKN.add(parent, tag, eId=name)
    if node.line["number"]:
        AKN.add(made, "num", node.line["number"])
    holder = AKN.add(made, "intro" if node.under else "content", eId=f"{name}__{'intro' if node.under else 'content'}")
    _said(AKN.add(holder, "p"), node.line)
    for place_under, under in enumerate(node.under, start=1):
        _provision(made, under, name, level + 1, place_under)


def _said(holder: etree._Element, line: Mapping[str, Any]) -> None:
    """Opening words in italics, the text, and the marks of its notes."""
    if line["opening"]:
        concept = _id("opening", line["opening"])
        AKN.add(AKN.add(holder, "i"), "concept", line["opening"], refersTo=f"#{concept}")
        AKN.follow(holder, " ")
    AKN.follow(holder, line["text"])
    for note in line["notes"]:
        AKN.add(AKN.add(holder, "sup"), "noteRef", href=f"#fn_{note}", marker=note)


def _trees(lines: Sequence[Mapping[str, Any]]) -> list[Node]:
    """The lines as they stand under one another; a line never stands more than one level below the one above."""
    roots: list[Node] = []
    path: list[Node] = []
    for line in lines:
        node = Node(line)
        del path[line["level"] :]
        (path[-1].under if path else roots).append(node)
        path.append(node)
    return roots


def _numbered(line: Mapping[str, Any], place: int) -> str:
    return line["number"].strip("().") or str(place)


def _id(kind: str, words: str) -> str:
    return f"{kind}-{NOT_IN_ID.sub('-', words.strip().lower())}"
