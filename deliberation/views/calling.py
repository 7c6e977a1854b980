"""R37: an emergency call or a request to be heard, on one page, at any hour, from the desk or from the case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.selectors.people import acting_member
from cases.selectors.visible import visible_to
from cases.views.common import load
from deliberation import services
from deliberation.procedure import call as wording
from deliberation.publication_forms import CallForm
from deliberation.selectors.calling import call_facts
from deliberation.services.guards import plenary_member
from mad.accounts.permissions import Act, require_act
from mad.common import clock
from mad.common.web import SignedInRequest, page, person
from mad.membership import selectors as membership

from .common import mark_nav, refusal_of

LISTED = 100


@person
@require_act(Act.CALL_EMERGENCY)
def call(request: SignedInRequest) -> HttpResponse:
    """Without a case, the choice of one; with ?case=, the call itself, begun from what may be released."""
    mark_nav(request, "outputs")
    number = request.GET.get("case", "").strip()
    if not number:
        cases = visible_to(request.user).exclude(stage="closed").order_by("-on_alarm", "-opened_at")[:LISTED]
        return page(request, "deliberation/call_case.html", {"cases": cases})
    return _form(request, load(request, number))


def _form(request: HttpRequest, case: Any) -> HttpResponse:
    form = CallForm(request.POST if request.method == "POST" else None, initial=_begun(request, case))
    if form.is_bound and form.is_valid():
        with form.refusals():
            made = services.make_call(case=case, by=request.user, **form.cleaned_data)
            return redirect("output_delivery", number=made.number)
    refused = refusal_of(plenary_member, request.user, case, Act.CALL_EMERGENCY)
    presides = not refused and acting_member(request.user, case).user.presiding
    context = {"case": case, "form": form, "refused": refused, "presides": presides, "seats": _seats()}
    return page(request, "deliberation/call.html", context, status=form.status)


def _begun(request: HttpRequest, case: Any) -> dict[str, str]:
    if request.method == "POST":
        return {}
    facts = call_facts(case)
    return {"kind": "emergency_call", "title": wording.title(facts), "text": wording.text(facts)}


def _seats() -> int:
    return membership.seats_known(clock.today())
