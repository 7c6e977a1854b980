"""R48: the figures of a small world, worked out again by hand; publishing, corrections, what a reader may see."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from django.db import DatabaseError, transaction

from cases.models import Case, CaseSubmission
from cases.services import recuse
from deliberation import followup_record
from deliberation import services as plenary_services
from deliberation.account_document import COLUMNS, account_pdf, export_csv, export_pdf
from deliberation.account_tables import tables
from deliberation.models import AnnualAccount
from deliberation.procedure import periods
from deliberation.selectors.account import figures, shown_to
from deliberation.services import accounts
from evidence.models import Submission
from evidence.services import open_watch, return_nil
from mad.accounts.models import Office
from mad.clocks.models import Clock
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from tests import pdf_help
from tests.evidence_help import accepted, received
from tests.followup_steps import DAY, alarm_in, review, take
from tests.services.test_cases_concurrency import together

pytest_plugins = ["tests.deliberation_factory"]

HOUR = timedelta(hours=1)
NEW_YEAR = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def now_figures(year: int = 2026) -> dict:
    return figures(year, periods.year(year, clock.today()), clock.now())


def table(content, key, user=None):
    return next(one for one in tables(shown_to(user, content)) if one.key == key)


def test_r48_an_empty_year_is_a_year_of_noughts(people):
    found = now_figures()
    assert found["submissions"] == {"received": 0, "alarms": 0, "accepted": 0, "declined": 0, "open": 0}
    assert found["months"] == [0] * 12
    assert found["gaps"] == {"median_days": None, "acted": 0, "waiting": 0, "rows": []}
    assert found["determinations"]["median_days"] is None
    assert [row["measured"] for row in found["sources"]] == [0] * Office.objects.filter(
        duty="bound", active=True
    ).count()


def test_r48_submissions_are_counted_by_month_and_by_what_became_of_them(people):
    accepted(people, quick_matrix={"incitement": {"answer": "worsening"}, "armed_movement": {"answer": "worsening"}})
    received(people)
    clock.advance(30 * DAY)
    received(people)
    with clock.travel(datetime(2025, 12, 31, 23, 59, tzinfo=UTC)):
        received(people)
    found = now_figures()
    rows = list(Submission.objects.filter(received_at__year=2026))
    assert found["submissions"] == {
        "received": len(rows),
        "alarms": sum(row.alarm for row in rows),
        "accepted": sum(row.status == "accepted" for row in rows),
        "declined": 0,
        "open": sum(row.status not in ("accepted", "declined") for row in rows),
    }
    assert found["months"] == [sum(row.received_at.month == month for row in rows) for month in range(1, 13)]
    assert (found["submissions"]["received"], found["months"][1], found["months"][2]) == (3, 2, 1)


def make_clock(kind, started, due, ended=None, late=None, **more):
    return Clock.objects.create(
        kind=kind,
        subject=f"X-{Clock.objects.count()}",
        url="/",
        started_at=started,
        due_at=due,
        ended_at=ended,
        late_by=late,
        **more,
    )


def test_r48_times_against_clocks(people):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    make_clock("screening", start, start + 24 * HOUR, start + 10 * HOUR)
    make_clock("screening", start, start + 24 * HOUR, start + 30 * HOUR, 6 * HOUR)
    make_clock("screening", start, start + 24 * HOUR, start + 24 * HOUR, timedelta(seconds=3))  # by the heartbeat
    make_clock("screening", start, start + 30 * HOUR, start + 26 * HOUR, paused_for=6 * HOUR)
    make_clock("screening", start, start + 24 * HOUR)  # still open, late at the end of the year
    make_clock("screening", start, start + 500 * DAY)  # still open, not late
    make_clock("screening", start - 90 * DAY, start - 89 * DAY, start - 80 * DAY, 9 * DAY)  # ended the year before
    make_clock("vote", start, start + 24 * HOUR, start + 25 * HOUR, HOUR)  # ends by itself
    with clock.travel(NEW_YEAR):
        (row,) = now_figures()["clocks"]
    expected = median([10, 30, 24, 20])
    assert row == {
        "kind": "screening",
        "ended": 4,
        "median_hours": expected,
        "late": 1,
        "open_late": 1,
        "share_late": 40.0,
    }


def small_world(plenary):
    """One case with a warning, a determination, a vote, an output; another warned case without any act."""
    people = plenary.people
    alarm_in(plenary)  # also opens the second case, where it lies first
    clock.advance(10 * DAY)
    output = plenary.lawful_draft()
    plenary.carry(plenary.move(kind="output", output=output))
    plenary_services.transmit(output=output, by=people.registrar)
    output.refresh_from_db()
    return output


def test_r48_determinations_votes_outputs_and_follow_up(plenary):
    output = small_world(plenary)
    done = take(plenary)
    review(done, plenary.people.registrar, "done")
    take(plenary, title="Late already", due=clock.today() + 2 * DAY)
    clock.advance(5 * DAY)
    found = now_figures()
    assert (found["determinations"]["adopted"], found["determinations"]["likely"]) == (1, 1)
    assert found["crimes"] == [["cah", 1]]
    assert found["votes"] == [
        {"kind": "option", "carried": 1, "not_carried": 0, "inquorate": 0, "void": 0},
        {"kind": "output", "carried": 1, "not_carried": 0, "inquorate": 0, "void": 0},
    ]
    assert found["outputs"] == [
        {"kind": "draft_resolution", "drafted": 1, "adopted": 1, "transmitted": 1, "published": 0}
    ]
    assert dict(found["council"])["Outputs transmitted to the Council"] == 1
    assert dict(found["council"])["Addressees they went to"] == output.deliveries.count()
    assert found["measures"] == {"taken": 2, "done": 1, "failed": 0, "handed_over": 0, "overdue": 1}


def test_r48_the_gap_runs_from_the_first_warning_to_the_first_act(plenary):
    output = small_world(plenary)
    found = now_figures()
    warned = {
        case: min(CaseSubmission.objects.filter(case=case).values_list("submission__received_at", flat=True))
        for case in Case.objects.all()
    }
    other = Case.objects.exclude(pk=plenary.case.pk).get()
    lengths = {row["case"]: row["days"] for row in found["gaps"]["rows"]}
    assert lengths == {
        plenary.case.pk: round((output.transmitted_at - warned[plenary.case]).total_seconds() / 86400, 1),
        other.pk: round((clock.now() - warned[other]).total_seconds() / 86400, 1),
    }
    assert (found["gaps"]["acted"], found["gaps"]["waiting"]) == (1, 1)
    assert found["gaps"]["median_days"] == lengths[plenary.case.pk]


def test_r48_what_came_in_the_next_year_does_not_count_in_this_one(plenary):
    alarm_in(plenary)
    type(plenary.draft()).objects.update(
        stage="transmitted", adopted_at=NEW_YEAR, adopted_lines=[], transmitted_at=NEW_YEAR
    )
    with clock.travel(NEW_YEAR + DAY):
        before, after = now_figures(2026), now_figures(2027)
    assert (before["gaps"]["acted"], before["gaps"]["waiting"]) == (0, 2)
    assert (after["gaps"]["acted"], after["gaps"]["waiting"]) == (1, 1)
    year_end = datetime(2027, 1, 1, tzinfo=UTC)
    first = Submission.objects.get().received_at
    assert {row["days"] for row in before["gaps"]["rows"]} == {round((year_end - first).total_seconds() / 86400, 1)}


def test_r48_each_bound_source_has_its_record_and_protected_ones_are_not_counted(people):
    open_watch(name="Northern Syria", states=["SYR"], since=date(2026, 1, 5), by=people.registrar)
    received(people, known_since="2026-02-09T04:30:00Z")
    received(people, known_since="2026-02-01T04:30:00Z", protect_source=True)
    clock.advance(40 * DAY)
    nil = {"states": ["SYR"], "period": {"from": "2026-03-01", "to": "2026-03-20"}}
    return_nil(body=nil, by=people.unocc.machine)
    clock.advance(40 * DAY)
    rows = {row["name"]: row for row in now_figures()["sources"]}
    ohchr, unocc = rows[people.ohchr.name], rows[people.unocc.name]
    assert (ohchr["median_hours"], ohchr["measured"]) == (5.0, 1)
    assert ohchr["on_time"] + ohchr["late"] + ohchr["silent"] == 3
    assert (ohchr["on_time"], unocc["on_time"]) == (1, 1)
    assert unocc["measured"] == 0


# --- publishing ------------------------------------------------------------------------------------


@pytest.fixture
def after_the_year(plenary):
    small_world(plenary)
    with clock.travel(NEW_YEAR):
        yield plenary


def publish(people, **changes) -> AnnualAccount:
    return accounts.publish_account(**{"year": 2026, "by": people.registrar, "after": 0, **changes})


def test_r48_a_year_is_published_when_it_is_over_and_frozen_with_its_digest(after_the_year):
    people = after_the_year.people
    account = publish(people)
    checked = {pk: said for pk, said, _name in followup_record.checks()}
    entry = Entry.objects.get(act="account.published")
    assert account.digest == entry.digest == checked[entry.pk]
    assert account.content["submissions"]["received"] == 1
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        AnnualAccount.objects.filter(pk=account.pk).update(content={})
    received(people)
    assert AnnualAccount.objects.get().content["submissions"]["received"] == 1


def test_r48_a_year_that_runs_is_not_published(plenary):
    with pytest.raises(Refused, match="not over"):
        publish(plenary.people)


def test_r48_a_correction_is_a_new_edition_and_says_why(after_the_year):
    people = after_the_year.people
    publish(people)
    with pytest.raises(Refused, match="was published since"):
        publish(people)
    with pytest.raises(Invalid) as caught:
        publish(people, after=1)
    assert caught.value.field == "reason"
    again = publish(people, after=1, reason="A submission was counted in the wrong month.")
    assert (again.edition, AnnualAccount.objects.count()) == (2, 2)
    assert "corrects edition 1" in pdf_help.text(account_pdf(again))


def test_r48_two_publish_at_once_and_there_is_one_edition(committed_people):
    with clock.travel(NEW_YEAR):
        answers = together(lambda: publish(committed_people), lambda: publish(committed_people))
    assert sorted(type(answer).__name__ for answer in answers) == ["AnnualAccount", "Refused"]


@pytest.mark.parametrize("who", ["amal", "betty", "officer", "auditor"])
def test_r9_only_the_registrar_publishes(after_the_year, who):
    with pytest.raises(NotPermitted):
        publish(after_the_year.people, by=getattr(after_the_year.people, who))


@pytest.mark.parametrize("year", [1900, 2030])
def test_r48_a_year_without_a_record_is_refused_by_field(people, year):
    with pytest.raises(Invalid) as caught:
        publish(people, year=year)
    assert caught.value.field == "year"


def test_r6_of_single_cases_a_reader_sees_those_they_may_open(plenary):
    small_world(plenary)
    people, content = plenary.people, now_figures()
    recuse(case=plenary.case, by=people.amal, reason="A relative works there.")
    assert len(table(content, "gaps", people.registrar).rows) == 2
    names = [row[0] for row in table(content, "gaps", people.amal).rows]
    assert len(names) == 1
    assert plenary.case.title not in names[0]
    assert table(content, "gaps", people.auditor).rows == ()


def test_r48_a_case_of_which_something_was_published_is_named_by_it(plenary):
    output = small_world(plenary)
    plenary_services.publish(output=output, by=plenary.people.registrar)
    (row,) = table(now_figures(), "gaps", plenary.people.auditor).rows
    assert row[0] == output.symbol


def test_r48_the_pdf_names_no_case_that_is_not_public_and_is_tagged(after_the_year):
    people = after_the_year.people
    account = publish(people)
    made = export_pdf(account=account, by=people.registrar)
    said = " ".join(pdf_help.text(made).split())
    assert "Annual account 2026" in said
    assert after_the_year.case.title not in said
    assert "C-2026" not in said
    assert account.digest[:16] in said.replace(" ", "")
    assert pdf_help.tags(made)["Table"] >= 5


def test_r48_the_numbers_as_csv_are_well_formed_and_no_cell_is_a_formula(plenary):
    small_world(plenary)
    Case.objects.filter(pk=plenary.case.pk).update(title='=HYPERLINK("http://x","y"), "quoted"\nand broken')
    content = shown_to(plenary.people.registrar, now_figures())
    made = export_csv(year=2026, edition=0, content=content, by=plenary.people.registrar)
    rows = list(csv.reader(io.StringIO(made)))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    found = {(row[2], row[3], row[4]): row[5] for row in rows[1:]}
    assert found["submissions", "Received", "Number"] == "1"
    assert found["votes", "Option", "Carried"] == "1"
    assert Entry.objects.filter(act="account.exported", object="AA-2026").exists()


def test_r48_the_reason_of_a_correction_tells_nothing_that_is_not_released(plenary, people, after_the_year):
    """It stands in the PDF, which everybody who reads the account is given."""
    publish(people, after=0)
    for told in (f"{plenary.case.number} was left out.", f"{plenary.case.title} was left out."):
        with pytest.raises(Invalid) as caught:
            publish(people, after=1, reason=told)
        assert (caught.value.rule, caught.value.field) == ("R48", "reason")
    assert AnnualAccount.objects.count() == 1
