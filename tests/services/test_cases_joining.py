"""R20: two cases that become one, one that becomes two; no link is lost (R15)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from cases.models import Case, CaseMerge, ElementLink, Recusal
from cases.selectors import visible_to
from cases.selectors.matrix import items_of
from cases.services import choose_crime, merge_cases, move_stage, open_assessment, open_round, place, recuse, split_case
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.reference.models import State

from .cases_steps import (
    ACT,
    CRIME,
    ELEMENTS,
    LEGAL,
    accepted,
    adopted,
    answer,
    case_with_items,
    link,
    refusal,
    under_assessment,
)


@pytest.fixture
def two(people):
    """A case with two linked items, and another one with one."""
    source, items = case_with_items(people)
    into, others = case_with_items(people)
    for case in (source, into):
        choose_crime(case=case, crime_id=CRIME, acts=[ACT], by=people.registrar)
    for item in items:
        link(source, item, ELEMENTS[0], people.officer)
    link(into, others[0], ELEMENTS[1], people.officer)
    return source, into, items


def merge(people, source: Case, into: Case, **changes):
    return merge_cases(
        **{"source": source, "into": into, "reason": "One situation.", "by": people.registrar, **changes}
    )


def test_r20_all_that_lies_in_a_case_comes_along(people, two):
    source, into, items = two
    source.parties.add(State.objects.get(iso3="SDN"))
    before = set(source.links.filter(removed_at=None).values_list("item", "element_id", "direction", "weight", "by"))
    merge(people, source, into)
    assert before < set(
        into.links.filter(removed_at=None).values_list("item", "element_id", "direction", "weight", "by")
    )
    assert set(items) <= set(items_of(into, people.officer))
    assert "SDN" in into.parties.values_list("iso3", flat=True)
    source.refresh_from_db()
    assert (source.stage, source.merge.into) == ("closed", into)
    # What lay in the source stays readable there.
    assert source.links.filter(removed_at=None).count() == len(before)
    acts = set(Entry.objects.filter(act="case.joined").values_list("case_number", flat=True))
    assert acts == {source.number, into.number}


def test_r20_where_both_link_one_cell_the_other_cases_link_stands_and_this_one_is_kept(people, two):
    source, into, items = two
    mine = source.links.get(item=items[0])
    place(case=into, submission=items[0].submission, by=people.officer)
    link(into, items[0], ELEMENTS[0], people.officer, direction="contradicts", weight=3)
    merge(people, source, into)
    cell = ElementLink.objects.filter(case=into, item=items[0], element_id=ELEMENTS[0])
    assert cell.get(removed_at=None).direction == "contradicts"
    kept = cell.exclude(removed_at=None).get()
    assert (kept.direction, kept.weight) == (mine.direction, mine.weight)
    assert source.number in kept.removed_reason


def test_r06_who_is_recused_from_the_one_is_recused_from_both(people, two):
    source, into, _ = two
    recuse(case=source, by=people.ingrid, reason="A former client.")
    assert into in visible_to(people.ingrid)
    merge(people, source, into)
    assert into not in visible_to(people.ingrid)
    assert Recusal.objects.filter(case=into, reason__startswith=f"{source.number}: ").count() == 1
    assert Entry.objects.filter(act="member.recused", case_number=into.number).count() == 1


def test_r26_a_round_that_waited_only_for_who_is_now_recused_closes(people):
    into, _ = under_assessment(people)
    round_ = open_round(case=into, by=people.registrar)
    for name in LEGAL:
        if name != "ingrid":
            answer(round_, getattr(people, name))
    source, _ = case_with_items(people)
    recuse(case=source, by=people.ingrid, reason="A former client.")
    merge(people, source, into)
    round_.refresh_from_db()
    assert round_.closed_at


def test_r20_crimes_in_issue_are_joined(people, two):
    source, into, _ = two
    into.crimes.all().delete()
    merge(people, source, into)
    assert [(row.crime_id, row.acts) for row in into.crimes.all()] == [(CRIME, [ACT])]


def test_r09_merging_is_the_registrars(people, two):
    source, into, _ = two
    for name in ("officer", "amal", "betty", "ethics", "admin", "focal"):
        with pytest.raises((NotPermitted, Refused)):
            merge(people, source, into, by=getattr(people, name))
    assert not CaseMerge.objects.exists()


def test_r20_what_is_refused(people, two):
    source, into, _ = two
    assert refusal(merge, people=people, source=source, into=source).rule == "R20"
    with pytest.raises(Invalid):
        merge(people, source, into, reason=" ")
    assert refusal(move_stage, case=source, to="closed", by=people.registrar).rule == "R20"
    merge(people, source, into)
    third, _ = case_with_items(people)
    assert "merged" in refusal(merge, people=people, source=source, into=third).reason
    assert "merged" in refusal(merge, people=people, source=third, into=source).reason
    assert refusal(open_assessment, case=source, by=people.registrar).rule == "R20"


def test_r20_a_case_under_assessment_keeps_its_record(people):
    source, _ = under_assessment(people)
    into, _ = case_with_items(people)
    assert "keeps its own record" in refusal(merge, people=people, source=source, into=into).reason
    # The other way round nothing stands in the way.
    merge(people, into, source)


def test_r30_a_case_with_a_determination_is_not_merged_away(people):
    source = adopted(people)[0]
    Case.objects.filter(pk=source.pk).update(stage="monitoring")
    into, _ = case_with_items(people)
    assert refusal(merge, people=people, source=source, into=into).rule == "R30"


def test_r25_no_crime_comes_into_issue_while_a_round_is_open(people):
    into, _ = under_assessment(people)
    open_round(case=into, by=people.registrar)
    source, _ = case_with_items(people)
    choose_crime(case=source, crime_id="genocide", acts=["gen-6a"], by=people.registrar)
    assert refusal(merge, people=people, source=source, into=into).rule == "R25"
    assert not into.crimes.filter(crime_id="genocide").exists()


def test_r15_the_database_keeps_a_merge(people, two):
    source, into, _ = two
    made = merge(people, source, into)
    with (
        pytest.raises(DatabaseError, match=r"R49|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM cases_casemerge WHERE id = %s", [made.pk])


def test_r20_a_part_of_a_case_gets_a_case_of_its_own(people, two):
    source, _, items = two
    more = accepted(people, into=source.number, title="Another place")
    link(source, more, ELEMENTS[2], people.officer)
    recuse(case=source, by=people.ingrid, reason="A former client.")
    made = split_case(
        source=source,
        title="Another place",
        submissions=[more.submission.number],
        reason="Two places.",
        by=people.registrar,
    )
    assert [(row.item, row.element_id) for row in made.links.all()] == [(more, ELEMENTS[2])]
    assert (made.stage, list(made.states.all())) == ("monitoring", list(source.states.all()))
    assert source.links.filter(removed_at=None).count() == len(items) + 1
    assert made not in visible_to(people.ingrid)
    with pytest.raises(Invalid):
        split_case(source=source, title="x", submissions=["S-2026-999999"], reason="x", by=people.registrar)
    held = list(source.placed.values_list("submission__number", flat=True))
    for chosen in ([], held):
        assert (
            refusal(split_case, source=source, title="x", submissions=chosen, reason="x", by=people.registrar).rule
            == "R20"
        )
