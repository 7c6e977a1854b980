"""R16, R50: who reads the file of a strictly confidential case, and that every opening is on the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import CaseReader
from cases.procedure.readers import LEVELS, STRICT, Reader, lowers, may_read
from cases.selectors import recused_from, visible_case_numbers, visible_to
from cases.selectors.visible import READING, reads
from cases.services import (
    edit_case,
    end_case_reader,
    merge_cases,
    name_case_reader,
    open_case,
    record_case_opening,
    recuse,
    split_case,
)
from mad.accounts.models import User
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.selectors import visible_to as docket_of
from mad.membership.models import Tie
from mad.reference.models import State

from .cases_steps import case_with_items, refusal


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("reader", "plain", "strict"),
    [
        (Reader(reads_cases=False), False, False),
        (Reader(reads_cases=False, named=True), False, False),
        (Reader(reads_cases=True), True, False),
        (Reader(reads_cases=True, named=True), True, True),
        (Reader(reads_cases=True, keeps_register=True), True, True),
        (Reader(reads_cases=True, is_member=True, takes_part=True), True, True),
        (Reader(reads_cases=True, is_member=True), False, False),
        (Reader(reads_cases=True, is_member=True, named=True), False, False),
    ],
)
def test_r16_the_table_of_readers(reader, plain, strict, level):
    assert may_read(reader, level) is (strict if level == STRICT else plain)


@pytest.mark.parametrize("before", LEVELS)
@pytest.mark.parametrize("after", LEVELS)
def test_r16_what_stops_being_strict(before, after):
    assert lowers(before, after) is (before == STRICT and after != STRICT)


@pytest.fixture
def strict(people):
    """A strictly confidential case that the registrar opened: no officer is named."""
    states = [State.objects.get(iso3="SYR")]
    return open_case(title="Apart", states=states, by=people.registrar, sensitivity=STRICT)


@pytest.fixture
def other(people) -> User:
    return people.officer2


def readers(case, *users) -> list[bool]:
    """Who of them reads the case, by the query of every list and by the columns of a statement that reads more."""
    found = [visible_to(user).filter(pk=case.pk).exists() for user in users]
    assert [by_columns(case, user) for user in users] == found
    return found


def by_columns(case, user) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {READING}", {"user": user.pk, "case": case.pk, "day": clock.today()})
        columns = cursor.fetchone()
    try:
        return reads(user, case.sensitivity, columns)
    except Refused as refused:
        assert (refused.rule, refused.status) == ("R6", 403)
        assert recused_from(user).filter(pk=case.pk).exists()
        return False


def test_r16_the_registrar_and_the_members_who_take_part_read_it(people, strict, other):
    assert readers(strict, people.registrar, people.amal, people.betty) == [True] * 3
    assert (
        readers(strict, people.officer, other, people.admin, people.auditor, people.ethics, people.focal) == [False] * 6
    )
    recuse(case=strict, by=people.ingrid, reason="A former client.")
    assert readers(strict, people.ingrid) == [False]


def test_r2_r6_no_member_reads_it_who_has_a_tie_or_no_term(people, strict):
    tie = Tie(member=people.member("bilal"), kind="financial", state_id="SYR", note="Shares.", declared_at=clock.now())
    tie.starts = clock.today()
    assert readers(strict, people.bilal) == [True]
    tie.save()
    assert readers(strict, people.bilal, people.amal) == [False, True]
    merged = open_case(title="Into another", states=strict.states.all(), by=people.registrar)
    into = open_case(title="Both", states=[State.objects.get(iso3="TCD")], by=people.registrar)
    merge_cases(source=merged, into=into, by=people.registrar, reason="One situation.")
    recuse(case=into, by=people.ingrid, reason="A former client.")
    assert readers(merged, people.ingrid, people.amal) == [False, True]
    with clock.travel(clock.now() + timedelta(days=3_000)):
        assert readers(strict, people.amal, people.registrar) == [False, True]


def test_r16_an_officer_reads_from_the_naming_to_its_end(people, strict, other):
    named = name_case_reader(case=strict, user=other, by=people.registrar, reason="She drafts the summary.")
    assert readers(strict, other, people.officer) == [True, False]
    assert name_case_reader(case=strict, user=other, by=people.registrar, reason="Again.") == named
    end_case_reader(reader=named, by=people.registrar, reason="It is drafted.")
    assert readers(strict, other) == [False]
    assert refusal(end_case_reader, reader=named, by=people.registrar, reason="Again.").rule == "R16"
    acts = Entry.objects.filter(object=strict.number, act__startswith="case_reader.").order_by("pk")
    assert [(entry.act, entry.case_number) for entry in acts] == [
        ("case_reader.named", strict.number),
        ("case_reader.ended", strict.number),
    ]
    # The docket of the case is read by who reads the case.
    assert not docket_of(people.officer).filter(case_number=strict.number).exists()
    assert not visible_case_numbers(people.officer).filter(number=strict.number).exists()


def test_r16_who_is_named_and_by_whom(people, strict, other):
    for name in ("officer", "amal", "betty", "ethics", "admin", "auditor", "focal"):
        with pytest.raises(NotPermitted):
            name_case_reader(case=strict, user=other, by=getattr(people, name), reason="Why not.")
    with pytest.raises(Invalid):
        name_case_reader(case=strict, user=other, by=people.registrar, reason=" ")
    for name in ("amal", "admin", "focal", "auditor"):
        refused = refusal(
            name_case_reader, case=strict, user=getattr(people, name), by=people.registrar, reason="To help."
        )
        assert (refused.rule, refused.field) == ("R16", "user")


def test_r15_a_naming_is_never_changed(people, strict, other):
    name_case_reader(case=strict, user=other, by=people.registrar, reason="She drafts the summary.")
    for change in (lambda rows: rows.update(reason="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(CaseReader.objects.all())


def test_r16_an_officer_who_makes_a_case_strict_goes_on_reading_it_and_the_others_do_not(people, other):
    case, _ = case_with_items(people)
    assert readers(case, people.officer, other) == [True, True]
    edit_case(case=case, by=people.officer, sensitivity=STRICT)
    assert readers(case, people.officer, other) == [True, False]
    made = open_case(title="New", states=case.states.all(), by=other, sensitivity=STRICT)
    assert readers(made, people.officer, other) == [False, True]


def test_r16_the_registrar_alone_opens_it_to_the_secretariat_again(people):
    case, _ = case_with_items(people)
    edit_case(case=case, by=people.officer, sensitivity=STRICT)
    refused = refusal(edit_case, case=case, by=people.officer, sensitivity="confidential")
    assert (refused.rule, refused.field) == ("R16", "sensitivity")
    edit_case(case=case, by=people.officer, title="Another title")
    edit_case(case=case, by=people.registrar, sensitivity="confidential")
    case.refresh_from_db()
    assert (case.sensitivity, case.title) == ("confidential", "Another title")


def test_r16_no_case_has_a_sensitivity_that_is_none(people):
    with pytest.raises(Invalid) as caught:
        open_case(title="New", states=State.objects.filter(iso3="SYR"), by=people.registrar, sensitivity="secret")
    assert "sensitivity" in caught.value.errors


def test_r50_an_opening_is_recorded_with_who_and_what(people, strict):
    case, _ = case_with_items(people)
    for one in (case, strict):
        record_case_opening(case=one, by=people.amal, what="case_evidence")
    entry = Entry.objects.get(act="casefile.opened")
    assert (entry.case_number, entry.facts) == (strict.number, {"what": "case_evidence"})
    assert entry.actor == people.amal.docket_label


def test_r16_two_cases_with_other_readers_are_not_merged(people):
    source, _ = case_with_items(people)
    into, _ = case_with_items(people)
    edit_case(case=source, by=people.officer, sensitivity=STRICT)
    for one, other_ in ((source, into), (into, source)):
        assert refusal(merge_cases, source=one, into=other_, reason="One.", by=people.registrar).rule == "R16"
    edit_case(case=into, by=people.registrar, sensitivity=STRICT)
    merge_cases(source=source, into=into, reason="One.", by=people.registrar)
    assert readers(source, people.officer) == [True]
    # Who was named for the one that closes is not a reader of the other by that.
    assert readers(into, people.officer) == [False]


def test_r16_who_reads_a_case_reads_what_is_split_off(people, other):
    source, items = case_with_items(people)
    edit_case(case=source, by=people.officer, sensitivity=STRICT)
    number = items[0].submission.number
    made = split_case(source=source, title="Other", submissions=[number], reason="Apart.", by=people.registrar)
    assert made.sensitivity == STRICT
    assert readers(made, people.officer, other) == [True, False]


def test_r09_nobody_else_makes_a_case_anything(people, strict):
    with pytest.raises((NotPermitted, Refused)):
        edit_case(case=strict, by=people.amal, sensitivity="unclassified")
