"""Loads States and Council seats from the data files that ship with the product."""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction

from mad.common.canonical import digest
from mad.docket.models import Entry
from mad.docket.services import record
from mad.membership.models import CouncilSeat
from mad.reference.files import DATA, read_csv
from mad.reference.loading import load_states

ACT = "reference.loaded"


def load_council() -> int:
    """Add every seat of council_members.csv that is not there yet; the number of rows in the file.

    A seat that is there stays as it is: the registrar may have shortened it.
    """
    seats = [
        CouncilSeat(
            state_id=row["iso3"],
            permanent=row["permanent"] == "1",
            starts=row["starts"],
            ends=row["ends"] or None,
        )
        for row in read_csv("council_members.csv")
    ]
    CouncilSeat.objects.bulk_create(seats, ignore_conflicts=True)
    return len(seats)


@transaction.atomic
def load_reference() -> dict[str, int]:
    """States and Council seats. Loading the same files again changes nothing, the docket included."""
    counts = {"States": load_states(), "Council seats": load_council()}
    files = {name: sha256((DATA / name).read_bytes()).hexdigest() for name in ("states.csv", "council_members.csv")}
    newest = Entry.objects.filter(act=ACT).order_by("-pk").first()
    if newest is None or newest.digest != digest(files):
        record(act=ACT, by=None, obj="reference", content=files, facts=counts)
    return counts
