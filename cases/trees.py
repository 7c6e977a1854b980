"""The trees of R24 for the crimes and acts in issue in a case, from the reference data."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import CrimeInIssue
from cases.procedure import Act, Tree
from mad.common.errors import Invalid
from mad.reference import elements as reference


@dataclass(frozen=True, slots=True)
class Placed:
    """One element in issue with its crime, and its act ("" when contextual)."""

    id: str
    text: str
    type: str
    crime: str
    crime_name: str
    act_name: str


def tree(row: CrimeInIssue) -> Tree:
    """Raises KeyError when the reference data no longer holds the crime."""
    crime = reference.crime(row.crime_id)
    chosen = set(row.acts)
    acts = tuple(Act(a.id, tuple(e.id for e in a.elements)) for a in crime.acts if a.id in chosen)
    return Tree(crime.id, tuple(e.id for e in crime.contextual), acts)


def placed(rows: Iterable[CrimeInIssue]) -> list[Placed]:
    """Every element in issue in the order it is answered: per crime, the contextual ones, then act by act."""
    out = []
    for row in rows:
        crime = reference.crime(row.crime_id)
        chosen = set(row.acts)
        out += [Placed(e.id, e.text, e.type, crime.id, crime.name, "") for e in crime.contextual]
        for act in crime.acts:
            if act.id in chosen:
                out += [Placed(e.id, e.text, e.type, crime.id, crime.name, act.name) for e in act.elements]
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
