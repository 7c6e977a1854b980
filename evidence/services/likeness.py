"""Signing texts so that those nearly the same are found (R17). The worker's work; nothing here is a decision."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from evidence.models import Band, Extraction, Submission, TextSignature
from evidence.procedure.likeness import sign
from evidence.procedure.texts import Reading
from mad.common import clock

AT_ONCE = 200
OUT_OF_ORDER = 5000  # submissions whose commit may come after that of a later number
OVERLAP = timedelta(minutes=10)  # the same for readings of files, which carry a time
_ONE_AT_A_TIME = 0x5348_494E


def sign_waiting(limit: int = AT_ONCE) -> int:
    """Sign up to `limit` texts of each kind that have no signature yet; returns how many. One process at a time."""
    with transaction.atomic():
        if not _alone():
            return 0
        return _narratives(limit) + _files(limit)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _narratives(limit: int) -> int:
    newest = TextSignature.objects.aggregate(newest=Max("submission_id"))["newest"] or 0
    unsigned = Submission.objects.filter(pk__gt=newest - OUT_OF_ORDER, signature=None).order_by("pk")
    waiting = list(unsigned.values_list("pk", "narrative")[:limit])
    for pk, text in waiting:
        _keep(text, submission_id=pk)
    return len(waiting)


def _files(limit: int) -> int:
    newest = TextSignature.objects.filter(stored__isnull=False).aggregate(newest=Max("made_at"))["newest"]
    signed = TextSignature.objects.filter(stored=OuterRef("pk"), made_at__gte=OuterRef("finished_at"))
    done = Extraction.objects.filter(~Exists(signed), state=Reading.DONE.value).order_by("finished_at")
    if newest is not None:
        done = done.filter(finished_at__gt=newest - OVERLAP)
    waiting = list(done.values_list("pk", "text")[:limit])
    for pk, text in waiting:
        TextSignature.objects.filter(stored=pk).delete()
        _keep(text, stored_id=pk)
    return len(waiting)


def _keep(text: str, **of: object) -> None:
    signature = sign(text)
    kept = TextSignature.objects.create(
        minhash=signature.pack(), shingles=signature.shingles, made_at=clock.now(), **of
    )
    Band.objects.bulk_create(Band(signature=kept, key=key) for key in signature.bands())
