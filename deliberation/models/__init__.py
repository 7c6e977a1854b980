"""Facts of Parts IV and V and the constraints that must never break. The rules: deliberation.procedure."""

from .adequacy import Adequacy, AdequacyComment, MeasureJudgement
from .amendments import Amendment, AmendmentVersion
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
from .discussion import Mention, Remark, RemarkText
from .drafting import DraftVersion, Writing
from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureEvidence, FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature
from .precedents import Precedent, PrecedentParagraph
from .sittings import Minutes, MinutesApproval, Presence, Sitting, Turn

__all__ = [
    "Adequacy",
    "AdequacyComment",
    "Amendment",
    "AmendmentVersion",
    "Ballot",
    "Clearance",
    "CouncilExplanation",
    "CouncilMeeting",
    "CouncilPosition",
    "CouncilText",
    "CouncilVersion",
    "CouncilVote",
    "Delivery",
    "DraftVersion",
    "ExpectedPosition",
    "FailureEvidence",
    "FailureReason",
    "HistoricVeto",
    "MeasureJudgement",
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
