"""Pages of Parts IV and V. A view loads and authorises, calls one service, and redirects."""

from .adequacy import adequacy
from .amendments import amendment, amendments
from .ballots import motion_ballots
from .calling import call
from .checking import check
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
from .delivery import addresses, delivery, supersede
from .discussion import discussion
from .editor import output
from .exports import output_docx, output_pdf, output_xml
from .history import output_versions, paragraph_versions
from .motions import close_motion, motion, put_motion, reconsider_motion, second_motion, withdraw_motion
from .outputs import case_outputs, output_act, outputs
from .paragraphs import add_paragraph, drop_new, paragraph
from .pasting import paste_text
from .plenary import compare, deliberation, move_motion, option, table_option
from .precedents import output_precedents, precedents
from .received import received, received_pdf
from .recommending import recommendation, recommendation_versions
from .sittings import minutes, minutes_file, session, session_act, sessions
from .typing import keep, present

__all__ = [
    "add_paragraph",
    "addresses",
    "adequacy",
    "amendment",
    "amendments",
    "call",
    "case_outputs",
    "check",
    "close_motion",
    "compare",
    "council_explanation",
    "council_follow_up",
    "council_meeting",
    "council_text",
    "council_text_entry",
    "council_vetoes",
    "council_vote",
    "council_votes",
    "deliberation",
    "delivery",
    "discussion",
    "drop_new",
    "keep",
    "minutes",
    "minutes_file",
    "motion",
    "motion_ballots",
    "move_motion",
    "option",
    "output",
    "output_act",
    "output_council",
    "output_docx",
    "output_pdf",
    "output_precedents",
    "output_versions",
    "output_xml",
    "outputs",
    "paragraph",
    "paragraph_versions",
    "paste_text",
    "precedents",
    "present",
    "put_motion",
    "received",
    "received_pdf",
    "recommendation",
    "recommendation_versions",
    "reconsider_motion",
    "second_motion",
    "session",
    "session_act",
    "sessions",
    "supersede",
    "table_option",
    "withdraw_motion",
]
