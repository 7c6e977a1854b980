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
