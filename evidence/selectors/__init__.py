"""Reads of Part II. Every list starts from what the reader may know of."""

from evidence.selectors.custody import custody_of_item, custody_of_submission
from evidence.selectors.incidents import counted_source, killings_by_actor, months, trend
from evidence.selectors.states import state_codes
from evidence.selectors.submissions import (
    face,
    neighbours,
    open_query,
    own_submissions,
    queue_count,
    screening_queue,
    source_label,
)
from evidence.selectors.visible import (
    files_visible_to,
    item_roots,
    items_visible_to,
    office_of,
    strictest,
    submissions_visible_to,
)

__all__ = [
    "counted_source",
    "custody_of_item",
    "custody_of_submission",
    "face",
    "files_visible_to",
    "item_roots",
    "items_visible_to",
    "killings_by_actor",
    "months",
    "neighbours",
    "office_of",
    "open_query",
    "own_submissions",
    "queue_count",
    "screening_queue",
    "source_label",
    "state_codes",
    "strictest",
    "submissions_visible_to",
    "trend",
]
