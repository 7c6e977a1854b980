"""R16: the names of persons alleged to be responsible stay out of what every reader of a case sees."""

from collections.abc import Collection, Mapping

from cases.models import AllegedPerson, Case
from cases.procedure.words import names_person
from cases.selectors import visible_to
from mad.common.errors import Invalid

READ_BY_ALL = ("title", "groups_at_risk", "alleged")
NAMES_A_PERSON = "This names a person whose name is protected. Every reader sees it; write the designation instead."


def keep_names_out(case: Case, texts: Mapping[str, str]) -> None:
    """Raises Invalid (R16) naming each field of `texts` that tells the name of a person alleged in the case. One query."""
    _refuse_names(list(case.persons.values_list("name", flat=True)), texts)


def keep_known_names_out(*, by, **texts: str) -> None:
    """For a case about to be opened: raises Invalid (R16) naming the fields that tell a protected name of a case that `by`
    may open. Names of other cases are not asked for: a refusal would say that they are there."""
    _refuse_names(set(AllegedPerson.objects.filter(case__in=visible_to(by)).values_list("name", flat=True)), texts)


def _refuse_names(names: Collection[str], texts: Mapping[str, str]) -> None:
    told = [field for field, text in texts.items() if any(names_person(text, name) for name in names)]
    if told:
        raise Invalid({field: [NAMES_A_PERSON] for field in told}, rule="R16")
