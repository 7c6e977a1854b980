"""Facts of Part I of the rules. No rule is worked out here; see mad.membership.independence."""

from mad.membership.models.council import CouncilSeat
from mad.membership.models.elections import Candidate, CandidateTie, Election, Place
from mad.membership.models.members import (
    Declaration,
    DisciplineChoices,
    Member,
    Presidency,
    Suspension,
    Term,
    Tie,
    TieKindChoices,
)
from mad.membership.models.pressure import PressureDecision, PressureIncident
from mad.membership.models.roll import RollVersion

__all__ = [
    "Candidate",
    "CandidateTie",
    "CouncilSeat",
    "Declaration",
    "DisciplineChoices",
    "Election",
    "Member",
    "Place",
    "Presidency",
    "PressureDecision",
    "PressureIncident",
    "RollVersion",
    "Suspension",
    "Term",
    "Tie",
    "TieKindChoices",
]
