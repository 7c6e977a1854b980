"""R9: a person of the secretariat keeps tokens of their own on a page of their account."""

from __future__ import annotations

import pytest

from mad.accounts.api_auth import machine_for
from mad.accounts.models import OfficeToken
from mad.accounts.tokens import issue_token
from mad.docket.models import Entry

HERE = "/tokens/"
ASKED = {"act": "issue", "name": "nightly search", "scopes": ["search"], "days": "30"}


@pytest.fixture
def visit(client, settings):
    settings.DEMONSTRATION = True

    def go(user, data: dict | None = None):
        client.force_login(user)
        return client.get(HERE) if data is None else client.post(HERE, data)

    return go


def shown(answer) -> str:
    """The token on the page."""
    return "mad_" + answer.content.decode().split("mad_")[1].split("<")[0]


@pytest.mark.parametrize("who", ["officer", "registrar"])
def test_r09_a_person_issues_replaces_and_revokes_by_page(visit, people, who):
    user = getattr(people, who)
    assert "No token yet." in visit(user).content.decode()
    answer = visit(user, ASKED)
    assert answer["Cache-Control"].startswith("max-age=0")
    token = OfficeToken.objects.get(person=user)
    holder, grant = machine_for(first := shown(answer))
    assert (holder, grant, token.created_by) == (user, {"search"}, user)
    assert "mad_" not in (page := visit(user).content.decode())
    assert "nightly search" in page
    second = shown(visit(user, {"act": "replace", "which": token.pk}))
    assert machine_for(first)[0] == machine_for(second)[0] == user
    assert visit(user, {"act": "replace", "which": token.pk}).status_code == 409
    for one in OfficeToken.objects.filter(person=user):
        assert visit(user, {"act": "revoke", "which": one.pk}).status_code == 302
    assert machine_for(first) is machine_for(second) is None
    acts = Entry.objects.filter(object=f"account:{user.username}", act__startswith="token.").order_by("pk")
    expected = ["token.issued", "token.issued", "token.replaced", "token.revoked", "token.revoked"]
    assert list(acts.values_list("act", flat=True)) == expected


@pytest.mark.parametrize(
    "wrong", [{"scopes": ["submissions"]}, {"scopes": []}, {"days": "0"}, {"days": "999"}, {"name": ""}]
)
def test_r09_a_persons_token_submits_nothing_and_ends(visit, people, wrong):
    answer = visit(people.officer, {**ASKED, **wrong})
    assert (answer.status_code, OfficeToken.objects.filter(person=people.officer).exists()) == (400, False)


@pytest.mark.parametrize("who", ["amal", "betty", "ethics", "auditor", "focal", "admin"])
def test_r09_nobody_else_is_given_one(visit, people, who):
    assert visit(getattr(people, who), ASKED).status_code == 403
    assert not OfficeToken.objects.exclude(person=None).exists()


@pytest.mark.parametrize("act", ["revoke", "replace"])
def test_r09_nobody_reaches_the_token_of_another(visit, people, act):
    text = issue_token(person=people.officer, name="x", by=people.officer)
    theirs, offices = OfficeToken.objects.get(person=people.officer), OfficeToken.objects.get(office=people.ohchr)
    for which in (theirs.pk, offices.pk, "", "x"):
        assert visit(people.registrar, {"act": act, "which": which}).status_code == 404
    assert machine_for(text)


def test_the_page_is_reached_from_the_account_by_those_who_may(visit, client, people):
    for user, led in ((people.officer, True), (people.amal, False)):
        client.force_login(user)
        assert (f'href="{HERE}"' in client.get("/accounts/2fa/").content.decode()) == led
    assert 'aria-current="page">API tokens' in visit(people.officer).content.decode()
