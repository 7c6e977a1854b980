"""How an item changes (R15, R30): locked, as a further version, on the docket, and told to what rests on it."""

from __future__ import annotations

from typing import Any

from evidence.hooks import tell_item_changed
from evidence.models import GradeChange, Item
from evidence.procedure.release import is_freer
from evidence.selectors.release import release_terms_of
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record


def lock_item(item: Item, version: int | None) -> Item:
    """The item, locked. Refused (R15) when it was retracted, or changed since `version`."""
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if locked.retracted_at:
        raise Refused("R15", f"{locked.number} was retracted on {locked.retracted_at:%d %B %Y}.")
    if version is not None and version != locked.version:
        raise Refused(
            "R15",
            f"{locked.number} was changed while you were deciding.",
            "Nothing of yours was recorded; what you wrote is still on this page.",
            code="overtaken",
        )
    return locked


def lock_even_retracted(item: Item) -> Item:
    """The item, locked, for what still has to follow it when it was retracted: it stays readable."""
    return Item.objects.select_for_update().get(pk=item.pk)


def change(locked: Item, what: str, reason: str, by: Any, **changes: Any) -> Item:
    """Set `changes` on a locked item as its next version, with reason, history, docket entry, and word to the cases."""
    before = (locked.source_grade, locked.info_grade)
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    GradeChange.objects.create(
        item=locked,
        version=locked.version,
        what=what,
        source_before=before[0],
        info_before=before[1],
        source_after=locked.source_grade,
        info_after=locked.info_grade,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    content = {**locked.content(), "reason": reason.strip()}
    facts = {"version": locked.version, "submission": locked.submission.number}
    record(act=f"item.{what}", by=by, obj=locked.number, content=content, salt=bytes(locked.salt), facts=facts)
    tell_item_changed(locked)
    return locked


def set_origin(locked: Item, parent: Item | None, reason: str, by: Any) -> Item:
    """Let a locked item go back to `parent`, or to nothing else. Release terms follow origins, so that an origin which
    leaves it freer than it was is the registrar's to set (R16)."""
    before = release_terms_of([locked])[locked.pk]
    changed = change(locked, "derived", reason, by, derived_from=parent)
    after = release_terms_of([changed])[changed.pk]
    if is_freer(after, before) or (before.unread and not after.unread):
        require(by, Act.LOWER_PROTECTION)
    return changed
