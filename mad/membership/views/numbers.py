"""The numbers of the rules and the decisions that changed them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, may, require, require_act
from mad.common import clock
from mad.common.web import person
from mad.membership.forms import NumberForm
from mad.membership.views.common import actor, roster_page
from mad.reference.models import ParameterDecision
from mad.reference.parameters import PARAMETERS
from mad.reference.parameters import numbers as in_force_on
from mad.reference.services import decide_number


@person
@require_act(Act.READ_ROSTER)
def numbers(request: HttpRequest) -> HttpResponse:
    form = NumberForm(request.POST or None)
    if request.method == "POST":
        require(request.user, Act.CHANGE_NUMBERS)
    if form.is_valid():
        with form.refusals():
            decide_number(**form.cleaned_data, by=actor(request))
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("numbers")
    current = in_force_on(clock.today())
    context = {
        "form": form,
        "rows": [(key, parameter, getattr(current, key)) for key, parameter in PARAMETERS.items()],
        "decisions": ParameterDecision.objects.order_by("-decided_on", "-pk"),
        "decides": may(request.user, Act.CHANGE_NUMBERS),
    }
    return roster_page(request, "numbers", "numbers", context, status=form.status)
