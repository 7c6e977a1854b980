"""Saved searches: alerts of what is new, once per hit, to an owner who may know of it then (R52)."""

from __future__ import annotations

import json
import threading

import pytest
from django.db import connections

from cases.services import recuse
from evidence.models import Submission
from evidence.services import screen
from mad.common.clock import travel
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.sealing import seal_all
from mad.notices import outbox
from mad.notices.models import Notice, Outbox
from mad.search.alerts import KIND, alert_all
from mad.search.indexing import follow
from mad.search.models import SavedSearch
from mad.search.services import drop_search, save_search
from tests.deliberation_factory import Plenary
from tests.evidence_help import ACCEPT, accepted, received

pytest_plugins = ["tests.deliberation_factory"]


def beat() -> int:
    """The heartbeats, in turn; the number of alerts."""
    seal_all()
    follow()
    told = alert_all()
    outbox.drain()
    return told


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user, kind=KIND).order_by("pk").values_list("subject", flat=True))


def test_r52_a_new_hit_is_told_once_by_number_kind_and_link(people):
    save_search(by=people.officer, name="Zarzuelas", query="zarzuela", alerts=True)
    submission = received(people, title="Zarzuela in the square", narrative="Secret words.")
    received(people, title="Other")
    assert beat() == 1
    assert beat() == 0
    assert told(people.officer) == [submission.number]
    notice = Notice.objects.get(user=people.officer, kind=KIND)
    assert notice.url == submission.get_absolute_url()
    written = json.dumps(list(Outbox.objects.filter(topic="notice").values_list("payload", flat=True)))
    assert "Zarzuela" not in written
    assert "Secret" not in written


def test_what_was_there_when_the_search_was_saved_is_not_new(people):
    submission = received(people, title="Zarzuela")
    beat()
    save_search(by=people.officer, name="", query="zarzuela", alerts=True)
    screen(submission=submission, by=people.officer, decision="query", question="When?")
    assert beat() == 0


def test_r16_a_hit_is_told_when_its_reader_may_know_of_it(people):
    save_search(by=people.amal, name="", query="zarzuela kind:submission", alerts=True)
    submission = received(people, title="Zarzuela")
    assert beat() == 0
    screen(submission=submission, by=people.officer, **ACCEPT)
    assert beat() == 1
    assert told(people.amal) == [submission.number]
    submission.refresh_from_db()
    assert beat() == 0


def test_r06_a_recused_owner_is_told_nothing(people):
    plenary = Plenary(people)
    save_search(by=people.bilal, name="", query="zarzuela OR kind:case OR kind:output", alerts=True)
    recuse(case=plenary.case, by=people.bilal, reason="A relative works there.")
    accepted(people, title="Zarzuela", grading={"destination": plenary.case.number})
    assert beat() == 0
    assert told(people.bilal) == []


def test_more_hits_than_a_batch_are_all_told_once(people, monkeypatch):
    monkeypatch.setattr("mad.search.selectors.FRESH", 2)
    monkeypatch.setattr("mad.search.alerts.FRESH", 2)
    save_search(by=people.officer, name="", query="kind:submission", alerts=True)
    sent = {received(people, title=f"Number {n}").number for n in range(5)}
    assert beat() == 5
    assert sorted(told(people.officer)) == sorted(sent)


def test_a_search_without_alerts_is_silent_until_they_are_wanted(people):
    save_search(by=people.officer, name="", query="zarzuela", alerts=False)
    received(people, title="Zarzuela one")
    assert beat() == 0
    saved = save_search(by=people.officer, name="Named", query="zarzuela", alerts=True)
    assert beat() == 0
    second = received(people, title="Zarzuela two")
    assert beat() == 1
    assert told(people.officer) == [second.number]
    assert (saved.name, SavedSearch.objects.count()) == ("Named", 1)


def test_a_search_is_its_owners_alone(people):
    saved = save_search(by=people.officer, name="", query="zarzuela", alerts=False)
    drop_search(by=people.officer2, pk=saved.pk)
    assert SavedSearch.objects.filter(pk=saved.pk).exists()
    drop_search(by=people.officer, pk=saved.pk)
    assert not SavedSearch.objects.exists()


def test_what_cannot_be_kept_is_refused(people, monkeypatch):
    with pytest.raises(Invalid):
        save_search(by=people.officer, name="Nothing", query=" - ", alerts=True)
    with pytest.raises(NotPermitted):
        save_search(by=people.focal, name="", query="zarzuela", alerts=True)
    monkeypatch.setattr("mad.search.services.MOST_SAVED", 1)
    save_search(by=people.officer, name="", query="one", alerts=False)
    with pytest.raises(Refused):
        save_search(by=people.officer, name="", query="two", alerts=False)


def test_two_workers_tell_once_and_index_once(committed_people, morning):
    save_search(by=committed_people.officer, name="", query="kind:submission", alerts=True)
    for n in range(6):
        received(committed_people, title=f"Number {n}")
    seal_all()
    start = threading.Barrier(4)
    faults: list[Exception] = []

    def worker() -> None:
        try:
            with travel(morning):
                start.wait()
                for _ in range(3):
                    follow()
                    alert_all()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    follow()
    alert_all()
    outbox.drain()
    assert not faults
    assert (
        len(told(committed_people.officer))
        == len(set(told(committed_people.officer)))
        == Submission.objects.count()
        == 6
    )
