"""Facts of Parts IV and V and the constraints that must never break. The rules: deliberation.procedure."""

from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature
from .publication import (
    CommentedText,
    Correspondent,
    Dispatch,
    Embargo,
    Handling,
    Publication,
    Reply,
    Supersession,
)

__all__ = [
    "Ballot",
    "Clearance",
    "Delivery",
    "FailureReason",
    "Motion",
    "Option",
    "OptionScore",
    "Output",
    "Paragraph",
    "ParagraphVersion",
    "Recommendation",
    "Signature",
    "Step",
    "Vote",
    "CommentedText",
    "Correspondent",
    "Dispatch",
    "Embargo",
    "Handling",
    "Publication",
    "Reply",
    "Supersession",
]
