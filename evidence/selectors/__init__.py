"""Reads of Part II. Every list starts from what the reader may know of."""

from evidence.selectors.containing import held_in, holders_of, redacted_copies_of
from evidence.selectors.custody import custody_of_item, custody_of_submission
from evidence.selectors.incidents import counted_source, killings_by_actor, months, trend
from evidence.selectors.likeness import near, same_bytes, side
from evidence.selectors.origins import offshoots_of, origin_of
from evidence.selectors.queue import QueueFilter
from evidence.selectors.release import file_terms, release_terms_of, submission_terms
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
from evidence.selectors.uploads import waiting_uploads
from evidence.selectors.visible import (
    files_visible_to,
    item_roots,
    items_visible_to,
    narratives_visible_to,
    office_of,
    strictest,
    submissions_visible_to,
)

__all__ = [
    "QueueFilter",
    "counted_source",
    "custody_of_item",
    "custody_of_submission",
    "face",
    "file_terms",
    "files_visible_to",
    "held_in",
    "holders_of",
    "item_roots",
    "items_visible_to",
    "killings_by_actor",
    "months",
    "narratives_visible_to",
    "near",
    "neighbours",
    "office_of",
    "offshoots_of",
    "open_query",
    "origin_of",
    "own_submissions",
    "queue_count",
    "redacted_copies_of",
    "release_terms_of",
    "same_bytes",
    "screening_queue",
    "side",
    "source_label",
    "state_codes",
    "strictest",
    "submission_terms",
    "submissions_visible_to",
    "trend",
    "waiting_uploads",
]
