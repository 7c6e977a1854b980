"""What several acts of the plenary ask first (R6, R9, R31)."""

from collections.abc import Mapping, Sequence

from cases.models import Case, Determination
from cases.procedure import Stage
from cases.selectors.people import Roll, acting_member, entitled
from deliberation.selectors import plenary_determination
from deliberation.selectors.closed import tells
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common.blank import stripped
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.membership.models import Member
from mad.notices.audience import Audience

CLOSED_WORDS = "It gives a number, a name or a quotation of what has not been released."
AFTER_DETERMINATION = (Stage.DELIBERATION, Stage.WITH_COUNCIL, Stage.FOLLOW_UP)


def plenary_member(by, case: Case, act: Act, everyone: Roll | None = None) -> Member:
    """The member behind `by`, sitting and not recused. Raises NotPermitted (R9), Refused (R2, R3, R6)."""
    require(by, act)
    return acting_member(by, case, everyone)


def in_plenary(case: Case, stages: Sequence[Stage] = (Stage.DELIBERATION,)) -> Determination:
    """R31: the determination in force that lets the plenary act on the case in one of `stages`."""
    determination = plenary_determination(case)
    refuse_before_plenary(case, determination is not None, stages)
    assert determination is not None
    return determination


def refuse_before_plenary(case: Case, likely: bool, stages: Sequence[Stage] = (Stage.DELIBERATION,)) -> None:
    """Raise Refused: R31 while no determination in force finds a crime likely, R20 outside `stages`."""
    if not likely:
        raise Refused(
            "R31",
            "The plenary deliberates after a determination that at least one crime is likely.",
            "No such determination is in force in this case.",
        )
    if case.stage not in stages:
        raise Refused(
            "R20",
            f"The case is at the stage “{case.get_stage_display()}”.",
            "This act belongs to another stage.",
        )


def chair(by, case: Case, act: Act) -> None:
    """The presiding member; the registrar when that member is barred or recused. None: the system."""
    require(by, act)
    if by is None:
        return
    presiding = next((m for m in entitled(case) if m.user.presiding), None)
    if presiding is None and Role.REGISTRAR in by.roles:
        return
    if presiding is None or presiding.user_id != by.pk:
        reason = "Votes and sessions of the plenary are in the hands of the presiding member."
        raise NotPermitted("R9", reason, "The registrar stands in when the presiding member takes no part.")


def plenary(case: Case) -> Audience:
    """Everybody who takes part in the case's plenary, and the registrar."""
    return Audience(roles=[Role.REGISTRAR.value], users=[m.user_id for m in entitled(case)])


def required(rule: str, **texts: str) -> dict[str, str]:
    """The texts, stripped. Raises Invalid naming each that is empty."""
    said = {name: stripped(text) for name, text in texts.items()}
    empty = {name: ["This cannot be empty."] for name, text in said.items() if not text}
    if empty:
        raise Invalid(empty, rule=rule)
    return said


def refuse_closed_words(rule: str, texts: Mapping[str, str]) -> None:
    """For what everybody may read (R47, R48). Raises Invalid naming each text that tells what is not released."""
    closed = {name: [CLOSED_WORDS] for name, text in texts.items() if tells(text)}
    if closed:
        raise Invalid(closed, rule=rule)
