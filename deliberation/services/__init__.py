"""The verbs of Parts IV and V: atomic, keyword-only, by=… (None is the system)."""

from .discussion import correct_remark, remark_on, take_note
from .drafting import add_paragraph, create_output, edit_paragraph, move_paragraph, remove_paragraph
from .minutes import approve_minutes, correct_minutes, export_minutes
from .motions import move, reconsider, second
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
from .sittings import (
    ask_for_floor,
    close_sitting,
    end_turn,
    give_floor,
    mark_presence,
    open_sitting,
    withdraw_from_list,
)
from .voiding import report_disqualified
from .voting import Receipt, cast_ballot, close_vote, put_to_vote

__all__ = [
    "Receipt",
    "add_paragraph",
    "approve_minutes",
    "ask_for_floor",
    "cast_ballot",
    "clear_wording",
    "close_sitting",
    "close_vote",
    "correct_minutes",
    "correct_remark",
    "create_output",
    "draft_recommendation",
    "edit_paragraph",
    "end_turn",
    "export_minutes",
    "give_failure_reason",
    "give_floor",
    "make_call",
    "mark_presence",
    "move",
    "move_paragraph",
    "open_sitting",
    "publish",
    "put_to_vote",
    "reconsider",
    "remark_on",
    "remove_paragraph",
    "report_disqualified",
    "return_to_draft",
    "score_option",
    "second",
    "sign",
    "submit_for_review",
    "supersede",
    "table_option",
    "take_note",
    "transmit",
    "withdraw",
    "withdraw_from_list",
]
