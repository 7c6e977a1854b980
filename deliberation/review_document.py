"""A regional review as PDF, as one reader may read it (R46, R6)."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import translation

from deliberation.models import RegionalReview
from deliberation.report_documents import Block, bullets, dated, heading, paragraph, pdf, table
from deliberation.selectors.reviews import Page, Point, page_of
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.docket.services import record


def export_review(*, review: RegionalReview, by: Any) -> bytes:
    """The review with what `by` may know of it; the export is recorded (R50)."""
    require(by, Act.READ_REVIEWS)
    page = page_of(review, by)
    with translation.override("en"):
        made = pdf(
            title=f"Regional quarterly review: {review}",
            symbol=f"MAD/{review.number.replace('-', '/', 1)}",
            number=review.number,
            stage="closed" if review.closed_at else "open",
            distribution=f"{dated(review.closed_at or clock.now())} · For readers of these cases only",
            blocks=blocks_of(page),
            rule="R46",
        )
    with transaction.atomic():
        facts = {"format": "pdf", "situations": len(page.points)}
        content = {**facts, "sha256": sha256(made).hexdigest()}
        record(act="review.exported", by=by, obj=review.number, content=content, facts={"format": "pdf"})
    return made


def blocks_of(page: Page) -> list[Block]:
    held = page.review.held_on
    return [
        paragraph(f"Held on {held:%-d %B %Y}." if held else "Not held yet: the agenda as it stands."),
        heading("Agenda, from the watch list"),
        *_agenda(page),
        heading("To the principals’ meeting"),
        *_raised(page),
        heading("Decisions and what follows from them"),
        *_decisions(page),
        *[block for point in page.points for block in _grounds(point)],
    ]


def _agenda(page: Page) -> list[Block]:
    if not page.points:
        return [paragraph("No situation of the region stands on the watch list.")]
    rows = [
        [p.item.ordinal, f"{p.item.case.title} ({p.item.case.number})", p.item.standing, change_words(p.item.change)]
        for p in page.points
    ]
    return [table("Situations by level", ["No.", "Situation", "Level", "Change"], rows, numbers=(0, 2, 3))]


def change_words(change: int | None) -> str:
    return "new" if change is None else f"{change:+d}" if change else "0"


def _raised(page: Page) -> list[Block]:
    points = [f"{p.item.case.title} ({p.item.case.number}): {p.raised.reason}" for p in page.raised if p.raised]
    return [bullets(points)] if points else [paragraph("None.")]


def _decisions(page: Page) -> list[Block]:
    titles = {point.item.pk: point.item.case.title for point in page.points}
    found: list[Block] = []
    for decision in page.decisions:
        on = titles.get(decision.item_id or 0, "The region as a whole")
        found.append(paragraph(f"{decision.ordinal}. {on}: {decision.text}"))
        said = [
            f"{m.number}: {m.title}; {m.actor_name}, due {m.due:%-d %B %Y}, {m.get_status_display().lower()}"
            for m in decision.measures.all()
        ]
        said += [f"Nothing follows from it: {decision.no_follow_up}"] if decision.no_follow_up else []
        found += [bullets(said)] if said else []
    return found or [paragraph("None is recorded.")]


def _grounds(point: Point) -> list[Block]:
    return [
        heading(f"{point.item.ordinal}. {point.item.case.title}: why level {point.item.proposed} was proposed", 3),
        bullets(f"{ground['points']}: {ground['said']}" for ground in point.item.grounds),
    ]
