"""R2, R3 and R4: who may act on a day, with every reason why not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mad.membership.independence import (
    MemberFacts,
    Seat,
    SuspensionFact,
    TermFact,
    TieFact,
    TieKind,
    bars,
    last_change,
    standing,
)

DAYS = 180
TERM = TermFact(date(2026, 1, 1), date(2027, 12, 31))
ON = date(2026, 6, 15)
KENYA = TieFact(date(1970, 3, 2), kind=TieKind.NATIONAL, state="KEN", state_name="Kenya")
LATVIA = Seat(date(2026, 1, 1), date(2027, 12, 31), state="LVA")
FRANCE = Seat(date(1945, 10, 24), None, state="FRA", permanent=True)


def member(**facts):
    """A legal member in office, declared on the day before `ON`, without ties."""
    return MemberFacts(**({"terms": (TERM,), "declared_on": (ON - timedelta(days=1),)} | facts))


def tie(state="LVA", starts=date(2000, 1, 1), ends=None, kind=TieKind.NATIONAL):
    return TieFact(
        starts, ends, kind=kind, state=state, state_name={"LVA": "Latvia", "FRA": "France"}.get(state, state)
    )


def rules(found):
    return [reason.rule for reason in found.reasons]


def kinds(found):
    return [reason.kind for reason in found.reasons]


def test_r02_a_member_inside_a_term_without_ties_sits():
    found = standing(member(ties=(KENYA,)), [LATVIA, FRANCE], ON, DAYS)
    assert found.sits
    assert found.reasons == ()
    assert found.in_office


@pytest.mark.parametrize(
    ("day", "in_office"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_r02_the_first_and_the_last_day_belong_to_the_term(day, in_office):
    found = standing(member(declared_on=(day,)), [], day, DAYS)
    assert found.sits is found.in_office is in_office


def test_r02_outside_a_term_the_reason_names_the_term_that_ended():
    found = standing(member(declared_on=(date(2028, 1, 1),)), [], date(2028, 1, 1), DAYS)
    [reason] = found.reasons
    assert (reason.rule, reason.kind) == ("R2", "no_term")
    assert "31 December 2027" in reason.text
    assert (reason.since, reason.until) == (date(2028, 1, 1), None)


def test_r02_between_two_terms_the_reason_runs_until_the_next_one():
    facts = member(terms=(TERM, TermFact(date(2030, 1, 1), date(2031, 12, 31))), declared_on=(date(2029, 5, 1),))
    [reason] = standing(facts, [], date(2029, 5, 1), DAYS).reasons
    assert (reason.since, reason.until) == (date(2028, 1, 1), date(2029, 12, 31))
    assert "starts on 1 January 2030" in reason.text


def test_r02_without_any_term_nobody_sits():
    [reason] = standing(member(terms=()), [], ON, DAYS).reasons
    assert reason.text.endswith("no term is recorded.")


@pytest.mark.parametrize(
    ("day", "sits"), [(date(2026, 6, 14), True), (date(2026, 6, 15), False), (date(2026, 6, 16), False)]
)
def test_r02_a_member_no_longer_acts_from_the_day_of_resignation(day, sits):
    facts = member(terms=(TermFact(TERM.starts, TERM.ends, resigned_on=date(2026, 6, 15)),), declared_on=(day,))
    found = standing(facts, [], day, DAYS)
    assert found.sits is found.in_office is sits
    assert kinds(found) == ([] if sits else ["resigned"])


def test_r02_who_resigned_and_was_elected_again_sits_in_the_new_term():
    resigned = TermFact(TERM.starts, TERM.ends, resigned_on=date(2026, 6, 15))
    again = TermFact(date(2028, 1, 1), date(2029, 12, 31))
    assert standing(member(terms=(resigned, again), declared_on=(again.starts,)), [], again.starts, DAYS).sits


@pytest.mark.parametrize(
    ("day", "sits"),
    [
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
    ],
)
def test_r02_a_suspended_member_does_not_act_from_the_first_to_the_last_day(day, sits):
    spell = SuspensionFact(date(2026, 3, 1), date(2026, 3, 31), reason="inquiry")
    found = standing(member(suspensions=(spell,), declared_on=(day,)), [], day, DAYS)
    assert found.sits is sits
    assert found.in_office
    assert kinds(found) == ([] if sits else ["suspended"])


def test_r02_a_suspension_without_a_last_day_goes_on():
    found = standing(member(suspensions=(SuspensionFact(date(2026, 3, 1)),)), [], ON, DAYS)
    assert found.reasons[0].until is None


@pytest.mark.parametrize("kind", list(TieKind))
def test_r03_every_kind_of_tie_with_a_council_member_bars(kind):
    found = standing(member(ties=(tie(kind=kind),)), [LATVIA], ON, DAYS)
    assert not found.sits
    assert [(r.rule, r.kind, r.state) for r in found.reasons] == [("R3", kind, "LVA")]


def test_r03_a_permanent_member_of_the_council_bars_as_well():
    found = standing(member(ties=(tie("FRA"),)), [FRANCE], ON, DAYS)
    assert rules(found) == ["R3"]
    assert found.reasons[0].until is None
    assert "permanent member" in found.reasons[0].text


def test_r03_a_tie_that_ended_yesterday_does_not_bar_today():
    ended = tie(ends=ON - timedelta(days=1))
    assert standing(member(ties=(ended,)), [LATVIA], ON, DAYS).sits
    assert not standing(member(ties=(ended,), declared_on=(ended.ends,)), [LATVIA], ended.ends, DAYS).sits


def test_r03_a_tie_that_starts_tomorrow_does_not_bar_today():
    assert standing(member(ties=(tie(starts=ON + timedelta(days=1)),)), [LATVIA], ON, DAYS).sits
    assert not standing(member(ties=(tie(starts=ON),)), [LATVIA], ON, DAYS).sits


def test_r03_a_council_seat_that_starts_tomorrow_bars_from_tomorrow():
    seat = Seat(ON + timedelta(days=1), date(2027, 12, 31), state="LVA")
    assert standing(member(ties=(tie(),)), [seat], ON, DAYS).sits
    assert not standing(member(ties=(tie(),)), [seat], seat.starts, DAYS).sits


def test_r03_a_council_seat_bars_on_its_last_day_and_not_after():
    seat = Seat(date(2025, 1, 1), ON, state="LVA")
    assert not standing(member(ties=(tie(),)), [seat], ON, DAYS).sits
    assert standing(member(ties=(tie(),)), [seat], ON + timedelta(days=1), DAYS).sits


def test_r03_every_tie_and_every_state_is_listed():
    ties = (tie("LVA"), tie("FRA", kind=TieKind.FINANCIAL), tie("LVA", kind=TieKind.OTHER), KENYA)
    found = standing(member(ties=ties), [LATVIA, FRANCE], ON, DAYS)
    assert {(r.kind, r.state) for r in found.reasons} == {
        ("national", "LVA"),
        ("financial", "FRA"),
        ("other", "LVA"),
    }


def test_r03_the_reason_names_tie_state_and_the_days_of_both():
    seat = Seat(date(2026, 1, 1), date(2027, 12, 31), state="LVA")
    [reason] = standing(member(ties=(tie(starts=date(2026, 2, 3), ends=date(2026, 9, 30)),)), [seat], ON, DAYS).reasons
    for words in (
        "National of Latvia",
        "3 February 2026 to 30 September 2026",
        "1 January 2026 to 31 December 2027",
    ):
        assert words in reason.text
    assert (reason.since, reason.until) == (date(2026, 2, 3), date(2026, 9, 30))
    assert (reason.tie.starts, reason.seat.starts) == (date(2026, 2, 3), date(2026, 1, 1))


def test_r03_all_reasons_of_all_rules_stand_side_by_side():
    facts = member(
        terms=(TermFact(TERM.starts, TERM.ends, resigned_on=date(2026, 5, 1)),),
        suspensions=(SuspensionFact(date(2026, 3, 1)),),
        ties=(tie(),),
        declared_on=(),
    )
    assert kinds(standing(facts, [LATVIA], ON, DAYS)) == ["resigned", "suspended", "national", "declaration"]


def test_r03_nothing_in_the_facts_can_lift_a_bar():
    facts = member(ties=(tie(),), declared_on=(ON,))
    with pytest.raises(TypeError):
        standing(facts, [LATVIA], ON, DAYS, override=True)
    assert not standing(facts, [LATVIA], ON, DAYS).sits


@pytest.mark.parametrize(("age", "sits"), [(0, True), (179, True), (180, True), (181, False)])
def test_r04_a_declaration_counts_for_180_days(age, sits):
    found = standing(member(declared_on=(ON - timedelta(days=age),)), [], ON, DAYS)
    assert found.sits is sits
    assert found.declared_until == ON - timedelta(days=age) + timedelta(days=DAYS)


def test_r04_the_newest_declaration_counts():
    assert standing(member(declared_on=(date(2024, 1, 1), ON)), [], ON, DAYS).sits


def test_r04_a_declaration_signed_later_does_not_help_earlier():
    found = standing(member(declared_on=(ON + timedelta(days=1),)), [], ON, DAYS)
    assert kinds(found) == ["declaration"]
    assert found.declared_until is None


def test_r04_the_number_of_days_is_passed_in():
    assert not standing(member(declared_on=(ON - timedelta(days=31),)), [], ON, 30).sits


def test_r04_a_new_declaration_is_due_when_the_council_changed_but_does_not_bar_before_180_days():
    facts = member(declared_on=(date(2025, 12, 31),))
    found = standing(facts, [LATVIA], date(2026, 1, 1), DAYS)
    assert found.sits
    assert found.declaration_due


def test_r04_a_declaration_signed_on_the_day_of_the_change_is_enough():
    assert not standing(member(declared_on=(date(2026, 1, 1),)), [LATVIA], date(2026, 1, 1), DAYS).declaration_due


def test_r04_a_seat_that_ends_changes_the_composition_too():
    seat = Seat(date(2024, 1, 1), date(2026, 3, 31), state="PAK")
    facts = member(declared_on=(date(2026, 3, 31),))
    assert not standing(facts, [seat], date(2026, 3, 31), DAYS).declaration_due
    assert standing(facts, [seat], date(2026, 4, 1), DAYS).declaration_due


def test_r04_a_change_still_to_come_does_not_ask_for_a_declaration_yet():
    assert last_change([Seat(date(2027, 1, 1), None, state="LVA")], ON) is None


days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@st.composite
def spans(draw):
    first, second = sorted([draw(days), draw(days)])
    return first, draw(st.none() | st.just(second))


@given(spans(), spans(), days)
def test_r03_bars_exactly_on_the_days_on_which_tie_and_seat_meet(tie_days, seat_days, on):
    found = bars([tie(starts=tie_days[0], ends=tie_days[1])], [Seat(*seat_days, state="LVA")], on)
    both = all(first <= on and (last is None or on <= last) for first, last in (tie_days, seat_days))
    assert bool(found) is both
    for reason in found:
        assert reason.since <= on
        assert reason.until is None or on <= reason.until


@given(spans(), spans(), days)
def test_r03_the_same_bar_holds_on_every_day_between_since_and_until(tie_days, seat_days, on):
    ties, council = [tie(starts=tie_days[0], ends=tie_days[1])], [Seat(*seat_days, state="LVA")]
    for reason in bars(ties, council, on):
        assert bars(ties, council, reason.since) == (reason,)
        if reason.until:
            assert bars(ties, council, reason.until) == (reason,)
            assert bars(ties, council, reason.until + timedelta(days=1)) == ()
        assert bars(ties, council, reason.since - timedelta(days=1)) == ()


@given(days, st.lists(days, max_size=4), st.integers(1, 400))
def test_r04_is_barred_exactly_when_no_declaration_is_young_enough(on, signed, limit):
    facts = MemberFacts(terms=(TermFact(date(1980, 1, 1), date(2040, 12, 31)),), declared_on=tuple(signed))
    young = any(timedelta(0) <= on - day <= timedelta(days=limit) for day in signed)
    assert standing(facts, [], on, limit).sits is young
