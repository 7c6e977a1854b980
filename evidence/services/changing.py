"""How an item changes (R15, R30): locked, as a further version, on the docket, and told to what rests on it."""

from __future__ import annotations

from typing import Any

from evidence.hooks import tell_item_changed
from evidence.models import GradeChange, Item
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


def change(locked: Item, what: str, reason: str, by: Any, **facts: Any) -> Item:
    """Set `facts` on a locked item as its next version, with reason, history, docket entry, and word to the cases."""
    before = (locked.source_grade, locked.info_grade)
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*facts, "version"])
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
    record(act=f"item.{what}", by=by, obj=locked.number, content=content, facts={"version": locked.version})
    tell_item_changed(locked)
    return locked
