"""R37, R51: embargo, seats, the words of a call, what may lie in a case file. Pure."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation.procedure import call
from deliberation.procedure.casefile import LONGEST_NAME, Edition, Held, folded, item_left_out, safe_name
from deliberation.procedure.outputs import OutputKind, Stage
from deliberation.procedure.publication import (
    Council,
    Standing,
    council_symbol,
    embargo_refusal,
    seats_refusal,
    standing,
)
from evidence.procedure.hostile import Verdict
from evidence.procedure.release import FREE, Limit, Terms

NOW = datetime(2026, 2, 9, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("handled", "replies", "found"),
    [
        ((), 0, Standing.WAITS),
        (("sent",), 0, Standing.SENT),
        (("sent", "seen"), 0, Standing.SEEN),
        (("seen",), 0, Standing.SEEN),
        (("sent",), 1, Standing.ANSWERED),
    ],
)
def test_r37_how_far_the_correspondence_has_come(handled, replies, found):
    assert standing(handled, replies) is found


def test_r37_a_call_goes_to_the_seats_known_and_a_voted_text_waits_for_all():
    short = Council(known=10, size=15)
    assert seats_refusal(OutputKind.EMERGENCY_CALL, short) == ""
    assert "5 are not known" in seats_refusal(OutputKind.PRESS_STATEMENT, short)
    assert seats_refusal(OutputKind.PRESS_STATEMENT, Council(15, 15)) == ""


def test_r37_an_embargo_ends_in_the_future_and_before_publication():
    later = NOW + timedelta(seconds=1)
    assert embargo_refusal(Stage.TRANSMITTED, later, NOW) == ("", "")
    assert embargo_refusal(Stage.TRANSMITTED, NOW, NOW)[0] == "until"
    assert embargo_refusal(Stage.TRANSMITTED, None, NOW) == ("", "")
    for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.SUPERSEDED):
        assert embargo_refusal(stage, later, NOW)[1]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("S/RES/2139 (2014)", "S/RES/2139 (2014)"),
        (" s/res/2139(2014) ", "S/RES/2139 (2014)"),
        ("S/2014/348", "S/2014/348"),
        ("S/2014/348/rev.1", "S/2014/348/Rev.1"),
        ("S/PRST/2024/1", "S/PRST/2024/1"),
        ("A/RES/60/1", None),
        ("S/2014", None),
        ("", None),
        ("S/2014/348 <script>", None),
    ],
)
def test_r37_a_comment_names_a_council_text_by_its_symbol(typed, found):
    assert council_symbol(typed) == found


def test_r37_the_words_of_a_call_come_from_the_determination():
    facts = call.CallFacts(
        states=("Syria", "Lebanon"),
        determination="D-2026-001",
        adopted_on=date(2026, 2, 8),
        crimes=("war crimes", "ethnic cleansing"),
        severity=4,
        temporal="ongoing",
        alarm=NOW,
    )
    said = call.text(facts)
    for words in (
        "Syria and Lebanon",
        "D-2026-001 of 8 February 2026",
        "war crimes and ethnic cleansing are",
        "level 4",
    ):
        assert words in said
    assert "ongoing" in said
    assert "9 February 2026" in said
    assert len(call.title(call.CallFacts(states=("x" * 300,)))) <= 200


@pytest.mark.parametrize(
    ("crimes", "said"),
    [
        (("war crimes in a non-international armed conflict",), "armed conflict are more likely"),
        (("crimes against humanity",), "crimes against humanity are more likely"),
        (("genocide",), "genocide is more likely"),
        (("ethnic cleansing",), "ethnic cleansing is more likely"),
        (("genocide", "ethnic cleansing"), "genocide and ethnic cleansing are more likely"),
    ],
)
def test_r37_the_verb_of_a_call_goes_with_the_name_of_the_crime(crimes, said):
    facts = call.CallFacts(states=("Ukraine",), determination="D-2026-001", adopted_on=date(2026, 2, 8), crimes=crimes)
    assert said in call.text(facts)


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("Syrian Arab Republic", "the Syrian Arab Republic"),
        ("Republic of the Union of Myanmar", "the Republic of the Union of Myanmar"),
        ("United States of America", "the United States of America"),
        ("Ukraine", "Ukraine"),
        ("Saint Vincent and the Grenadines", "Saint Vincent and the Grenadines"),
    ],
)
def test_r37_a_state_is_called_by_its_official_name(official, said):
    assert call.state_called(official) == said


def test_r37_each_kind_begins_with_its_own_words_and_what_was_typed_stays():
    facts = call.CallFacts(states=("Ukraine",))
    session, heard = OutputKind.EMERGENCY_CALL, OutputKind.REQUEST_TO_BE_HEARD
    begun = call.title(facts, heard), call.text(facts, heard)
    assert "emergency" not in "".join(begun)
    assert "to be heard" in begun[0]
    sent = call.title(facts, session), call.text(facts, session).replace("\n", "\r\n")
    assert call.fitted(facts, heard, *sent) == begun
    assert call.fitted(facts, session, *begun) == (call.title(facts, session), call.text(facts, session))
    assert call.fitted(facts, heard, "My title", sent[1]) == ("My title", begun[1])
    assert call.fitted(facts, heard, sent[0], sent[1] + " Tonight.") == (begun[0], sent[1] + " Tonight.")


def test_r37_without_determination_and_alarm_a_call_says_neither():
    said = call.text(call.CallFacts(states=()))
    assert "determination" not in said
    assert "alarm" not in said


def left_out(edition=Edition.OUTSIDE, sensitivity="confidential", terms=FREE, retracted=False, held=None):
    return item_left_out(edition, "E-2026-0001", sensitivity, terms, retracted=retracted, held=held, today=NOW.date())


def test_r16_the_case_file_for_outside_keeps_every_term():
    assert left_out() is None
    assert left_out(terms=Terms(frozenset({Limit.NO_PUBLICATION}))) is None
    assert left_out(terms=Terms(frozenset({Limit.DIVISION_ONLY}))).rule == "R16"
    assert left_out(terms=Terms(not_before=date(2031, 1, 1))).rule == "R16"
    assert left_out(terms=Terms(unread=True)).rule == "R16"
    assert left_out(sensitivity="strictly_confidential").rule == "R16"
    assert left_out(retracted=True).rule == "R15"


def test_r18_a_held_file_is_in_no_edition():
    held = Held(Verdict.HELD, "Found: Eicar.")
    for edition in Edition:
        assert left_out(edition, held=held).rule == "R18"
        assert left_out(edition, held=Held(Verdict.PENDING)).rule == "R18"
        assert left_out(edition, held=Held(Verdict.RELEASED)) is None


def test_r16_the_whole_edition_holds_what_outside_may_not_have():
    for how in ({"sensitivity": "strictly_confidential"}, {"retracted": True}, {"terms": Terms(unread=True)}):
        assert left_out(Edition.WHOLE, **how) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("CON.txt", "_CON.txt"),
        ("line\nbreak%0A.txt", "linebreak_0A.txt"),
        (".hidden", "hidden"),
        ("...", "file"),
        ("", "file"),
        ("تقرير.pdf", "تقرير.pdf"),
    ],
)
def test_r51_file_names_are_safe_everywhere(name, found):
    assert safe_name(name) == found


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.text(max_size=150), max_size=4))
def test_r51_safe_names_in_a_folder_differ_and_are_short(names):
    taken: set[str] = set()
    for name in names:
        made = safe_name(name, taken)
        assert made
        assert not set(made) & set('/\\:*?"<>|%\r\n\x00')
        assert made not in (".", "..")
        assert len(made.encode()) <= LONGEST_NAME
        assert folded(made) not in taken
        taken.add(folded(made))
