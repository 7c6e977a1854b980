"""R16, R49: what the docket digests of protected things cannot be guessed, and whoever keeps the record can show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from evidence.models import (
    Item,
    NamedReader,
    ReaderEnd,
    Reading,
    ReleaseTerm,
    ScreeningDecision,
    SensitivityChange,
    SourceReveal,
    SubmissionOrigin,
)
from evidence.procedure.boxes import Box
from evidence.services import (
    ask_redaction,
    end_reader,
    mark_origin,
    name_reader,
    reclassify,
    reclassify_item,
    record_export,
    record_opening,
    regrade,
    retract,
    reveal_source,
    set_release_terms,
)
from mad.common.canonical import digest
from mad.docket.models import Entry
from mad.notices import outbox
from tests.evidence_help import GRADED, accepted, received
from tests.hostile_files import pdf

STRICT = "strictly_confidential"
WHY = "A name."


def entry(act: str) -> Entry:
    return Entry.objects.filter(act=act).latest("pk")


def hidden(act: str, row: Any, content: Mapping[str, Any]) -> bool:
    """The entry's digest is that of this content under the row's own salt, and so not that of the content alone."""
    row.refresh_from_db()
    written, salt = entry(act).digest, bytes(row.salt)
    return len(salt) == 32 and written == digest(content, salt) != digest(content)


@pytest.fixture
def strict(people):
    """A strictly confidential submission: screened by officer, so that officer is its reader."""
    return accepted(people, ("a.pdf", pdf("One page")), grading={**GRADED, "sensitivity": STRICT, "grounds": WHY})


def test_r16_who_reads_is_not_to_be_guessed(people, strict):
    named = NamedReader.objects.get()
    assert hidden("reader.named", named, {"reader": people.officer.pk, "reason": "Screened the submission."})
    again = name_reader(submission=strict, user=people.amal, by=people.registrar, reason="Panel.")
    assert hidden("reader.named", again, {"reader": people.amal.pk, "reason": "Panel."})
    end_reader(reader=again, by=people.registrar, reason="Left.")
    assert hidden("reader.ended", ReaderEnd.objects.get(), {"reader": people.amal.pk, "reason": "Left."})
    assert bytes(named.salt) != bytes(again.salt)


def test_r16_how_it_was_screened_is_not_to_be_guessed(people, strict):
    taken = ScreeningDecision.objects.get()
    content = {
        "decision": "accept",
        "grounds": WHY,
        "grades": ["B", "2"],
        "sensitivity": STRICT,
        "hold_until": None,
        "destination": taken.destination,
        "version": taken.version,
    }
    assert hidden("submission.accepted", taken, content)


def test_r16_a_change_of_sensitivity_is_not_to_be_guessed(people):
    submission = accepted(people)
    reclassify(submission=submission, by=people.officer, sensitivity=STRICT, reason=WHY)
    changed = SensitivityChange.objects.get(item=None)
    assert hidden("submission.reclassified", changed, {"before": "confidential", "after": STRICT, "reason": WHY})


def test_r16_what_an_item_is_and_becomes_is_not_to_be_guessed(people, strict):
    item = strict.items.exclude(file=None).get()
    made = Entry.objects.get(act="item.made", object=item.number)
    assert made.digest == digest(item.content(), bytes(item.salt)) != digest(item.content())
    ask_redaction(item=item, by=people.officer, boxes=[box := Box(1, 0, 0, 900, 900, "Name")], reason=WHY)
    assert hidden("item.redaction_asked", item, {"boxes": [box.content()], "reason": WHY})
    outbox.drain()
    copy = Item.objects.get(redaction__item=item)
    about = {"copy": copy.number, "boxes": 1, "file": copy.sha256, "drawn": [box.content()]}
    assert hidden("item.redacted", item, about)
    regrade(item=item, by=people.officer, source_grade="C", info_grade="3", reason=WHY)
    item.refresh_from_db()
    assert hidden("item.regraded", item, {**item.content(), "reason": WHY})
    reclassify_item(item=copy, by=people.registrar, sensitivity="confidential", reason=WHY)
    copy.refresh_from_db()
    assert hidden("item.reclassified", copy, {**copy.content(), "reason": WHY})
    retract(item=copy, by=people.officer, reason=WHY)
    copy.refresh_from_db()
    assert hidden("item.retracted", copy, {**copy.content(), "reason": WHY})


def test_r16_origins_terms_and_questions_after_a_protected_source_are_not_to_be_guessed(people):
    submission, origin = received(people, protect_source=True), received(people)
    reveal_source(submission=submission, by=people.registrar, reason=WHY)
    assert hidden("source.revealed", SourceReveal.objects.get(), {"reason": WHY})
    mark_origin(submission=submission, origin=origin, by=people.officer, reason=WHY)
    assert hidden("submission.derived", SubmissionOrigin.objects.get(), {"origin": origin.number, "reason": WHY})
    set_release_terms(submission=submission, by=people.officer, limits=["division_only"], reason=WHY)
    terms = {"limits": ["division_only"], "not_before": None, "words": "", "consent": False, "reason": WHY}
    assert hidden("release.read", ReleaseTerm.objects.get(), terms)


def test_r50_what_was_opened_of_it_is_not_to_be_guessed(people, strict):
    record_opening(submission=strict, sensitivity=STRICT, by=people.officer, what="Submission page")
    assert hidden("evidence.opened", Reading.objects.first(), {"what": "Submission page"})
    file = strict.files.get()
    record_export(file=file, sensitivity=STRICT, by=people.officer)
    assert hidden("evidence.exported", Reading.objects.first(), {"what": f"File {file.name}"})
