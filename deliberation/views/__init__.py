"""Pages of Parts IV and V. A view loads and authorises, calls one service, and redirects."""

from .amendments import amendment, amendments
from .ballots import motion_ballots
from .editor import add_paragraph, check, output, paragraph
from .motions import close_motion, motion, put_motion, reconsider_motion, second_motion, withdraw_motion
from .outputs import case_outputs, output_act, output_pdf, outputs
from .plenary import deliberation, move_motion, option, recommendation, table_option

__all__ = [
    "add_paragraph",
    "amendment",
    "amendments",
    "case_outputs",
    "check",
    "close_motion",
    "deliberation",
    "motion",
    "motion_ballots",
    "move_motion",
    "option",
    "output",
    "output_act",
    "output_pdf",
    "outputs",
    "paragraph",
    "put_motion",
    "recommendation",
    "reconsider_motion",
    "second_motion",
    "table_option",
    "withdraw_motion",
]
