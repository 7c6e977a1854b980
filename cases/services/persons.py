"""R20: persons alleged to be responsible. R16: their names, for a stated reason and on the record."""

from django.db import IntegrityError, transaction

from cases.models import AllegedPerson, Case, NameRead, PersonWithdrawn
from cases.procedure import Stage
from cases.procedure.release import Person, tells_person
from cases.procedure.words import names_person, tells_part
from cases.selectors.people import panel_member
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.blank import blank, stripped
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.reference.vocabulary import ordinary

from .names import READ_BY_ALL, keep_names_out

LONGEST = 200


@transaction.atomic
def name_person(*, case: Case, designation: str, name: str, grounds: str, by) -> AllegedPerson:
    """Put a person on the case's list: what readers see of them, the protected name, and on what grounds."""
    require(by, Act.EDIT_CASE)
    # Locked, so that nobody writes the name into the case meanwhile.
    case = Case.objects.select_for_update().get(pk=case.pk)
    _open(case)
    given = {"designation": stripped(designation), "name": stripped(name), "grounds": stripped(grounds)}
    errors = {field: ["Write something."] for field, text in given.items() if not text}
    errors |= {
        field: [f"At most {LONGEST} characters."] for field in ("designation", "name") if len(given[field]) > LONGEST
    }
    if errors := errors or _told(case, **given):
        raise Invalid(errors, rule="R16")
    made = AllegedPerson.objects.create(case=case, at=clock.now(), by=by, **given)
    record(act="person.named", by=by, obj=case.number, case=case.number, content=given, salt=bytes(made.salt))
    return made


def _told(case: Case, designation: str, name: str, grounds: str) -> dict[str, list[str]]:
    """What readers of the case would learn the name from, by field."""
    errors: dict[str, list[str]] = {}
    if names_person(designation, name) or tells_part(designation, name):
        errors["designation"] = ["Readers of the case see the designation; leave the name and its parts out of it."]
    if names_person(grounds, name):
        errors["grounds"] = ["Readers of the case see the grounds; leave the name out of them."]
    read = {field: getattr(case, field) for field in READ_BY_ALL} | {"summary": case.summary}
    one = Person(name, designation)
    if told := [field.replace("_", " ") for field, text in read.items() if tells_person(text, one, ordinary())]:
        errors["name"] = [f"Every reader sees this name in the case: {', '.join(told)}. Take it out there first."]
    return errors


@transaction.atomic
def withdraw_person(*, person: AllegedPerson, reason: str, by) -> PersonWithdrawn:
    """Take the allegation back, with a reason; the row stays, marked (R15)."""
    require(by, Act.EDIT_CASE)
    if blank(reason):
        raise Invalid({"reason": ["Say why."]}, rule="R15")
    keep_names_out(person.case, {"reason": reason})
    try:
        with transaction.atomic():
            made = PersonWithdrawn.objects.create(person=person, reason=reason.strip(), at=clock.now(), by=by)
    except IntegrityError:
        raise Refused("R20", "This allegation was taken back already.") from None
    case = person.case.number
    content = {"person": person.pk, "reason": made.reason}
    record(act="person.withdrawn", by=by, obj=case, case=case, content=content, salt=bytes(person.salt))
    return made


@transaction.atomic
def read_name(*, person: AllegedPerson, reason: str, by) -> str:
    """The name, to the registrar and the panel, for a stated reason that is recorded."""
    require(by, Act.READ_NAMES)
    if Role.MEMBER in by.roles:
        panel_member(by, person.case)
    if blank(reason):
        raise Invalid({"reason": ["Asking for a protected name needs a stated reason."]}, rule="R16")
    asked = NameRead.objects.create(person=person, reason=reason.strip(), at=clock.now(), by=by)
    case = person.case.number
    content = {"person": person.pk, "reason": asked.reason}
    record(act="person.name_read", by=by, obj=case, case=case, content=content, salt=bytes(asked.salt))
    return person.name


def _open(case: Case) -> None:
    if case.stage == Stage.CLOSED:
        raise Refused("R20", f"{case.number} is closed.")
