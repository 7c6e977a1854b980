"""R16: the names of persons alleged to be responsible stay out of what every reader of a case sees."""

from collections.abc import Collection, Iterable, Mapping

from cases.models import AllegedPerson, Case
from cases.procedure.release import Person, tells_person
from cases.procedure.words import names_person
from cases.selectors import visible_to
from cases.selectors.release import protected_persons
from mad.common.errors import Invalid
from mad.reference.vocabulary import ordinary

READ_BY_ALL = ("title", "groups_at_risk", "alleged")
NAMES_A_PERSON = "This names a person whose name is protected. Every reader sees it; write the designation instead."


def keep_names_out(case: Case, texts: Mapping[str, str]) -> None:
    """Raises Invalid (R16) naming each field of `texts` that tells the name of a person alleged in the case, or a part of
    it that names somebody by itself. One query."""
    persons = protected_persons(case)
    _refuse(field for field, text in texts.items() if any(tells_person(text, one, ordinary()) for one in persons))


def keep_known_names_out(*, by, states: Collection, **texts: str) -> None:
    """For a case about to be opened: raises Invalid (R16) naming the fields that tell a protected name of a case that `by`
    may open; a part of a name counts where the two cases have a State concerned in common. Names of other cases are not
    asked for: a refusal would say that they are there."""
    rows = AllegedPerson.objects.filter(case__in=visible_to(by))
    whole = set(rows.values_list("name", flat=True))
    near = {
        Person(*row)
        for row in rows.filter(case__states__in=[state.pk for state in states]).values_list("name", "designation")
    }
    _refuse(
        field
        for field, text in texts.items()
        if any(names_person(text, name) for name in whole) or any(tells_person(text, one, ordinary()) for one in near)
    )


def _refuse(told: Iterable[str]) -> None:
    if fields := list(told):
        raise Invalid({field: [NAMES_A_PERSON] for field in fields}, rule="R16")
