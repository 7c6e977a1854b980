"""Who may act on a given day, and why not (R2 to R5, R7). Pure: dated facts in, reasons out.

Nothing here can be overridden: no argument lifts a bar (R3).
"""

from mad.membership.independence.facts import (
    GROUPS,
    TIE_WORDS,
    Discipline,
    MemberFacts,
    Reason,
    Seat,
    Span,
    Standing,
    SuspensionFact,
    TermFact,
    TieFact,
    TieKind,
)
from mad.membership.independence.outlook import (
    COUNCIL_SIZE,
    Balance,
    GroupCount,
    LookAhead,
    Shortfall,
    group_balance,
    look_ahead,
)
from mad.membership.independence.standing import bars, conflicts, last_change, standing

__all__ = [
    "COUNCIL_SIZE",
    "GROUPS",
    "TIE_WORDS",
    "Balance",
    "Discipline",
    "GroupCount",
    "LookAhead",
    "MemberFacts",
    "Reason",
    "Seat",
    "Shortfall",
    "Span",
    "Standing",
    "SuspensionFact",
    "TermFact",
    "TieFact",
    "TieKind",
    "bars",
    "conflicts",
    "group_balance",
    "last_change",
    "look_ahead",
    "standing",
]
