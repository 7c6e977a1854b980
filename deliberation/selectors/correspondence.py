"""What became of an output at each addressee (R37). Two queries at any number of addressees."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from deliberation.models import Delivery, Output, Reply
from deliberation.procedure.outputs import STANDING
from deliberation.procedure.publication import Standing, standing


@dataclass(frozen=True)
class Line:
    """One addressee. link: the secret path, only for whoever keeps the correspondence."""

    delivery: Delivery
    standing: Standing
    sent: datetime | None
    how: str
    seen: datetime | None
    replies: tuple[Reply, ...]
    link: str

    @property
    def addressee(self) -> str:
        return self.delivery.addressee

    @property
    def unreached(self) -> bool:
        """Nothing has gone out to them, and no mail will: no address was known."""
        dispatch = getattr(self.delivery, "dispatch", None)
        return self.standing is Standing.WAITS and not (dispatch and dispatch.email)


def successors_of(output: Output) -> QuerySet[Output]:
    """What can take the place of an output (R37): standing ones of its kind in its case that took no other's."""
    rows = Output.objects.filter(case=output.case_id, kind=output.kind, stage__in=STANDING, supersedes=None)
    return rows.exclude(pk=output.pk).order_by("id")


def lines(output: Output, *, with_links: bool) -> list[Line]:
    rows = output.deliveries.select_related("dispatch").prefetch_related("handlings", "replies")
    return [_line(row, with_links) for row in rows]


def _line(row: Delivery, with_links: bool) -> Line:
    handled = {one.kind: one for one in row.handlings.all()}
    sent, seen = handled.get("sent"), handled.get("seen")
    replies = tuple(row.replies.all())
    dispatch = getattr(row, "dispatch", None)
    return Line(
        delivery=row,
        standing=standing(handled, len(replies)),
        sent=sent.at if sent else None,
        how=sent.how if sent else "",
        seen=seen.at if seen else None,
        replies=replies,
        link=dispatch.token if dispatch and with_links else "",
    )
