"""A Council briefing as PDF, from what it froze (R47)."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import translation

from deliberation.models import Briefing
from deliberation.procedure.periods import month_name
from deliberation.report_documents import Block, bullets, dated, heading, paragraph, pdf
from mad.accounts.permissions import Act, require
from mad.docket.services import record


def export_briefing(*, briefing: Briefing, by: Any) -> bytes:
    require(by, Act.READ_BRIEFINGS)
    made = briefing_pdf(briefing)
    with transaction.atomic():
        content = {"format": "pdf", "sha256": sha256(made).hexdigest()}
        record(act="briefing.exported", by=by, obj=briefing.number, content=content, facts={"format": "pdf"})
    return made


def briefing_pdf(briefing: Briefing) -> bytes:
    """Of an issued brief always the same text."""
    moment = briefing.issued_at or briefing.edited_at
    edition = f" · Edition {briefing.edition}" if briefing.edition > 1 else ""
    with translation.override("en"):
        return pdf(
            title=f"Horizon scanning: {month_name(briefing.year, briefing.month)}",
            symbol=f"MAD/BR/{briefing.year}/{briefing.month}",
            number=briefing.number,
            stage="issued" if briefing.issued_at else "draft",
            distribution=f"{dated(moment)}{edition}",
            blocks=blocks_of(briefing),
            rule="R47",
        )


def blocks_of(briefing: Briefing) -> list[Block]:
    blocks = [
        paragraph("For the members of the Security Council. Made from the released record of the Division only.", True)
    ]
    if briefing.reason:
        blocks.append(paragraph(f"This edition replaces edition {briefing.edition - 1}: {briefing.reason}"))
    for section in briefing.content["sections"]:
        blocks += _section(section)
    if briefing.digest:
        blocks.append(paragraph(f"SHA-256 of the content as issued: {briefing.digest}", True))
    return blocks


def _section(section: dict[str, Any]) -> list[Block]:
    if not (section["text"] or section["lines"]):
        return []
    said = [paragraph(text) for text in section["text"].split("\n\n") if text.strip()]
    lines = [bullets(section["lines"])] if section["lines"] else []
    return [heading(section["heading"]), *said, *lines]
