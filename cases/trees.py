"""The trees of R24 for the crimes and acts in issue in a case, in the version that each was chosen under."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cases.models import CrimeInIssue
from cases.procedure import Act, Tree
from cases.procedure.issue import Chosen
from mad.common.errors import Invalid
from mad.reference import elements as reference


@dataclass(frozen=True, slots=True)
class Placed:
    """One element in issue with its crime, and the name and id of its act ("" when contextual)."""

    id: str
    text: str
    type: str
    crime: str
    crime_name: str
    act_name: str
    act: str


def law(row: CrimeInIssue) -> reference.Crime:
    """The crime as it was chosen: a wording that changed in the reference data since is not taken over by itself.

    Raises KeyError for a crime chosen before versions were kept that the reference data no longer holds.
    """
    if not row.law or not moved_on(row):
        return reference.crime(row.crime_id)
    return reference.read(row.law)


def moved_on(row: CrimeInIssue) -> bool:
    """Whether the reference data has another version of this crime than the one it was chosen under."""
    return bool(row.version) and row.version != _current(row.crime_id)


def _current(crime_id: str) -> str:
    try:
        return reference.version(crime_id)
    except KeyError:
        return ""


def as_chosen(crime_id: str, acts: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """The version of a crime, and the crime with these acts alone, for CrimeInIssue.version and .law."""
    crime, chosen = reference.crime(crime_id), set(acts)
    kept = replace(crime, acts=tuple(act for act in crime.acts if act.id in chosen))
    return reference.version(crime_id), reference.written(kept)


def chosen(row: CrimeInIssue) -> Chosen:
    """The row as the rule on joining two of them reads it. Raises KeyError as `law` does."""
    return Chosen(law(row).name, tuple(row.acts), row.version, row.law)


def differences(row: CrimeInIssue) -> tuple[str, ...]:
    """Ids of the elements in issue whose wording the reference data has changed, added or dropped since."""
    before = {e.id: e.text for e in _elements(law(row), row.acts)}
    try:
        after = {e.id: e.text for e in _elements(reference.crime(row.crime_id), row.acts)}
    except KeyError:
        after = {}
    return tuple(e for e in dict.fromkeys([*before, *after]) if before.get(e) != after.get(e))


def _elements(crime: reference.Crime, acts: Iterable[str]) -> Iterator[reference.Element]:
    chosen = set(acts)
    yield from crime.contextual
    yield from (element for act in crime.acts if act.id in chosen for element in act.elements)


def tree(row: CrimeInIssue) -> Tree:
    """Raises KeyError as `law` does."""
    crime, chosen = law(row), set(row.acts)
    acts = tuple(Act(a.id, tuple(e.id for e in a.elements)) for a in crime.acts if a.id in chosen)
    return Tree(crime.id, tuple(e.id for e in crime.contextual), acts)


def placed(rows: Iterable[CrimeInIssue]) -> list[Placed]:
    """Every element in issue in the order it is answered: per crime, the contextual ones, then act by act."""
    out = []
    for row in rows:
        crime, chosen = law(row), set(row.acts)
        out += [Placed(e.id, e.text, e.type, crime.id, crime.name, "", "") for e in crime.contextual]
        for act in crime.acts:
            if act.id in chosen:
                out += [Placed(e.id, e.text, e.type, crime.id, crime.name, act.name, act.id) for e in act.elements]
    return out


def check_choice(crime_id: str, acts: Iterable[str]) -> list[str]:
    """The acts, without doubles, in the order of the crime. Raises Invalid (R24) for what is not its own."""
    try:
        crime = reference.crime(crime_id)
    except KeyError:
        raise Invalid({"crime": ["There is no such crime."]}, rule="R24") from None
    wanted = set(acts)
    if unknown := wanted - {a.id for a in crime.acts}:
        raise Invalid({"acts": [f"{crime.name} has no such act: {', '.join(sorted(unknown))}."]}, rule="R24")
    return [a.id for a in crime.acts if a.id in wanted]
