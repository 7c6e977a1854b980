"""Receiving a submission: whole, once, with a number without gaps and a signed receipt (R12, R13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import IntegrityError, connection, transaction

from evidence.models import StoredFile, Submission, SubmissionFile
from evidence.procedure import intake, screening
from evidence.procedure.fields import storable
from evidence.procedure.intake import Declared
from evidence.selectors.numbers import screening_numbers
from evidence.selectors.states import state_codes
from evidence.services.entering import disk, enter, flush
from evidence.services.parts import CHECK_TOPIC
from evidence.services.taking import Taken, hold, named_uploads, take
from evidence.store import Batch
from mad.accounts.api_auth import Standing
from mad.accounts.models import Office
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.canonical import digest, new_salt
from mad.common.errors import Invalid, Refused
from mad.notices.outbox import enqueue

KEY_LONGEST = 200


def own_office() -> Office:
    """The office that the Division's own research is received from (R10)."""
    office, _ = Office.objects.get_or_create(
        code="own-research", defaults={"name": "The Division’s own research", "duty": Office.Duty.OWN}
    )
    return office


_counting = Lock()
_in_flight = 0


def receive(
    *,
    body: Mapping[str, Any],
    office: Office,
    by: Any,
    files: Batch | None = None,
    idempotency_key: str = "",
    standing: Standing | None = None,
) -> Submission:
    """Receive one submission of `office`. body: as the JSON of the partner API. standing: the token it came with, which
    is looked at once more in the statement that stores it; raises NoLongerStands when it changed meanwhile.

    The same key with the same body gives the submission received first. Raises Invalid naming each wrong field
    (400; 409 for an upload that another submission took), Refused for a key that came with another body (422);
    nothing is then stored.
    """
    require(by, Act.SUBMIT)
    declared = intake.read(body, known_states=state_codes(body), now=clock.now())
    with files or Batch() as batch:
        batch.files += named_uploads(declared.uploads, by=by)
        _check_names(batch)
        intake.check_files(batch.received, declared.hashes)
        return _once(_Sent(declared, office, by, batch, standing), _checked_key(idempotency_key))


def _checked_key(key: str) -> str | None:
    if len(key) > KEY_LONGEST or not storable(key):
        raise Invalid({"Idempotency-Key": [f"A key has at most {KEY_LONGEST} characters."]}, rule="R12")
    return key or None


def _check_names(batch: Batch) -> None:
    errors: dict[str, list[str]] = {}
    for file in batch.files:
        intake.check_name(file.name, "files", errors)
    if errors:
        raise Invalid(errors, rule="R12")


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came, from whom, and by which token."""

    declared: Declared
    office: Office
    by: Any
    batch: Batch
    standing: Standing | None


def _once(sent: _Sent, key: str | None) -> Submission:
    """The database decides which of two requests with one key comes first; the other gets its receipt."""
    body_digest = _digest_of(sent.declared, sent.batch) if key else ""
    if key and (earlier := _earlier(sent.office, key)):
        return _same(earlier, body_digest)
    try:
        return _store(sent, key, body_digest)
    except (IntegrityError, Taken):
        earlier = _earlier(sent.office, key) if key else None
        if earlier is None:
            raise
        return _same(earlier, body_digest)


def _digest_of(declared: Declared, batch: Batch) -> str:
    return digest({**declared.content(), "files": [file.line() for file in batch.received]})


def _earlier(office: Office, key: str) -> Submission | None:
    return Submission.objects.filter(office=office, idempotency_key=key).first()


def _same(earlier: Submission, body_digest: str) -> Submission:
    if earlier.body_digest == body_digest:
        flush()
        return earlier
    raise Refused(
        "R12",
        f"This Idempotency-Key was used for {earlier.number} with another body.",
        "Nothing was stored. Send the new submission under a new key.",
        status=422,
        field="Idempotency-Key",
        code="idempotency-conflict",
    )


def _store(sent: _Sent, key: str | None, body_digest: str) -> Submission:
    submission = _unnumbered(sent, key, body_digest)
    alone = not connection.in_atomic_block
    with _others() as others:
        if alone and not others:
            disk.look()
        return _write(submission, sent, hurry=alone and others and disk.is_slow)


@contextmanager
def _others() -> Iterator[bool]:
    """Whether this process is receiving more than one submission now. One alone keeps nobody waiting for the counter,
    and commits in a single step."""
    global _in_flight
    with _counting:
        _in_flight += 1
        others = _in_flight > 1
    try:
        yield others
    finally:
        with _counting:
            _in_flight -= 1


def _write(submission: Submission, sent: _Sent, *, hurry: bool) -> Submission:
    """With files: these are in the store before the counter is locked, and before the database knows of them."""
    if sent.batch.files:
        with transaction.atomic():
            held = hold(sent.declared.uploads)
            sent.batch.keep()
            enter(submission, by=sent.by, hurry=hurry, standing=sent.standing)
            _attach(submission, sent.batch)
            take(held, submission)
    else:
        enter(submission, by=sent.by, hurry=hurry, standing=sent.standing)
    if hurry:
        flush()
    return submission


def _unnumbered(sent: _Sent, key: str | None, body_digest: str) -> Submission:
    declared = sent.declared
    now, alarm, limits = clock.now(), declared.alarm.up, screening_numbers(clock.today())
    return Submission(
        office=sent.office,
        sent_by=sent.by,
        received_at=now,
        title=declared.title,
        narrative=declared.narrative,
        known_since=declared.known_since,
        period_from=declared.period_from,
        period_to=declared.period_to,
        state_codes=sorted(declared.states),
        places=list(declared.places),
        declared_sensitivity=declared.sensitivity,
        sensitivity=declared.sensitivity,
        protect_source=declared.protect_source,
        release_terms=declared.release_terms,
        release=declared.release,
        quick_matrix=declared.quick_matrix,
        alarm=alarm,
        idempotency_key=key,
        body_digest=body_digest,
        salt=new_salt() if declared.protect_source else b"",
        received_files=[file.line() for file in sent.batch.received],
        due_at=screening.due(now, alarm, limits.screening_hours, limits.screening_alarm_hours),
    )


def _attach(submission: Submission, batch: Batch) -> None:
    if not batch.files:
        return
    stored = {file.sha256: StoredFile(sha256=file.sha256, size=file.size) for file in batch.received}
    StoredFile.objects.bulk_create(stored.values(), ignore_conflicts=True)
    attached = SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=submission,
            stored_id=file.received.sha256,
            name=file.name,
            claimed_type=file.claimed_type[:120],
        )
        for file in batch.files
    )
    for file in attached:
        enqueue(CHECK_TOPIC, {"file": file.pk})
