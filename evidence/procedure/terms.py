"""Words that Part II gives a fixed meaning."""

from __future__ import annotations

from enum import StrEnum


class Sensitivity(StrEnum):
    """R16, lowest first."""

    UNCLASSIFIED = "unclassified"
    CONFIDENTIAL = "confidential"
    STRICT = "strictly_confidential"


class Answer(StrEnum):
    """One answer of the quick matrix (R13)."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"
    WORSENING = "worsening"


class Question(StrEnum):
    """The six questions of the quick matrix, in their order (R13)."""

    INCITEMENT = "incitement"
    VIOLENCE = "rising_violence"
    IDEOLOGY = "exclusionary_ideology"
    TARGETING = "group_targeting"
    MOVEMENT = "armed_movement"
    IMPUNITY = "past_impunity"


class Status(StrEnum):
    """Where a submission stands (R14, R15)."""

    RECEIVED = "received"
    QUERIED = "queried"
    HELD = "held"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Status.RECEIVED, Status.QUERIED, Status.HELD})
