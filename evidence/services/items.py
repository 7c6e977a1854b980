"""Evidence items: made when a submission is accepted, regraded, derived and retracted afterwards (R14, R17, R30)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from evidence.hooks import tell_item_changed
from evidence.models import GradeChange, Item, Submission, SubmissionFile
from evidence.procedure.grades import Information, Source
from evidence.procedure.hostile import Verdict
from evidence.procedure.roots import check_derivation
from mad.accounts.permissions import Act, require
from mad.common import clock
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
        record(
            act="item.made",
            by=by,
            obj=item.number,
            content=item.content(),
            facts={"submission": submission.number},
        )
    return items


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
    locked = _locked(item, version)
    if (locked.source_grade, locked.info_grade) == (source_grade, info_grade):
        raise Refused("R14", "The item has these grades already.", status=400)
    return _change(locked, "regraded", reason, by, source_grade=source_grade, info_grade=info_grade)


@transaction.atomic
def retract(*, item: Item, by: Any, reason: str, version: int | None = None) -> Item:
    """Take an item back, with a reason. It stays readable, marked; what rests on it becomes stale (R15, R30)."""
    require(by, Act.GRADE)
    _raise({}, reason)
    locked = _locked(item, version)
    return _change(
        locked,
        "retracted",
        reason,
        by,
        retracted_at=clock.now(),
        retracted_by=by,
        retraction_reason=reason.strip(),
    )


@transaction.atomic
def derive(*, item: Item, parent: Item, by: Any, reason: str) -> Item:
    """Record that `item` goes back to `parent`, so that both count as one source (R17)."""
    require(by, Act.GRADE)
    _raise({}, reason)
    known = dict(Item.objects.exclude(derived_from=None).values_list("pk", "derived_from_id"))
    check_derivation(item.pk, parent.pk, known)
    return _change(_locked(item, None), "derived", reason, by, derived_from=parent)


def _raise(errors: dict[str, list[str]], reason: str) -> None:
    if not reason.strip():
        errors["reason"] = ["Give the reason. One line is enough."]
    if errors:
        raise Invalid(errors, rule="R14")


def _locked(item: Item, version: int | None) -> Item:
    locked = Item.objects.select_for_update().get(pk=item.pk)
    if locked.retracted_at:
        raise Refused("R15", f"{locked.number} was retracted on {locked.retracted_at:%d %B %Y}.")
    if version is not None and version != locked.version:
        raise Refused(
            "R15",
            f"{locked.number} was changed while you were deciding.",
            "Nothing of yours was recorded; what you wrote is still on this page.",
            code="overtaken",
        )
    return locked


def _change(locked: Item, what: str, reason: str, by: Any, **facts: Any) -> Item:
    before = (locked.source_grade, locked.info_grade)
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save(update_fields=[*facts, "version"])
    GradeChange.objects.create(
        item=locked,
        version=locked.version,
        what=what,
        source_before=before[0],
        info_before=before[1],
        source_after=locked.source_grade,
        info_after=locked.info_grade,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    content = {**locked.content(), "reason": reason.strip()}
    record(act=f"item.{what}", by=by, obj=locked.number, content=content, facts={"version": locked.version})
    tell_item_changed(locked)
    return locked
