"""Submissions that go back to others (R17), and their items with them."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from evidence.models import Item, Submission, SubmissionOrigin
from evidence.procedure.roots import check_derivation
from evidence.selectors.origins import origins_now
from evidence.services.changing import change, lock_item, set_origin
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

_ONE_AT_A_TIME = 0x5231_37  # "R17"


def one_derivation_at_a_time() -> None:
    """Hold off other derivations until this transaction ends: two at once could each close half of a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


@transaction.atomic
def mark_origin(*, submission: Submission, origin: Submission | None, by: Any, reason: str) -> SubmissionOrigin:
    """Record that `submission` goes back to `origin`, or (None) to nothing else after all.

    Its items follow, now or when they are made: each goes back to the origin's item with the same bytes, or else to
    the origin's text. Refused (R17) when it would become its own origin.
    """
    require(by, Act.GRADE)
    if blank(reason):
        raise Invalid({"reason": ["Say how you know. One line is enough."]}, rule="R17")
    one_derivation_at_a_time()
    known = origins_now()
    now_at = known.get(submission.pk)
    if now_at == (origin.pk if origin else None):
        raise Refused("R17", "This is on record already.", status=400)
    if origin is not None:
        check_derivation(submission.pk, origin.pk, known)
    marked = SubmissionOrigin.objects.create(
        submission=submission, origin=origin, reason=reason.strip(), by=by, at=clock.now()
    )
    content = {"origin": origin.number if origin else None, "reason": marked.reason}
    record(act="submission.derived", by=by, obj=submission.number, content=content, salt=bytes(marked.salt))
    if origin is None:
        _part(submission, now_at, by, marked.reason)
    else:
        _follow(submission, origin, by, marked.reason)
    return marked


def follow_origins(submission: Submission, by: Any) -> None:
    """Items of `submission` were made: link them with what they go back to, and what goes back to them."""
    known = origins_now(around=submission)
    for child, origin in known.items():
        if submission.pk in (child, origin) and origin is not None:
            _follow(Submission.objects.get(pk=child), Submission.objects.get(pk=origin), by, "As its submission does.")


def _follow(submission: Submission, origin: Submission, by: Any, reason: str) -> None:
    theirs = list(origin.items.filter(retracted_at=None))
    whole = next((item for item in theirs if item.file_id is None), None)
    same = {item.sha256: item for item in reversed(theirs) if item.sha256}
    one_derivation_at_a_time()
    parents = dict(Item.objects.exclude(derived_from=None).values_list("pk", "derived_from_id"))
    for item in submission.items.filter(derived_from=None, retracted_at=None).order_by("pk"):
        parent = same.get(item.sha256) or whole
        if parent is not None and not _circle(item.pk, parent.pk, parents):
            change(lock_item(item, None), "derived", reason, by, derived_from=parent)
            parents[item.pk] = parent.pk


def _circle(item: int, parent: int, parents: dict[int, int]) -> bool:
    """Items were linked one by one before, against the grain: those links stay as they are."""
    try:
        check_derivation(item, parent, parents)
    except Refused:
        return True
    return False


def _part(submission: Submission, origin: int | None, by: Any, reason: str) -> None:
    """Undo what _follow linked: items that go back to the former origin go back to nothing else."""
    for item in submission.items.filter(derived_from__submission=origin, retracted_at=None):
        set_origin(lock_item(item, None), None, reason, by)
