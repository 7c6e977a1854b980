"""Facts of Parts IV and V and the constraints that must never break. The rules: deliberation.procedure."""

from .amendments import Amendment, AmendmentVersion
from .drafting import DraftVersion, Writing
from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature
from .precedents import Precedent, PrecedentParagraph

__all__ = [
    "Amendment",
    "AmendmentVersion",
    "Ballot",
    "Clearance",
    "Delivery",
    "DraftVersion",
    "FailureReason",
    "Motion",
    "Option",
    "OptionScore",
    "Output",
    "Paragraph",
    "ParagraphVersion",
    "Precedent",
    "PrecedentParagraph",
    "Recommendation",
    "Signature",
    "Step",
    "Vote",
    "Writing",
]
