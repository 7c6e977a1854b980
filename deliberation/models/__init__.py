"""Facts of Parts IV and V and the constraints that must never break. The rules: deliberation.procedure."""

from .amendments import Amendment, AmendmentVersion
from .discussion import Mention, Remark, RemarkText
from .drafting import DraftVersion, Writing
from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureEvidence, FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature
from .precedents import Precedent, PrecedentParagraph
from .sittings import Minutes, MinutesApproval, Presence, Sitting, Turn

__all__ = [
    "Amendment",
    "AmendmentVersion",
    "Ballot",
    "Clearance",
    "Delivery",
    "DraftVersion",
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
    "Precedent",
    "PrecedentParagraph",
    "Presence",
    "Recommendation",
    "Remark",
    "RemarkText",
    "Signature",
    "Sitting",
    "Step",
    "Turn",
    "Vote",
    "Writing",
]
