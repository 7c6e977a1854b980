"""What the pages that show a submission have in common."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from evidence.forms import ANSWERS, QUESTIONS
from evidence.models import Submission
from evidence.procedure.terms import Answer, Question
from evidence.selectors import custody, source_label
from mad.accounts.permissions import Act, may
from mad.reference.scales import INFORMATION_CREDIBILITY, SOURCE_RELIABILITY


def paper(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """The submission as a reader sees it: text, files, matrix, decisions, custody."""
    terms = _terms(request.GET.get("q", ""))
    return {
        "submission": submission,
        "source": source_label(submission),
        "duty": "" if submission.protect_source else submission.office.get_duty_display().lower(),
        "text": marked(submission.narrative, terms),
        "found": _counts(submission.narrative, terms),
        "files": list(submission.files.select_related("stored")),
        "states": list(submission.states),
        "matrix": matrix(submission),
        "decisions": list(submission.decisions.select_related("by")),
        "queries": list(submission.queries.select_related("asked_by")),
        "custody": custody(submission.number),
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


def _terms(asked: str) -> list[str]:
    return re.findall(r"[\w*-]{2,40}", asked)[:8]


def _pattern(term: str) -> str:
    return r"\b" + re.escape(term.rstrip("*")) + (r"\w*" if term.endswith("*") else r"\b")


def _counts(text: str, terms: list[str]) -> list[tuple[str, int]]:
    return [(term, len(re.findall(_pattern(term), text, re.IGNORECASE))) for term in terms]


def marked(text: str, terms: list[str]) -> SafeString:
    """The text in paragraphs, escaped, the search terms marked."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    pattern = "|".join(map(_pattern, terms))
    return format_html_join("\n", "<p>{}</p>", ((_lines(part, pattern),) for part in paragraphs))


def _lines(text: str, pattern: str) -> SafeString:
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE) if pattern else [text]
    safe = [f"<mark>{escape(piece)}</mark>" if place % 2 else escape(piece) for place, piece in enumerate(pieces)]
    return mark_safe("".join(safe).replace("\n", "<br>"))  # noqa: S308 - every piece is escaped above
