"""Event data by State: the trend with its flags, the actors, the incidents, the map (R19)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from evidence.forms import IncidentsAskedForm
from evidence.models import Incident
from evidence.selectors.situations import Picture, situations
from mad.accounts.permissions import Act, may, require_act
from mad.common.web import get_visible, keyset, page, person
from mad.reference.models import State

ROWS = 25


@person
@require_act(Act.READ_SUBMISSIONS)
def events(request: HttpRequest) -> HttpResponse:
    """Every State with incidents."""
    request.nav_key = "events"  # type: ignore[attr-defined]  # read by the navigation
    context = {"rows": situations(), "may_import": may(request.user, Act.IMPORT_EVENTS)}
    return page(request, "evidence/events.html", context)


@person
@require_act(Act.READ_SUBMISSIONS)
def situation(request: HttpRequest, iso3: str) -> HttpResponse:
    request.nav_key = "events"  # type: ignore[attr-defined]  # read by the navigation
    state = get_visible(State.objects.all(), iso3=iso3)
    picture = Picture(state, request.GET.get("source", ""))
    if picture.is_empty:
        return page(request, "evidence/situation.html", {"state": state, "picture": picture})
    form = IncidentsAskedForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = keyset(
        picture.filtered(asked).select_related(None),
        by=["-date_start", "-id"],
        cursor=request.GET.get("after", ""),
        size=ROWS,
    )
    years, actors = picture.actors()
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "state": state,
        "picture": picture,
        "months": picture.months(),
        "years": years,
        "actors": actors,
        "places": picture.places(),
        "form": form,
        "rows": rows.rows,
        "next": rows.next,
        "query": query.urlencode(),
        "kinds": Incident.KINDS,
        "charts": True,
    }
    return page(request, "evidence/situation.html", context, status=400 if form.errors else 200)
