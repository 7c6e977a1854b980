"""R9: whose a token is and what it opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mad.accounts.api_auth import machine_for
from mad.accounts.models import OfficeToken
from mad.accounts.services import close_account
from mad.accounts.tokens import OFFICE_SCOPES, SEARCH_SCOPE, Scope, issue_token, replace_token, revoke_token
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused


def test_r09_an_office_token_is_its_machine_with_every_scope_of_an_office(people):
    user, grant = machine_for(people.token)
    assert (user.is_machine, user.office.code) == (True, "ohchr")
    assert grant == set(OFFICE_SCOPES)
    assert grant.token == OfficeToken.objects.get(office=people.ohchr).pk


def test_r09_a_token_of_the_secretariat_is_the_person_with_search(people):
    token = issue_token(person=people.officer, name="search", by=people.officer, scopes=[SEARCH_SCOPE])
    user, grant = machine_for(token)
    assert user == people.officer
    assert user.office_id is None
    assert grant == {"search"}


def test_r09_nobody_is_given_a_token_that_reads_as_somebody_else(people):
    """An administrator can open no evidence: so neither by a token of somebody who can."""
    for other in (people.admin, people.registrar, people.focal):
        with pytest.raises(NotPermitted):
            issue_token(person=people.officer, name="search", by=other)
    issue_token(person=people.officer, name="search", by=people.officer)
    token = OfficeToken.objects.get(person=people.officer)
    with pytest.raises(NotPermitted):
        replace_token(token=token, by=people.admin)
    revoke_token(token=token, by=people.admin)


def test_r09_a_person_ends_their_own_token_and_nobody_elses(people):
    token = issue_token(person=people.officer, name="search", by=people.officer)
    row = OfficeToken.objects.get(person=people.officer)
    for other in (people.registrar, people.officer2, people.focal):
        with pytest.raises(NotPermitted):
            revoke_token(token=row, by=other)
    revoke_token(token=row, by=people.officer)
    assert machine_for(token) is None


def test_r09_a_closed_account_ends_its_token(people):
    token = issue_token(person=people.officer, name="search", by=people.officer)
    close_account(user=people.officer, by=people.admin)
    assert machine_for(token) is None


def test_r09_an_office_out_of_use_ends_its_token(people):
    type(people.ohchr).objects.filter(pk=people.ohchr.pk).update(active=False)
    assert machine_for(people.token) is None


def test_r09_a_token_belongs_to_an_office_or_to_a_person_and_never_to_both(people):
    both = {"office": people.ohchr, "person": people.officer}
    for holder in ({}, both):
        with pytest.raises(Invalid):
            issue_token(name="x", by=None, **holder)
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficeToken.objects.create(name="x", digest="0", created_at=clock.now(), **holder)


@pytest.mark.parametrize("who", ["amal", "auditor", "admin", "focal", "ethics"])
def test_r09_only_the_secretariat_has_tokens_of_persons(people, who):
    with pytest.raises(Refused):
        issue_token(person=getattr(people, who), name="x", by=None)


def test_r09_an_office_does_not_search_and_a_person_does_not_submit(people):
    with pytest.raises(Invalid):
        issue_token(office=people.ohchr, name="x", by=None, scopes=[Scope.SEARCH])
    with pytest.raises(Invalid):
        issue_token(person=people.officer, name="x", by=None, scopes=[Scope.SUBMISSIONS])


@pytest.mark.parametrize("life", [timedelta(0), timedelta(days=-1), timedelta(days=800)])
def test_r09_a_token_ends_within_two_years(people, life):
    with pytest.raises(Invalid):
        issue_token(office=people.ohchr, name="x", by=None, life=life)


def test_r09_a_focal_point_issues_tokens_of_its_own_office_alone(people):
    assert machine_for(issue_token(office=people.ohchr, name="own", by=people.focal))
    with pytest.raises(NotPermitted):
        issue_token(office=people.unocc, name="another's", by=people.focal)
    for other in (people.admin, people.registrar, people.officer, people.ohchr.machine):
        with pytest.raises(NotPermitted):
            issue_token(office=people.ohchr, name="an office's", by=other)
    with pytest.raises(NotPermitted):
        issue_token(person=people.officer, name="a person's", by=people.focal)
