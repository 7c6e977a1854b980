"""Which clocks the presiding member may extend, once and with a reason (R36). Pure: kinds by the values of ClockKind."""

EXTENDABLE = {
    "screening": "R14",
    "query": "R14",
    "first_round": "R25",
    "second_round": "R26",
    "determination": "R36",
    "plenary": "R36",
    "follow_up": "R43",
}
"""Time set for work of the Division, with the rule that sets it."""

FIXED = {
    "opinions": "R30",
    "vote": "R35",
    "insufficiency": "R33",
    "hold": "R14",
    "embargo": "R37",
}
"""What a rule or a decision gives a length of its own, with that rule: the window for opinions, a vote, how long a finding
stands, the date of a hold, an embargo. Who wants another decides anew."""


def extendable(kind: str) -> bool:
    """Whether clocks of this kind can be extended; one that no rule knows cannot."""
    return kind in EXTENDABLE
