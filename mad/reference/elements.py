"""The legal elements of each atrocity crime (R24).

War crimes are two trees (`war_crimes_iac`, `war_crimes_niac`, family `war_crimes`), because the contextual
elements of an international and a non-international armed conflict differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from mad.common.canonical import digest
from mad.reference.files import read_yaml


@dataclass(frozen=True, slots=True)
class Element:
    """type: actus_reus, circumstance, mens_rea; policy_hint only among a crime's hints."""

    id: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Variant:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CrimeAct:
    """One way of committing the crime. group: heading it stands under; amendment: why it may not bind."""

    id: str
    name: str
    article: str
    elements: tuple[Element, ...]
    group: str = ""
    amendment: str = ""
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, slots=True)
class Crime:
    """Holds when all of `contextual` hold and, of at least one act, all its elements (R24).

    hints are no elements: they guide attention and are never found. underlying: acts of other crimes
    through which responsibility follows when the crime has no treaty article of its own.
    """

    id: str
    name: str
    article: str
    contextual: tuple[Element, ...]
    acts: tuple[CrimeAct, ...]
    family: str
    hints: tuple[Element, ...] = ()
    note: str = ""
    underlying: tuple[str, ...] = ()

    def act(self, act_id: str) -> CrimeAct:
        """Raises KeyError for an act that is not this crime's."""
        for act in self.acts:
            if act.id == act_id:
                return act
        raise KeyError(act_id)


def _elements(rows: list[dict[str, str]]) -> tuple[Element, ...]:
    return tuple(Element(**row) for row in rows)


def _act(row: dict[str, Any]) -> CrimeAct:
    return CrimeAct(
        id=row["id"],
        name=row["name"],
        article=row["article"],
        elements=_elements(row["elements"]),
        group=row.get("group", ""),
        amendment=row.get("amendment", ""),
        variants=tuple(Variant(**variant) for variant in row.get("variants", ())),
    )


def read(row: Mapping[str, Any]) -> Crime:
    """A crime from its row of elements.yaml, or from a row that `written` made."""
    return Crime(
        id=row["id"],
        name=row["name"],
        article=row["article"],
        contextual=_elements(row["contextual"]),
        acts=tuple(_act(act) for act in row["acts"]),
        family=row["family"],
        hints=_elements(row["hints"]),
        note=row.get("note", ""),
        underlying=tuple(row.get("underlying", ())),
    )


@cache
def crimes() -> tuple[Crime, ...]:
    return tuple(read(row) for row in read_yaml("elements.yaml")["crimes"])


@cache
def _crimes_by_id() -> dict[str, Crime]:
    return {crime.id: crime for crime in crimes()}


@cache
def _elements_by_id() -> dict[str, Element]:
    found: dict[str, Element] = {}
    for crime in crimes():
        found |= {element.id: element for element in (*crime.contextual, *crime.hints)}
        found |= {element.id: element for act in crime.acts for element in act.elements}
    return found


def crime(crime_id: str) -> Crime:
    """Raises KeyError."""
    return _crimes_by_id()[crime_id]


def written(crime: Crime) -> dict[str, Any]:
    """The crime as a row that JSON can hold."""
    return asdict(crime)


@cache
def version(crime_id: str) -> str:
    """SHA-256 of the crime's whole tree as it stands now: another one when a word of it changes. Raises KeyError."""
    return digest(written(crime(crime_id)))


def element(element_id: str) -> Element:
    """Raises KeyError."""
    return _elements_by_id()[element_id]
