"""R52: webhooks are signed, tried again, given up, sent again, and lead nowhere inside."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from evidence.services import receive, screen
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.notices import outbox, posting, signature
from mad.notices.deliveries import LEASE, LONGEST_WAIT, MOST_ATTEMPTS, deliver, tell, wait_after
from mad.notices.models import Delivery, Webhook
from mad.notices.posting import Unreachable, addresses, is_public, post, target
from mad.notices.webhooks import register_webhook, remove_webhook, replace_secret, send_again, webhooks_of
from tests.evidence_help import PLAIN


class Receiver:
    """An office's server. status: what it answers; messages: (headers, body) as they came."""

    def __init__(self) -> None:
        self.status, self.messages, self.location = 204, [], ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.messages.append((dict(self.headers), body))
                self.send_response(outer.status)
                if outer.location:
                    self.send_header("Location", outer.location)
                self.end_headers()

            def log_message(self, *args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/division?key=1"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOKS_TO_PRIVATE = True
    running = Receiver()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def hook(people, receiver) -> tuple[Webhook, str]:
    return register_webhook(office=people.ohchr, url=receiver.url, by=people.focal)


def queried(people):
    submission = receive(body=PLAIN, office=people.ohchr, by=people.ohchr.machine)
    screen(submission=submission, by=people.officer, decision="query", question="Who saw it?")
    outbox.drain()
    return submission


def test_r52_an_office_is_told_number_kind_and_link(people, receiver, hook, settings):
    submission = queried(people)
    assert deliver() == 1
    ((headers, body),) = receiver.messages
    link = f"{settings.SITE_URL}/submissions/{submission.number}/"
    assert json.loads(body) == {"number": submission.number, "kind": "submission.queried", "link": link}
    assert signature.verify(hook[1], headers, body, int(clock.now().timestamp()))
    assert Delivery.objects.get().state == "done"
    assert deliver() == 0


def test_r52_each_state_the_division_brings_about_is_told_once(people, receiver, hook):
    submission = receive(body=PLAIN, office=people.ohchr, by=people.ohchr.machine)
    screen(submission=submission, by=people.officer, decision="decline", grounds="Known.")
    outbox.drain()
    deliver()
    assert [json.loads(body)["kind"] for _, body in receiver.messages] == ["submission.declined"]


def test_r52_another_office_is_told_nothing(people, receiver, hook):
    register_webhook(office=people.unocc, url=receiver.url, by=people.unocc.machine)
    queried(people)
    assert [each.webhook.office for each in Delivery.objects.all()] == [people.ohchr]


def test_a_replayed_message_is_refused_after_five_minutes_and_told_by_its_id_before(people, receiver, hook):
    queried(people)
    deliver()
    ((headers, body),) = receiver.messages
    now = int(clock.now().timestamp())
    assert signature.verify(hook[1], headers, body, now + 300)
    assert not signature.verify(hook[1], headers, body, now + 301)
    assert not signature.verify(hook[1], headers, body, now - 301)
    assert not signature.verify(hook[1], {**headers, "Webhook-Timestamp": str(now + 400)}, body, now + 400)
    assert not signature.verify(hook[1], {**headers, "Webhook-Id": "0" * 24}, body, now)
    assert headers["Webhook-Id"] == Delivery.objects.get().key


@pytest.mark.parametrize(
    "broken", [{}, {"Webhook-Id": "a"}, {"Webhook-Id": "a", "Webhook-Timestamp": "x", "Webhook-Signature": "v1,"}]
)
def test_what_is_no_signed_message_is_refused(broken):
    assert not signature.verify(signature.secret_text(b"k" * 32), broken, b"", 0)


def test_a_failed_delivery_is_tried_again_under_the_same_id_ever_later_then_given_up(people, receiver, hook):
    receiver.status = 503
    queried(people)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert deliver() == 1
        assert deliver() == 0
        waiting = Delivery.objects.get()
        assert (waiting.attempts, waiting.answered) == (attempt, 503)
        if attempt < MOST_ATTEMPTS:
            assert waiting.next_at - clock.now() == wait_after(attempt)
            clock.advance(wait_after(attempt))
    assert Delivery.objects.get().state == "dead"
    clock.advance(timedelta(days=1))
    assert deliver() == 0
    assert len({headers["Webhook-Id"] for headers, _ in receiver.messages}) == 1
    assert len({headers["Webhook-Timestamp"] for headers, _ in receiver.messages}) == MOST_ATTEMPTS


def test_the_wait_doubles_up_to_an_hour():
    waits = [wait_after(failures).total_seconds() for failures in range(1, 30)]
    assert waits[:4] == [5, 10, 20, 40]
    assert waits[-1] == LONGEST_WAIT.total_seconds()


def test_what_was_given_up_is_sent_again_when_the_office_asks(people, receiver, hook):
    queried(people)
    Delivery.objects.update(state="dead")
    dead = Delivery.objects.get()
    with pytest.raises(NotPermitted):
        send_again(delivery=dead, by=people.unocc.machine)
    send_again(delivery=dead, by=people.focal)
    assert deliver() == 1
    assert Delivery.objects.get().state == "done"
    with pytest.raises(Refused):
        send_again(delivery=dead, by=people.focal)
    assert Entry.objects.filter(act="webhook.sent_again").count() == 1


def test_one_address_that_fails_holds_up_nobody_else(people, receiver, hook, settings):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        register_webhook(office=people.ohchr, url=f"http://127.0.0.1:{closed.getsockname()[1]}/", by=people.focal)
        for _ in range(5):
            queried(people)
        assert deliver() == 6
    assert len(receiver.messages) == 5
    assert Delivery.objects.filter(state="waiting").count() == 5
    assert "No connection" in Delivery.objects.get(attempts=1, state="waiting").error


def test_a_worker_that_dies_leaves_its_claim_to_the_next(people, receiver, hook):
    queried(people)
    Delivery.objects.update(attempts=1, next_at=clock.now() + LEASE)
    assert deliver() == 0
    clock.advance(LEASE)
    assert deliver() == 1


def test_the_same_news_twice_is_one_delivery(people, hook):
    for _ in range(2):
        tell([people.ohchr.pk], kind="k", number="S-1", url="/", source="outbox-1")
    assert Delivery.objects.count() == 1


def test_a_redirect_is_not_followed(people, receiver, hook):
    receiver.status, receiver.location = 302, receiver.url
    queried(people)
    deliver()
    assert len(receiver.messages) == 1
    assert Delivery.objects.get().answered == 302


def test_a_replaced_secret_and_the_one_before_both_sign_for_a_day(people, receiver, hook):
    new = replace_secret(webhook=hook[0], by=people.focal)
    assert new != hook[1]
    queried(people)
    deliver()
    headers, body = receiver.messages[-1]
    now = int(clock.now().timestamp())
    assert signature.verify(new, headers, body, now)
    assert signature.verify(hook[1], headers, body, now)
    clock.advance(timedelta(hours=25))
    queried(people)
    deliver()
    headers, body = receiver.messages[-1]
    now = int(clock.now().timestamp())
    assert signature.verify(new, headers, body, now)
    assert not signature.verify(hook[1], headers, body, now)


def test_a_removed_webhook_is_told_nothing_more(people, receiver, hook):
    queried(people)
    remove_webhook(webhook=hook[0], by=people.focal)
    remove_webhook(webhook=hook[0], by=people.focal)
    queried(people)
    assert deliver() == 0
    assert Delivery.objects.count() == 1
    assert Entry.objects.filter(act="webhook.removed").count() == 1


def test_the_secret_is_nowhere_in_the_database(people, hook):
    row = Webhook.objects.values().get()
    assert hook[1].removeprefix("whsec_") not in str(row)
    assert signature.key_of(hook[1]).hex() not in str(row)
    assert base64.b64decode(hook[1].removeprefix("whsec_"))


def test_r09_webhooks_belong_to_the_office(people, hook):
    assert list(webhooks_of(people.focal)) == [hook[0]]
    assert list(webhooks_of(people.unocc.machine)) == []
    for who in ("officer", "registrar", "amal"):
        assert list(webhooks_of(getattr(people, who))) == []
        with pytest.raises(NotPermitted):
            remove_webhook(webhook=hook[0], by=getattr(people, who))
    with pytest.raises(NotPermitted):
        register_webhook(office=people.unocc, url="https://x.example/", by=people.focal)
    with pytest.raises(NotPermitted):
        register_webhook(office=people.ohchr, url="https://x.example/", by=people.admin)
    with pytest.raises(NotPermitted):
        replace_secret(webhook=hook[0], by=people.admin)
    remove_webhook(webhook=hook[0], by=people.admin)


def test_an_address_is_registered_once_and_an_office_has_at_most_ten(people, hook, receiver):
    with pytest.raises(Invalid):
        register_webhook(office=people.ohchr, url=receiver.url, by=people.focal)
    for place in range(9):
        register_webhook(office=people.ohchr, url=f"{receiver.url}&{place}", by=people.focal)
    with pytest.raises(Refused):
        register_webhook(office=people.ohchr, url=f"{receiver.url}&10", by=people.focal)


INSIDE = [
    "http://office.example.org/",
    "ftp://office.example.org/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://db.internal/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://10.0.0.8/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[fe80::1%25eth0]/",
    "https://[fd00::1]/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://0.0.0.0/",
]
WRONG = [
    "",
    "office.example.org",
    "https://",
    "https:///path",
    "https://user:word@office.example.org/",
    "https://office.example.org:0/",
    "https://office.example.org:99999/",
    "https://office.example.org/#part",
    "https://office.example.org/a b",
    "https://office.example.org/\r\nHost: x",
    "https://[::1/",
    "https://bureau.example.org/é",
    "https://office.example.org/" + "x" * 500,
]


@pytest.mark.parametrize("url", INSIDE)
def test_what_leads_inside_is_refused_when_it_is_registered_or_when_it_is_called(url, settings):
    with pytest.raises(Unreachable):
        addresses(target(url, private=False), private=False)


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_address_is_refused(people, settings, url):
    settings.WEBHOOKS_TO_PRIVATE = False
    with pytest.raises(Invalid) as caught:
        register_webhook(office=people.ohchr, url=url, by=people.focal)
    assert set(caught.value.errors) == {"url"}


@pytest.mark.parametrize("number", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(number):
    assert is_public(ip_address(number))


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    monkeypatch.setattr(
        posting.socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (n, 443)) for n in ("8.8.8.8", "10.0.0.1")]
    )
    with pytest.raises(Unreachable):
        addresses(target("https://office.example.org/", private=False), private=False)


def test_a_name_is_resolved_once_and_the_connection_goes_to_that_address(monkeypatch):
    """DNS rebinding: the second answer would lead inside, and is never asked for."""
    asked, connected = [], []

    def resolve(*args, **options):
        asked.append(args)
        return [(2, 1, 6, "", ("8.8.8.8" if len(asked) == 1 else "127.0.0.1", 443))]

    def connect(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(posting.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(posting.socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        post("https://office.example.org/", {}, b"", private=False)
    assert (len(asked), connected) == (1, [("8.8.8.8", 443)])


def test_a_server_that_says_nothing_is_left_after_a_bounded_time():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unreachable, match="No answer within"):
        post(f"http://127.0.0.1:{silent.getsockname()[1]}/", {}, b"", private=True, seconds=0.1)


def test_what_does_not_speak_http_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as odd:

        def speak() -> None:
            line, _ = odd.accept()
            with line:
                line.recv(1000)
                line.sendall(b"220 mail.example.org ESMTP\r\n")

        threading.Thread(target=speak, daemon=True).start()
        with pytest.raises(Unreachable, match="HTTP"):
            post(f"http://127.0.0.1:{odd.getsockname()[1]}/", {}, b"", private=True)
