"""What the pages that show a submission have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from evidence.forms import ANSWERS, QUESTIONS
from evidence.models import Item, ScreeningDecision, Submission, SubmissionFile
from evidence.procedure.terms import Answer, Question, Sensitivity
from evidence.selectors import (
    custody_of_submission,
    files_visible_to,
    items_visible_to,
    near,
    offshoots_of,
    origin_of,
    same_bytes,
    source_label,
    submission_terms,
)
from evidence.services import record_opening
from evidence.views.marks import counts, marked, terms_of
from evidence.views.reader import chosen, reader
from mad.accounts.permissions import Act, may
from mad.common import ports
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
    shown = chosen(request, files)
    text = _text(request, submission, shown)
    return {
        "submission": submission,
        "source": source_label(submission),
        "duty": "" if submission.protect_source else submission.office.get_duty_display().lower(),
        "closed": text is None,
        "text": marked(text or "", terms),
        "found": counts(text or "", terms),
        "files": files,
        "reader": reader(request, shown),
        "states": list(submission.states),
        "matrix": matrix(submission),
        "decisions": _decisions(request, submission),
        "queries": list(submission.queries.select_related("asked_by")),
        "custody": custody_of_submission(submission, files),
        "is_registrar": may(request.user, Act.REVEAL_SOURCE),
        "source_said": _meanings(SOURCE_RELIABILITY),
        "info_said": _meanings(INFORMATION_CREDIBILITY),
    }


def _text(request: HttpRequest, submission: Submission, shown: SubmissionFile | None) -> str | None:
    """The narrative; None where its item is strictly confidential apart from the submission, and not this reader's.

    What is strictly confidential by itself on a page that is not is written down as opened (R50).
    """
    if submission.is_open or submission.sensitivity == Sensitivity.STRICT:
        return submission.narrative
    parts = Item.objects.filter(Q(file=None) | Q(file=shown), submission=submission, sensitivity=Sensitivity.STRICT)
    strict = list(parts.select_related("file"))
    readable = set(items_visible_to(request.user).filter(pk__in=[item.pk for item in strict]) if strict else ())
    for item in strict:
        if item in readable:
            record_opening(
                submission=submission, sensitivity=item.sensitivity, by=request.user, what=item.number, file=item.file
            )
    closed = any(item.file_id is None and item not in readable for item in strict)
    return None if closed else submission.narrative


def _decisions(request: HttpRequest, submission: Submission) -> list[ScreeningDecision]:
    """Every decision; of the cases it went to only those the reader may know of (R6), as `cases`."""
    decisions = list(submission.decisions.select_related("by"))
    named = {number for taken in decisions for number in taken.destinations or [taken.destination] if number}
    for visible in ports.visible_case_numbers if named else ():
        named &= set(visible(request.user).filter(number__in=named).values_list("number", flat=True))
    for taken in decisions:
        taken.cases = [number for number in taken.destinations or [taken.destination] if number in named]  # type: ignore[attr-defined]  # for the template
    return decisions


def beside(request: HttpRequest, submission: Submission, files: Sequence[SubmissionFile]) -> dict[str, Any]:
    """What stands beside a submission: its like, what it goes back to, its terms, where it lies."""
    marked_by, origin = origin_of(submission, request.user)
    originals = [file for file in files if file.redaction_of_id is None]
    return {
        "same": same_bytes(originals, submission, request.user),
        "alike": near(submission, originals, request.user),
        "derivation": marked_by,
        "origin": origin,
        "offshoots": offshoots_of(submission, request.user),
        "terms": submission_terms(submission),
        "placed": [line for ask in ports.placed_in for line in ask(submission, request.user)],
        "may_grade": may(request.user, Act.GRADE),
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
