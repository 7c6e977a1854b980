"""What the apps and people do with search: mark a thing to be read anew, keep a search, drop it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from mad.accounts.models import User
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import stripped
from mad.common.errors import Invalid, Refused
from mad.search.language import read
from mad.search.models import Follower, SavedSearch, SavedSearchHit, Touched
from mad.search.selectors import found_objects

MOST_SAVED = 50
NAME, QUERY = 120, 500


def touch(numbers: Iterable[str]) -> None:
    """Have the documents of these docket numbers made again. Acts on the docket are followed without this."""
    Touched.objects.bulk_create(Touched(number=number) for number in numbers)


@transaction.atomic
def save_search(*, by: User, name: str, query: str, alerts: bool) -> SavedSearch:
    """Keep a search. What it finds now counts as known, so alerts tell of what comes later only.

    Saving the same query again renames it and changes its alerts. Raises Invalid and Refused.
    """
    require(by, Act.SEARCH)
    name, asked = stripped(name)[:NAME], read(query)
    if asked.empty:
        raise Invalid({"query": ["A search to keep asks for at least one word or fact."]})
    known = SavedSearch.objects.select_for_update().filter(owner=by, query=asked.text).first()
    if known is not None:
        return _change(known, name or known.name, alerts)
    if SavedSearch.objects.filter(owner=by).count() >= MOST_SAVED:
        raise Refused(reason=f"You keep {MOST_SAVED} searches; remove one first.", code="too-many-searches")
    saved = SavedSearch.objects.create(
        owner=by,
        name=name or asked.text[:NAME],
        query=asked.text[:QUERY],
        alerts=alerts,
        revision=Follower.reached(),
        created_at=clock.now(),
    )
    _know(saved, asked)
    return saved


def _change(saved: SavedSearch, name: str, alerts: bool) -> SavedSearch:
    if alerts and not saved.alerts:
        saved.revision = Follower.reached()
        _know(saved, read(saved.query))
    saved.name, saved.alerts = name, alerts
    saved.save()
    return saved


def _know(saved: SavedSearch, asked) -> None:
    """What is found today is nothing new."""
    SavedSearchHit.objects.bulk_create(
        (SavedSearchHit(search=saved, kind=kind, object_id=pk) for kind, pk in found_objects(saved.owner, asked)),
        ignore_conflicts=True,
    )


@transaction.atomic
def drop_search(*, by: User, pk: int) -> None:
    """Remove one of one's own searches; one that is not one's own is not found and nothing happens."""
    SavedSearch.objects.filter(owner=by, pk=pk).delete()
