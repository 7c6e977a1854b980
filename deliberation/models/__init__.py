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
    "CommentedText",
    "Correspondent",
    "Delivery",
    "Dispatch",
    "Embargo",
    "FailureReason",
    "Handling",
    "Motion",
    "Option",
    "OptionScore",
    "Output",
    "Paragraph",
    "ParagraphVersion",
    "Publication",
    "Recommendation",
    "Reply",
    "Signature",
    "Step",
    "Supersession",
    "Vote",
]
