"""What the pages that show a submission have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from evidence.forms import ANSWERS, QUESTIONS
from evidence.models import Submission
from evidence.procedure.terms import Answer, Question
from evidence.selectors import custody_of_submission, files_visible_to, source_label
from evidence.views.marks import counts, marked, terms_of
from evidence.views.reader import chosen, reader
from mad.accounts.permissions import Act, may
from mad.reference.scales import INFORMATION_CREDIBILITY, SOURCE_RELIABILITY


def paper(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """The submission as a reader sees it: text, files, matrix, decisions, custody."""
    terms = terms_of(request.GET.get("q", ""))
    files = list(
        files_visible_to(request.user)
        .filter(submission=submission)
        .select_related("stored__extraction", "parent")
        .defer("stored__extraction__text")
    )
    return {
        "submission": submission,
        "source": source_label(submission),
        "duty": "" if submission.protect_source else submission.office.get_duty_display().lower(),
        "text": marked(submission.narrative, terms),
        "found": counts(submission.narrative, terms),
        "files": files,
        "reader": reader(request, chosen(request, files)),
        "states": list(submission.states),
        "matrix": matrix(submission),
        "decisions": list(submission.decisions.select_related("by")),
        "queries": list(submission.queries.select_related("asked_by")),
        "custody": custody_of_submission(submission, files),
        "is_registrar": may(request.user, Act.REVEAL_SOURCE),
        "source_said": _meanings(SOURCE_RELIABILITY),
        "info_said": _meanings(INFORMATION_CREDIBILITY),
    }


def _meanings(scale: Any) -> dict[str, str]:
    return {code: f"{grade.label}: {grade.meaning}" for code, grade in scale.items()}


def matrix(submission: Submission) -> list[dict[str, Any]]:
    """The quick matrix in the reader's words; empty when none was given."""
    if not submission.quick_matrix:
        return []
    said = dict(ANSWERS)
    return [
        {
            "question": QUESTIONS[Question(row["question"])],
            "answer": said[row["answer"]],
            "grounds": row["grounds"],
            "quiet": row["answer"] in (Answer.NO, Answer.UNKNOWN),
        }
        for row in submission.matrix_rows
    ]
