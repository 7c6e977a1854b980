"""R22: reading the indicators of a factor; who may, what is kept, two people at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from cases.models import Case, FrameworkReading, ReadingEvidence
from cases.procedure.framework import Moved, Status
from cases.selectors import framework as selectors
from cases.services import read_factor, recuse
from cases.services.framework import OVERTAKEN, Draft
from evidence.services import retract
from evidence.services.protection import name_reader
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.sealing import seal_all
from mad.docket.verification import verify
from mad.reference.framework import factor

from .cases_steps import accepted, case_with_items, refusal
from .test_cases_concurrency import together

FACTOR = "rf-07"


def draft(status="present", trend="rising", grounds="Seen in two districts.", evidence=()) -> Draft:
    return Draft(status, trend, grounds, frozenset(evidence))


def newest(case: Case, factor_id=FACTOR) -> int:
    ids = [indicator.id for indicator in factor(factor_id).indicators]
    row = case.framework.filter(indicator__in=ids).last()
    return row.pk if row else 0


def read(case, by, factor_id=FACTOR, after=None, **drafts):
    """drafts: i1=Draft(...) for the first indicator of the factor, i2 for its second …"""
    number = factor(factor_id).number
    named = {f"{number}.{name.removeprefix('i')}": one for name, one in drafts.items()}
    known = newest(case, factor_id) if after is None else after
    return read_factor(case=case, factor_id=factor_id, drafts=named, after=known, by=by)


def held(case, user, factor_id=FACTOR):
    page = selectors.factor_page(case, factor(factor_id), user)
    return {row.indicator.id: row.held for row in page.rows if row.held}


# --- what is kept ----------------------------------------------------------------------------------


def test_r22_a_form_is_many_readings_and_one_entry(people):
    case, items = case_with_items(people)
    made = read(case, people.officer, i1=draft(evidence=[items[0].number]), i5=draft("emerging", "steady"))
    assert [(row.indicator, row.status, row.trend, row.by) for row in made] == [
        ("7.1", "present", "rising", people.officer),
        ("7.5", "emerging", "steady", people.officer),
    ]
    entry = Entry.objects.get(act="framework.analysed")
    assert {row.entry_id for row in made} == {entry.pk}
    assert (entry.case_number, entry.facts) == (case.number, {"factor": FACTOR, "indicators": 2})


def test_r22_the_newest_reading_is_the_state_and_the_older_stay(people):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft("emerging"))
    with clock.travel(clock.now() + timedelta(days=3)):
        read(case, people.amal, i1=draft("present", grounds="Now in four."))
        page = selectors.factor_page(case, factor(FACTOR), people.betty)
    (row,) = [row for row in page.rows if row.held]
    assert (row.held.reading.status, str(row.held.reading.by)) == ("present", "Amal Benhaddou")
    assert [made.reading.status for made in row.history] == ["present", "emerging"]
    assert page.state.status is Status.PRESENT
    assert (page.state.known, page.state.of) == (1, 14)


def test_r22_only_what_differs_is_written(people):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft(), i2=draft("unknown", "unknown", ""))
    assert FrameworkReading.objects.count() == 1
    refused = refusal(partial(read, case, people.officer, i1=draft()))
    assert (refused.rule, refused.status) == ("R22", 400)
    read(case, people.officer, i1=draft(), i2=draft("absent", "unknown"))
    assert list(FrameworkReading.objects.values_list("indicator", flat=True)) == ["7.1", "7.2"]


def test_r22_why_something_is_unknown_is_a_reading_too(people):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft("unknown", "unknown", "Nobody could go there."))
    assert FrameworkReading.objects.get().grounds == "Nobody could go there."


def test_r22_evidence_is_cited_and_no_longer_cited_and_both_are_kept(people):
    case, items = case_with_items(people)
    one, other = (item.number for item in items)
    read(case, people.officer, i1=draft(evidence=[one]))
    read(case, people.officer, i1=draft(evidence=[other]))
    assert [item.number for item in held(case, people.amal)["7.1"].items] == [other]
    rows = ReadingEvidence.objects.order_by("reading_id", "item_id").values_list("item__number", "linked")
    assert list(rows) == [(one, True), (one, False), (other, True)]


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["cases_frameworkreading", "cases_readingevidence"])
def test_r15_the_database_keeps_every_reading(people, statement, table):
    case, items = case_with_items(people)
    read(case, people.officer, i1=draft(evidence=[items[0].number]))
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_r49_the_content_of_a_form_is_worked_out_again(committed_people):
    people = committed_people
    case, items = case_with_items(people)
    read(case, people.officer, i1=draft(evidence=[items[0].number]), i2=draft("absent", "unknown"))
    read(case, people.officer, i1=draft(evidence=[items[1].number]))
    seal_all()
    report = verify()
    assert report.holds, report.faults[:1]


# --- who may ---------------------------------------------------------------------------------------


def test_r22_the_panel_and_the_secretariat_read_indicators(people):
    case, _ = case_with_items(people)
    for place, who in enumerate(("amal", "officer", "registrar"), start=1):
        read(case, getattr(people, who), **{f"i{place}": draft()})
    assert FrameworkReading.objects.count() == 3


@pytest.mark.parametrize(("who", "rule"), [("bilal", "R23"), ("betty", "R23")])
def test_r23_a_member_outside_the_panel_does_not(people, who, rule):
    case, _ = case_with_items(people)
    assert refusal(partial(read, case, getattr(people, who), i1=draft())).rule == rule


@pytest.mark.parametrize("who", ["ethics", "auditor", "focal", "admin"])
def test_r9_other_roles_do_not(people, who):
    case, _ = case_with_items(people)
    with pytest.raises(NotPermitted):
        read(case, getattr(people, who), i1=draft())


def test_r6_a_recused_member_does_not(people):
    case, _ = case_with_items(people)
    recuse(case=case, by=people.amal, reason="I advised a party.")
    assert refusal(partial(read, case, people.amal, i1=draft())).rule == "R6"


def test_r20_a_closed_case_is_read_no_more(people):
    case, _ = case_with_items(people)
    Case.objects.filter(pk=case.pk).update(stage="closed")
    assert refusal(partial(read, case, people.officer, i1=draft())).rule == "R20"
    assert not FrameworkReading.objects.exists()


# --- bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "likely"}, "status-7.1"),
        ({"trend": "sideways"}, "trend-7.1"),
        ({"status": "unknown"}, "trend-7.1"),
        ({"grounds": "  "}, "grounds-7.1"),
        ({"grounds": "x" * 2001}, "grounds-7.1"),
        ({"evidence": ["E-2026-999999"]}, "evidence-7.1"),
    ],
)
def test_r22_what_is_no_reading_is_named_by_its_field(people, change, field):
    case, _ = case_with_items(people)
    with pytest.raises(Invalid) as caught:
        read(case, people.officer, i1=draft(**change), i2=draft())
    assert list(caught.value.errors) == [field]
    assert not FrameworkReading.objects.exists()


def test_r22_an_unknown_factor_or_indicator_is_named(people):
    case, _ = case_with_items(people)
    for factor_id, name, field in (
        ("rf-99", "7.1", "factor"),
        (FACTOR, "1.1", "indicator"),
        (FACTOR, "7.99", "indicator"),
    ):
        with pytest.raises(Invalid) as caught:
            read_factor(case=case, factor_id=factor_id, drafts={name: draft()}, after=0, by=people.officer)
        assert list(caught.value.errors) == [field]


def test_r22_a_version_of_another_factor_is_named(people):
    case, _ = case_with_items(people)
    (other,) = read(case, people.officer, "rf-01", i1=draft())
    with pytest.raises(Invalid) as caught:
        read(case, people.officer, after=other.pk, i1=draft())
    assert list(caught.value.errors) == ["after"]


def test_r22_an_item_of_another_case_and_one_that_does_not_exist_are_refused_alike(people):
    case, _ = case_with_items(people)
    elsewhere = accepted(people, title="Elsewhere", states=("SDN",)).number
    said = []
    for number in (elsewhere, "E-2026-999999"):
        with pytest.raises(Invalid) as caught:
            read(case, people.officer, i1=draft(evidence=[number]))
        said.append(caught.value.errors["evidence-7.1"][0].replace(number, "it"))
    assert said[0] == said[1]


def strict(item, people):
    """Make an item one with named readers only, and the registrar its reader."""
    type(item).objects.filter(pk=item.pk).update(sensitivity="strictly_confidential")
    return item.number


def test_r16_an_item_one_may_not_open_is_refused_as_if_it_were_not_there(people):
    case, items = case_with_items(people)
    number = strict(items[1], people)
    with pytest.raises(Invalid) as caught:
        read(case, people.amal, i1=draft(evidence=[number]))
    assert "no item of this case that you may open" in caught.value.errors["evidence-7.1"][0]


def test_r16_a_link_that_the_next_writer_may_not_open_stays_and_is_not_shown(people):
    case, items = case_with_items(people)
    hidden = strict(items[1], people)
    read(case, people.registrar, i1=draft("emerging", evidence=[items[0].number, hidden]))
    assert [item.number for item in held(case, people.amal)["7.1"].items] == [items[0].number]
    read(case, people.amal, i1=draft("present", evidence=[items[0].number]))
    assert {item.number for item in held(case, people.registrar)["7.1"].items} == {items[0].number, hidden}
    name_reader(submission=items[1].submission, user=people.amal, by=people.registrar, reason="On the panel.")
    assert {item.number for item in held(case, people.amal)["7.1"].items} == {items[0].number, hidden}


def test_r22_a_retracted_item_is_not_cited_anew_and_one_cited_before_stays_seen(people):
    case, items = case_with_items(people)
    read(case, people.officer, i1=draft(evidence=[items[0].number]))
    for item in items:
        retract(item=item, by=people.officer, reason="The source withdrew it.")
    with pytest.raises(Invalid) as caught:
        read(case, people.officer, i2=draft(evidence=[items[1].number]))
    assert "was retracted" in caught.value.errors["evidence-7.2"][0]
    read(case, people.officer, i1=draft("emerging", evidence=[items[0].number]))
    assert held(case, people.amal)["7.1"].items[0].retracted_at


# --- two people at once ----------------------------------------------------------------------------


def test_r22_two_who_read_different_indicators_both_stand(people):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft("emerging"), i2=draft("emerging"))
    before = newest(case)
    read(case, people.amal, after=before, i1=draft("present"), i2=draft("emerging"))
    read(case, people.ingrid, after=before, i1=draft("emerging"), i2=draft("present"))
    stands = {name: (found.reading.status, str(found.reading.by)) for name, found in held(case, people.betty).items()}
    assert stands == {"7.1": ("present", "Amal Benhaddou"), "7.2": ("present", "Ingrid Solheim")}


def test_r22_who_reads_the_same_later_is_told_what_changed_and_by_whom(people):
    case, _ = case_with_items(people)
    read(case, people.amal, after=0, i1=draft("present", "rising"))
    refused = refusal(partial(read, case, people.ingrid, after=0, i1=draft("absent", "unknown")))
    assert (refused.rule, refused.code, refused.status) == ("R22", OVERTAKEN, 409)
    assert "7.1 is present, rising, by Amal Benhaddou" in refused.reason
    assert FrameworkReading.objects.count() == 1


def test_r22_two_forms_in_the_same_instant_lose_nothing(committed_people):
    people = committed_people
    case, _ = case_with_items(people)
    one = partial(read, Case.objects.get(pk=case.pk), people.amal, after=0, i1=draft(), i2=draft())
    other = partial(read, Case.objects.get(pk=case.pk), people.ingrid, after=0, i2=draft("emerging"), i3=draft())
    outcomes = together(one, other)
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [refused.code for refused in lost] == [OVERTAKEN]
    assert FrameworkReading.objects.count() == 2
    assert Entry.objects.filter(act="framework.analysed").count() == 1


# --- the grid --------------------------------------------------------------------------------------


def row_of(grid, factor_id=FACTOR):
    return next(row for row in grid.rows if row.factor.id == factor_id)


def test_r22_each_month_shows_what_stood_at_its_end(people):
    case, _ = case_with_items(people)
    with clock.travel(clock.now().replace(month=2, day=20)):
        read(case, people.officer, i1=draft("emerging"))
    with clock.travel(clock.now().replace(month=4, day=30, hour=23)):
        read(case, people.officer, i1=draft("present"))
    now = clock.now().replace(month=5, day=2)
    grid = selectors.grid(case, now)
    cells = row_of(grid).cells
    assert [cell.state.status for cell in cells[-5:]] == ["unknown", "emerging", "emerging", "present", "present"]
    assert [cell.moved for cell in cells[-5:]] == [Moved.SAME, Moved.LEARNED, Moved.SAME, Moved.WORSE, Moved.SAME]
    assert (len(grid.rows), len(grid.months), grid.changes) == (14, 12, ())
    april = selectors.grid(case, now, "2026-04")
    assert [(f.id, i.id, c.before.status, c.after.status) for f, i, c in april.changes] == [
        (FACTOR, "7.1", "emerging", "present")
    ]
    assert april.changes[0][2].after.by == "Jonas Ferreira"


def test_r22_a_month_in_which_only_indicators_changed_is_marked_too(people):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft("present"))
    with clock.travel(clock.now() + timedelta(days=40)):
        read(case, people.officer, i2=draft("present"))
        cells = row_of(selectors.grid(case, clock.now())).cells
    assert [(cell.moved, cell.touched) for cell in cells[-2:]] == [(Moved.LEARNED, False), (Moved.SAME, True)]


def test_r22_older_months_are_a_step_away(people):
    case, _ = case_with_items(people)
    read(case, people.officer, i1=draft())
    later = clock.now() + timedelta(days=800)
    grid = selectors.grid(case, later)
    assert (grid.earlier, grid.later) == ("2027-04", "")
    older = selectors.grid(case, later, grid.earlier)
    assert (older.earlier, older.later) == ("2026-04", "2028-04")


@pytest.mark.parametrize("until", ["2026-13", "march", "2026-3", "2031-01", "0001-01", "2026-03-01"])
def test_r22_what_is_no_month_is_named(people, until):
    case, _ = case_with_items(people)
    with pytest.raises(Invalid) as caught:
        selectors.grid(case, clock.now(), until)
    assert list(caught.value.errors) == ["until"]


def test_r13_what_warnings_said_counts_only_submissions_that_the_reader_may_open(people):
    case, items = case_with_items(people)
    warned = {w.question: dict(w.answers) for w in selectors.factor_page(case, factor(FACTOR), people.amal).warned}
    assert warned["group_targeting"] == {"no": 0, "unknown": 0, "yes": 0, "worsening": 1}
    assert warned["armed_movement"] == {"no": 0, "unknown": 1, "yes": 0, "worsening": 0}
    type(items[0].submission).objects.filter(pk=items[0].submission_id).update(sensitivity="strictly_confidential")
    page = selectors.factor_page(case, factor(FACTOR), people.amal)
    assert page.carried == 0
    assert all(count == 0 for row in page.warned for _answer, count in row.answers)


def test_r22_warnings_set_no_status(people):
    case, _ = case_with_items(people)
    assert held(case, people.amal) == {}


def test_r22_pages_ask_the_same_number_of_queries_however_much_was_read(people):
    case, items = case_with_items(people)
    counts = []
    for amount in (1, 8):
        for _n in range(amount):
            read(
                case,
                people.officer,
                **{f"i{n}": draft(grounds=f"{amount} {_n} {n}", evidence=[items[0].number]) for n in (1, 2, 3)},
            )
        with CaptureQueriesContext(connection) as seen:
            selectors.grid(case, clock.now())
            selectors.factor_page(case, factor(FACTOR), people.amal)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 7
