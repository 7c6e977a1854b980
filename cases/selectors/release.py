"""What of a determination may be released today, from the items of its case (R16)."""

from cases.models import Determination
from cases.procedure.release import Closed, Guard, guard
from evidence.models import Item
from evidence.procedure.release import citation_refusal
from evidence.selectors import release_terms_of
from mad.common import clock

from .placing import all_items


def release_guard(determination: Determination) -> Guard:
    """Which items may be named, and what would give the others away: asked of every item that lies in the case, and of
    every item relied on, as they stand today. A constant number of queries."""
    frozen = Item.objects.filter(pk__in=determination.frozen.values("item"))
    rows = (all_items(determination.case) | frozen).select_related("submission", "file")
    items = list(rows)
    terms = release_terms_of(items)
    today = clock.today()
    barred = {
        item.pk
        for item in items
        if citation_refusal(item.sensitivity, terms[item.pk], retracted=item.retracted_at is not None, today=today)
    }
    free = [item.number for item in items if item.pk not in barred]
    return guard(free, [_closed(item) for item in items if item.pk in barred])


def _closed(item: Item) -> Closed:
    names = [item.title, item.submission.title]
    return Closed(tuple([*names, item.file.name] if item.file else names), item.excerpt)
