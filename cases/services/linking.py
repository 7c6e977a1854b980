"""R24: crimes in issue, and evidence linked to their elements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from cases.models import Case, CrimeInIssue, ElementLink
from cases.procedure import Stage
from cases.procedure.issue import Standing, choice_refusal, link_refusal
from cases.refusals import refuse
from cases.selectors.issue import PENDING, issue_standing
from cases.selectors.people import panel_member
from cases.selectors.placing import all_items
from cases.trees import as_chosen, check_choice, placed
from evidence.selectors import items_visible_to
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record


@transaction.atomic
def choose_crime(*, case: Case, crime_id: str, acts: Iterable[str], by) -> CrimeInIssue | None:
    """Put a crime in issue with these acts; with no act, take it out of issue. Not while a round is open.

    The row keeps the crime's tree as the reference data has it now, and its version; choosing again takes the newest.
    """
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
        version = ""
    else:
        version, law = as_chosen(crime_id, chosen)
        row, _ = CrimeInIssue.objects.update_or_create(
            case=case, crime_id=crime_id, defaults={"acts": chosen, "version": version, "law": law}
        )
    record(
        act="case.crime_chosen",
        by=by,
        obj=case.number,
        case=case.number,
        content={"crime": crime_id, "acts": chosen, "version": version},
        facts={"crime": crime_id, "acts": len(chosen)},
    )
    return row


def _before_a_round(case: Case) -> None:
    locked = Case.objects.select_for_update().get(pk=case.pk)
    refuse(choice_refusal(issue_standing(locked)))


NOTE = 500
ANY = -1
"""For `seen` below: whatever link the cell has is replaced."""

# The link before it is marked as replaced and the new one written in one statement. The count is taken from what was
# replaced, so PostgreSQL has done that when it comes to the unique index of live links.
_REPLACE = """
WITH replaced AS (
    UPDATE cases_elementlink SET removed_at = %(at)s, removed_reason = %(replaced)s
    WHERE case_id = %(case)s AND item_id = %(item)s AND element_id = %(element)s AND removed_at IS NULL
      AND %(seen)s IN (-1, id) RETURNING id)
INSERT INTO cases_elementlink (case_id, item_id, element_id, direction, weight, note, by_id, at, removed_reason)
SELECT %(case)s, %(item)s, %(element)s, %(direction)s, %(weight)s, %(note)s, %(by)s, %(at)s, ''
FROM (SELECT count(*) AS n FROM replaced) AS counted WHERE %(seen)s IN (-1, 0) OR n = 1 RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix as somebody wants it."""

    case: Case
    item: Any
    element_id: str
    direction: str
    weight: int
    note: str


@transaction.atomic
def link_evidence(
    *, case: Case, item, element_id: str, direction: str, weight: int, by, note: str = "", seen: int = ANY
) -> ElementLink:
    """Link an item to an element in issue. An earlier link of the same cell is kept, marked as replaced.

    seen: the id of the link that the writer had before their eyes, 0 for an empty cell. Refused (R24), and nothing
    changed, when the cell holds another by now. Two statements write: the link and its docket entry.
    """
    _linker(case, by)
    cell = Cell(case, item, element_id, direction, weight, note.strip())
    _check_link(cell, by)
    link = _write(cell, by, seen, clock.now())
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
            "note": cell.note,
        },
        facts={"element": element_id},
    )
    return link


def _write(cell: Cell, by, seen: int, now: datetime) -> ElementLink:
    values = {
        "case": cell.case.pk,
        "item": cell.item.pk,
        "element": cell.element_id,
        "direction": cell.direction,
        "weight": cell.weight,
        "note": cell.note,
        "by": by.pk,
        "at": now,
        "replaced": f"Replaced by {by}"[:500],
        "seen": seen,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(_REPLACE, values)
            written = cursor.fetchone()
    except IntegrityError:
        written = None
    if written is None:
        raise Refused(
            "R24",
            f"{cell.item.number} was linked to {cell.element_id}, or taken out there, by somebody else just now.",
            "Your entry was not saved; look at what the cell holds now.",
            code="changed-meanwhile",
        )
    return ElementLink(
        pk=written[0],
        case=cell.case,
        item=cell.item,
        element_id=cell.element_id,
        direction=cell.direction,
        weight=cell.weight,
        note=cell.note,
        by=by,
        at=now,
    )


def _linker(case: Case, by) -> None:
    """Who links may, and the case as it is now: it may have been closed, or a determination proposed, meanwhile."""
    require(by, Act.LINK_EVIDENCE)
    if Role.MEMBER in by.roles:
        panel_member(by, case)
    now = Case.objects.select_for_update(of=("self",), no_key=True).annotate(pending=PENDING).get(pk=case.pk)
    refuse(link_refusal(Standing(now.number, Stage(now.stage), pending=now.pending)))


def _check_link(cell: Cell, by) -> None:
    errors = {}
    if cell.direction not in dict(ElementLink.DIRECTIONS):
        errors["direction"] = ["Choose supports, contradicts or neutral."]
    if cell.weight not in dict(ElementLink.WEIGHTS):
        errors["weight"] = ["Choose slight, moderate or strong."]
    if cell.element_id not in {e.id for e in placed(cell.case.crimes.all())}:
        errors["element"] = ["This element is not in issue in this case."]
    if len(cell.note) > NOTE:
        errors["note"] = [f"At most {NOTE} characters."]
    if errors:
        raise Invalid(errors, rule="R24")
    here = all_items(cell.case).filter(pk=cell.item.pk).exists()
    if not here or not items_visible_to(by).filter(pk=cell.item.pk).exists():
        raise Refused("R24", "Only accepted items of this case that you may open can be linked.", status=403)
    if cell.item.retracted_at:
        raise Refused("R24", f"{cell.item.number} was retracted and cannot be relied on.")


@transaction.atomic
def unlink(*, link: ElementLink, by, reason: str) -> ElementLink:
    """Take a link out, with a reason; the row stays (R15)."""
    _linker(link.case, by)
    if blank(reason):
        raise Invalid({"reason": ["Say why the link is taken out."]}, rule="R15")
    if len(reason.strip()) > NOTE:
        raise Invalid({"reason": [f"At most {NOTE} characters."]}, rule="R15")
    taken = ElementLink.objects.filter(pk=link.pk, removed_at=None).update(
        removed_at=clock.now(), removed_reason=reason.strip()
    )
    if not taken:
        raise Refused("R24", "This link has been taken out or replaced already.", code="changed-meanwhile")
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
