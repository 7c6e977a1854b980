"""Facts of Parts IV and V and the constraints that must never break. The rules: deliberation.procedure."""

from .discussion import Mention, Remark, RemarkText
from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureEvidence, FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature
from .sittings import Minutes, MinutesApproval, Presence, Sitting, Turn

__all__ = [
    "Ballot",
    "Clearance",
    "Delivery",
    "FailureEvidence",
    "FailureReason",
    "Mention",
    "Minutes",
    "MinutesApproval",
    "Motion",
    "Option",
    "OptionScore",
    "Output",
    "Paragraph",
    "ParagraphVersion",
    "Presence",
    "Recommendation",
    "Remark",
    "RemarkText",
    "Signature",
    "Sitting",
    "Step",
    "Turn",
    "Vote",
]
