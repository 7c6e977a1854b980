"""The clocks that the rules know (R36). No models: apps.py may import it."""

from django.db.models import TextChoices


class ClockKind(TextChoices):
    SCREENING = "screening", "Screening"
    QUERY = "query", "Query to the source"
    FIRST_ROUND = "first_round", "First round"
    SECOND_ROUND = "second_round", "Second round"
    DETERMINATION = "determination", "Determination"
    PLENARY = "plenary", "Plenary"
    OPINIONS = "opinions", "Opinions"
    VOTE = "vote", "Vote"
    INSUFFICIENCY = "insufficiency", "Finding of insufficiency"
    FOLLOW_UP = "follow_up", "Follow-up"
    HOLD = "hold", "Hold"
    EMBARGO = "embargo", "Embargo"


EXTENDABLE = frozenset(
    {
        ClockKind.SCREENING,
        ClockKind.QUERY,
        ClockKind.FIRST_ROUND,
        ClockKind.SECOND_ROUND,
        ClockKind.DETERMINATION,
        ClockKind.PLENARY,
        ClockKind.FOLLOW_UP,
    }
)
"""The others measure what the rules fix: the window for opinions (R30), how long a finding stands (R33), a vote (R35)."""
