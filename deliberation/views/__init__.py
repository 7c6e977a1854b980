"""Pages of Parts IV and V. A view loads and authorises, calls one service, and redirects."""

from .checking import check
from .editor import add_paragraph, output, paragraph
from .motions import close_motion, motion, put_motion, reconsider_motion, second_motion
from .outputs import case_outputs, output_act, output_pdf, outputs
from .pasting import paste_text
from .plenary import deliberation, move_motion, option, recommendation, table_option
from .precedents import output_precedents, precedents

__all__ = [
    "add_paragraph",
    "case_outputs",
    "check",
    "close_motion",
    "deliberation",
    "motion",
    "move_motion",
    "option",
    "output",
    "output_act",
    "output_pdf",
    "output_precedents",
    "outputs",
    "paragraph",
    "paste_text",
    "precedents",
    "put_motion",
    "recommendation",
    "reconsider_motion",
    "second_motion",
    "table_option",
]
