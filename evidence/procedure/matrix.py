"""The quick matrix (R13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.procedure.terms import Answer, Question

WORSENING_FOR_ALARM = 2
RAISED_FOR_ALARM = 4


@dataclass(frozen=True, slots=True)
class Alarm:
    """Whether the alarm is up, and the counts that decide it."""

    up: bool
    worsening: int
    raised: int
    unknown: int

    @property
    def reason(self) -> str:
        """The sentence shown beside the matrix."""
        if self.worsening >= WORSENING_FOR_ALARM:
            return f"{_count(self.worsening)} worsening: the alarm is up."
        if self.up:
            return f"{_count(self.raised)} yes or worsening: the alarm is up."
        open_questions = f" {_count(self.unknown)} unknown, which is not no." if self.unknown else ""
        return f"{_count(self.raised)} yes or worsening: no alarm.{open_questions}"


def alarm(answers: Mapping[Question, Answer]) -> Alarm:
    """Two "worsening", or four "yes or worsening", raise it. A question left out is unknown, never no."""
    given = [answers.get(question, Answer.UNKNOWN) for question in Question]
    worsening = given.count(Answer.WORSENING)
    raised = worsening + given.count(Answer.YES)
    up = worsening >= WORSENING_FOR_ALARM or raised >= RAISED_FOR_ALARM
    return Alarm(up, worsening, raised, given.count(Answer.UNKNOWN))


def _count(number: int) -> str:
    return ("None", "One", "Two", "Three", "Four", "Five", "Six")[number]
