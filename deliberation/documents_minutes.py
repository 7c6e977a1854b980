"""Minutes of a session as tagged PDF and as DOCX, from the same blocks. Nothing a person typed is read as markup."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from deliberation.models import Minutes, MinutesApproval
from deliberation.procedure.minutes import blocks
from mad.documents.typeset import MASTHEAD, demonstration_words, render
from mad.documents.word import Word

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def pdf(minutes: Minutes, language: str) -> bytes:
    """PDF/UA-1. Raises Refused (R31) when it cannot be set; nothing is changed by it."""
    return render("minutes.typ", data_of(minutes, language), "R31")


def word(minutes: Minutes, language: str) -> bytes:
    data = data_of(minutes, language)
    made = Word(title=data["title"], author=MASTHEAD, keywords=data["keywords"], language=language)
    made.small(f"{MASTHEAD} · {data['distribution']}")
    if settings.DEMONSTRATION:
        made.small(demonstration_words()["demonstration-long"])
    made.title(data["heading"])
    made.paragraph(data["status"])
    for block in blocks(minutes.text):
        if block.is_heading:
            made.heading(block.text, 1)
        else:
            made.paragraph(block.text, number=block.number)
    return made.bytes()


MAKERS: dict[str, Callable[[Minutes, str], bytes]] = {"pdf": pdf, "docx": word}


def data_of(minutes: Minutes, language: str) -> dict[str, Any]:
    """What templates/documents/minutes.typ prints."""
    sitting = minutes.sitting
    approval = MinutesApproval.objects.filter(minutes=minutes).select_related("by").first()
    names = {"n": sitting.ordinal, "case": sitting.case.number}
    title = _("Minutes of session %(n)s of the plenary on %(case)s") % names
    stage = _("approved") if approval else _("version %(version)s, not approved") % {"version": minutes.version}
    return {
        "title": title,
        "author": MASTHEAD,
        "masthead": MASTHEAD,
        "keywords": [sitting.case.number],
        "symbol": sitting.case.number,
        "number": title,
        "stage": stage,
        "language": language,
        "demonstration": settings.DEMONSTRATION,
        "words": demonstration_words(),
        "distribution": f"{date_format(sitting.opened_at, 'j F Y')} · {stage}",
        "heading": title,
        "status": _status(minutes, approval),
        "blocks": [{"text": block.text, "number": block.number} for block in blocks(minutes.text)],
    }


def _status(minutes: Minutes, approval: MinutesApproval | None) -> str:
    if approval is None:
        return _("These minutes have not been approved yet.")
    facts = {"name": approval.by.full_name, "day": date_format(approval.at, "j F Y"), "digest": minutes.digest[:16]}
    return _("Approved by %(name)s on %(day)s. Text %(digest)s.") % facts
