"""Saved searches that tell: each new hit once, to an owner who may know of it at that time (R52)."""

from __future__ import annotations

from django.db import transaction

from mad.common.errors import Refused
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.search.language import read
from mad.search.models import Follower, SavedSearch, SavedSearchHit
from mad.search.selectors import FRESH, Fresh, fresh

KIND = "search.hit"


def alert_all() -> int:
    """Tell the owners of what came into the index since their searches last looked; the number of notices."""
    reached = Follower.reached()
    waiting = SavedSearch.objects.filter(alerts=True, revision__lt=reached, owner__is_active=True)
    return sum(_alert(pk, reached) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def _alert(pk: int, reached: int) -> int:
    told = 0
    while (more := _alert_batch(pk, reached)) is not None:
        told += more
    return told


@transaction.atomic
def _alert_batch(pk: int, reached: int) -> int | None:
    """Notices, hits and how far was looked stand or fall together; None when there is no more to look at."""
    rows = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner")
    saved = rows.filter(pk=pk, alerts=True, revision__lt=reached).first()
    if saved is None:
        return None
    try:
        hits = fresh(saved, read(saved.query))
    except Refused:
        return None
    if len(hits) < FRESH:
        saved.revision = reached
        saved.save(update_fields=["revision"])
    return _tell(saved, hits)


def _tell(saved: SavedSearch, hits: list[Fresh]) -> int:
    """What was told is a hit of the search from then on, and is not fresh again."""
    new = {(hit.kind, hit.object_id): hit for hit in hits}
    SavedSearchHit.objects.bulk_create(SavedSearchHit(search=saved, kind=kind, object_id=pk) for kind, pk in new)
    for hit in new.values():
        notify(kind=KIND, subject=hit.number, url=hit.url, to=Audience(users=[saved.owner_id]))
    return len(new)
