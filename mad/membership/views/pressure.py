"""Attempts to sway a member: reported by the member, decided on by the ethics officer (R8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, may, require_act
from mad.common.forms import ActForm
from mad.common.web import get_visible, person
from mad.membership.forms import PressureDecisionForm, PressureForm
from mad.membership.selectors import pressure_visible_to
from mad.membership.services import decide_pressure, report_pressure
from mad.membership.views.common import actor, roster_page

FORMS: dict[str, type[ActForm]] = {"report": PressureForm, "decide": PressureDecisionForm}


def _carry_out(act: str, form: ActForm, request: HttpRequest) -> str:
    data = form.cleaned_data
    if act == "report":
        incident = report_pressure(**(data | {"state": data["state"].pk}), by=actor(request))
        return _("Recorded as %(number)s.") % {"number": incident.number}
    incident = get_visible(pressure_visible_to(request.user), pk=data["incident"])
    decide_pressure(incident=incident, text=data["text"], by=actor(request))
    return _("The decision on %(number)s is recorded.") % {"number": incident.number}


@person
@require_act(Act.READ_PRESSURE)
def pressure(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    forms = {key: form(request.POST if key == act else None, auto_id=f"{key}_%s") for key, form in FORMS.items()}
    bound = forms.get(act)
    if bound is not None and bound.is_valid():
        with bound.refusals():
            done = _carry_out(act, bound, request)
        if bound.accepted:
            messages.success(request, done)
            return redirect("pressure")
    context = {
        "incidents": pressure_visible_to(request.user),
        "forms": forms,
        "reports": may(request.user, Act.REPORT_PRESSURE),
        "decides": may(request.user, Act.DECIDE_PRESSURE),
    }
    return roster_page(request, "pressure", "pressure", context, status=bound.status if bound else 200)
