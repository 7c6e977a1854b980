"""R32: what scores come to, and the chapters of the Charter in a basis. What differs between two texts."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation.procedure.appraisal import Agreement, appraise
from deliberation.procedure.attendance import attendance
from deliberation.procedure.changes import changes
from deliberation.procedure.chapters import CHAPTERS, OUTSIDE, chapters
from deliberation.procedure.gate import Step, recommendation_objections
from deliberation.procedure.minutes import Session, Speech, blocks, draft, spoken
from deliberation.procedure.speakers import Ask, Stand, Turn, cannot_ask, speaking, waiting
from deliberation.procedure.speakers import spoken as time_spoken
from deliberation.procedure.votes import Discipline, Voter
from mad.reference import toolbox

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCORES = st.lists(st.integers(1, 5), min_size=1, max_size=40)
# A machine that others use may stall in the middle of a draw.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("scores", "median", "agreement"),
    [
        ([], None, Agreement.NONE),
        ([4], Fraction(4), Agreement.FEW),
        ([1, 5], Fraction(3), Agreement.FEW),
        ([3, 3, 4], Fraction(3), Agreement.CLOSE),
        ([2, 3, 3, 4, 4, 5], Fraction(7, 2), Agreement.CLOSE),
        ([1, 1, 3, 3, 5, 3], Fraction(3), Agreement.MIXED),
        ([1, 1, 1, 5, 5, 5], Fraction(3), Agreement.DIVIDED),
        ([1, 4, 4, 4, 4, 4, 4, 5], Fraction(4), Agreement.CLOSE),
    ],
)
def test_r32_the_median_and_how_far_apart_the_members_stand(scores, median, agreement):
    found = appraise(scores)
    assert (found.n, found.median, found.agreement) == (len(scores), median, agreement)


@calm
@given(SCORES)
def test_r32_the_figures_do_not_depend_on_the_order_and_stay_within_the_scores(scores):
    found = appraise(scores)
    assert found == appraise(sorted(scores, reverse=True))
    assert found.low <= found.first <= found.median <= found.last <= found.high
    assert found.shade in range(4)


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        ("Ch. VI, Art. 33; Art. 99", ("VI", "XV")),
        ("Ch. VII, Arts 29, 41", ("V", "VII")),
        ("Arts 34-35", ("VI",)),
        ("Arts 5, 19; GA res. 60/251 para. 8", ("II", "IV")),
        ("GA res. 377(V); Arts 10-14", ("IV",)),
        ("Ch. VI, Arts 33, 36(3)", ("VI",)),
        ("AU Constitutive Act Art. 4(h); Ch. VIII, Art. 53", ("VIII",)),
        ("Ch. VII; Rome Statute Art. 13(b)", ("VII",)),
        ("outside Charter Ch. VII", (OUTSIDE,)),
        ("UN Strategy on Hate Speech; ICCPR Art. 20", (OUTSIDE,)),
        ("Consent", (OUTSIDE,)),
    ],
)
def test_r32_the_chapters_that_a_basis_names(basis, found):
    assert chapters(basis) == found


def test_r32_every_option_of_the_toolbox_is_under_a_chapter_or_outside_the_charter():
    assert {one for tool in toolbox.tools() for one in chapters(tool.charter_basis)} <= {*CHAPTERS, OUTSIDE}
    # What is of class force rests on Chapter VII or VIII, or is said to lie outside them.
    force = [tool for tool in toolbox.tools() if tool.cls == "force"]
    assert all(
        {"VII", "VIII", OUTSIDE} & set(chapters(tool.charter_basis)) or "377" in tool.charter_basis for tool in force
    )


@calm
@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_changes_give_both_texts_back(before, after):
    found = changes(before, after)
    assert "".join(p.text for p in found if p.kind != "new") == before
    assert "".join(p.text for p in found if p.kind != "gone") == after


def test_changes_are_of_words():
    found = changes("The mission stays for a year.\nNo more.", "The mission stays for a month.\nNo more.")
    assert [(p.kind, p.text) for p in found if p.kind != "same"] == [("gone", "year.\n"), ("new", "month.\n")]


def step(option, **more):
    return Step(option, "SG", "Acts", "At once", more.pop("if_it_fails", "The next"), **more)


def test_r32_steps_that_go_together_are_one_rung():
    assert recommendation_objections([step("O-1"), step("O-2", together=True, if_it_fails="")], ["O-1", "O-2"]) == ()
    both_last = [step("O-1", if_it_fails=""), step("O-2", together=True, if_it_fails="")]
    assert recommendation_objections(both_last, ["O-1", "O-2"]) == ()
    first = recommendation_objections([step("O-1", together=True)], ["O-1"])
    assert first == ("O-1 is the first step and follows no other.",)
    before = [step("O-1", if_it_fails=""), step("O-2")]
    assert "O-1: say what comes next if it fails." in recommendation_objections(before, ["O-1", "O-2"])


def test_r33_a_force_option_behind_the_gate_is_not_asked_for():
    assert recommendation_objections([step("O-1")], ["O-1", "O-2"], behind_gate=["O-2"]) == ()
    assert recommendation_objections([step("O-1")], ["O-1", "O-2"]) == ("O-2 was carried and is missing.",)


def asked(number, member, kind=Ask.FLOOR, **times):
    return Turn(number, member, kind, NOON + timedelta(minutes=number), **times)


def test_r31_points_of_order_go_first_and_each_in_the_order_of_asking():
    turns = [asked(1, 7), asked(2, 8), asked(3, 9, Ask.ORDER), asked(4, 6, Ask.ORDER)]
    assert [turn.id for turn in waiting(turns)] == [3, 4, 1, 2]


def test_r31_nobody_waits_twice_or_asks_for_the_floor_they_have():
    assert cannot_ask([asked(1, 7)], 7, Ask.FLOOR) == "You are on the list already."
    given = asked(1, 7, given_at=NOON)
    assert (given.stand, speaking([given])) == (Stand.SPEAKS, given)
    assert cannot_ask([given], 7, Ask.FLOOR) == "You have the floor."
    assert cannot_ask([given], 7, Ask.ORDER) is None
    done = asked(1, 7, given_at=NOON, ended_at=NOON + timedelta(minutes=3))
    assert cannot_ask([done], 7, Ask.FLOOR) is None
    assert cannot_ask([asked(1, 7, withdrawn_at=NOON)], 7, Ask.FLOOR) is None


def test_r31_the_time_spoken_is_added_up():
    turns = [
        asked(1, 7, given_at=NOON, ended_at=NOON + timedelta(minutes=3)),
        asked(2, 7, given_at=NOON + timedelta(minutes=5)),
        asked(3, 8),
    ]
    assert time_spoken(turns, NOON + timedelta(minutes=6)) == {7: timedelta(minutes=4)}


def test_r31_a_quorum_of_those_present_needs_every_discipline():
    entitled = [Voter(n, discipline) for n, discipline in enumerate([*Discipline, Discipline.LEGAL])]
    assert attendance(entitled, {0, 1, 2, 3}).quorate
    three_legal = attendance(entitled, {0, 4, 1})
    assert (three_legal.present, three_legal.needed, three_legal.quorate) == (3, 3, False)
    assert three_legal.absent == (Discipline.SANCTIONS, Discipline.INTERVENTION)
    assert attendance([], set()).quorate is False


SESSION = Session(
    case="C-2026-0900",
    title="The situation in the north",
    number=2,
    opened_at=NOON,
    closed_at=NOON + timedelta(hours=2),
    opened_by="Betty Otieno",
    closed_by="Betty Otieno",
    entitled=14,
    quorum="A quorum takes 8.",
    present=[("Amal Benhaddou", "legal"), ("Betty Otieno", "mediation")],
    absent=["Sione Taufa"],
    speeches=[Speech("Amal Benhaddou", NOON, timedelta(seconds=125), True, "the order")],
    moved=[("M-2026-0001", "Good offices", "Hélène Vautrin")],
    decided=[("M-2026-0001", "Good offices", "Yes 10. Carried.")],
    open_votes=[("M-2026-0002", "Arms embargo")],
)


def test_r31_minutes_say_who_was_there_who_spoke_what_was_moved_and_decided():
    text = draft(SESSION)
    for words in (
        "Betty Otieno opened session 2 of the plenary on C-2026-0900",
        "Present: Amal Benhaddou (legal) and Betty Otieno (mediation).",
        "Amal Benhaddou spoke on a point of order at 12:00, on the order (2 min 05 s).",
        "Hélène Vautrin moved M-2026-0001, Good offices.",
        "M-2026-0001, Good offices. Yes 10. Carried.",
        "Voting on M-2026-0002, Arms embargo, was open when the session closed",
    ):
        assert words in text


def test_minutes_are_headings_and_numbered_paragraphs():
    found = blocks("# Opening\nThe first.\n\nThe second,\non two lines.\r\n\r\n# Closing\n\nThe third.")
    assert [(b.number, b.text) for b in found] == [
        (None, "Opening"),
        (1, "The first."),
        (2, "The second,\non two lines."),
        (None, "Closing"),
        (3, "The third."),
    ]
    assert blocks("  \n\n ") == ()


def test_a_time_is_said_in_minutes_and_seconds():
    assert (spoken(timedelta(seconds=59)), spoken(timedelta(minutes=61, seconds=5))) == ("59 s", "61 min 05 s")
