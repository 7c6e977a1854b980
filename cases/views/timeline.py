"""The case's timeline, from years to days, with where incidents lie (SCREENS 8)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.procedure.periods import span
from cases.selectors.killings import killings
from cases.selectors.timeline import LISTED, timeline
from mad.common.errors import Invalid
from mad.common.web import person

from .common import load, show


@person
def case_timeline(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    wanted = span(request.GET.get("at", ""))
    if wanted is None:
        raise Invalid({"at": [_("Write a year (2026) or a month (2026-02).")]}, rule="R20")
    killed, density = killings(case, wanted)
    steps = timeline(case, request.user, wanted, killed)
    context = {"steps": steps, "span": wanted, "most": LISTED, "density": density, "charts": True}
    return show(request, case, "cases/timeline.html", "timeline", context)
