"""Reading text, pages and claims out of a released file, in a process that it cannot harm (R18)."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.db import transaction

from evidence import readers, store
from evidence.derived import Drawing
from evidence.models import Claim, Extraction, PageImage, StoredFile, SubmissionFile
from evidence.procedure.hostile import Verdict
from evidence.procedure.texts import ClaimKind, Reading, listing_of, may_retry
from evidence.readers import Ended
from evidence.services.parts import attach_parts, share_parts
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.services import record
from mad.notices.outbox import enqueue

READ_TOPIC = "evidence.read_file"
PAGES_MOST, SIDE_MOST = 100_000, 100_000
NOT_THERE = "The stored bytes cannot be read."


def read_waiting_file(payload: dict[str, Any], key: str) -> None:
    """The outbox's handler."""
    read_file(pk=payload["file"])


def begin_reading(*, file: SubmissionFile) -> None:
    """A file was released: have it read, or take over what reading the same bytes gave before."""
    extraction, _ = Extraction.objects.get_or_create(stored_id=file.stored_id)
    if extraction.state == Reading.WAITING:
        enqueue(READ_TOPIC, {"file": file.pk})
        return
    share_parts(to=file)
    _note(file, extraction, None)


@transaction.atomic
def retry_reading(*, file: SubmissionFile, by: Any) -> Extraction:
    """Have a file read once more. Raises Refused (R18) when nothing went wrong the last time."""
    require(by, Act.SCREEN)
    extraction = Extraction.objects.select_for_update().filter(stored_id=file.stored_id).first()
    may_retry(
        released=file.is_released,
        state=Reading(extraction.state) if extraction else None,
        why=extraction.why if extraction else "",
    )
    if extraction is None:
        extraction = Extraction(stored_id=file.stored_id)
    extraction.state, extraction.why = Reading.WAITING.value, ""
    extraction.save()
    enqueue(READ_TOPIC, {"file": file.pk})
    _record("file.read_again", file, {}, by)
    return extraction


def read_file(*, pk: int) -> None:
    """Read a released file whose reading waits. A second call changes nothing."""
    file = SubmissionFile.objects.select_related("stored", "submission").get(pk=pk)
    waiting = Extraction.objects.filter(stored_id=file.stored_id, state=Reading.WAITING.value)
    if not file.is_released or not waiting.exists():
        return
    with Found(file.stored_id) as found:
        ended = found.read(file.stored)
        with transaction.atomic():
            extraction = waiting.select_for_update().first()
            if extraction is not None:
                found.keep(extraction, ended)
                _tell_all(extraction, file)


def _tell_all(extraction: Extraction, read: SubmissionFile) -> None:
    uses = SubmissionFile.objects.filter(stored_id=extraction.pk, verdict=Verdict.RELEASED.value)
    for file in uses.select_related("submission").order_by("id"):
        if file.pk != read.pk:
            share_parts(to=file)
        _note(file, extraction, None)


def _note(file: SubmissionFile, extraction: Extraction, by: Any) -> None:
    content = {"state": extraction.state, "method": extraction.method, "why": extraction.why}
    _record("file.unread" if extraction.state == Reading.FAILED else "file.read", file, content, by)


def _record(act: str, file: SubmissionFile, content: dict[str, Any], by: Any) -> None:
    whole = {"file": file.stored_id, "name": file.name, **content}
    salt = bytes(file.submission.salt)
    record(act=act, by=by, obj=file.submission.number, content=whole, salt=salt, facts={"file": file.pk})


def _bounded(number: Any, most: int, least: int = 1) -> int:
    if not least <= int(number) <= most:
        raise ValueError(f"{number} is not from {least} to {most}")
    return int(number)


class NotAnAnswer(Exception):
    """A frame that no reader of ours writes."""


class Found:
    """What one reading finds: taken frame by frame, kept as a whole."""

    def __init__(self, sha256: str) -> None:
        self._sha256 = sha256
        self._texts: dict[int, list[str]] = {}
        self._claims: list[Claim] = []
        self._pages: dict[int, PageImage] = {}
        self._listing: dict[str, Any] = {}

    def __enter__(self) -> Found:
        with ExitStack() as stack:
            self._drawing = stack.enter_context(Drawing(self._sha256))
            self._parts = stack.enter_context(store.Batch())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *problem: Any) -> None:
        self._stack.__exit__(*problem)

    def read(self, stored: StoredFile) -> Ended:
        try:
            with store.local_copy(stored.pk) as path, path.open("rb") as stream:
                return readers.read(stream, stored.type, self.take)
        except NotAnAnswer:
            return Ended(failed=True, why="The reader of this kind of file gave what is no answer.")
        except FileNotFoundError:
            return Ended(failed=True, why=NOT_THERE)
        except Refused as error:
            return Ended(failed=True, why=error.reason[:300])

    def take(self, head: dict[str, Any], body: bytes) -> None:
        """One frame. A child that was taken over can make up anything: raises NotAnAnswer for what is no finding."""
        try:
            self._take(head, body)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise NotAnAnswer from error

    def _take(self, head: dict[str, Any], body: bytes) -> None:
        match head.get("k"):
            case "text":
                self._texts.setdefault(_bounded(head["n"], PAGES_MOST, 0), []).append(
                    body.decode(errors="replace").replace("\0", "")
                )
            case "claim":
                self._claims.append(self._claim(head))
            case "picture":
                self._picture(head, body)
            case "part":
                self._parts.add(str(head["name"]), body, str(head["type"]))
            case "listing":
                self._listing = listing_of(head["listing"])

    def _claim(self, head: dict[str, Any]) -> Claim:
        at = datetime.fromisoformat(head["at"]) if head.get("at") else None
        if at is not None and at.tzinfo is None:
            raise ValueError("a moment has a zone")
        lat, lon = (float(head[name]) if name in head else None for name in ("lat", "lon"))
        value = str(head["value"]).replace("\0", "")[:500]
        return Claim(stored_id=self._sha256, kind=ClaimKind(head["kind"]).value, value=value, at=at, lat=lat, lon=lon)

    def _picture(self, head: dict[str, Any], body: bytes) -> None:
        number = _bounded(head["n"], PAGES_MOST)
        self._drawing.add(number, body)
        size = {"width": _bounded(head["width"], SIDE_MOST), "height": _bounded(head["height"], SIDE_MOST)}
        self._pages[number] = PageImage(stored_id=self._sha256, number=number, **size)

    def keep(self, extraction: Extraction, ended: Ended) -> None:
        """In place of what an earlier reading gave. Call inside the transaction, with the row locked."""
        for number, page in self._pages.items():
            page.text = "\n".join(self._texts.get(number, []))
        self._replace(PageImage, list(self._pages.values()))
        self._replace(Claim, self._claims)
        if self._pages:
            self._drawing.keep()
        extraction.text = "\f".join("\n".join(self._texts[number]) for number in sorted(self._texts))
        extraction.listing = self._listing
        extraction.state = self._state(ended).value
        extraction.method, extraction.pages = ended.method, ended.pages
        extraction.why = (ended.why or "It could not be read.") if ended.failed else ended.why
        extraction.attempts += 1
        extraction.finished_at = clock.now()
        extraction.save()
        attach_parts(self._parts, self._sha256)

    def _state(self, ended: Ended) -> Reading:
        if ended.failed:
            return Reading.FAILED
        found = self._texts or self._claims or self._pages or self._listing or self._parts.files
        return Reading.DONE if found else Reading.NOTHING

    def _replace(self, model: type[PageImage] | type[Claim], rows: list[Any]) -> None:
        model.objects.filter(stored_id=self._sha256).delete()  # type: ignore[attr-defined]  # both have objects
        model.objects.bulk_create(rows)  # type: ignore[attr-defined]  # as above
