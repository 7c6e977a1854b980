"""Loads the States from their data file."""

from __future__ import annotations

from mad.reference.files import read_csv
from mad.reference.models import State

_FIELDS = ["iso2", "m49", "name", "official_name", "group", "is_p5", "un_status"]


def load_states() -> int:
    """Insert or bring up to date every State of states.csv; the number of rows. One query."""
    states = [State(**(row | {"is_p5": row["is_p5"] == "1"})) for row in read_csv("states.csv")]
    State.objects.bulk_create(states, update_conflicts=True, unique_fields=["iso3"], update_fields=_FIELDS)
    return len(states)
