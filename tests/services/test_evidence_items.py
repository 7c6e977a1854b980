"""R15, R16, R17, R18, R30: items, files and who reads them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from evidence import store
from evidence.hooks import item_changed
from evidence.models import Item, Reading, Submission, SubmissionFile
from evidence.procedure.access import Paper, may_open
from evidence.procedure.terms import Sensitivity, Status
from evidence.selectors import files_visible_to, item_roots, items_visible_to, source_label, submissions_visible_to
from evidence.selectors.visible import reader
from evidence.services import (
    check_file,
    derive,
    name_reader,
    record_opening,
    regrade,
    retract,
    reveal_source,
)
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.verification import verify
from tests.evidence_help import accepted, an_item, received

EXE = b"MZ\x90\x00" + b"\0" * 60


def test_r30_a_regrade_is_a_new_version_with_another_digest(people):
    item = an_item(people)
    before = item.digest()
    changed = regrade(item=item, by=people.officer, source_grade="D", info_grade="4", reason="Contradicted.")
    assert (changed.version, changed.source_grade) == (2, "D")
    assert changed.digest() != before
    change = changed.changes.get()
    assert (change.source_before, change.source_after, change.reason) == ("B", "D", "Contradicted.")


def test_r30_the_digest_of_an_item_comes_from_its_row_alone(people, django_assert_num_queries):
    item = Item.objects.get(pk=an_item(people).pk)
    with django_assert_num_queries(0):
        item.digest()


def test_r30_cases_learn_of_a_change_in_the_same_transaction(people):
    told: list[int] = []
    item_changed.register(lambda item: told.append(item.version))
    retract(item=an_item(people), by=people.officer, reason="The source withdrew it.")
    assert told[-1] == 2


def test_r15_a_retracted_item_stays_and_cannot_be_changed(people):
    item = retract(item=an_item(people), by=people.officer, reason="The source withdrew it.")
    assert item.retracted_at is not None
    assert item in items_visible_to(people.amal)
    with pytest.raises(Refused):
        regrade(item=item, by=people.officer, source_grade="A", info_grade="1", reason="x")


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"reason": " "}, "reason"), ({"source_grade": "Z"}, "source_grade"), ({"info_grade": "7"}, "info_grade")],
)
def test_r14_a_regrade_needs_grades_and_a_reason(people, changes, named):
    facts = {"source_grade": "D", "info_grade": "4", "reason": "x", **changes}
    with pytest.raises(Invalid) as invalid:
        regrade(item=an_item(people), by=people.officer, **facts)
    assert set(invalid.value.errors) == {named}


def test_r14_the_second_regrader_is_told(people):
    item = an_item(people)
    regrade(item=item, by=people.officer, source_grade="D", info_grade="4", reason="x", version=1)
    with pytest.raises(Refused, match="while you were deciding"):
        regrade(item=item, by=people.officer2, source_grade="A", info_grade="1", reason="y", version=1)


def test_r17_derived_items_share_a_root(people):
    first, second, third = an_item(people), an_item(people), an_item(people)
    derive(item=second, parent=first, by=people.officer, reason="Quotes it.")
    derive(item=third, parent=second, by=people.officer, reason="Quotes the quote.")
    third.refresh_from_db()
    assert item_roots([third]) == {third.pk: first.pk}
    with pytest.raises(Refused) as refused:
        derive(item=first, parent=third, by=people.officer, reason="x")
    assert refused.value.rule == "R17"


def test_r18_a_program_stays_held_and_makes_no_item(people):
    submission = accepted(people, ("report.pdf", EXE))
    file = submission.files.get()
    assert (file.verdict, file.is_released) == ("held", False)
    assert "program" in file.why
    assert submission.items.count() == 1


def test_r18_a_released_file_says_that_it_was_not_scanned(people):
    file = received(people, ("a.pdf", b"%PDF-1.7\n")).files.select_related("stored").get()
    assert file.is_released
    assert file.stored.type == "application/pdf"
    assert file.stored.scan == "Not scanned: no scanner is configured."


def test_r18_a_file_released_after_acceptance_still_becomes_an_item(people, monkeypatch):
    monkeypatch.setattr("mad.notices.outbox.drain", lambda: 0)
    submission = accepted(people, ("a.pdf", b"%PDF-1.7\n"))
    assert submission.items.count() == 1
    check_file(pk=submission.files.get().pk)
    check_file(pk=submission.files.get().pk)
    assert submission.items.count() == 2


def test_r18_a_file_that_is_gone_stays_held(people, monkeypatch):
    monkeypatch.setattr("mad.notices.outbox.drain", lambda: 0)
    submission = received(people, ("a.pdf", b"%PDF-1.7\n"))
    store.path_of(submission.files.get().stored_id).unlink()
    assert check_file(pk=submission.files.get().pk).verdict == "held"


@pytest.mark.parametrize("who", ["amal", "betty", "officer", "registrar", "ethics", "auditor", "admin", "focal"])
@pytest.mark.parametrize("status", ["received", "accepted", "declined"])
@pytest.mark.parametrize("sensitivity", ["confidential", "strictly_confidential"])
def test_r16_the_query_agrees_with_the_rule(people, who, status, sensitivity):
    submission = received(people)
    graded = {"source_grade": "B", "info_grade": "2"}
    Submission.objects.filter(pk=submission.pk).update(status=status, sensitivity=sensitivity, **graded)
    user = getattr(people, who)
    paper = Paper(people.ohchr.pk, Status(status), Sensitivity(sensitivity))
    assert submissions_visible_to(user).exists() is may_open(reader(user), paper)


def test_r16_named_readers_read_and_nobody_else(people):
    submission = accepted(people, ("a.pdf", b"%PDF-1.7\n"), grading={"sensitivity": "strictly_confidential"})
    assert not items_visible_to(people.amal).exists()
    assert not files_visible_to(people.amal).exists()
    name_reader(submission=submission, user=people.amal, by=people.registrar, reason="Sits on the panel.")
    assert items_visible_to(people.amal).count() == 2
    assert files_visible_to(people.amal).exists()
    assert not items_visible_to(people.ingrid).exists()


def test_r16_only_the_registrar_names_readers_and_says_why(people):
    submission = received(people)
    with pytest.raises(NotPermitted):
        name_reader(submission=submission, user=people.amal, by=people.officer, reason="x")
    with pytest.raises(Invalid):
        name_reader(submission=submission, user=people.amal, by=people.registrar, reason="")


def test_r16_a_protected_source_is_revealed_to_the_registrar_for_a_reason_on_record(people):
    submission = received(people, protect_source=True)
    assert source_label(submission) == "Protected source"
    with pytest.raises(NotPermitted):
        reveal_source(submission=submission, by=people.officer, reason="Curious.")
    with pytest.raises(Invalid):
        reveal_source(submission=submission, by=people.registrar, reason=" ")
    assert reveal_source(submission=submission, by=people.registrar, reason="The panel asks.") == people.ohchr
    assert submission.reveals.get().reason == "The panel asks."
    assert Entry.objects.filter(act="source.revealed", object=submission.number).count() == 1


def test_r50_every_opening_of_the_strictly_confidential_is_recorded(people):
    submission = received(people)
    record_opening(submission=submission, sensitivity="confidential", by=people.amal, what="x")
    assert not Reading.objects.exists()
    for _ in range(2):
        record_opening(submission=submission, sensitivity="strictly_confidential", by=people.amal, what="E-2026-0001")
    assert Reading.objects.count() == 2
    assert Entry.objects.filter(act="evidence.opened").count() == 2


TABLES = ["submission", "storedfile", "submissionfile", "screeningdecision", "item", "gradechange", "namedreader"]


@pytest.mark.parametrize("table", TABLES)
def test_r15_the_database_itself_deletes_nothing(people, table):
    submission = accepted(people, ("a.pdf", b"%PDF-1.7\n"), grading={"sensitivity": "strictly_confidential"})
    regrade(item=submission.items.first(), by=people.officer, source_grade="A", info_grade="1", reason="x")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM evidence_{table}")


@pytest.mark.parametrize(
    "column", ["title", "narrative", "number", "received_at", "received_files", "office_id", "quick_matrix"]
)
def test_r12_the_database_itself_keeps_what_was_received(people, column):
    received(people)
    other = {
        "office_id": people.unocc.pk,
        "received_files": [1],
        "quick_matrix": {"x": 1},
        "received_at": "2020-01-01T00:00Z",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(**{column: other.get(column, "other")})


def test_r12_a_stored_file_keeps_its_name(people):
    received(people, ("a.pdf", b"%PDF-1.7\n"))
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionFile.objects.update(name="b.pdf")


def test_r49_the_docket_can_be_checked_against_the_rows(people, seal):
    accepted(
        people,
        ("a.pdf", b"%PDF-1.7\n"),
        protect_source=True,
        known_since="2026-02-05",
        places=[{"name": "x", "lat": 1}],
    )
    seal()
    report = verify()
    assert report.holds, report.faults
    assert report.contents >= 1


def test_r12_the_database_itself_gives_no_number_twice(people):
    first, second = received(people), received(people)
    with pytest.raises(IntegrityError, match="one_submission_per_number"), transaction.atomic():
        Submission.objects.bulk_create([_again(second, first.number)])


def _again(submission: Submission, number: str) -> Submission:
    submission.pk, submission.number = None, number
    return submission
