"""R13 and R22: which indicators each question of the quick matrix points to.

Pointers only: an answer never sets a status. A question that anybody answers in three minutes says where to look; the
indicator is read by the panel and the secretariat, with grounds and evidence.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from evidence.procedure.terms import Answer, Question

POINTERS: Mapping[Question, tuple[str, ...]] = {
    # Words: propaganda, incitement of a crowd, the press as a means, dehumanising speech, a stated wish to destroy.
    Question.INCITEMENT: ("7.13", "7.14", "8.7", "10.1", "11.4", "13.5", "13.7"),
    # Deeds that grow in number, reach or cruelty.
    Question.VIOLENCE: ("2.1", "7.8", "7.9", "11.1", "11.2", "13.15", "14.6"),
    # Doctrines: superiority, one identity only, denial of a group, parties that turn extreme.
    Question.IDEOLOGY: ("1.5", "4.4", "4.7", "9.2", "13.3"),
    # Persons chosen for what they are: marked, segregated, discriminated, suspected as a group.
    Question.TARGETING: ("4.5", "4.6", "7.10", "7.12", "9.1", "10.3", "12.2", "13.4"),
    # Forces, militias and arms on the move.
    Question.MOVEMENT: ("5.1", "5.2", "7.3", "7.4", "7.5", "8.1", "12.7"),
    # Crimes that went before, and that nobody answered for.
    Question.IMPUNITY: ("2.2", "2.3", "2.8", "4.9", "9.3"),
}


def questions_of(indicators: Iterable[str]) -> dict[Question, tuple[str, ...]]:
    """The questions that point to any of these indicators, each with those it points to."""
    wanted = set(indicators)
    found = {question: tuple(i for i in ids if i in wanted) for question, ids in POINTERS.items()}
    return {question: ids for question, ids in found.items() if ids}


def counts(matrices: Iterable[Mapping[str, Mapping[str, str]]]) -> dict[Question, Counter[Answer]]:
    """How often each answer was given. A question left out of a matrix that was given is unknown, never no (R13).

    matrices: as submissions keep them, question → {answer, grounds}; an empty one was not given and counts nowhere.
    """
    given = [matrix for matrix in matrices if matrix]
    return {
        question: Counter(Answer(matrix.get(question.value, {}).get("answer", Answer.UNKNOWN)) for matrix in given)
        for question in Question
    }
