"""Pages of Parts IV and V. A view loads and authorises, calls one service, and redirects."""

from .discussion import discussion
from .editor import add_paragraph, check, output, paragraph
from .motions import close_motion, motion, put_motion, reconsider_motion, second_motion
from .outputs import case_outputs, output_act, output_pdf, outputs
from .plenary import compare, deliberation, move_motion, option, table_option
from .recommending import recommendation, recommendation_versions
from .sittings import minutes, minutes_file, session, session_act, sessions

__all__ = [
    "add_paragraph",
    "case_outputs",
    "check",
    "close_motion",
    "compare",
    "deliberation",
    "discussion",
    "minutes",
    "minutes_file",
    "motion",
    "move_motion",
    "option",
    "output",
    "output_act",
    "output_pdf",
    "outputs",
    "paragraph",
    "put_motion",
    "recommendation",
    "recommendation_versions",
    "reconsider_motion",
    "second_motion",
    "session",
    "session_act",
    "sessions",
    "table_option",
]
