"""R20, R21, R23 and R30: stages, who opens, the panel, the determination."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.procedure import (
    SCALES,
    TABLE,
    Basis,
    CaseFacts,
    Cause,
    CrimeFinding,
    LegalMember,
    Move,
    Refusal,
    Severity,
    Stage,
    Temporal,
    Who,
    check,
    find,
    form,
    opinion_refusal,
    proposal,
    roots_of,
    staleness,
    verdict,
)

NOON = datetime(2026, 2, 17, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=72)


def legal(n, **why):
    return LegalMember(n, f"Member {n}", **why)


def panel_of(size, *out):
    return form([*(legal(n) for n in range(size)), *out], 3)


# --- R20 and R21 -----------------------------------------------------------------------------------

HOLDS = CaseFacts(screened_alarm=True, initiators=2, transmitted=True, answered=True, closable=True, stale=True)


@pytest.mark.parametrize("source", Stage)
@pytest.mark.parametrize("target", Stage)
@pytest.mark.parametrize("who", Who)
def test_r20_only_the_moves_of_the_table_by_those_it_names(source, target, who):
    likely = 0 if target is Stage.MONITORING else 1
    merged = (source, target) == (Stage.MONITORING, Stage.CLOSED)
    facts = CaseFacts(**{**{s: getattr(HOLDS, s) for s in HOLDS.__slots__}, "likely": likely, "merged": merged})
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


@pytest.mark.parametrize("stage", [Stage.DELIBERATION, Stage.WITH_COUNCIL, Stage.FOLLOW_UP])
def test_r30_once_decided_only_a_stale_determination_leads_back(stage):
    fresh = check(stage, Stage.ASSESSMENT, Who.REGISTRAR, CaseFacts(screened_alarm=True, initiators=9))
    assert isinstance(fresh, Refusal) and fresh.rule == "R30"
    assert check(stage, Stage.ASSESSMENT, Who.PRESIDING, CaseFacts(stale=True)) is find(stage, Stage.ASSESSMENT)


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
            "merged": "R20",
        }[move.guard]
    )


def test_r20_a_merged_case_is_not_assessed_again():
    facts = CaseFacts(screened_alarm=True, initiators=2, merged=True)
    for who in (Who.REGISTRAR, Who.MEMBERS):
        assert check(Stage.CLOSED, Stage.ASSESSMENT, who, facts).reason.startswith("This case was merged")


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


@pytest.mark.parametrize(
    ("yes", "cast", "size", "decided"),
    [
        (0, 0, 5, None),
        (2, 2, 5, None),
        (3, 3, 5, True),
        (2, 4, 5, None),
        (2, 5, 5, False),
        (0, 3, 5, False),
        (0, 2, 5, None),
        (2, 2, 4, None),
        (1, 3, 4, False),
        (2, 2, 3, True),
        (1, 3, 3, False),
        (2, 2, 2, None),
        (0, 2, 2, None),
        (0, 0, 0, None),
    ],
)
def test_r30_adopted_by_more_than_half_of_the_panel_and_r23_not_below_its_minimum(yes, cast, size, decided):
    assert verdict(yes, cast, panel_of(size)) is decided


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
