"""Receiving a submission: whole, once, with a number without gaps and a signed receipt (R12, R13)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from evidence.models import StoredFile, Submission, SubmissionFile
from evidence.models.submissions import SubmissionState
from evidence.procedure import intake, receipt, screening
from evidence.procedure.fields import storable
from evidence.procedure.intake import Declared
from evidence.selectors.states import state_codes
from evidence.store import Batch
from mad.accounts.models import Office
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.clocks import services as clocks
from mad.clocks.models import ClockKind
from mad.common import clock
from mad.common.canonical import canonical, digest, new_salt
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket import signing
from mad.docket.services import record
from mad.notices.audience import Audience
from mad.notices.outbox import enqueue
from mad.notices.services import notify
from mad.reference.parameters import numbers

CHECK_TOPIC = "evidence.check_file"
KEY_LONGEST = 200
SCREENERS = Audience(roles=[Role.OFFICER.value])
ALARMED = Audience(roles=[Role.OFFICER.value, Role.REGISTRAR.value])


def own_office() -> Office:
    """The office that the Division's own research is received from (R10)."""
    office, _ = Office.objects.get_or_create(
        code="own-research", defaults={"name": "The Division’s own research", "duty": Office.Duty.OWN}
    )
    return office


def receive(
    *, body: Mapping[str, Any], office: Office, by: Any, files: Batch | None = None, idempotency_key: str = ""
) -> Submission:
    """Receive one submission of `office`. body: as the JSON of the partner API.

    The same key with the same body gives the submission received first. Raises Invalid naming each wrong field
    (400), Refused for a key that came with another body (422); nothing is then stored.
    """
    require(by, Act.SUBMIT)
    declared = intake.read(body, known_states=state_codes(body), now=clock.now())
    with files or Batch() as batch:
        _check_names(batch)
        intake.check_files(batch.received, declared.hashes)
        return _once(declared, office, by, batch, _checked_key(idempotency_key))


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


def _once(declared: Declared, office: Office, by: Any, batch: Batch, key: str | None) -> Submission:
    """The database decides which of two requests with one key comes first; the other gets its receipt."""
    body_digest = digest({**declared.content(), "files": [file.line() for file in batch.received]})
    if key and (earlier := _earlier(office, key)):
        return _same(earlier, body_digest)
    try:
        return _store(declared, office, by, batch, key, body_digest)
    except IntegrityError:
        earlier = _earlier(office, key) if key else None
        if earlier is None:
            raise
        return _same(earlier, body_digest)


def _earlier(office: Office, key: str) -> Submission | None:
    return Submission.objects.filter(office=office, idempotency_key=key).first()


def _same(earlier: Submission, body_digest: str) -> Submission:
    if earlier.body_digest == body_digest:
        return earlier
    raise Refused(
        "R12",
        f"This Idempotency-Key was used for {earlier.number} with another body.",
        "Nothing was stored. Send the new submission under a new key.",
        status=422,
        field="Idempotency-Key",
        code="idempotency-conflict",
    )


@transaction.atomic
def _store(
    declared: Declared, office: Office, by: Any, batch: Batch, key: str | None, body_digest: str
) -> Submission:
    now, limits, alarm = clock.now(), numbers(), declared.alarm.up
    submission = Submission(
        office=office,
        sent_by=by,
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
        quick_matrix=declared.quick_matrix,
        alarm=alarm,
        idempotency_key=key,
        body_digest=body_digest,
        salt=new_salt() if declared.protect_source else b"",
        due_at=screening.due(now, alarm, limits.screening_hours, limits.screening_alarm_hours),
    )
    submission.number = next_number("S")
    _enter(submission, by, batch.received)
    submission.save(force_insert=True)
    SubmissionState.objects.bulk_create(
        SubmissionState(submission=submission, state_id=state) for state in submission.state_codes
    )
    _attach(submission, batch)
    _start_screening(submission, by)
    batch.keep()
    return submission


def _enter(submission: Submission, by: Any, files: Sequence[receipt.ReceivedFile]) -> None:
    """The docket entry, and the receipt that quotes and signs it."""
    submission.receipt = {"statement": {"files": [file.line() for file in files]}}
    entry = record(
        act="submission.received",
        by=by,
        obj=submission.number,
        content=submission.content(),
        salt=submission.salt,
        facts={"alarm": submission.alarm, "files": len(files)},
        protected=submission.protect_source,
    )
    statement = receipt.statement(
        number=submission.number,
        received_at=submission.received_at,
        office=submission.office.code,
        content_digest=entry.digest,
        files=files,
        docket=entry.leaf(),
    )
    submission.entry_id = entry.pk
    submission.receipt = {"statement": json.loads(canonical(statement)), **signing.sign(statement)}


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


def _start_screening(submission: Submission, by: Any) -> None:
    url = f"/screening/{submission.number}/"
    to = ALARMED if submission.alarm else SCREENERS
    clocks.start(
        kind=ClockKind.SCREENING,
        subject=submission.number,
        url=url,
        due=submission.due_at,
        to=to,
        title="Screening, alarm" if submission.alarm else "Screening",
        by=by,
    )
    kind = "submission.alarm" if submission.alarm else "submission.received"
    notify(kind=kind, subject=submission.number, url=url, to=to)
