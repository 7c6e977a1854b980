"""R10, R11: the ledger over real submissions, nil returns and silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from evidence.checks import nil_return_digests
from evidence.models import Lapse, NilReturn, Situation, Submission
from evidence.procedure.duties import Standing
from evidence.selectors.duties import bound_sources, due_now, lines, median_delays, silent_sources, watched
from evidence.services import end_watch, open_watch, receive, return_nil
from mad.accounts.services import register_office
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.verification import verify
from mad.notices import outbox
from mad.notices.models import Notice, Outbox
from mad.reference.services import decide_number
from tests.evidence_help import PLAIN

START = date(2026, 2, 9)
NIL = {"states": ["SYR"], "period": {"from": "2026-02-01", "to": "2026-02-09"}}


@pytest.fixture
def situation(people):
    return open_watch(name="Northern Syria", states=["SYR"], since=START, by=people.registrar)


def later(days: int) -> None:
    clock.advance(timedelta(days=days))
    outbox.drain()


def report(people, office="ohchr", **changes) -> Submission:
    found = getattr(people, office)
    return receive(body={**PLAIN, **changes}, office=found, by=found.machine)


def standings(people, who="registrar", since=START) -> dict[str, list[Standing]]:
    user = getattr(people, who)
    found = lines(list(bound_sources(user)), watched(), since=since, own=user.office_id is not None)
    said: dict[str, list[Standing]] = {}
    for line in found:
        said.setdefault(line.office.code, []).append(line.standing)
    return said


def test_r11_a_report_in_the_period_is_on_time_and_silence_shows(people, situation):
    report(people)
    later(30)
    assert standings(people) == {
        "ohchr": [Standing.ON_TIME, Standing.OPEN],
        "ogpr2p": [Standing.SILENT, Standing.OPEN],
        "unocc": [Standing.SILENT, Standing.OPEN],
    }


def test_r11_a_report_on_another_state_is_none(people, situation):
    report(people, states=["SDN"])
    later(30)
    assert standings(people)["ohchr"][0] is Standing.SILENT


def test_r11_a_nil_return_is_a_report(people, situation):
    return_nil(body=NIL, by=people.ohchr.machine)
    later(30)
    assert standings(people)["ohchr"][0] is Standing.ON_TIME


def test_r11_a_late_report_is_late(people, situation):
    later(31)
    report(people, period={"from": "2026-03-01", "to": "2026-03-05"})
    assert standings(people)["ohchr"] == [Standing.LATE, Standing.ON_TIME]


def test_r11_what_the_source_knew_in_the_period_and_sent_after_is_late(people, situation):
    later(31)
    report(people, known_since="2026-03-01T00:00:00Z")
    assert standings(people)["ohchr"][0] is Standing.LATE


def test_r11_silence_is_a_line_a_docket_entry_and_one_reminder_to_the_source(people, situation):
    later(30)
    assert {(lapse.office.code, lapse.first, lapse.end) for lapse in Lapse.objects.all()} == {
        (code, START, date(2026, 3, 11)) for code in ("ohchr", "unocc", "ogpr2p")
    }
    assert Entry.objects.filter(act="duty.lapsed", object=situation.number).count() == 3
    told = Notice.objects.filter(kind="report.missing")
    assert [(notice.user, notice.subject, notice.url) for notice in told] == [
        (people.focal, situation.number, "/duty/")
    ]


def test_r11_a_reminder_goes_out_exactly_once_whatever_is_run_again(people, situation):
    later(30)
    Outbox.objects.filter(topic="evidence.period_end").update(done_at=None, available_at=clock.now())
    outbox.drain()
    assert Lapse.objects.count() == 3
    assert Notice.objects.filter(kind="report.missing").count() == 1
    later(30)
    assert Lapse.objects.count() == 6
    assert Notice.objects.filter(kind="report.missing").count() == 2


def test_r11_after_a_long_stop_every_silent_period_is_a_line_and_one_reminder_goes_out(people, situation):
    later(95)
    assert Lapse.objects.filter(office=people.ohchr).count() == 3
    assert Notice.objects.filter(kind="report.missing").count() == 1


def test_r16_a_protected_report_counts_for_its_own_source_alone(people, situation):
    report(people, protect_source=True)
    later(30)
    assert standings(people, "registrar")["ohchr"][0] is Standing.SILENT
    assert standings(people, "officer")["ohchr"][0] is Standing.SILENT
    assert standings(people, "focal") == {"ohchr": [Standing.ON_TIME, Standing.OPEN]}
    assert not Notice.objects.filter(kind="report.missing").exists()
    assert Lapse.objects.filter(office=people.ohchr).count() == 1


def test_r16_the_delay_of_a_protected_report_is_not_measured_for_others(people, situation):
    report(people, protect_source=True, known_since="2026-02-08T00:00:00Z")
    sources = list(bound_sources(people.registrar))
    assert median_delays(sources, since=START, own=False) == {}
    assert people.ohchr.pk in median_delays([people.ohchr], since=START, own=True)


def test_r11_the_median_delay_is_from_known_to_received(people, situation):
    for hours in (1, 3, 200):
        known = clock.now() - timedelta(hours=hours)
        report(people, known_since=known.isoformat())
    report(people)
    assert median_delays([people.ohchr], since=START, own=False) == {people.ohchr.pk: (timedelta(hours=3), 3)}


def test_r11_a_source_owes_nothing_from_before_it_was_bound(people, situation):
    later(10)
    register_office(code="jmac", name="A mission’s JMAC", duty="bound", by=people.admin)
    later(25)
    assert standings(people)["jmac"] == [Standing.OPEN]


def test_r10_voluntary_sources_are_not_on_the_ledger(people, situation):
    register_office(code="ngo", name="A society", duty="voluntary", by=people.admin)
    assert "ngo" not in standings(people)
    with pytest.raises(NotPermitted) as caught:
        return_nil(body=NIL, by=type(people.ohchr).objects.get(code="ngo").machine)
    assert caught.value.rule == "R10"
    assert not NilReturn.objects.exists()


def test_r11_a_decision_changes_the_length_from_the_next_period_on(people, situation):
    day = (clock.now() + timedelta(days=30)).date()
    decide_number(key="report_every_days", value="7", decided_on=day, reason="Fast", by=people.registrar)
    later(30)
    later(7)
    assert standings(people)["ohchr"] == [Standing.SILENT, Standing.SILENT, Standing.OPEN]
    assert Lapse.objects.filter(office=people.ohchr).count() == 2


def test_r11_the_end_of_a_watch_ends_the_duty(people, situation):
    later(31)
    end_watch(situation=situation, reason="Settled.", by=people.registrar)
    later(60)
    assert standings(people)["ohchr"] == [Standing.SILENT]
    assert silent_sources(clock.now()) == []
    assert not Outbox.objects.filter(topic="evidence.period_end", done_at=None).exists()


def test_r11_the_desk_names_the_silent_until_they_report(people, situation):
    later(30)
    assert len(silent_sources(clock.now())) == 3
    report(people)
    return_nil(body={**NIL, "period": {"from": "2026-02-10", "to": "2026-03-11"}}, by=people.unocc.machine)
    assert silent_sources(clock.now()) == ["Office on Genocide Prevention and the Responsibility to Protect"]


def test_r11_what_is_due_now_goes_when_the_report_comes(people, situation):
    assert [line.situation for line in due_now(people.focal)] == [situation]
    assert due_now(people.officer) == []
    report(people)
    assert due_now(people.focal) == []


def test_r11_the_same_nil_return_again_is_the_first_one(people, situation):
    first, new = return_nil(body=NIL, by=people.focal)
    again, also_new = return_nil(body=NIL, by=people.ohchr.machine)
    assert (first, new, also_new) == (again, True, False)
    assert NilReturn.objects.count() == Entry.objects.filter(act="nil_return.received").count() == 1


def test_r11_an_overlapping_nil_return_names_the_one_it_overlaps(people, situation):
    first, _ = return_nil(body={**NIL, "states": ["SYR", "SDN"]}, by=people.focal)
    with pytest.raises(Refused) as caught:
        return_nil(body={**NIL, "period": {"from": "2026-02-09", "to": "2026-02-09"}}, by=people.focal)
    assert first.number in caught.value.reason
    assert NilReturn.objects.count() == 1
    return_nil(body=NIL, by=people.unocc.machine)  # another office's is another matter


def test_r11_only_the_registrar_keeps_the_watch(people, situation):
    for who in ("officer", "amal", "focal", "admin", "auditor"):
        with pytest.raises(NotPermitted):
            open_watch(name="Another", states=["SDN"], since=START, by=getattr(people, who))
        with pytest.raises(NotPermitted):
            end_watch(situation=situation, reason="x", by=getattr(people, who))


def test_r49_a_nil_return_is_re_derived_from_its_row(people, situation, seal):
    made, _ = return_nil(body=NIL, by=people.focal)
    seal()
    assert verify().faults == []
    checked = {label: (entry, recomputed) for entry, recomputed, label in nil_return_digests()}
    entry = Entry.objects.get(act="nil_return.received")
    assert checked == {made.number: (entry.pk, entry.digest)}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Northern Syria"}, "name"),
        ({"states": []}, "states"),
        ({"states": ["XXX"]}, "states"),
        ({"since": date(2026, 2, 10)}, "since"),
    ],
)
def test_r11_a_wrong_watch_is_refused_by_field(people, situation, changes, field):
    given = {"name": "Sudan", "states": ["SDN"], "since": START, **changes}
    with pytest.raises(Invalid) as caught:
        open_watch(**given, by=people.registrar)
    assert set(caught.value.errors) == {field}
    assert Situation.objects.count() == 1


def test_r15_the_database_keeps_the_ledger(people, situation):
    nil, _ = return_nil(body=NIL, by=people.focal)
    later(30)
    for change in (
        lambda: NilReturn.objects.filter(pk=nil.pk).update(state_codes=["SDN"]),
        lambda: Lapse.objects.all().delete(),
        lambda: Situation.objects.filter(pk=situation.pk).update(state_codes=["SDN"]),
        lambda: Situation.objects.filter(pk=situation.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
