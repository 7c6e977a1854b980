"""When a clock speaks (R36). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

HALF, FOUR_FIFTHS, DUE, ESCALATION = "half", "four_fifths", "due", "escalation"
ORDER = (HALF, FOUR_FIFTHS, DUE, ESCALATION)
_SHARE = {HALF: (1, 2), FOUR_FIFTHS: (4, 5), DUE: (1, 1), ESCALATION: (11, 10)}


def moment(kind: str, due: datetime, span: timedelta) -> datetime:
    """When `kind` goes out for a clock due at `due` whose working time is `span`.

    Half and four fifths count back from the due time, so a pause that moved it moves them too. The rule says
    only that escalation follows the due time; it follows after a tenth of the time allowed.
    """
    numerator, denominator = _SHARE[kind]
    return due + span * (numerator - denominator) / denominator


def following(fired: int, due: datetime, span: timedelta) -> datetime | None:
    """When the next of ORDER goes out after `fired` of them; None when all have."""
    return moment(ORDER[fired], due, span) if fired < len(ORDER) else None
