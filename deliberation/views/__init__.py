"""Pages of Parts IV and V. A view loads and authorises, calls one service, and redirects."""

from .calling import call
from .delivery import addresses, delivery
from .editor import add_paragraph, check, output, paragraph
from .motions import close_motion, motion, put_motion, reconsider_motion, second_motion
from .outputs import case_outputs, output_act, output_pdf, outputs
from .plenary import deliberation, move_motion, option, recommendation, table_option
from .received import received, received_pdf

__all__ = [
    "add_paragraph",
    "addresses",
    "call",
    "case_outputs",
    "check",
    "close_motion",
    "deliberation",
    "delivery",
    "motion",
    "move_motion",
    "option",
    "output",
    "output_act",
    "output_pdf",
    "outputs",
    "paragraph",
    "put_motion",
    "received",
    "received_pdf",
    "recommendation",
    "reconsider_motion",
    "second_motion",
    "table_option",
]
