"""R41: how the Council decides, by the rule of the day; what a planned vote can end in."""

from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.procedure.council import (
    SEATS,
    Count,
    Kind,
    NotPossible,
    Position,
    Reason,
    check_roll,
    count_roll,
    decide,
    holder_on,
    holders,
    rule_on,
    seat_label,
)
from deliberation.procedure.prediction import Expected, predict

TODAY = date(2026, 2, 9)
ELECTED = tuple(f"E{n:02}" for n in range(10))
COUNCIL = (*SEATS, *ELECTED)


def test_r41_every_division_of_fifteen_votes():
    for yes, no, abstain in product(range(16), repeat=3):
        if yes + no + abstain > 15:
            continue
        for permanent in range(min(no, 5) + 1):
            found = decide(Count(yes, no, abstain, SEATS[:permanent]), TODAY)
            expected = Reason.TOO_FEW_VOTES if yes < 9 else Reason.VETO if permanent else Reason.CARRIED
            assert (found.reason, found.absent) == (expected, 15 - yes - no - abstain)
            assert found.carried is (expected is Reason.CARRIED)


def test_r41_eight_two_five_with_one_permanent_no_is_too_few_votes():
    assert decide(Count(8, 2, 5, ("RUS",)), TODAY).reason is Reason.TOO_FEW_VOTES
    assert decide(Count(9, 2, 4, ("RUS",)), TODAY).reason is Reason.VETO


def test_r41_abstention_and_absence_of_permanent_members_are_no_veto():
    roll = dict.fromkeys(COUNCIL, Position.YES)
    roll |= {"CHN": Position.ABSTAIN, "RUS": Position.ABSENT, "USA": Position.NOT_PARTICIPATING, "E01": Position.NO}
    found = decide(count_roll(roll, TODAY), TODAY)
    assert found.carried
    assert (found.count, found.absent) == (Count(11, 1, 1), 2)


def test_r41_a_matter_of_procedure_knows_no_veto():
    count = Count(9, 2, 4, ("CHN", "RUS"))
    assert decide(count, TODAY, Kind.PROCEDURAL).carried
    assert not decide(count, TODAY).carried
    assert decide(Count(8, 0, 7), TODAY, Kind.PROCEDURAL).reason is Reason.TOO_FEW_VOTES


@pytest.mark.parametrize(
    ("day", "seats", "needed"),
    [(date(1946, 1, 17), 11, 7), (date(1965, 12, 31), 11, 7), (date(1966, 1, 1), 15, 9), (TODAY, 15, 9)],
)
def test_r41_the_rule_of_the_day(day, seats, needed):
    rule = rule_on(day)
    assert (rule.seats, rule.needed) == (seats, needed)
    assert decide(Count(needed, 0, 0), day).carried
    assert decide(Count(needed - 1, 0, 0), day).reason is Reason.TOO_FEW_VOTES
    with pytest.raises(NotPossible) as refused:
        decide(Count(needed, 1, seats - needed), day)
    assert refused.value.argument == "yes"


@pytest.mark.parametrize(
    "count", [Count(-1, 0, 0), Count(9, 0, -2), Count(9, 1, 0, ("RUS", "CHN")), Count(9, 2, 0, ("RUS", "RUS"))]
)
def test_r41_votes_that_cannot_have_been_cast(count):
    with pytest.raises(NotPossible):
        decide(count, TODAY)


def test_r41_no_council_before_its_first_meeting():
    with pytest.raises(NotPossible) as refused:
        rule_on(date(1945, 12, 31))
    assert refused.value.argument == "on"


@pytest.mark.parametrize("day", [date(1946, 2, 1), date(1971, 10, 24), date(1971, 10, 25), date(1991, 12, 24), TODAY])
def test_r41_five_permanent_seats_on_any_day(day):
    assert sorted(seat.seat for seat in holders(day)) == sorted(SEATS)


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("ussr", date(1991, 12, 23), "SUN"),
        ("Russia", date(1991, 12, 24), "RUS"),
        ("CHN", date(1971, 10, 25), "CHN"),
        ("ROC", date(1971, 10, 24), "ROC"),
        ("UK", TODAY, "GBR"),
    ],
)
def test_r41_who_held_a_permanent_seat(name, day, code):
    assert holder_on(name, day).holder == code


@pytest.mark.parametrize(
    ("name", "day", "instead"),
    [
        ("RUS", date(1991, 12, 23), "SUN"),
        ("SUN", date(1991, 12, 24), "RUS"),
        ("China", date(1971, 10, 24), "ROC"),
        ("ROC", date(1971, 10, 25), "CHN"),
    ],
)
def test_r41_a_permanent_seat_outside_its_time_names_the_holder(name, day, instead):
    with pytest.raises(NotPossible) as refused:
        holder_on(name, day)
    assert f"({instead})" in refused.value.reason


def test_r41_a_seat_is_called_as_it_was_then():
    assert seat_label("RUS", date(1980, 1, 9)) == "Soviet Union"
    assert seat_label("CHN", date(1955, 12, 13)) == "Republic of China"


@pytest.mark.parametrize(
    ("roll", "said"),
    [
        ([*COUNCIL[:-1], "XXX"], "XXX did not sit"),
        ([*COUNCIL, "E01"], "E01 stands on the roll twice"),
        (COUNCIL[:-1], "say how E09 voted"),
    ],
)
def test_r41_a_roll_is_that_of_the_day(roll, said):
    check_roll(COUNCIL, COUNCIL, TODAY)
    with pytest.raises(NotPossible) as refused:
        check_roll(roll, COUNCIL, TODAY)
    assert said in refused.value.reason


def test_r41_no_roll_while_seats_are_not_on_record():
    with pytest.raises(NotPossible) as refused:
        check_roll(COUNCIL[:10], COUNCIL[:10], TODAY)
    assert "10 of the 15 seats" in refused.value.reason


# --- the predictor -----------------------------------------------------------------------------------

positions = st.tuples(*[st.sampled_from(Expected)] * 15).map(lambda said: dict(zip(COUNCIL, said, strict=True)))
few_unknown = positions.filter(lambda said: list(said.values()).count(Expected.UNKNOWN) <= 6)
PERMANENT = frozenset(SEATS)


def outcome(cast) -> Reason:
    said = list(cast.values())
    against = tuple(state for state, vote in cast.items() if vote is Expected.NO)
    count = Count(
        said.count(Expected.YES),
        len(against),
        said.count(Expected.ABSTAIN),
        tuple(state for state in against if state in PERMANENT),
    )
    return decide(count, TODAY).reason


@settings(deadline=None)
@given(few_unknown)
def test_r41_the_range_is_what_trying_every_way_finds(said):
    unknown = [state for state, vote in said.items() if vote is Expected.UNKNOWN]
    ways = product((Expected.YES, Expected.NO, Expected.ABSTAIN), repeat=len(unknown))
    found = {outcome({**said, **dict(zip(unknown, way, strict=True))}) for way in ways}
    assert set(predict(said, PERMANENT, TODAY).possible) == found


@settings(deadline=None)
@given(positions)
def test_r41_the_fewest_moves_carry_and_one_fewer_do_not(said):
    found = predict(said, PERMANENT, TODAY)
    assert len(found.winnable) >= found.more_yes
    moved = {**said, **dict.fromkeys((*found.blocking, *found.winnable[: found.more_yes]), Expected.YES)}
    assert outcome(moved) is Reason.CARRIED
    assert sum(moved[state] is not said[state] for state in said) == found.fewest
    others = [state for state, vote in said.items() if vote is not Expected.YES]
    if found.fewest and len(others) <= 9:
        for chosen in combinations(others, found.fewest - 1):
            assert outcome({**said, **dict.fromkeys(chosen, Expected.YES)}) is not Reason.CARRIED


@settings(deadline=None)
@given(positions)
def test_r41_what_is_known_decides_alone(said):
    found = predict(said, PERMANENT, TODAY)
    known = Expected.UNKNOWN not in said.values()
    if known:
        assert found.possible == (outcome(said),)
    assert found.yes_to - found.yes_from == list(said.values()).count(Expected.UNKNOWN)
    assert set(found.must_not_oppose) <= PERMANENT
