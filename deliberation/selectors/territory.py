"""The States that a paragraph may name as its territory (R38)."""

from django.db.models import Exists, OuterRef

from cases.models import Case
from mad.reference.models import State


def states_for(case: Case) -> tuple[dict[str, str], list[str]]:
    """Names of all States by code; the codes of those that the case is about, the parties last. One query."""
    about, party = (
        Exists(link.objects.filter(case=case, state=OuterRef("pk")))
        for link in (Case.states.through, Case.parties.through)
    )
    rows = list(State.objects.annotate(about=about, party=party).values_list("iso3", "name", "about", "party"))
    names = {code: name for code, name, *_ in rows}
    return names, [row[0] for link in (2, 3) for row in rows if row[link]]
