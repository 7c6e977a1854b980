"""How sensitive a submission or an item is, and how that changes (R16)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from evidence.models import Item, SensitivityChange, Submission
from evidence.procedure.access import is_lower
from evidence.procedure.terms import Sensitivity
from evidence.selectors.containing import held_in, holders_of
from evidence.services.changing import change, lock_even_retracted, lock_item
from evidence.services.protection import let_read, lock_submission
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record


@transaction.atomic
def reclassify(
    *, submission: Submission, by: Any, sensitivity: str, reason: str, items: bool = True, version: int | None = None
) -> SensitivityChange:
    """Change how sensitive a screened submission is, with a reason (R16).

    Raising raises every item below it. Lowering, which is the registrar's, lowers with `items` those that stood
    where the submission did and hold nothing stricter. A determination that rests on a changed item becomes stale (R30).
    """
    _check(sensitivity, reason)
    locked = lock_submission(submission)
    if locked.is_open:
        raise Refused("R16", "Until it is decided, screening sets the sensitivity.")
    if version is not None and version != locked.version:
        raise Refused("R15", f"{locked.number} was changed while you were deciding.", code="overtaken")
    before = _may_change(locked.sensitivity, sensitivity, by)
    closed = _closed(locked)
    locked.sensitivity, locked.version = sensitivity, locked.version + 1
    locked.save(update_fields=["sensitivity", "version"])
    changed = _note(locked, None, before, reason, by)
    for item in locked.items.order_by("-file_id", "pk"):  # what was taken out of a file before that file
        if is_lower(item.sensitivity, sensitivity) or (items and _goes_down(item, before, sensitivity)):
            _set(lock_even_retracted(item), sensitivity, reason, by)
    if sensitivity == Sensitivity.STRICT and by is not None and not closed:
        let_read(submission=locked, user=by, by=by, reason=reason)
    return changed


@transaction.atomic
def reclassify_item(
    *, item: Item, by: Any, sensitivity: str, reason: str, version: int | None = None
) -> list[SensitivityChange]:
    """Change how sensitive one item is, with a reason (R16). Lowering is the registrar's.

    What it was taken out of can be read with it, and becomes at least as strict; its change is returned after the
    item's own. Refused for an item that would become laxer than what was taken out of it.
    """
    _check(sensitivity, reason)
    closed = _closed(lock_submission(item.submission))
    locked = lock_item(item, version)
    before = _may_change(locked.sensitivity, sensitivity, by)
    if is_lower(sensitivity, before):
        _refuse_stricter_within(locked, sensitivity)
    changed = [_set(locked, sensitivity, reason, by)]
    for holder in holders_of(locked):
        if is_lower(holder.sensitivity, sensitivity):
            changed.append(_set(lock_even_retracted(holder), sensitivity, f"It holds {locked.number}. {reason}", by))
    if sensitivity == Sensitivity.STRICT and by is not None and not closed:
        let_read(submission=locked.submission, user=by, by=by, reason=reason)
    return changed


def _goes_down(item: Item, before: str, after: str) -> bool:
    """Whether an item follows its submission down: it stood there, is in force, and holds nothing that stays up."""
    stood = is_lower(after, before) and item.sensitivity == before and not item.retracted_at
    return stood and not _stricter_within(item, after)


def _stricter_within(item: Item, sensitivity: str) -> list[Item]:
    return [held for held in held_in(item) if is_lower(sensitivity, held.sensitivity)]


def _refuse_stricter_within(item: Item, sensitivity: str) -> None:
    if held := _stricter_within(item, sensitivity):
        said = f"{item.number} holds {held[0].number}, which is {held[0].get_sensitivity_display().lower()}"
        raise Refused("R16", f"{said}: whoever reads the one reads the other.", f"Lower {held[0].number} first.")


def _closed(submission: Submission) -> bool:
    """Whether something of it is for named readers alone. Naming is for all of a submission, so that whoever raises
    a part of one is named for it only where that opens nothing else: else the registrar names."""
    strict = Sensitivity.STRICT.value
    return submission.sensitivity == strict or submission.items.filter(sensitivity=strict).exists()


def _check(sensitivity: str, reason: str) -> None:
    errors: dict[str, list[str]] = {}
    if sensitivity not in list(Sensitivity):
        errors["sensitivity"] = ["Set the sensitivity."]
    if blank(reason):
        errors["reason"] = ["Give the reason. One line is enough."]
    if errors:
        raise Invalid(errors, rule="R16")


def _may_change(before: str, after: str, by: Any) -> str:
    """The sensitivity before; refuses no change, and lowering by anybody but the registrar."""
    if before == after:
        raise Refused("R16", "It has this sensitivity already.", status=400, field="sensitivity")
    require(by, Act.LOWER_PROTECTION if is_lower(after, before) else Act.PROTECT)
    return before


def _set(locked: Item, sensitivity: str, reason: str, by: Any) -> SensitivityChange:
    before = locked.sensitivity
    change(locked, "reclassified", reason, by, sensitivity=sensitivity)
    return _note(locked.submission, locked, before, reason, by)


def _note(submission: Submission, item: Item | None, before: str, reason: str, by: Any) -> SensitivityChange:
    after = item.sensitivity if item else submission.sensitivity
    noted = SensitivityChange.objects.create(
        submission=submission, item=item, before=before, after=after, reason=reason.strip(), by=by, at=clock.now()
    )
    if item is None:
        content = {"before": before, "after": after, "reason": noted.reason}
        obj, salt = submission.number, bytes(noted.salt)
        record(act="submission.reclassified", by=by, obj=obj, content=content, salt=salt)
    return noted
