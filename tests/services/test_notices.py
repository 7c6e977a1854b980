"""R52 and the outbox: told once, with no content, whatever crashes."""

from __future__ import annotations

import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import connections, transaction

from mad.common.clock import advance, now, travel
from mad.notices import outbox
from mad.notices.audience import Audience
from mad.notices.mail import FolderBackend
from mad.notices.models import Notice, Outbox
from mad.notices.outbox import MAX_ATTEMPTS
from mad.notices.services import notify
from tests.people import MORNING


@pytest.fixture
def topic(monkeypatch):
    """A topic whose handler notes what it did; `fail` makes it raise."""

    class Topic:
        done: list = []
        fail = False

        def __call__(self, payload, key):
            if self.fail or payload.get("bad"):
                raise ValueError("cannot")
            self.done.append(payload["n"])

    handler = Topic()
    handler.done = []
    monkeypatch.setitem(outbox._handlers, "test", handler)
    return handler


def test_r52_a_notice_carries_number_kind_and_link_and_nothing_else(people):
    notify(
        kind="submission.alarm",
        subject="S-2026-000001",
        url="/screening/S-2026-000001/",
        to=Audience(roles=["officer"]),
    )
    outbox.drain()
    assert len(mail.outbox) == 2
    sent = mail.outbox[0]
    assert sent.subject == "S-2026-000001: submission alarm"
    assert sent.body.split() == [
        "S-2026-000001",
        "submission",
        "alarm",
        "http://127.0.0.1:8000/screening/S-2026-000001/",
    ]


def test_r52_everybody_in_the_audience_is_told_once(people):
    row = notify(
        kind="clock.due", subject="X", url="/", to=Audience(roles=["officer", "presiding"], users=[people.amal.pk])
    )
    outbox.drain()
    outbox._handle(row)
    outbox.drain()
    told = [notice.user for notice in Notice.objects.all()]
    assert sorted(told, key=str) == sorted([people.officer, people.officer2, people.betty, people.amal], key=str)
    assert len(mail.outbox) == 4


def test_the_same_mail_twice_is_one_file(settings, tmp_path):
    message = mail.EmailMessage(
        "S-2026-000001: due", "…", to=["a@demonstration.invalid"], headers={"Message-ID": "<outbox-7@localhost>"}
    )
    for _ in range(2):
        FolderBackend().send_messages([message])
    files = list((tmp_path / "mail").iterdir())
    assert [file.name for file in files] == ["outbox-7.eml"]
    assert message_from_bytes(files[0].read_bytes(), policy=policy.default)["Subject"] == "S-2026-000001: due"


def test_a_bad_row_holds_up_no_other(db, topic):
    for n in range(5):
        outbox.enqueue("test", {"n": n, "bad": n == 2})
    assert outbox.drain() == 4
    assert topic.done == [0, 1, 3, 4] or topic.done == [0, 1, 0, 1, 3, 4]
    bad = Outbox.objects.get(done_at=None)
    assert (bad.attempts, bad.error) == (1, "ValueError: cannot")


def test_a_row_that_fails_is_tried_again_later_and_at_last_set_aside(db, topic):
    topic.fail = True
    row = outbox.enqueue("test", {"n": 1})
    with travel(MORNING if now() < MORNING else now()):
        for _ in range(MAX_ATTEMPTS):
            outbox.drain()
            outbox.drain()
            advance(row.available_at - now() if row.available_at > now() else row.available_at - row.available_at)
            row.refresh_from_db()
            advance(max(row.available_at - now(), now() - now()))
        row.refresh_from_db()
        assert row.dead_at is not None
        assert row.attempts == MAX_ATTEMPTS


def test_slow_rows_are_left_to_a_worker_of_their_own(db, monkeypatch):
    done: list = []
    monkeypatch.setattr(outbox, "_slow", set())
    monkeypatch.setattr(outbox, "_handlers", {})
    outbox.register("slow", lambda payload, key: done.append("slow"), slow=True)
    outbox.register("quick", lambda payload, key: done.append("quick"))
    for topic in ("slow", "quick", "slow"):
        outbox.enqueue(topic, {})
    assert (outbox.drain_quick(), done) == (1, ["quick"])
    assert (outbox.drain_slow(), done) == (2, ["quick", "slow", "slow"])
    assert (outbox.drain(), Outbox.objects.filter(done_at=None).count()) == (0, 0)


def test_two_claimers_never_do_the_same_row(committed_db, topic):
    with transaction.atomic():
        for n in range(400):
            outbox.enqueue("test", {"n": n})

    def drain():
        outbox.drain()
        connections.close_all()

    claimers = [threading.Thread(target=drain) for _ in range(4)]
    for claimer in claimers:
        claimer.start()
    for claimer in claimers:
        claimer.join()
    assert sorted(topic.done) == list(range(400))
    assert not Outbox.objects.filter(done_at=None).exists()


def test_what_reaches_outside_happens_once_when_another_row_fails(db, topic, monkeypatch):
    sent: list = []
    monkeypatch.setattr(outbox, "_outside", set(outbox._outside))
    monkeypatch.setitem(outbox._handlers, "letter", None)
    outbox.register("letter", lambda payload, key: sent.append(payload["n"]), outside=True)
    for n in range(6):
        outbox.enqueue("letter" if n % 2 else "test", {"n": n, "bad": n == 4})
    outbox.drain()
    outbox.drain()
    assert sent == [1, 3, 5]
    assert Outbox.objects.filter(done_at=None).count() == 1


def test_a_relay_that_is_down_for_hours_loses_no_mail(db, topic):
    topic.fail = True
    row = outbox.enqueue("test", {"n": 1})
    start = now()
    with travel(start):
        while now() < start + timedelta(hours=6):
            outbox.drain()
            row.refresh_from_db()
            assert row.dead_at is None
            assert row.available_at - now() <= timedelta(hours=1)
            advance(row.available_at - now())
        topic.fail = False
        outbox.drain()
    assert topic.done == [1]
