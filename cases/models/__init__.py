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
    CaseMerge,
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
from .framework import FrameworkReading, ReadingEvidence
from .outcome import CrimeOutcome
from .persons import AllegedPerson, NameRead, PersonWithdrawn
from .readers import CaseReader, CaseReaderEnd
from .watch import LevelReview

__all__ = [
    "AllegedPerson",
    "Answer",
    "Assessment",
    "AssessmentRequest",
    "Case",
    "CaseMerge",
    "CasePart",
    "CaseReader",
    "CaseReaderEnd",
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
    "FrameworkReading",
    "FrozenItem",
    "Label",
    "LevelReview",
    "NameRead",
    "Opinion",
    "PersonWithdrawn",
    "Post",
    "ReadingEvidence",
    "Recusal",
    "RecusalMotion",
    "RecusalVote",
    "Round",
    "SeverityScore",
    "StageMove",
]
