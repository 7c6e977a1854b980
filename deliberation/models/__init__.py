"""Facts of Parts IV to VII and the constraints that must never break. The rules: deliberation.procedure."""

from .accounts import AnnualAccount, Briefing
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
from .followup import Closing, Measure, MeasureReview, PreventionPlan, Trigger, TriggerFiring
from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureEvidence, FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature
from .precedents import Precedent, PrecedentParagraph
from .publication import CommentedText, Correspondent, Dispatch, Embargo, Handling, Publication, Reply, Supersession
from .reviews import AgendaItem, RaisedItem, RegionalReview, ReviewDecision
from .sittings import Minutes, MinutesApproval, Presence, Sitting, Turn

__all__ = [
    "Adequacy",
    "AdequacyComment",
    "AgendaItem",
    "Amendment",
    "AmendmentVersion",
    "AnnualAccount",
    "Ballot",
    "Briefing",
    "Clearance",
    "Closing",
    "CommentedText",
    "Correspondent",
    "CouncilExplanation",
    "CouncilMeeting",
    "CouncilPosition",
    "CouncilText",
    "CouncilVersion",
    "CouncilVote",
    "Delivery",
    "Dispatch",
    "DraftVersion",
    "Embargo",
    "ExpectedPosition",
    "FailureEvidence",
    "FailureReason",
    "Handling",
    "HistoricVeto",
    "Measure",
    "MeasureJudgement",
    "MeasureReview",
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
    "PreventionPlan",
    "Publication",
    "RaisedItem",
    "Recommendation",
    "RegionalReview",
    "Remark",
    "RemarkText",
    "Reply",
    "ReviewDecision",
    "Signature",
    "Sitting",
    "Step",
    "Supersession",
    "Trigger",
    "TriggerFiring",
    "Turn",
    "Vote",
    "Writing",
]
