"""The desk, one per role."""

from __future__ import annotations

from django.http import HttpResponse

from mad.common import clock, ports
from mad.common.web import SignedInRequest, page, person
from mad.desk.assembly import arrange
from mad.notices.selectors import latest

RECENT = 8


@person
def desk(request: SignedInRequest) -> HttpResponse:
    now = clock.now()
    items = [item for provider in ports.desk for item in provider(request.user, now)]
    groups = arrange(items, now)
    panels = [panel for make in ports.desk_panels if (panel := make(request.user, now))]
    soonest = next((item for group in groups for item in group.items if item.due and not item.late), None)
    return page(
        request,
        "mad/desk.html",
        {
            "now": now,
            "groups": groups,
            "awaiting": len(items),
            "late": sum(item.late for group in groups for item in group.items),
            "soonest": soonest,
            "aside": [panel for panel in panels if panel.place == "aside"],
            "foot": [panel for panel in panels if panel.place == "foot"],
            "notices": latest(request.user, RECENT),
        },
    )
