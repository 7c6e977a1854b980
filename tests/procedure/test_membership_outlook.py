"""R2 (candidates), R5 and R7: conflicts in a coming term, look-ahead, and balance."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mad.membership.independence import (
    GROUPS,
    Discipline,
    MemberFacts,
    Seat,
    Span,
    SuspensionFact,
    TermFact,
    TieFact,
    TieKind,
    conflicts,
    group_balance,
    look_ahead,
)

NEW_YEAR = date(2027, 1, 1)
TERM = TermFact(date(2026, 1, 1), date(2027, 12, 31))
PERU = Seat(NEW_YEAR, date(2028, 12, 31), state="PER")
LEAVING = Seat(date(2025, 1, 1), date(2026, 12, 31), state="PAK")


def national(state, starts=date(1970, 1, 1), ends=None):
    return TieFact(starts, ends, kind=TieKind.NATIONAL, state=state, state_name=state)


def division(legal=3, **changes):
    """A Division with `legal` legal members and one of each other discipline, all untied, by id."""
    disciplines = ["legal"] * legal + ["mediation", "sanctions", "intervention"]
    found = {
        number: {"id": number, "name": f"M{number}", "discipline": discipline, "terms": (TERM,)}
        for number, discipline in enumerate(disciplines, 1)
    }
    for number, change in changes.items():
        found[int(number[1:])] |= change
    return [MemberFacts(**facts) for facts in found.values()]


def test_r05_lists_who_will_be_barred_with_the_reason():
    found = look_ahead(division(4, m1={"ties": (national("PER"),)}), [PERU, LEAVING], NEW_YEAR, 3)
    [(member, reasons)] = found.barred
    assert member.id == 1
    assert [reason.state for reason in reasons] == ["PER"]
    assert found.can_act[Discipline.LEGAL] == 3
    assert found.shortfalls == ()


def test_r05_a_tie_with_a_state_that_leaves_the_council_no_longer_bars():
    assert look_ahead(division(m1={"ties": (national("PAK"),)}), [LEAVING], NEW_YEAR, 3).barred == ()


def test_r05_a_tie_that_ends_with_the_year_does_not_bar_from_1_january():
    ends = {"ties": (national("PER", ends=date(2026, 12, 31)),)}
    assert look_ahead(division(m1=ends), [PERU], NEW_YEAR, 3).barred == ()


def test_r05_fewer_than_three_legal_members_fall_short_of_a_panel():
    [short] = look_ahead(division(3, m1={"ties": (national("PER"),)}), [PERU], NEW_YEAR, 3).shortfalls
    assert (short.rule, short.discipline, short.can_act, short.needed) == ("R23", "legal", 2, 3)


@pytest.mark.parametrize(("number", "discipline"), [(4, "mediation"), (5, "sanctions"), (6, "intervention")])
def test_r05_a_discipline_without_anybody_falls_short_of_a_quorum(number, discipline):
    change = {f"m{number}": {"ties": (national("PER"),)}}
    [short] = look_ahead(division(3, **change), [PERU], NEW_YEAR, 3).shortfalls
    assert (short.rule, short.discipline, short.can_act) == ("R31", discipline, 0)


def test_r05_who_leaves_office_with_the_year_is_named_and_not_counted():
    change = {"m1": {"terms": (TermFact(date(2025, 1, 1), date(2026, 12, 31)),)}}
    found = look_ahead(division(3, **change), [], NEW_YEAR, 3)
    assert [member.id for member in found.leaving] == [1]
    assert found.can_act[Discipline.LEGAL] == 2


def test_r05_who_takes_office_on_1_january_is_counted():
    change = {"m1": {"terms": (TermFact(NEW_YEAR, date(2028, 12, 31)),)}}
    assert look_ahead(division(3, **change), [], NEW_YEAR, 3).can_act[Discipline.LEGAL] == 3


def test_r05_a_suspended_member_is_not_counted():
    change = {"m1": {"suspensions": (SuspensionFact(date(2026, 11, 1)),)}}
    assert look_ahead(division(3, **change), [], NEW_YEAR, 3).can_act[Discipline.LEGAL] == 2


def test_r05_says_whether_the_whole_council_is_known():
    known = [Seat(NEW_YEAR, date(2028, 12, 31), state=f"S{number:02}") for number in range(15)]
    assert not look_ahead([], known[:10], NEW_YEAR, 3).complete
    assert look_ahead([], known, NEW_YEAR, 3).complete


def test_r02_a_candidate_is_checked_against_every_day_of_the_coming_term():
    later = Seat(date(2028, 1, 1), date(2029, 12, 31), state="KEN")
    found = conflicts([national("KEN"), national("PAK")], [later, LEAVING], Span(NEW_YEAR, date(2028, 12, 31)))
    assert [(reason.state, reason.since) for reason in found] == [("KEN", date(2028, 1, 1))]


def test_r02_a_candidate_who_gives_up_the_tie_in_time_has_no_conflict():
    given_up = national("PER", ends=date(2026, 12, 31))
    assert conflicts([given_up], [PERU], Span(NEW_YEAR, date(2028, 12, 31))) == ()


def in_groups(*counts):
    return [
        MemberFacts(group=group, discipline="legal")
        for group, count in zip(GROUPS, counts, strict=True)
        for _ in range(count)
    ]


def warnings(*counts, share=Fraction(1, 3)):
    return {group.group: group.warning for group in group_balance(in_groups(*counts), share).warnings}


def test_r07_a_group_without_members_is_warned_about():
    assert warnings(3, 3, 3, 3, 0) == {"WEOG": "none"}


def test_r07_exactly_a_third_is_not_more_than_a_third():
    assert warnings(5, 4, 3, 2, 1) == {}


def test_r07_one_more_than_a_third_is_warned_about():
    assert warnings(6, 3, 3, 2, 1) == {"African": "more than a third"}


def test_r07_the_third_is_counted_in_whole_members():
    assert warnings(2, 1, 1, 1, 1) == {}
    assert warnings(2, 1, 1, 1, 0) == {"African": "more than a third", "WEOG": "none"}


def test_r07_the_share_can_be_changed_by_decision():
    assert warnings(2, 2, 2, 2, 2, share=Fraction(1, 6)) == dict.fromkeys(GROUPS, "more than 1/6")


def test_r07_counts_per_group_and_per_discipline():
    members = [
        MemberFacts(group="African", discipline="legal"),
        MemberFacts(group="African", discipline="sanctions"),
        MemberFacts(group="WEOG", discipline="legal"),
    ]
    balance = group_balance(members)
    assert balance.disciplines == {"legal": 2, "mediation": 0, "sanctions": 1, "intervention": 0}
    assert {g.group: g.count for g in balance.groups if g.count} == {"African": 2, "WEOG": 1}
    assert balance.groups[0].by_discipline["sanctions"] == 1


def test_r07_a_division_without_members_warns_about_every_group():
    assert warnings(0, 0, 0, 0, 0) == dict.fromkeys(GROUPS, "none")


@given(st.lists(st.integers(0, 20), min_size=5, max_size=5))
def test_r07_warns_exactly_at_none_and_above_a_third(counts):
    found, total = warnings(*counts), sum(counts)
    for group, count in zip(GROUPS, counts, strict=True):
        expected = "none" if count == 0 else "more than a third" if Fraction(count, total) > Fraction(1, 3) else None
        assert found.get(group) == expected
