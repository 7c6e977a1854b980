"""R13: the quick matrix and its alarm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure.matrix import alarm
from evidence.procedure.terms import Answer, Question

NO, UNKNOWN, YES, WORSENING = Answer.NO, Answer.UNKNOWN, Answer.YES, Answer.WORSENING


def matrix(*answers: Answer) -> dict[Question, Answer]:
    return dict(zip(Question, answers, strict=False))


@pytest.mark.parametrize(
    ("answers", "up"),
    [
        ((WORSENING, WORSENING, NO, NO, NO, NO), True),
        ((WORSENING, NO, NO, NO, NO, NO), False),
        ((YES, YES, YES, YES, NO, NO), True),
        ((YES, YES, YES, WORSENING, NO, NO), True),
        ((YES, YES, YES, NO, NO, NO), False),
        ((YES, YES, WORSENING, NO, NO, NO), False),
        ((UNKNOWN,) * 6, False),
        ((NO,) * 6, False),
        ((WORSENING,) * 6, True),
        ((), False),
    ],
)
def test_r13_two_worsening_or_four_yes_or_worsening_raise_the_alarm(answers, up):
    assert alarm(matrix(*answers)).up is up


def test_r13_unknown_never_counts_as_no():
    unknown, no = alarm(matrix(YES, YES, YES, UNKNOWN)), alarm(matrix(YES, YES, YES, NO, NO, NO))
    assert unknown.unknown == 3
    assert no.unknown == 0
    assert "unknown, which is not no" in unknown.reason
    assert "unknown" not in no.reason


def test_r13_a_question_left_out_is_unknown():
    assert alarm({}).unknown == 6


def test_r13_the_reason_says_what_raised_it():
    assert alarm(matrix(WORSENING, WORSENING)).reason == "Two worsening: the alarm is up."
    assert alarm(matrix(YES, YES, YES, YES)).reason == "Four yes or worsening: the alarm is up."


ANY = st.dictionaries(st.sampled_from(list(Question)), st.sampled_from(list(Answer)))


@given(ANY, st.sampled_from(list(Question)))
def test_r13_a_worse_answer_never_lowers_the_alarm(answers, question):
    order = [NO, UNKNOWN, YES, WORSENING]
    before = alarm(answers).up
    worse = order[min(3, order.index(answers.get(question, UNKNOWN)) + 1)]
    assert alarm({**answers, question: worse}).up >= before
