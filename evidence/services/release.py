"""Reading a source's release terms into limits (R16). What the source set first stays on the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from evidence.models import Item, ReleaseTerm, Submission
from evidence.procedure.fields import storable
from evidence.procedure.release import FREE, Limit, Terms, declared, is_freer
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid
from mad.docket.services import record

WORDS_LONGEST = 2000


@transaction.atomic
def set_release_terms(
    *,
    submission: Submission,
    by: Any,
    limits: Iterable[str],
    reason: str,
    not_before: date | None = None,
    words: str = "",
    item: Item | None = None,
    consent: bool = False,
) -> ReleaseTerm:
    """Say what the terms of a submission, or of one of its items, allow.

    They add to what the source structured itself. consent: the source agreed to these instead, as the reason says.
    Only the registrar records that, or a reading freer than the last. Raises Invalid naming what is wrong.
    """
    require(by, Act.LOWER_PROTECTION if consent else Act.PROTECT)
    chosen = list(dict.fromkeys(limits))
    _check(chosen, words, reason, item, submission)
    locked = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if is_freer(Terms(frozenset(map(Limit, chosen)), not_before), _last(locked, item)):
        require(by, Act.LOWER_PROTECTION)
    reading = ReleaseTerm.objects.create(
        submission=submission,
        item=item,
        limits=sorted(chosen),
        not_before=not_before,
        words=words.strip(),
        consent=consent,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    content = {
        "limits": reading.limits,
        "not_before": not_before,
        "words": reading.words,
        "consent": consent,
        "reason": reading.reason,
    }
    obj = item.number if item else submission.number
    record(act="release.read", by=by, obj=obj, content=content, salt=bytes(reading.salt))
    return reading


def _last(submission: Submission, item: Item | None) -> Terms:
    """What was read last, of the item itself or of the submission."""
    reading = ReleaseTerm.objects.filter(submission=submission, item=item).first()
    if reading is not None:
        return reading.terms
    return FREE if item else declared(submission.release, submission.release_terms)


def _check(limits: list[str], words: str, reason: str, item: Item | None, submission: Submission) -> None:
    errors: dict[str, list[str]] = {}
    if unknown := [limit for limit in limits if limit not in list(Limit)]:
        errors["limits"] = [f"There is no such limit: {', '.join(unknown)[:80]}."]
    if len(words) > WORDS_LONGEST or not storable(words):
        errors["words"] = [f"At most {WORDS_LONGEST} characters."]
    if blank(reason):
        errors["reason"] = ["Give the reason. One line is enough."]
    if item is not None and item.submission_id != submission.pk:
        errors["item"] = ["This item came from another submission."]
    if errors:
        raise Invalid(errors, rule="R16")
