"""R16: release terms are followed into everything that goes back to a source, and the strictest wins."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure.release import (
    FREE,
    Limit,
    Terms,
    Use,
    declared,
    effective,
    is_freer,
    read_anew,
    refusal,
    strictest,
)

TODAY = date(2026, 2, 9)
LATER = date(2026, 5, 1)
ONLY = Terms(frozenset({Limit.DIVISION_ONLY}))
SILENT = Terms(frozenset({Limit.NO_PUBLICATION}))
NAMELESS = Terms(frozenset({Limit.NO_ATTRIBUTION}))


@pytest.mark.parametrize(
    ("terms", "read", "transmit", "publish"),
    [
        (FREE, True, True, True),
        (NAMELESS, True, True, True),
        (SILENT, True, True, False),
        (ONLY, True, False, False),
        (Terms(not_before=LATER), True, False, False),
        (Terms(not_before=TODAY), True, True, True),
        (Terms(unread=True, words=("Ask us first.",)), True, False, False),
    ],
)
def test_r16_what_each_term_allows(terms, read, transmit, publish):
    allowed = [not refusal(terms, use, TODAY) for use in (Use.READ, Use.TRANSMIT, Use.PUBLISH)]
    assert allowed == [read, transmit, publish]


def test_r16_words_alone_wait_to_be_read_and_structure_does_not():
    assert declared({}, "Not beyond the Division.").unread
    assert not declared({"limits": ["no_publication"]}, "See our letter.").unread
    assert declared({}, "") == FREE


def test_r16_a_reading_adds_and_only_consent_replaces():
    source = declared({"limits": ["division_only"], "not_before": "2026-05-01"}, "")
    assert read_anew(source, NAMELESS, consent=False).limits == {Limit.DIVISION_ONLY, Limit.NO_ATTRIBUTION}
    assert read_anew(source, NAMELESS, consent=True) == NAMELESS
    assert not read_anew(declared({}, "Ask us."), SILENT, consent=False).unread


def test_r16_a_derivative_is_never_freer_than_its_origins():
    own = {1: ONLY, 2: Terms(not_before=LATER), 3: FREE}
    terms = effective(own, {3: 2, 2: 1, 1: None})
    assert terms[3] == Terms(frozenset({Limit.DIVISION_ONLY}), LATER)
    assert terms[1] == ONLY


def test_r16_a_circle_in_the_data_is_walked_once():
    assert effective({1: ONLY, 2: FREE}, {1: 2, 2: 1})[2].limits == ONLY.limits


def test_r16_who_may_be_named():
    assert FREE.attributed
    assert SILENT.attributed
    assert not NAMELESS.attributed
    assert not ONLY.attributed


terms = st.builds(
    Terms,
    limits=st.frozensets(st.sampled_from(Limit)),
    not_before=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    unread=st.booleans(),
)


@given(st.lists(terms, max_size=4), terms)
def test_r16_one_term_more_never_allows_more(some, more):
    before, after = strictest(some), strictest([*some, more])
    for use in Use:
        assert not refusal(before, use, TODAY) or refusal(after, use, TODAY)
    assert not is_freer(after, before)
