"""R24: the matrix as each reader sees it, one cell at a time, and the version a crime was chosen under."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import CrimeInIssue, ElementLink
from cases.selectors.matrix import matrix, support_of
from cases.selectors.matrix_filter import Wanted, kind_of
from cases.services import choose_crime, link_evidence, unlink
from cases.trees import differences, moved_on, placed
from evidence.models import Item
from evidence.services import derive, regrade, retract, screen
from mad.common.errors import Invalid, Refused
from mad.docket.models import Entry
from mad.reference import elements as reference

from .cases_steps import ACT, CRIME, ELEMENTS, accepted, link, submission, under_assessment
from .test_cases_concurrency import refused, together

FIRST = ELEMENTS[0]
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


def at_a_glance(case, user, **wanted):
    return {row.element.id: row.support for row in matrix(case, user, Wanted(**wanted)).glance}


def strict(people, case) -> Item:
    """An item of the case that only the registrar may open."""
    sent = submission(people, title="Named readers", alarm=False)
    screen(
        submission=sent,
        by=people.officer,
        decision="accept",
        source_grade="B",
        info_grade="2",
        sensitivity="strictly_confidential",
        grounds="Seven witnesses.",
        destination=case.number,
    )
    return Item.objects.get(submission=sent)


# --- at a glance -----------------------------------------------------------------------------------


def test_r24_no_support_contradicted_single_root_and_ungradable_are_seen(people):
    case, items = under_assessment(people, contrary=True)
    copy = accepted(people, into=case.number, title="The same again", alarm=False)
    derive(item=copy, parent=items[0], by=people.officer, reason="Word for word.")
    link(case, copy, FIRST, people.officer)
    seen = at_a_glance(case, people.amal)[FIRST]
    assert (seen.supports, seen.roots, seen.single_root, seen.contradicts) == (2, 1, True, 1)
    regrade(item=items[0], by=people.officer, source_grade="F", info_grade="3", reason="Cannot be judged.")
    regrade(item=copy, by=people.officer, source_grade="B", info_grade="6", reason="Cannot be judged.")
    assert at_a_glance(case, people.amal)[FIRST].ungradable
    retract(item=items[0], by=people.officer, reason="The source withdrew it.")
    assert at_a_glance(case, people.amal)[ELEMENTS[1]].bare


def test_r24_the_most_diagnostic_item_is_named(people):
    case, items = under_assessment(people)
    shown = matrix(case, people.amal)
    assert (shown.most.number, shown.decides[items[0].pk]) == (items[0].number, len(ELEMENTS))


def test_r16_what_the_reader_may_not_open_is_counted_and_named_nowhere(people):
    case, _ = under_assessment(people)
    secret = strict(people, case)
    link(case, secret, FIRST, people.registrar)
    shown = matrix(case, people.amal)
    assert shown.hidden == 1
    assert secret.number not in {item.number for item in (*shown.items, *shown.all)}
    assert at_a_glance(case, people.amal)[FIRST].supports == 1
    assert at_a_glance(case, people.registrar)[FIRST].supports == 2
    assert support_of(case, FIRST, people.amal).supports == 1
    assert shown.most.number != secret.number


def test_r24_the_filters_narrow_elements_and_items(people):
    case, items = under_assessment(people, contrary=True)
    choose_crime(case=case, crime_id="genocide", acts=["gen-6a", "gen-6b"], by=people.registrar)
    regrade(item=items[1], by=people.officer, source_grade="F", info_grade="2", reason="Cannot be judged.")
    assert set(at_a_glance(case, people.amal, crime=CRIME)) == set(ELEMENTS)
    assert set(at_a_glance(case, people.amal, act="gen-6a")) == {
        *("gen-ctx.1", "gen-ctx.2", "gen-ctx.3"),
        *("gen-6a.1", "gen-6a.2"),
    }
    assert set(at_a_glance(case, people.amal, only="contradicted")) == {FIRST}
    assert set(at_a_glance(case, people.amal, crime=CRIME, only="bare")) == set()

    def numbers(**wanted):
        return [item.number for item in matrix(case, people.amal, Wanted(**wanted)).items]

    assert numbers(grade="F") == numbers(grade="ungraded") == numbers(q="report 1") == [items[1].number]
    assert numbers(submission=items[0].submission.number.lower()) == [items[0].number]
    assert numbers(kind="report") == [items[0].number, items[1].number]
    assert numbers(kind="image") == []


def test_r24_an_address_with_unknown_choices_still_opens():
    wanted = Wanted.of({"only": "nonsense", "grade": "Z", "kind": "x", "part": "-1", "page": "9999999", "q": " x "})
    assert wanted == Wanted(q="x")
    assert Wanted(crime="genocide", part=3).query(part=2) == "?crime=genocide&part=2"
    assert Wanted(crime="genocide", part=3).query(only="bare") == "?crime=genocide&only=bare"


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("image/png", "image"),
        ("video/mp4", "recording"),
        ("application/pdf", "document"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "table"),
        ("text/csv", "table"),
        ("text/plain", "document"),
        ("application/zip", "other"),
        (None, "other"),
    ],
)
def test_r24_the_kind_of_an_item_is_what_its_bytes_are(media_type, kind):
    assert kind_of(7, media_type) == kind
    assert kind_of(None, None) == "report"


# --- one cell --------------------------------------------------------------------------------------


def test_r24_one_cell_is_written_by_two_statements(people):
    case, items = under_assessment(people)
    for seen in (0, None):
        live = ElementLink.objects.filter(case=case, item=items[1], element_id=FIRST, removed_at=None).first()
        with CaptureQueriesContext(connection) as asked:
            link_evidence(
                case=case,
                item=items[1],
                element_id=FIRST,
                direction="supports",
                weight=2,
                by=people.amal,
                seen=live.pk if live else 0,
            )
        written = [q["sql"] for q in asked.captured_queries if q["sql"].lstrip().startswith(WRITES)]
        assert len(written) == 2, (seen, written)


def test_r24_who_comes_second_to_a_cell_is_told_and_nothing_is_lost(people):
    case, items = under_assessment(people)
    cell = {"case": case, "item": items[1], "element_id": FIRST, "weight": 1}
    first = link_evidence(**cell, direction="supports", by=people.amal, seen=0)
    before = Entry.objects.count()
    for stale in (0, first.pk + 1000):
        with pytest.raises(Refused) as told:
            link_evidence(**cell, direction="contradicts", by=people.ingrid, seen=stale)
        assert (told.value.rule, told.value.code) == ("R24", "changed-meanwhile")
    assert Entry.objects.count() == before
    assert ElementLink.objects.get(item=items[1], element_id=FIRST).direction == "supports"
    second = link_evidence(**cell, direction="contradicts", by=people.ingrid, seen=first.pk)
    rows = ElementLink.objects.filter(item=items[1], element_id=FIRST).order_by("pk")
    assert [(row.pk, row.removed_at is None) for row in rows] == [(first.pk, False), (second.pk, True)]
    assert rows[0].removed_reason == f"Replaced by {people.ingrid}"


def test_r24_a_link_taken_out_meanwhile_is_not_put_back_unseen(people):
    case, items = under_assessment(people)
    made = link(case, items[1], FIRST, people.amal)
    unlink(link=made, by=people.ingrid, reason="Wrong district.")
    with pytest.raises(Refused):
        link_evidence(
            case=case, item=items[1], element_id=FIRST, direction="neutral", weight=1, by=people.amal, seen=made.pk
        )
    assert not ElementLink.objects.filter(item=items[1], removed_at=None).exists()


@pytest.mark.parametrize("occupied", [False, True])
def test_r24_two_on_one_cell_at_once_one_is_told(committed_people, occupied):
    people = committed_people
    case, items = under_assessment(people)
    seen = link(case, items[1], FIRST, people.officer).pk if occupied else 0
    cell = {"case": case, "item": items[1], "element_id": FIRST, "weight": 3, "seen": seen}
    outcomes = together(
        lambda: link_evidence(**cell, direction="supports", by=people.amal),
        lambda: link_evidence(**cell, direction="contradicts", by=people.ingrid),
    )
    assert refused(outcomes) == ["R24"]
    assert ElementLink.objects.filter(item=items[1], element_id=FIRST, removed_at=None).count() == 1
    assert Entry.objects.filter(act="evidence.linked", object=items[1].number).count() == 1 + occupied


def test_r24_an_item_withdrawn_while_linked_stays_on_record_and_counts_no_more(people):
    case, items = under_assessment(people)
    made = link(case, items[1], FIRST, people.amal)
    retract(item=items[1], by=people.officer, reason="The source withdrew it.")
    items[1].refresh_from_db()
    assert at_a_glance(case, people.amal)[FIRST].supports == 1
    with pytest.raises(Refused) as told:
        link_evidence(
            case=case, item=items[1], element_id=FIRST, direction="neutral", weight=1, by=people.amal, seen=made.pk
        )
    assert "retracted" in told.value.reason
    unlink(link=made, by=people.amal, reason="The item was withdrawn.")


def test_r24_a_note_or_reason_that_is_too_long_is_named(people):
    case, items = under_assessment(people)
    with pytest.raises(Invalid) as told:
        link_evidence(
            case=case, item=items[1], element_id=FIRST, direction="supports", weight=1, by=people.amal, note="x" * 501
        )
    assert set(told.value.errors) == {"note"}
    made = link(case, items[1], FIRST, people.amal)
    with pytest.raises(Invalid):
        unlink(link=made, by=people.amal, reason="x" * 501)


# --- versions of the trees -------------------------------------------------------------------------


def an_older_version(row: CrimeInIssue) -> None:
    """As if the reference data had been worded anew since this crime was chosen."""
    law = {**row.law, "contextual": [{**row.law["contextual"][0], "text": "As it was."}, *row.law["contextual"][1:]]}
    CrimeInIssue.objects.filter(pk=row.pk).update(version="0" * 64, law=law)
    row.refresh_from_db()


def test_r24_a_crime_keeps_the_version_it_was_chosen_under(people):
    case, _ = under_assessment(people)
    row = case.crimes.get()
    assert row.version == reference.version(CRIME)
    assert not moved_on(row)
    an_older_version(row)
    assert moved_on(row)
    assert placed([row])[0].text == "As it was."
    assert differences(row) == (FIRST,)
    assert tuple(e.id for e in placed([row])) == ELEMENTS
    again = choose_crime(case=case, crime_id=CRIME, acts=[ACT], by=people.registrar)
    assert not moved_on(again)
    assert placed([again])[0].text == reference.element(FIRST).text


def test_r24_a_crime_chosen_before_versions_were_kept_reads_the_reference(people):
    case, _ = under_assessment(people)
    CrimeInIssue.objects.update(version="", law={})
    row = case.crimes.get()
    assert not moved_on(row)
    assert tuple(e.id for e in placed([row])) == ELEMENTS


def test_r24_a_word_changed_is_another_version():
    row = reference.written(reference.crime(CRIME))
    assert reference.read(row) == reference.crime(CRIME)
    assert len({reference.version(crime.id) for crime in reference.crimes()}) == len(reference.crimes())
