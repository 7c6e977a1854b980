"""Facts of Parts IV and V and the constraints that must never break. The rules: deliberation.procedure."""

from .adequacy import Adequacy, AdequacyComment, MeasureJudgement
from .council import (
    CouncilExplanation,
    CouncilMeeting,
    CouncilPosition,
    CouncilText,
    CouncilVersion,
    CouncilVote,
    ExpectedPosition,
    HistoricVeto,
)
from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature

__all__ = [
    "Adequacy",
    "AdequacyComment",
    "Ballot",
    "Clearance",
    "CouncilExplanation",
    "CouncilMeeting",
    "CouncilPosition",
    "CouncilText",
    "CouncilVersion",
    "CouncilVote",
    "Delivery",
    "ExpectedPosition",
    "FailureReason",
    "HistoricVeto",
    "MeasureJudgement",
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
]
