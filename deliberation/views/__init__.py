"""Pages of Parts IV and V. A view loads and authorises, calls one service, and redirects."""

from .amendments import amendment, amendments
from .ballots import motion_ballots
from .checking import check
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
from .recommending import recommendation, recommendation_versions
from .sittings import minutes, minutes_file, session, session_act, sessions
from .typing import keep, present

__all__ = [
    "add_paragraph",
    "amendment",
    "amendments",
    "case_outputs",
    "check",
    "close_motion",
    "compare",
    "deliberation",
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
    "recommendation",
    "recommendation_versions",
    "reconsider_motion",
    "second_motion",
    "session",
    "session_act",
    "sessions",
    "table_option",
    "withdraw_motion",
]
