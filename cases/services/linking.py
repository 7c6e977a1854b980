"""R24: crimes in issue, and evidence linked to their elements."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from cases.models import Case, CrimeInIssue, ElementLink, Round
from cases.procedure import Stage
from cases.selectors.people import panel_member
from cases.selectors.placing import all_items
from cases.trees import check_choice, placed
from evidence.selectors import items_visible_to
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record


@transaction.atomic
def choose_crime(*, case: Case, crime_id: str, acts: Iterable[str], by) -> CrimeInIssue | None:
    """Put a crime in issue with these acts; with no act, take it out of issue. Not while a round is open."""
    require(by, Act.CHOOSE_CRIMES)
    if Role.REGISTRAR not in by.roles:
        panel_member(by, case)
    chosen = check_choice(crime_id, acts)
    _before_a_round(case)
    row = CrimeInIssue.objects.filter(case=case, crime_id=crime_id).first()
    if row is None and not chosen:
        raise Invalid({"acts": ["Choose at least one act."]}, rule="R24")
    if row and not chosen:
        row.delete()
        row = None
    else:
        row, _ = CrimeInIssue.objects.update_or_create(case=case, crime_id=crime_id, defaults={"acts": chosen})
    record(
        act="case.crime_chosen",
        by=by,
        obj=case.number,
        case=case.number,
        content={"crime": crime_id, "acts": chosen},
        facts={"crime": crime_id, "acts": len(chosen)},
    )
    return row


def _before_a_round(case: Case) -> None:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.stage not in (Stage.MONITORING, Stage.ASSESSMENT):
        raise Refused("R24", "Crimes are put in issue before or during the assessment.")
    if Round.objects.filter(assessment__case=case, closed_at=None).exists():
        raise Refused("R25", "A sealed round is open; what is in issue does not change until it closes.")


@transaction.atomic
def link_evidence(*, case: Case, item, element_id: str, direction: str, weight: int, by, note: str = "") -> ElementLink:
    """Link an item to an element in issue. An earlier link of the same cell is kept, marked as replaced."""
    _linker(case, by)
    _check_link(case, item, element_id, direction, weight, by)
    now = clock.now()
    live = ElementLink.objects.filter(case=case, item=item, element_id=element_id, removed_at=None)
    live.update(removed_at=now, removed_reason=f"Replaced by {by}")
    try:
        link = ElementLink.objects.create(
            case=case,
            item=item,
            element_id=element_id,
            direction=direction,
            weight=weight,
            note=note,
            by=by,
            at=now,
        )
    except IntegrityError:
        raise Refused("R24", f"{item.number} was linked to this element by somebody else just now.") from None
    record(
        act="evidence.linked",
        by=by,
        obj=item.number,
        case=case.number,
        content={
            "item": item.number,
            "element": element_id,
            "direction": direction,
            "weight": weight,
            "note": note,
        },
        facts={"element": element_id},
    )
    return link


def _linker(case: Case, by) -> None:
    require(by, Act.LINK_EVIDENCE)
    if Role.MEMBER in by.roles:
        panel_member(by, case)
    if case.stage == Stage.CLOSED:
        raise Refused("R20", f"{case.number} is closed.")


def _check_link(case: Case, item, element_id: str, direction: str, weight: int, by) -> None:
    errors = {}
    if direction not in dict(ElementLink.DIRECTIONS):
        errors["direction"] = ["Choose supports, contradicts or neutral."]
    if weight not in dict(ElementLink.WEIGHTS):
        errors["weight"] = ["Choose slight, moderate or strong."]
    if element_id not in {e.id for e in placed(case.crimes.all())}:
        errors["element"] = ["This element is not in issue in this case."]
    if errors:
        raise Invalid(errors, rule="R24")
    here = all_items(case).filter(pk=item.pk).exists()
    if not here or not items_visible_to(by).filter(pk=item.pk).exists():
        raise Refused("R24", "Only accepted items of this case that you may open can be linked.", status=403)
    if item.retracted_at:
        raise Refused("R24", f"{item.number} was retracted and cannot be relied on.")


@transaction.atomic
def unlink(*, link: ElementLink, by, reason: str) -> ElementLink:
    """Take a link out, with a reason; the row stays (R15)."""
    _linker(link.case, by)
    if not reason.strip():
        raise Invalid({"reason": ["Say why the link is taken out."]}, rule="R15")
    taken = ElementLink.objects.filter(pk=link.pk, removed_at=None).update(
        removed_at=clock.now(), removed_reason=reason.strip()
    )
    if not taken:
        raise Refused("R24", "This link has been taken out already.")
    record(
        act="evidence.unlinked",
        by=by,
        obj=link.item.number,
        case=link.case.number,
        content={"item": link.item.number, "element": link.element_id, "reason": reason},
        facts={"element": link.element_id},
    )
    link.refresh_from_db()
    return link
