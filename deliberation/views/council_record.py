"""Votes of the Council over time, and the vetoes of its history (R41)."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from deliberation.models import HistoricVeto
from deliberation.procedure.council import PERMANENT, SEATS
from deliberation.selectors.council import by_decade, fallen, vetoes, votes_visible_to
from mad.accounts.permissions import Act, require_act
from mad.common.errors import Invalid
from mad.common.web import keyset, page, person, whole_number

from .common import mark_nav

FIRST_DECADE, LAST_DECADE = 1940, 2090
PAGE = 50


class Asked(NamedTuple):
    """What the address asks for; "" and None ask for all."""

    state: str
    decade: int | None
    topic: str


@person
@require_act(Act.READ_OUTPUTS)
def council_votes(request: HttpRequest) -> HttpResponse:
    """Votes on what the Division sent, newest first, of the cases the reader may open."""
    mark_nav(request, "outputs")
    found = keyset(
        votes_visible_to(request.user), by=["-meeting__held_on", "-id"], cursor=request.GET.get("after", ""), size=PAGE
    )
    return page(request, "deliberation/council_votes.html", {"votes": found.rows, "next": found.next})


@person
@require_act(Act.READ_ROSTER)
def council_vetoes(request: HttpRequest) -> HttpResponse:
    """Vetoes by State, decade and subject."""
    mark_nav(request, "outputs")
    asked = _asked(request)
    rows = vetoes(state=asked.state, decade=asked.decade, topic=asked.topic)
    found = keyset(rows, by=["-day", "-id"], cursor=request.GET.get("after", ""), size=PAGE)
    topics = list(HistoricVeto.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct())
    decades = by_decade(rows)
    totals = [sum(row.cast[place] for row in decades) for place in range(len(SEATS))]
    filters = request.GET.copy()
    filters.pop("after", None)
    context = {
        "rows": [fallen(row) for row in found.rows],
        "next": found.next,
        "decades": decades,
        "drafts": sum(row.drafts for row in decades),
        "totals": totals,
        "cast": sum(totals),
        "seats": [(code, _seat_name(code)) for code in SEATS],
        "decade_choices": range(1940, 2030, 10),
        "topics": topics,
        "asked": asked,
        "query": filters.urlencode(),
    }
    return page(request, "deliberation/council_vetoes.html", context)


def _asked(request: HttpRequest) -> Asked:
    """State, decade and topic of the address. Raises Invalid for a seat or decade that does not exist."""
    state, decade = request.GET.get("state", ""), request.GET.get("decade", "")
    topic = request.GET.get("topic", "")[:100].replace("\x00", "")
    if state and state not in SEATS:
        raise Invalid({"state": [_("Choose one of the five permanent seats.")]}, rule="R41")
    year = whole_number(decade, figures=4)
    if decade and (year is None or year % 10 or not FIRST_DECADE <= year <= LAST_DECADE):
        raise Invalid({"decade": [_("Choose a decade, for example 1990.")]}, rule="R41")
    return Asked(state, year, topic)


def _seat_name(code: str) -> str:
    """Every holder of the seat, the present one first."""
    names = [held.name for held in sorted(PERMANENT, key=lambda held: held.since, reverse=True) if held.seat == code]
    return " / ".join(dict.fromkeys(_(name) for name in names))
