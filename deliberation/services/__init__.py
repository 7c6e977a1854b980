"""The verbs of Parts IV and V: atomic, keyword-only, by=… (None is the system)."""

from .amendments import order_amendments, reword_amendment, table_amendment
from .ballots import Receipt, cast_ballot
from .drafting import add_paragraph, create_output, edit_paragraph, move_paragraph, remove_paragraph
from .motions import move, second
from .options import give_failure_reason, score_option, table_option
from .outputs import (
    clear_wording,
    make_call,
    publish,
    return_to_draft,
    sign,
    submit_for_review,
    supersede,
    transmit,
    withdraw,
)
from .recommending import draft_recommendation
from .reconsidering import reconsider, withdraw_motion
from .voiding import report_disqualified
from .voting import close_vote, put_to_vote

__all__ = [
    "Receipt",
    "add_paragraph",
    "cast_ballot",
    "clear_wording",
    "close_vote",
    "create_output",
    "draft_recommendation",
    "edit_paragraph",
    "give_failure_reason",
    "make_call",
    "move",
    "move_paragraph",
    "order_amendments",
    "publish",
    "put_to_vote",
    "reconsider",
    "remove_paragraph",
    "report_disqualified",
    "return_to_draft",
    "reword_amendment",
    "score_option",
    "second",
    "sign",
    "submit_for_review",
    "supersede",
    "table_amendment",
    "table_option",
    "transmit",
    "withdraw",
    "withdraw_motion",
]
