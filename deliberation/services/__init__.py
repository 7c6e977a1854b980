"""The verbs of Parts IV and V: atomic, keyword-only, by=… (None is the system)."""

from .amendments import order_amendments, reword_amendment, table_amendment
from .arranging import indent_paragraph, move_paragraph, restore_paragraph
from .ballots import Receipt, cast_ballot
from .correspondence import complete_delivery, hand_over, open_delivery, record_reply, set_address
from .discussion import correct_remark, remark_on, take_note
from .drafting import add_paragraph, add_paragraphs, create_output, edit_paragraph, remove_paragraph
from .findings import draft_comment, draft_findings
from .minutes import approve_minutes, correct_minutes, export_minutes
from .motions import move, second
from .options import give_failure_reason, score_option, table_option
from .outputs import clear_wording, make_call, return_to_draft, sign, submit_for_review, supersede, transmit, withdraw
from .pasting import paste
from .precedents import insert_precedent, load_precedents
from .publishing import publish, set_embargo
from .recommending import draft_recommendation
from .reconsidering import reconsider, withdraw_motion
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
from .voting import close_vote, put_to_vote
from .writing import drop_writing, keep_writing, note_presence

__all__ = [
    "Receipt",
    "add_paragraph",
    "add_paragraphs",
    "approve_minutes",
    "ask_for_floor",
    "cast_ballot",
    "clear_wording",
    "close_sitting",
    "close_vote",
    "complete_delivery",
    "correct_minutes",
    "correct_remark",
    "create_output",
    "draft_comment",
    "draft_findings",
    "draft_recommendation",
    "drop_writing",
    "edit_paragraph",
    "end_turn",
    "export_minutes",
    "give_failure_reason",
    "give_floor",
    "hand_over",
    "indent_paragraph",
    "insert_precedent",
    "keep_writing",
    "load_precedents",
    "make_call",
    "mark_presence",
    "move",
    "move_paragraph",
    "note_presence",
    "open_delivery",
    "open_sitting",
    "order_amendments",
    "paste",
    "publish",
    "put_to_vote",
    "reconsider",
    "record_reply",
    "remark_on",
    "remove_paragraph",
    "report_disqualified",
    "restore_paragraph",
    "return_to_draft",
    "reword_amendment",
    "score_option",
    "second",
    "set_address",
    "set_embargo",
    "sign",
    "submit_for_review",
    "supersede",
    "table_amendment",
    "table_option",
    "take_note",
    "transmit",
    "withdraw",
    "withdraw_from_list",
    "withdraw_motion",
]
