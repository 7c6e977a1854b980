"""The verbs of Parts IV and V: atomic, keyword-only, by=… (None is the system)."""

from .correspondence import complete_delivery, hand_over, open_delivery, record_reply, set_address
from .drafting import add_paragraph, create_output, edit_paragraph, move_paragraph, remove_paragraph
from .findings import draft_comment, draft_findings
from .motions import move, reconsider, second
from .options import give_failure_reason, score_option, table_option
from .outputs import (
    clear_wording,
    make_call,
    return_to_draft,
    sign,
    submit_for_review,
    supersede,
    transmit,
    withdraw,
)
from .publishing import publish, set_embargo
from .recommending import draft_recommendation
from .voiding import report_disqualified
from .voting import Receipt, cast_ballot, close_vote, put_to_vote

__all__ = [
    "Receipt",
    "add_paragraph",
    "cast_ballot",
    "clear_wording",
    "close_vote",
    "complete_delivery",
    "create_output",
    "draft_comment",
    "draft_findings",
    "draft_recommendation",
    "edit_paragraph",
    "give_failure_reason",
    "hand_over",
    "make_call",
    "move",
    "move_paragraph",
    "open_delivery",
    "publish",
    "put_to_vote",
    "reconsider",
    "record_reply",
    "remove_paragraph",
    "report_disqualified",
    "return_to_draft",
    "score_option",
    "second",
    "set_address",
    "set_embargo",
    "sign",
    "submit_for_review",
    "supersede",
    "table_option",
    "transmit",
    "withdraw",
]
