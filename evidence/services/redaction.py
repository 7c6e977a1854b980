"""Redacted copies (R15, R16): asked for by an officer, made by the worker, never in place of the original."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from evidence import derived
from evidence.models import Item, PageImage, Redaction, StoredFile, SubmissionFile
from evidence.procedure.boxes import Box, by_page, problems
from evidence.procedure.texts import free_name
from evidence.redacting import Pages, as_png, burnt
from evidence.services.changing import lock_item
from evidence.services.items import TITLE_LONGEST, record_made
from evidence.services.parts import CHECK_TOPIC
from evidence.services.protection import lock_submission
from evidence.store import Batch, Incoming
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_numbers
from mad.docket.services import record
from mad.notices.outbox import enqueue

REDACT_TOPIC = "evidence.redact"
LONGEST = 20_000


@transaction.atomic
def ask_redaction(*, item: Item, by: Any, boxes: Iterable[Box], reason: str, version: int | None = None) -> Redaction:
    """Have a copy of the item's file made with these boxes burnt in.

    Raises Invalid naming each wrong box, Refused (R15) for an item without pages to draw on or already under way.
    """
    require(by, Act.GRADE)
    locked = lock_item(item, version)
    given = list(boxes)
    errors = problems(given, pages_of(locked).count())
    if blank(reason) or len(reason) > LONGEST:
        errors["reason"] = ["Give the reason of this copy. One line is enough."]
    if errors:
        raise Invalid(errors, rule="R15")
    asked = _create(locked, by, given, reason.strip())
    content = {"boxes": asked.boxes, "reason": asked.reason}
    facts, salt = {"boxes": len(given)}, bytes(locked.salt)
    record(act="item.redaction_asked", by=by, obj=locked.number, content=content, salt=salt, facts=facts)
    enqueue(REDACT_TOPIC, {"redaction": asked.pk})
    return asked


def pages_of(item: Item) -> Any:
    """Pictures of the pages of an item's file. Raises Refused (R15) when there is nothing to draw on."""
    if item.file is None:
        raise Refused("R15", "A text has no pages to draw on. Boxes are drawn on the pages of a file.")
    if not item.file.is_released:
        raise Refused("R18", f"{item.file.name} is held; it has no pages.", item.file.why, status=403, code="held")
    pages = PageImage.objects.filter(stored_id=item.file.stored_id)
    if not pages.exists():
        raise Refused("R15", f"{item.file.name} has no pictures of its pages to draw on.")
    return pages


def _create(item: Item, by: Any, boxes: list[Box], reason: str) -> Redaction:
    listed = [box.content() for box in boxes]
    try:
        with transaction.atomic():
            return Redaction.objects.create(item=item, boxes=listed, reason=reason, by=by, at=clock.now())
    except IntegrityError:
        raise Refused("R15", "A copy that you asked for is being made.", "It appears on the item’s page.") from None


def redact_waiting(payload: dict[str, Any], key: str) -> None:
    """The outbox's handler."""
    produce(pk=payload["redaction"])


def produce(*, pk: int) -> Redaction:
    """Make the copy that was asked for. A second call changes nothing."""
    asked = Redaction.objects.select_related("item__file__stored", "item__submission").get(pk=pk)
    if asked.finished_at:
        return asked
    with Batch() as batch:
        try:
            made = _burn(asked, batch)
        except (OSError, ValueError) as error:
            return _fail(asked, f"The pages could not be drawn: {type(error).__name__}.")
        with transaction.atomic():
            locked = Redaction.objects.select_for_update(of=("self",)).get(pk=pk)
            if locked.finished_at:
                return locked
            original = _locked_original(asked)
            if original.retracted_at:
                return _fail(asked, f"{original.number} was retracted before the copy was made.")
            batch.keep()
            locked.copy = _copy(asked, original, made)
            locked.finished_at = clock.now()
            locked.save(update_fields=["copy", "finished_at"])
    return locked


def _burn(asked: Redaction, batch: Batch) -> Incoming:
    """One picture alone stays a PNG; anything else becomes a PDF of pictures."""
    original = asked.item.file
    if original is None:
        raise ValueError("no file")
    boxes = by_page(Box(**box) for box in asked.boxes)
    numbers = list(PageImage.objects.filter(stored_id=original.stored_id).values_list("number", flat=True))
    if not numbers or not set(boxes) <= set(numbers):
        raise ValueError("pages are missing")
    picture = original.stored.type.startswith("image/") and len(numbers) == 1
    incoming = Incoming(_name(asked.item, "png" if picture else "pdf"), "image/png" if picture else "application/pdf")
    batch.files.append(incoming)
    pdf = None if picture else Pages(incoming.write)
    for number in sorted(numbers):
        page = burnt(derived.picture_path(original.stored_id, number).read_bytes(), boxes.get(number, ()))
        if pdf is None:
            incoming.write(as_png(page))
        else:
            pdf.add(page)
    if pdf is not None:
        pdf.finish()
    return incoming.finish()


def _name(original: Item, ending: str) -> str:
    """From the number alone: the original's name may itself say what the boxes hide."""
    taken = set(original.submission.files.values_list("name", flat=True))
    return free_name(f"{original.number}, redacted.{ending}", taken)


def _locked_original(asked: Redaction) -> Item:
    """As it is now, with its submission, which whoever retracts or reclassifies it holds first too."""
    lock_submission(asked.item.submission)
    return Item.objects.select_for_update(of=("self",)).select_related("submission", "file").get(pk=asked.item_id)


def _copy(asked: Redaction, original: Item, made: Incoming) -> Item:
    """The file and the item of the copy: grades and sensitivity as the original has them now, terms by its origin."""
    received = made.received
    StoredFile.objects.bulk_create([StoredFile(sha256=received.sha256, size=received.size)], ignore_conflicts=True)
    file = SubmissionFile.objects.create(
        submission=original.submission,
        stored_id=received.sha256,
        redaction_of=original.file,
        name=made.name,
        claimed_type=made.claimed_type,
    )
    (number,) = next_numbers("E", 1)
    copy = Item.objects.create(
        number=number,
        submission=original.submission,
        file=file,
        sha256=received.sha256,
        title=made.name[:TITLE_LONGEST],
        source_grade=original.source_grade,
        info_grade=original.info_grade,
        sensitivity=original.sensitivity,
        derived_from=original,
        created_at=clock.now(),
    )
    record_made(copy, asked.by)
    facts = {"copy": copy.number, "boxes": len(asked.boxes)}
    content = {**facts, "file": received.sha256, "drawn": asked.boxes}
    salt = bytes(original.salt)
    record(act="item.redacted", by=asked.by, obj=original.number, content=content, salt=salt, facts=facts)
    enqueue(CHECK_TOPIC, {"file": file.pk})
    return copy


def _fail(asked: Redaction, why: str) -> Redaction:
    with transaction.atomic():
        locked = Redaction.objects.select_for_update(of=("self",)).get(pk=asked.pk)
        if not locked.finished_at:
            locked.failed, locked.finished_at = why, clock.now()
            locked.save(update_fields=["failed", "finished_at"])
            salt = bytes(asked.item.salt)
            record(act="item.redaction_failed", by=None, obj=asked.item.number, content={"why": why}, salt=salt)
    return locked
