"""R37: an emergency call or a request to be heard, on one page, at any hour, from the desk or from the case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.selectors.people import acting_member
from cases.selectors.visible import visible_to
from cases.views.common import load
from deliberation import services
from deliberation.procedure import call as wording
from deliberation.procedure.outputs import OutputKind
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
    form = _filled(request, case)
    if form.is_bound and form.is_valid():
        with form.refusals():
            made = services.make_call(case=case, by=request.user, **form.cleaned_data)
            return redirect("output_delivery", number=made.number)
    refused = refusal_of(plenary_member, request.user, case, Act.CALL_EMERGENCY)
    presides = not refused and acting_member(request.user, case).user.presiding
    context = {"case": case, "form": form, "refused": refused, "presides": presides, "seats": _seats()}
    return page(request, "deliberation/call.html", context, status=form.status)


def _filled(request: HttpRequest, case: Any) -> CallForm:
    """The form as sent, or begun with the words of its kind. Who changes the kind and leaves the words as they began
    is shown those of the new kind before they go out: nobody signs a sentence unread."""
    facts = call_facts(case)
    if request.method != "POST":
        kind = _kind(request.GET.get("kind", ""))
        return CallForm(initial={"kind": kind, "title": wording.title(facts, kind), "text": wording.text(facts, kind)})
    sent = request.POST.get("title", ""), request.POST.get("text", "")
    fitted = wording.fitted(facts, _kind(request.POST.get("kind", "")), *sent)
    words = {"kind": request.POST.get("kind", ""), "title": fitted[0], "text": fitted[1]}
    if "begin" in request.POST:
        return CallForm(initial=words)
    form = CallForm(words)
    if fitted != sent:
        form.add_error("kind", _("The words were those of the other kind. They are now those of the kind you chose."))
    return form


def _kind(given: str) -> OutputKind:
    return OutputKind(given) if given in wording.KINDS else OutputKind.EMERGENCY_CALL


def _seats() -> int:
    return membership.seats_known(clock.today())
