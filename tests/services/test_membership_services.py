"""R2 to R4, R9: what the registrar and the members record, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from mad.common.clock import travel
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.verification import verify
from mad.membership import desk, selectors
from mad.membership.models import Member
from mad.membership.services import (
    appoint_presiding,
    declare_tie,
    end_tie,
    lift_suspension,
    resign,
    sign_declaration,
    suspend,
)

TODAY = date(2026, 2, 9)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


def sits(member, on=TODAY):
    return selectors.standing_of(member, on).sits


def _at(day):
    return datetime.combine(day, time(9), UTC)


def acts_of(act):
    return Entry.objects.filter(act=act)


def bind(member, state="LVA", kind="national", starts=date(2000, 1, 1), by=None, **facts):
    return declare_tie(member=member, kind=kind, state=state, starts=starts, by=by or member.user, **facts)


# R3


def test_r03_a_declared_tie_with_a_council_state_bars_at_once(people):
    member = people.member("amal")
    assert sits(member)
    bind(member)
    [reason] = selectors.standing_of(member, TODAY).reasons
    assert (reason.rule, reason.state, reason.since) == ("R3", "LVA", date(2026, 1, 1))
    assert member not in selectors.sitting_members(TODAY)


def test_r03_a_tie_is_one_docket_entry_and_can_be_declared_once(people):
    bind(people.member("amal"))
    assert acts_of("tie.declared").count() == 1
    with pytest.raises(Invalid):
        bind(people.member("amal"))
    assert acts_of("tie.declared").count() == 1


def test_r03_nobody_declares_a_tie_of_another_but_the_registrar(people):
    for other in (people.ingrid, people.betty, people.officer, people.admin):
        with pytest.raises(NotPermitted):
            bind(people.member("amal"), by=other)
    assert bind(people.member("amal"), by=people.registrar).pk


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"state": "XXX"}, "state"),
        ({"kind": "friend"}, "kind"),
        ({"starts": TODAY, "ends": YESTERDAY}, "ends"),
        ({"kind": "financial"}, "note"),
        ({"kind": "other", "note": "   "}, "note"),
    ],
)
def test_r03_what_cannot_be_read_names_its_field_and_stores_nothing(people, facts, field):
    with pytest.raises(Invalid) as refused:
        bind(people.member("amal"), **facts)
    assert list(refused.value.errors) == [field]
    assert not acts_of("tie.declared").exists()


def test_r03_a_member_ends_a_tie_from_today_and_the_past_is_the_registrars(people):
    tie = bind(people.member("amal"))
    with pytest.raises(Refused) as refused:
        end_tie(tie=tie, on=YESTERDAY, by=people.amal)
    assert refused.value.rule == "R3"
    end_tie(tie=tie, on=YESTERDAY, by=people.registrar)
    assert sits(people.member("amal"))
    assert not sits(people.member("amal"), YESTERDAY)


def test_r03_a_tie_ends_once_and_not_before_it_began(people):
    tie = bind(people.member("amal"), starts=TODAY)
    with pytest.raises(Invalid):
        end_tie(tie=tie, on=YESTERDAY, by=people.registrar)
    end_tie(tie=tie, on=TOMORROW, by=people.amal)
    with pytest.raises(Refused):
        end_tie(tie=tie, on=TODAY, by=people.amal)


# R4


def test_r04_a_signature_lifts_the_bar_of_an_old_declaration(people, morning):
    member = people.member("amal")
    with travel(morning + timedelta(days=365)):
        late = TODAY + timedelta(days=365)
        assert [r.rule for r in selectors.standing_of(member, late).reasons] == ["R4"]
        sign_declaration(member=member, by=people.amal)
        assert sits(member, late)


def test_r04_nobody_signs_for_another(people):
    for other in (people.ingrid, people.registrar, people.admin):
        with pytest.raises(NotPermitted):
            sign_declaration(member=people.member("amal"), by=other)


def test_r04_a_declaration_freezes_the_ties_and_the_docket_can_check_it(people, seal):
    bind(people.member("amal"), kind="financial", state="LVA", note="shares in a bank")
    signed = sign_declaration(member=people.member("amal"), by=people.amal)
    assert [tie["state"] for tie in signed.content["ties"]] == ["MAR", "LVA"]
    assert signed.entry.digest == signed.digest
    seal()
    assert verify().holds


@pytest.mark.parametrize("sql", ["UPDATE membership_declaration SET digest = ''", "DELETE FROM membership_declaration"])
def test_r04_the_database_refuses_to_change_a_signed_declaration(people, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# R2


def test_r02_a_resigned_member_sits_until_the_day_before(people):
    member = people.member("amal")
    resign(member=member, on=TOMORROW, by=people.amal)
    assert sits(member, TODAY)
    assert not sits(member, TOMORROW)
    with pytest.raises(Refused):
        resign(member=member, on=TOMORROW, by=people.amal)


def test_r02_a_resignation_leaves_the_place_visibly_vacant(people):
    assert not selectors.vacancies(TODAY)
    resign(member=people.member("amal"), on=TODAY, by=people.amal)
    assert [place.discipline for place in selectors.vacancies(TODAY)] == ["legal"]
    assert "Vacant: Legal, 1" in [item.title for item in desk.items(people.registrar, _at(TODAY))]


def test_r02_a_resignation_is_the_members_own_or_the_registrars(people):
    with pytest.raises(NotPermitted):
        resign(member=people.member("amal"), on=TODAY, by=people.ingrid)
    with pytest.raises(Invalid):
        resign(member=people.member("amal"), on=YESTERDAY, by=people.amal)
    with pytest.raises(Refused):
        resign(member=people.member("amal"), on=date(2030, 1, 1), by=people.registrar)


def test_r02_a_suspension_bars_until_lifted(people, morning):
    member = people.member("amal")
    spell = suspend(member=member, starts=TODAY, reason="inquiry", by=people.registrar)
    assert not sits(member)
    lift_suspension(suspension=spell, reason="cleared", by=people.registrar)
    assert not sits(member, TODAY)
    assert sits(member, TOMORROW)
    with travel(morning + timedelta(days=1)), pytest.raises(Refused):
        lift_suspension(suspension=spell, reason="again", by=people.registrar)


def test_r02_suspensions_do_not_overlap_and_need_a_reason(people):
    member = people.member("amal")
    suspend(member=member, starts=TODAY, ends=TOMORROW, reason="inquiry", by=people.registrar)
    with pytest.raises(Refused):
        suspend(member=member, starts=TOMORROW, reason="inquiry", by=people.registrar)
    with pytest.raises(Invalid):
        suspend(member=member, starts=TOMORROW + timedelta(days=1), reason=" ", by=people.registrar)
    with pytest.raises(NotPermitted):
        suspend(member=member, starts=TODAY, reason="inquiry", by=people.betty)


def test_r09_who_is_suspended_or_resigns_leaves_the_chair(people):
    assert selectors.presiding_member() == people.member("betty")
    suspend(member=people.member("betty"), starts=TODAY, reason="inquiry", by=people.registrar)
    assert selectors.presiding_member() is None


def test_r09_one_member_presides_and_must_be_able_to_act(people):
    bind(people.member("ingrid"))
    with pytest.raises(Refused) as refused:
        appoint_presiding(member=people.member("ingrid"), by=people.registrar)
    assert refused.value.rule == "R3"
    appoint_presiding(member=people.member("amal"), by=people.registrar)
    assert selectors.presiding_member() == people.member("amal")
    assert Member.objects.filter(user__presiding=True).count() == 1
    with pytest.raises(NotPermitted):
        appoint_presiding(member=people.member("betty"), by=people.betty)
