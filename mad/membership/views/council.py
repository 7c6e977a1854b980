"""Who sits on the Council on a day, and what the registrar records (R3, R5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, may, require, require_act
from mad.common.forms import ActForm
from mad.common.web import get_visible, person
from mad.membership.forms import EndSeatForm, SeatForm
from mad.membership.independence import COUNCIL_SIZE
from mad.membership.models import CouncilSeat
from mad.membership.selectors import council as council_on
from mad.membership.selectors import next_new_year
from mad.membership.services import end_council_seat, seat_on_council
from mad.membership.views.common import actor, asked_day, roster_page

FORMS: dict[str, type[ActForm]] = {"seat": SeatForm, "end": EndSeatForm}


def _carry_out(act: str, form: ActForm, request: HttpRequest) -> None:
    data = form.cleaned_data
    if act == "seat":
        seat_on_council(state=data["state"].pk, starts=data["starts"], ends=data["ends"], by=actor(request))
    else:
        seat = get_visible(CouncilSeat.objects.all(), pk=data["seat"])
        end_council_seat(seat=seat, ends=data["ends"], reason=data["reason"], by=actor(request))


@person
@require_act(Act.READ_ROSTER)
def council(request: HttpRequest) -> HttpResponse:
    on, problem = asked_day(request)
    act = request.POST.get("act", "")
    forms = {key: form(request.POST if key == act else None, auto_id=f"{key}_%s") for key, form in FORMS.items()}
    bound = forms.get(act)
    if request.method == "POST":
        require(request.user, Act.KEEP_ROSTER)
    if bound is not None and bound.is_valid():
        with bound.refusals():
            _carry_out(act, bound, request)
        if bound.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect(request.get_full_path())
    seats = council_on(on)
    context = {
        "on": on,
        "problem": problem,
        "seats": seats,
        "missing": COUNCIL_SIZE - len(seats),
        "next": next_new_year(on),
        "forms": forms,
        "keeper": may(request.user, Act.KEEP_ROSTER),
    }
    status = 400 if problem else (bound.status if bound else 200)
    return roster_page(request, "council", "council", context, status=status)
