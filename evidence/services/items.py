"""Evidence items: made when a submission is accepted, regraded, derived and retracted afterwards (R14, R17, R30)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from evidence.models import Item, Submission, SubmissionFile
from evidence.procedure.grades import Information, Source
from evidence.procedure.hostile import Verdict
from evidence.procedure.roots import check_derivation
from evidence.selectors.containing import redacted_copies_of
from evidence.services.changing import change, lock_item, set_origin
from evidence.services.origins import follow_origins, one_derivation_at_a_time
from evidence.services.protection import lock_submission
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank, stripped
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_numbers
from mad.docket.services import record

TITLE_LONGEST = 200


def make_items(*, submission: Submission, by: Any) -> list[Item]:
    """One item for the narrative and one for each released file that has none yet. Call inside the transaction."""
    known = set(submission.items.values_list("file_id", flat=True))
    files = [file for file in submission.files.filter(verdict=Verdict.RELEASED.value) if file.pk not in known]
    sources: list[SubmissionFile | None] = [*([] if None in known else [None]), *files]
    if not sources:
        return []
    numbers = next_numbers("E", len(sources))
    items = [_item(submission, file, number) for file, number in zip(sources, numbers, strict=True)]
    Item.objects.bulk_create(items)
    for item in items:
        record_made(item, by)
    follow_origins(submission, by)
    return items


def record_made(item: Item, by: Any) -> None:
    facts = {"submission": item.submission.number}
    record(act="item.made", by=by, obj=item.number, content=item.content(), salt=bytes(item.salt), facts=facts)


def _item(submission: Submission, file: SubmissionFile | None, number: str) -> Item:
    return Item(
        number=number,
        submission=submission,
        file=file,
        sha256=file.stored_id if file else "",
        title=(file.name if file else submission.title)[:TITLE_LONGEST],
        excerpt="" if file else submission.narrative,
        source_grade=submission.source_grade,
        info_grade=submission.info_grade,
        sensitivity=submission.sensitivity,
        created_at=clock.now(),
    )


@transaction.atomic
def regrade(
    *, item: Item, by: Any, source_grade: str, info_grade: str, reason: str, version: int | None = None
) -> Item:
    """Grade an item anew, with a reason. A determination that rests on it becomes stale (R30)."""
    require(by, Act.GRADE)
    errors: dict[str, list[str]] = {}
    if source_grade not in list(Source):
        errors["source_grade"] = ["Grade the source, A to F."]
    if info_grade not in list(Information):
        errors["info_grade"] = ["Grade the information, 1 to 6."]
    _raise(errors, reason)
    locked = lock_item(item, version)
    if (locked.source_grade, locked.info_grade) == (source_grade, info_grade):
        raise Refused("R14", "The item has these grades already.", status=400)
    return change(locked, "regraded", reason, by, source_grade=source_grade, info_grade=info_grade)


@transaction.atomic
def retract(*, item: Item, by: Any, reason: str, version: int | None = None) -> Item:
    """Take an item back, with a reason, and its redacted copies with it. It stays readable, marked; what rests on it
    becomes stale (R15, R30)."""
    require(by, Act.GRADE)
    _raise({}, reason)
    lock_submission(item.submission)
    retracted = _retract(lock_item(item, version), stripped(reason), by)
    _retract_copies(retracted, by)
    return retracted


def _retract(locked: Item, reason: str, by: Any) -> Item:
    now = clock.now()
    return change(locked, "retracted", reason, by, retracted_at=now, retracted_by=by, retraction_reason=reason)


def _retract_copies(original: Item, by: Any) -> None:
    """What shows the same shows it as retracted. The reason stays with the original: a copy may be read more widely."""
    for copy in redacted_copies_of(original):
        if not copy.retracted_at:
            _retract(lock_item(copy, None), f"{original.number}, of which this is a redacted copy, was retracted.", by)
        _retract_copies(copy, by)


@transaction.atomic
def derive(*, item: Item, parent: Item, by: Any, reason: str) -> Item:
    """Record that `item` goes back to `parent`, so that both count as one source (R17)."""
    require(by, Act.GRADE)
    _raise({}, reason)
    if item.file is not None and item.file.redaction_of_id:
        raise Refused("R17", f"{item.number} is a redacted copy; it goes back to its original and to nothing else.")
    one_derivation_at_a_time()
    known = dict(Item.objects.exclude(derived_from=None).values_list("pk", "derived_from_id"))
    check_derivation(item.pk, parent.pk, known)
    return set_origin(lock_item(item, None), parent, reason, by)


def _raise(errors: dict[str, list[str]], reason: str) -> None:
    if blank(reason):
        errors["reason"] = ["Give the reason. One line is enough."]
    if errors:
        raise Invalid(errors, rule="R14")
