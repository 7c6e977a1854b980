"""R37, R52: sent, seen, answered; mail without content; each exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import Error as DatabaseError

from deliberation import services
from deliberation.models import Correspondent, Dispatch, Handling, Output, Publication, Reply
from deliberation.selectors.correspondence import lines
from deliberation.services.correspondence import PRESIDENT, send
from deliberation.services.publishing import publish_due
from mad.common import clock
from mad.common.clock import advance
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.notices import outbox
from mad.notices.models import Outbox
from mad.reference.models import State
from tests.deliberation_factory import Plenary
from tests.publishing_steps import at_once, call, statement

pytest_plugins = ["tests.deliberation_factory"]
NEEDLE = "heliotrope"


@pytest.fixture
def addressed(people):
    """The president and France have a mail address."""
    services.set_address(state=None, email="president@council.example", by=people.registrar)
    services.set_address(state=State.objects.get(pk="FRA"), email="mission@fra.example", by=people.registrar)


def mails(mailoutbox) -> list[str]:
    """The mails to the two, as sent."""
    return [str(mail.message()) for mail in mailoutbox if mail.to[0].endswith(".example") and "/received/" in mail.body]


def test_r52_mail_has_a_symbol_a_kind_and_a_link_and_nothing_of_the_text(plenary, people, addressed, mailoutbox):
    output = call(plenary, people, text=f"The {NEEDLE} burns.")
    outbox.drain()
    sent = mails(mailoutbox)
    assert len(sent) == 2
    for mail in sent:
        assert output.symbol in mail
        assert "/received/" in mail
        assert NEEDLE not in mail
        assert "Session" not in mail
    standing = {row.addressee: row.standing.value for row in lines(output, with_links=False)}
    assert standing[PRESIDENT] == standing["France"] == "sent"
    assert standing["China"] == "waits"


def test_r37_a_mail_is_sent_once_however_often_its_row_is_done(plenary, people, addressed, mailoutbox):
    output = call(plenary, people)
    rows = list(Outbox.objects.filter(topic="delivery.mail"))
    assert len(rows) == 2
    for _ in range(3):
        with transaction.atomic():
            send(rows[0].payload, f"outbox-{rows[0].pk}")
    outbox.drain()
    assert Handling.objects.filter(delivery__output=output, kind="sent").count() == 2
    assert len(mails(mailoutbox)) == 2


def test_r37_the_link_is_secret_and_the_database_does_not_have_it(plenary, people):
    call(plenary, people)
    for row in Dispatch.objects.all():
        assert len(row.token) == 64
        assert row.token not in (row.token_hash, bytes(row.salt).hex())
    assert len(set(Dispatch.objects.values_list("token_hash", flat=True))) == 16


def test_r37_opening_the_link_marks_it_seen_once(plenary, people):
    output = call(plenary, people)
    token = Dispatch.objects.get(delivery__addressee="France").token
    for _ in range(2):
        assert services.open_delivery(token).addressee == "France"
    assert services.open_delivery("0" * 64) is None
    assert Handling.objects.get().kind == "seen"
    assert Entry.objects.filter(act="delivery.seen", object=output.number).count() == 1


def test_r37_an_answer_is_recorded_with_text_or_reference(plenary, people):
    output = call(plenary, people)
    services.record_reply(output=output, addressee="France", by=people.registrar, text=f"We read of {NEEDLE}.")
    services.record_reply(output=output, addressee="France", by=people.registrar, reference="Letter 12")
    row = next(row for row in lines(output, with_links=False) if row.addressee == "France")
    assert (row.standing.value, len(row.replies)) == ("answered", 2)
    assert not Entry.objects.filter(facts__icontains=NEEDLE).exists()


def test_r37_who_was_sent_nothing_answers_nothing(plenary, people):
    output = call(plenary, people)
    with pytest.raises(Refused) as caught:
        services.record_reply(output=output, addressee="Atlantis", by=people.registrar, text="We object.")
    assert (caught.value.rule, caught.value.field) == ("R37", "addressee")
    for words, field in (
        ({}, "text"),
        ({"text": "x", "received_on": clock.today() + timedelta(days=1)}, "received_on"),
        ({"text": "x", "received_on": clock.today() - timedelta(days=1)}, "received_on"),
        ({"reference": "x" * 201}, "reference"),
    ):
        with pytest.raises(Invalid) as wrong:
            services.record_reply(output=output, addressee="France", by=people.registrar, **words)
        assert field in wrong.value.errors
    assert not Reply.objects.exists()


def test_r37_without_a_mail_address_it_is_handed_over(plenary, people):
    output = call(plenary, people)
    row = output.deliveries.get(addressee="China")
    services.hand_over(delivery=row, by=people.registrar, how="By courier")
    with pytest.raises(Refused):
        services.hand_over(delivery=row, by=people.registrar, how="Again")


@pytest.mark.parametrize("name", ["amal", "betty", "officer", "ethics", "auditor", "admin", "focal"])
def test_r9_the_registrar_keeps_the_correspondence(plenary, people, name):
    output, by = call(plenary, people), getattr(people, name)
    for act in (
        lambda: services.record_reply(output=output, addressee="France", by=by, text="x"),
        lambda: services.hand_over(delivery=output.deliveries.first(), by=by, how="x"),
        lambda: services.set_address(state=None, email="a@b.example", by=by),
        lambda: services.complete_delivery(output=output, by=by),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_r37_a_mail_address_is_checked_and_each_kept(people):
    for wrong in ("no address", "a@b.example\nBcc: c@d.example"):
        with pytest.raises(Invalid):
            services.set_address(state=None, email=wrong, by=people.registrar)
    for email in ("a@b.example", ""):
        services.set_address(state=None, email=email, by=people.registrar)
    assert Correspondent.objects.count() == 2


@pytest.mark.parametrize("table", ["embargo", "publication", "dispatch", "handling", "reply", "correspondent"])
def test_r15_the_database_refuses_to_change_what_left(plenary, people, table):
    output = call(plenary, people)
    services.open_delivery(Dispatch.objects.first().token)
    services.record_reply(output=output, addressee="France", by=people.registrar, text="x")
    for change in (f"DELETE FROM deliberation_{table}", f"TRUNCATE deliberation_{table} CASCADE"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_r37_two_who_transmit_publish_and_open_at_once_make_one_of_each(committed_people):
    plenary, people = Plenary(committed_people), committed_people
    output = statement(plenary)
    sent = at_once(*(lambda by=by: services.transmit(output=output, by=by) for by in (people.registrar, people.betty)))
    assert [type(answer) for answer in sent].count(Refused) == 1
    assert output.deliveries.count() == 16
    token = Dispatch.objects.filter(delivery__output=output).first().token
    at_once(*[lambda: services.open_delivery(token)] * 5)
    assert Handling.objects.filter(kind="seen").count() == 1
    assert Entry.objects.filter(act="delivery.seen").count() == 1
    at_once(*[lambda: publish_due(output.number, clock.now())] * 3)
    assert Publication.objects.count() == 1
    assert Entry.objects.filter(act="output.published").count() == 1


def test_r37_each_addressee_has_one_mail_though_something_else_fails_beside_it(
    plenary, people, addressed, mailoutbox, monkeypatch
):
    def fail(payload, key):
        raise ValueError("cannot")

    monkeypatch.setitem(outbox._handlers, "failing", fail)
    call(plenary, people)
    outbox.enqueue("failing", {})
    outbox.drain()
    assert len(mails(mailoutbox)) == 2


def test_r37_a_state_that_was_renamed_since_is_not_sent_it_again(plenary, people):
    output = call(plenary, people)
    State.objects.filter(pk="FRA").update(name="The French Republic")
    with pytest.raises(Refused):
        services.complete_delivery(output=output, by=people.registrar)
    assert output.deliveries.filter(state="FRA").count() == 1


def test_r37_a_call_sent_twice_by_one_press_too_many_goes_out_once(plenary, people):
    first, again = call(plenary, people), call(plenary, people)
    assert (again.pk, Output.objects.count(), again.deliveries.count()) == (first.pk, 1, 16)
    assert call(plenary, people, text="Another call.").pk != first.pk
    advance(timedelta(minutes=11))
    assert call(plenary, people).pk != first.pk


def test_r37_two_presses_at_once_make_one_call(committed_people):
    plenary = Plenary(committed_people)
    made = at_once(*[lambda: call(plenary, committed_people)] * 3)
    assert len({output.pk for output in made}) == 1
    assert made[0].deliveries.count() == 16
