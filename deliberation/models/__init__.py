"""Facts of Parts IV to VII and the constraints that must never break. The rules: deliberation.procedure."""

from .accounts import AnnualAccount, Briefing
from .followup import Closing, Measure, MeasureReview, PreventionPlan, Trigger, TriggerFiring
from .motions import Ballot, Motion, Recommendation, Step, Vote
from .options import FailureReason, Option, OptionScore
from .outputs import Clearance, Delivery, Output, Paragraph, ParagraphVersion, Signature
from .reviews import AgendaItem, RaisedItem, RegionalReview, ReviewDecision

__all__ = [
    "AgendaItem",
    "AnnualAccount",
    "Ballot",
    "Briefing",
    "Clearance",
    "Closing",
    "Delivery",
    "FailureReason",
    "Measure",
    "MeasureReview",
    "Motion",
    "Option",
    "OptionScore",
    "Output",
    "Paragraph",
    "ParagraphVersion",
    "PreventionPlan",
    "RaisedItem",
    "Recommendation",
    "RegionalReview",
    "ReviewDecision",
    "Signature",
    "Step",
    "Trigger",
    "TriggerFiring",
    "Vote",
]
