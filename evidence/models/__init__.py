"""Facts of Part II and the constraints that must never break. The rules are in evidence.procedure."""

from evidence.models.drafts import Draft
from evidence.models.duties import Lapse, NilReturn, Situation
from evidence.models.files import StoredFile, SubmissionFile
from evidence.models.imports import ImportRun, IncidentChange
from evidence.models.incidents import Incident, IncidentMonth
from evidence.models.items import GradeChange, Item
from evidence.models.likeness import Band, TextSignature
from evidence.models.origins import SubmissionOrigin
from evidence.models.protection import ReaderEnd, ReleaseTerm, SensitivityChange
from evidence.models.redactions import Redaction
from evidence.models.submissions import (
    NamedReader,
    Query,
    Reading,
    ScreeningDecision,
    SourceReveal,
    Submission,
)
from evidence.models.texts import Claim, Extraction, PageImage
from evidence.models.uploads import Upload

__all__ = [
    "Band",
    "Claim",
    "Draft",
    "Extraction",
    "GradeChange",
    "ImportRun",
    "Incident",
    "IncidentChange",
    "IncidentMonth",
    "Item",
    "Lapse",
    "NamedReader",
    "NilReturn",
    "PageImage",
    "Query",
    "ReaderEnd",
    "Reading",
    "Redaction",
    "ReleaseTerm",
    "ScreeningDecision",
    "SensitivityChange",
    "Situation",
    "SourceReveal",
    "StoredFile",
    "Submission",
    "SubmissionFile",
    "SubmissionOrigin",
    "TextSignature",
    "Upload",
]
