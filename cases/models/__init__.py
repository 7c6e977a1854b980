"""Facts and constraints of Part III; no rules, no side effects."""

from .assessment import (
    Answer,
    Assessment,
    Commitment,
    ContraryAnswer,
    CrimeVote,
    Estimate,
    Label,
    Post,
    Round,
    SeverityScore,
)
from .case import (
    AssessmentRequest,
    Case,
    CasePart,
    CaseSubmission,
    CaseSummary,
    CrimeInIssue,
    ElementLink,
    Recusal,
    RecusalMotion,
    RecusalVote,
    StageMove,
)
from .determination import Determination, DeterminationVote, FrozenItem, Opinion
from .outcome import CrimeOutcome

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentRequest",
    "Case",
    "CasePart",
    "CaseSubmission",
    "CaseSummary",
    "Commitment",
    "ContraryAnswer",
    "CrimeInIssue",
    "CrimeOutcome",
    "CrimeVote",
    "Determination",
    "DeterminationVote",
    "ElementLink",
    "Estimate",
    "FrozenItem",
    "Label",
    "Opinion",
    "Post",
    "Recusal",
    "RecusalMotion",
    "RecusalVote",
    "Round",
    "SeverityScore",
    "StageMove",
]
