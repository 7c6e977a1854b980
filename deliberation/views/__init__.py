"""Pages of Parts IV and V. A view loads and authorises, calls one service, and redirects."""

from .adequacy import adequacy
from .council import (
    council_explanation,
    council_follow_up,
    council_meeting,
    council_text,
    council_text_entry,
    council_vote,
    output_council,
)
from .council_record import council_vetoes, council_votes
from .editor import add_paragraph, check, output, paragraph
from .motions import close_motion, motion, put_motion, reconsider_motion, second_motion
from .outputs import case_outputs, output_act, output_pdf, outputs
from .plenary import deliberation, move_motion, option, recommendation, table_option

__all__ = [
    "add_paragraph",
    "adequacy",
    "case_outputs",
    "check",
    "close_motion",
    "council_explanation",
    "council_follow_up",
    "council_meeting",
    "council_text",
    "council_text_entry",
    "council_vetoes",
    "council_vote",
    "council_votes",
    "deliberation",
    "motion",
    "move_motion",
    "option",
    "output",
    "output_act",
    "output_council",
    "output_pdf",
    "outputs",
    "paragraph",
    "put_motion",
    "recommendation",
    "reconsider_motion",
    "second_motion",
    "table_option",
]
