"""Findings trees of the crimes, from a frozen document or from findings as they stand (R24, R28)."""

from typing import Any

from cases.procedure import Outcome
from cases.procedure.outline import Leaf, Outline, branches, state
from mad.reference import elements as reference

from .findings import Findings


def of_document(document: dict[str, Any]) -> list[Outline]:
    """One tree for each crime that the determination decides on, in its order."""
    return [_frozen(crime) for crime in document["crimes"]]


def _frozen(crime: dict[str, Any]) -> Outline:
    leaves = [
        Leaf(e["id"], e["text"], e["act"], state(e["met"], e["supported"]), e["count"], crime["panel"])
        for e in crime["elements"]
    ]
    outcome = Outcome.LIKELY if crime["likely"] else Outcome.NOT_LIKELY
    return Outline(
        crime["id"], crime["name"], outcome, crime["tree"], crime["individually"], crime["panel"], *branches(leaves)
    )


def of_findings(findings: Findings) -> list[Outline]:
    """One tree for each crime in issue."""
    out = []
    for crime in findings.crimes:
        leaves = []
        for element in findings.elements:
            if element.crime == crime.crime:
                found = findings.by_element[element.id]
                said = state(found.met, found.supported)
                leaves.append(Leaf(element.id, element.text, element.act_name, said, found.count, found.panel))
        name = reference.crime(crime.crime).name
        out.append(Outline(crime.crime, name, crime.outcome, crime.tree, crime.count, crime.panel, *branches(leaves)))
    return out
