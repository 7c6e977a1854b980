"""R9: a token is replaced without a gap, ends when it should, and its end is announced once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mad.accounts.api_auth import machine_for
from mad.accounts.models import OfficeToken
from mad.accounts.tokens import GRACE, Scope, issue_token, replace_token, revoke_token
from mad.common import clock
from mad.common.errors import NotPermitted, Refused
from mad.docket.models import Entry
from mad.notices import outbox
from mad.notices.models import Notice, Outbox


@pytest.fixture
def token(people) -> tuple[str, OfficeToken]:
    text = issue_token(office=people.unocc, name="desk", by=None, scopes=[Scope.SUBMISSIONS, Scope.QUERIES])
    return text, OfficeToken.objects.order_by("pk").last()


def told(kind: str = "token.expiring") -> list[tuple[str, str]]:
    return sorted((notice.user.username, notice.url) for notice in Notice.objects.filter(kind=kind))


def test_r09_both_tokens_work_until_the_grace_is_over(people, token):
    text, row = token
    new = replace_token(token=row, by=None)
    assert machine_for(text)[1] == machine_for(new)[1] == {"submissions", "queries"}
    clock.advance(GRACE)
    assert machine_for(text) is None
    assert machine_for(new)[0].office == people.unocc
    assert Entry.objects.filter(act="token.replaced").count() == 1


def test_r09_a_token_near_its_end_is_not_lengthened_by_being_replaced(people):
    text = issue_token(office=people.unocc, name="short", by=None, life=timedelta(days=2))
    replace_token(token=OfficeToken.objects.get(name="short"), by=None)
    clock.advance(timedelta(days=2))
    assert machine_for(text) is None


def test_r09_what_has_ended_or_was_replaced_is_not_replaced(people, token):
    replace_token(token=token[1], by=None)
    with pytest.raises(Refused):
        replace_token(token=token[1], by=None)
    other = OfficeToken.objects.get(office=people.ohchr)
    revoke_token(token=other, by=people.focal)
    with pytest.raises(Refused):
        replace_token(token=other, by=people.focal)


def test_r09_a_focal_point_replaces_and_revokes_its_offices_own_alone(people, token):
    with pytest.raises(NotPermitted):
        replace_token(token=token[1], by=people.focal)
    with pytest.raises(NotPermitted):
        revoke_token(token=token[1], by=people.focal)
    own = OfficeToken.objects.get(office=people.ohchr)
    assert machine_for(replace_token(token=own, by=people.focal))
    for other in (people.ohchr.machine, people.admin):
        with pytest.raises(NotPermitted):
            replace_token(token=own, by=other)


def test_r09_the_end_of_a_token_is_announced_fourteen_days_before_and_once(people):
    outbox.drain()
    clock.advance(timedelta(days=350))
    outbox.drain()
    assert told() == []
    clock.advance(timedelta(days=1))
    outbox.drain()
    expected = [("administrator", "/offices/ohchr/"), ("administrator", "/offices/unocc/"), ("ohchr.focal", "/office/")]
    assert told() == expected
    Outbox.objects.filter(topic="notice").update(done_at=None)
    outbox.drain()
    assert told() == expected


def test_r09_a_replaced_or_revoked_token_is_not_announced(people):
    replace_token(token=OfficeToken.objects.get(office=people.ohchr), by=people.focal)
    revoke_token(token=OfficeToken.objects.get(office=people.unocc), by=people.admin)
    clock.advance(timedelta(days=351))
    Outbox.objects.exclude(topic="token.expiry").delete()
    outbox.drain()
    assert {url for _, url in told()} <= {"/offices/ohchr/", "/office/"}
    assert Notice.objects.filter(kind="token.expiring", user=people.focal).count() == 1
