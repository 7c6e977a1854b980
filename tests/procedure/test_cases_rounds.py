"""R20 to R26 and R30: stages, panel, rounds, determination; R25 through the one filter."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.procedure import (
    SCALES,
    TABLE,
    Basis,
    CaseFacts,
    Cause,
    CrimeFinding,
    Draft,
    LegalMember,
    Move,
    Refusal,
    Severity,
    Stage,
    Standing,
    Temporal,
    Who,
    adopted,
    check,
    closing,
    estimate_faults,
    find,
    form,
    gaps,
    labels,
    letter,
    opinion_refusal,
    proposal,
    roots_of,
    staleness,
)
from cases.visibility import Sealed, shown

NOON = datetime(2026, 2, 17, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=72)


def legal(n, **why):
    return LegalMember(n, f"Member {n}", **why)


def panel_of(size, *out):
    return form([*(legal(n) for n in range(size)), *out], 3)


# --- R20 and R21 -----------------------------------------------------------------------------------

HOLDS = CaseFacts(
    screened_alarm=True, initiators=2, transmitted=True, answered=True, closable=True, stale=True
)


@pytest.mark.parametrize("source", Stage)
@pytest.mark.parametrize("target", Stage)
@pytest.mark.parametrize("who", Who)
def test_r20_only_the_moves_of_the_table_by_those_it_names(source, target, who):
    likely = 0 if target is Stage.MONITORING else 1
    facts = CaseFacts(**{**{s: getattr(HOLDS, s) for s in HOLDS.__slots__}, "likely": likely})
    move = find(source, target)
    got = check(source, target, who, facts)
    if move and who in move.who:
        assert got is move
    else:
        assert isinstance(got, Refusal)
        assert got.rule == "R20"


def test_r20_closed_or_monitoring_goes_back_to_assessment():
    assert find(Stage.CLOSED, Stage.ASSESSMENT)
    assert find(Stage.MONITORING, Stage.ASSESSMENT)
    assert find(Stage.WITH_COUNCIL, Stage.ASSESSMENT) is None


@pytest.mark.parametrize("move", TABLE, ids=lambda m: f"{m.source}-{m.target}")
def test_r20_no_move_without_its_condition(move):
    got = check(move.source, move.target, next(iter(move.who)), CaseFacts())
    assert isinstance(got, Refusal)
    assert (
        got.rule
        == {
            "alarm_or_initiative": "R21",
            "crime_likely": "R31",
            "no_crime_likely": "R20",
            "review_due": "R30",
            "transmitted": "R37",
            "answered": "R41",
            "closable": "R44",
        }[move.guard]
    )


def opens(who, **facts):
    return check(Stage.MONITORING, Stage.ASSESSMENT, who, CaseFacts(**facts))


def test_r21_the_registrar_opens_on_a_screened_alarm_only():
    assert isinstance(opens(Who.REGISTRAR, screened_alarm=True), Move)
    assert opens(Who.REGISTRAR, initiators=2).rule == "R21"


def test_r21_two_members_open_on_their_own_initiative_and_one_does_not():
    assert isinstance(opens(Who.MEMBERS, initiators=2), Move)
    refused = opens(Who.MEMBERS, initiators=1, screened_alarm=True)
    assert (refused.rule, refused.detail) == ("R21", "1 more must ask.")


def test_r31_a_case_enters_deliberation_only_with_a_crime_found_likely():
    refused = check(Stage.ASSESSMENT, Stage.DELIBERATION, Who.SYSTEM, CaseFacts(likely=0))
    assert refused.rule == "R31"


# --- R23 -------------------------------------------------------------------------------------------


def test_r23_every_legal_member_neither_barred_nor_recused():
    panel = panel_of(3, legal(8, barred=("national of a Council member",)), legal(9, recused=("tie",)))
    assert panel.ids == {0, 1, 2}
    assert panel.refusal is None


def test_r23_below_three_nothing_can_be_decided_and_it_says_whom_to_replace():
    panel = panel_of(2, legal(8, barred=("national",)), legal(9, recused=("tie",)))
    assert panel.refusal.rule == "R23"
    assert panel.refusal.detail == "To be replaced: Member 8 and Member 9."


def test_r23_an_unsigned_declaration_can_be_cured():
    panel = panel_of(2, legal(8, barred=("no declaration",), curable=True))
    assert panel.refusal.detail == "A signed declaration (R4) brings back Member 8."


def test_r23_vacant_seats_are_named():
    assert panel_of(1).refusal.detail == "2 more legal seats must be filled."


# --- R25 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("low, best, high", [(1, 500, 999), (500, 500, 500), (120, 340, 340)])
def test_r25_lowest_best_highest_in_order(low, best, high):
    assert estimate_faults(low, best, high) == {}


@pytest.mark.parametrize(
    "given_, field",
    [
        ((0, 500, 900), "low"),
        ((100, 500, 1000), "high"),
        ((600, 500, 900), "low"),
        ((100, 500, 400), "high"),
        ((None, 500, 900), "low"),
        ((1, None, 900), "best"),
    ],
)
def test_r25_certainty_and_crossed_bounds_are_refused_with_the_field(given_, field):
    assert field in estimate_faults(*given_)


COMPLETE = Draft(frozenset({"e.1"}), frozenset(SCALES), frozenset({("e.1", "E-1")}), temporal=True)


def test_r25_a_complete_answer_has_no_gaps():
    assert gaps(COMPLETE, ["e.1"], SCALES, [("e.1", "E-1")]) == ()


def test_r28_each_contrary_item_must_be_answered():
    (gap,) = gaps(COMPLETE, ["e.1"], SCALES, [("e.1", "E-1"), ("e.1", "E-2")])
    assert (gap.kind, gap.key, gap.item) == ("contrary", "e.1", "E-2")


def test_r29_six_scores_and_the_temporal_finding_belong_to_the_answer():
    bare = Draft(frozenset({"e.1"}), frozenset(), frozenset(), temporal=False)
    assert [g.kind for g in gaps(bare, ["e.1"], SCALES, [])] == ["severity"] * 6 + ["temporal"]


ANSWERS = [Sealed(3, True, "c"), Sealed(1, True, "a"), Sealed(2, False, "b")]
LETTERS = {1: "B", 2: "C", 3: "A"}


@pytest.mark.parametrize("viewer", [None, 99])
def test_r25_nobody_sees_anything_before_the_round_closes(viewer):
    assert shown(ANSWERS, viewer=viewer, closed=False, labels=LETTERS) == ()


def test_r25_a_member_sees_only_the_own_answer_and_no_label():
    (own,) = shown(ANSWERS, viewer=1, closed=False, labels=LETTERS)
    assert (own.content, own.own, own.label) == ("a", True, "")


def test_r26_at_closing_all_submitted_answers_appear_under_labels():
    got = shown(ANSWERS, viewer=None, closed=True, labels=LETTERS)
    assert [(s.label, s.content) for s in got] == [("A", "c"), ("B", "a")]


def test_r25_a_draft_never_submitted_stays_its_authors():
    assert "b" not in [s.content for s in shown(ANSWERS, viewer=1, closed=True, labels=LETTERS)]
    assert "b" in [s.content for s in shown(ANSWERS, viewer=2, closed=True, labels=LETTERS)]


AUTHORS = st.lists(st.integers(1, 9), unique=True)


@given(AUTHORS, st.integers(1, 12), st.booleans())
def test_r25_while_open_no_reader_ever_gets_anothers_content(authors, viewer, submitted):
    rows = [Sealed(a, submitted, f"of {a}") for a in authors]
    assert {s.content for s in shown(rows, viewer=viewer, closed=False, labels={})} <= {f"of {viewer}"}


@given(AUTHORS, st.randoms())
def test_r26_the_order_shown_is_that_of_the_labels_whatever_the_order_of_arrival(authors, random):
    names = labels(authors, {a: random.random() for a in authors})
    rows = [Sealed(a, True, a) for a in authors]
    turned = list(rows)
    random.shuffle(turned)
    assert shown(rows, viewer=None, closed=True, labels=names) == shown(
        turned, viewer=None, closed=True, labels=names
    )


# --- R26 -------------------------------------------------------------------------------------------


def round_at(panel, answered, now=NOON, due=LATER):
    return closing(Standing(frozenset(panel), frozenset(answered), due, now, 3))


def test_r26_closes_early_when_all_have_answered():
    assert round_at({1, 2, 3}, {1, 2, 3}) is None


def test_r26_stays_open_while_somebody_may_still_answer():
    assert round_at({1, 2, 3, 4}, {1, 2, 3}).rule == "R26"


def test_r26_closes_at_its_time_with_more_than_half_and_three():
    assert round_at({1, 2, 3, 4, 5}, {1, 2, 3}, now=LATER) is None


def test_r26_half_of_six_is_not_more_than_half():
    assert round_at(range(6), {1, 2, 3}, now=LATER).rule == "R26"


def test_r26_two_of_three_are_more_than_half_but_not_three():
    assert round_at({1, 2, 3}, {1, 2}, now=LATER).rule == "R26"


def test_r26_a_member_who_left_the_panel_no_longer_counts_nor_is_awaited():
    assert round_at({1, 2, 3}, {1, 2, 3, 9}) is None
    assert round_at({1, 2, 3, 4}, {1, 2, 9}, now=LATER).rule == "R26"


def test_r23_a_panel_below_three_cannot_close_a_round():
    assert round_at({1, 2}, {1, 2}, now=LATER).rule == "R23"


@given(st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)), st.booleans())
def test_r26_no_round_ever_closes_with_fewer_than_three_or_half(panel, answered, late):
    if round_at(panel, answered, now=LATER if late else NOON) is None:
        counted = len(panel & answered)
        assert counted >= 3
        assert 2 * counted > len(panel)


def test_r26_labels_follow_the_draw_and_nothing_else():
    assert labels([10, 20, 30], {10: 2, 20: 0, 30: 1}) == {20: "A", 30: "B", 10: "C"}
    assert (letter(25), letter(26)) == ("Z", "AA")


# --- R30 -------------------------------------------------------------------------------------------

SEVERE = Severity(dict.fromkeys(SCALES, 4), 4, Temporal.ONGOING)
LIKELY = CrimeFinding("cah", True, 3, 3, ("murder",))


def basis(**change):
    whole = {
        "panel": panel_of(3),
        "second_closed": True,
        "crimes": (LIKELY,),
        "severity": SEVERE,
        "unanswered": (),
        "undiscussed": (),
    }
    return Basis(**{**whole, **change})


def test_r30_proposed_when_everything_holds():
    assert proposal(basis()) is None


@pytest.mark.parametrize(
    "change, rule",
    [
        ({"panel": panel_of(2)}, "R23"),
        ({"second_closed": False}, "R26"),
        ({"crimes": ()}, "R24"),
        ({"crimes": (CrimeFinding("cah", True, 1, 3, ()),)}, "R28"),
        ({"unanswered": (("e.1", "E-2026-0188"),)}, "R28"),
        ({"undiscussed": ("e.2",)}, "R27"),
        ({"severity": Severity({}, None, None)}, "R29"),
    ],
)
def test_r30_no_determination_without_its_conditions(change, rule):
    assert proposal(basis(**change)).rule == rule


def test_r30_adopted_by_more_than_half_of_the_panel():
    assert adopted(3, panel_of(5))
    assert not adopted(2, panel_of(4))
    assert not adopted(2, panel_of(2))


def test_r30_an_opinion_within_48_hours():
    assert opinion_refusal(NOON, NOON + timedelta(hours=48), 48) is None
    assert opinion_refusal(NOON, NOON + timedelta(hours=48, seconds=1), 48).rule == "R30"
    assert opinion_refusal(None, NOON, 48).rule == "R30"


def test_r30_stale_when_an_item_beneath_is_regraded_or_retracted():
    frozen = {"E-1": "aa", "E-2": "bb", "E-3": "cc"}
    changes = staleness(frozen, {"E-1": "aa", "E-2": "b2", "E-3": None, "E-4": "dd"})
    assert [(c.item, c.cause) for c in changes] == [("E-2", Cause.CHANGED), ("E-3", Cause.RETRACTED)]


def test_r30_fresh_while_nothing_it_rests_on_has_changed():
    assert staleness({"E-1": "aa"}, {"E-1": "aa", "E-9": "zz"}) == ()


def test_r17_a_report_repeated_five_times_counts_once():
    assert roots_of([f"E-{n}" for n in range(5)], {f"E-{n}": "E-0" for n in range(5)}) == 1
