"""R37: the correspondence on one output, its embargo, and where the Council's members are written to."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from deliberation import services
from deliberation.models import Output
from deliberation.procedure.outputs import STANDING, Stage
from deliberation.procedure.publication import EMBARGO_STAGES, Council
from deliberation.publication_forms import AddressForm, EmbargoForm, HandOverForm, ReplyForm, SupersedeForm
from deliberation.selectors.correspondence import Line, lines, successors_of
from deliberation.services.correspondence import PRESIDENT
from deliberation.services.correspondence import addresses as known_addresses
from deliberation.services.guards import chair
from deliberation.services.publishing import embargo_of
from mad.accounts.permissions import Act, may, require_act
from mad.common import clock
from mad.common.errors import Invalid
from mad.common.forms import ActForm
from mad.common.web import SignedInRequest, page, person
from mad.membership import selectors as membership
from mad.membership.independence import COUNCIL_SIZE

from .acts import Reader
from .common import load_output, mark_nav, refusal_of, show_output


@person
def delivery(request: SignedInRequest, number: str) -> HttpResponse:
    """Who was sent the text, when, whether it was opened, what came back. A POST carries one act of the forms below."""
    found = load_output(request, number)
    keeps = may(request.user, Act.KEEP_CORRESPONDENCE)
    rows = lines(found, with_links=keeps)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms = _forms(request, rows, act)
    if act:
        if act not in ACTS:
            raise Http404
        form = forms[act]
        if form.is_valid():
            with form.refusals():
                ACTS[act](found, request.user, form.cleaned_data)
                return redirect("output_delivery", number=found.number)
    return _page(request, found, rows, forms, keeps, forms[act].status if act else 200)


def _forms(request: HttpRequest, rows: list[Line], act: str) -> dict[str, ActForm]:
    def data(name: str) -> Any:
        return request.POST if act == name else None

    everyone = [row.addressee for row in rows]
    waiting = [row.addressee for row in rows if row.sent is None]
    return {
        "reply": ReplyForm(data("reply"), addressees=everyone, auto_id="reply_%s"),
        "hand_over": HandOverForm(data("hand_over"), addressees=waiting, auto_id="hand_%s"),
        "embargo": EmbargoForm(data("embargo"), auto_id="embargo_%s"),
        "lift": ActForm(data("lift")),
        "complete": ActForm(data("complete")),
    }


def _hand_over(output: Output, by: Any, words: dict[str, Any]) -> Any:
    row = output.deliveries.select_related("output__case").filter(addressee=words["addressee"]).first()
    if row is None:
        raise Invalid({"addressee": ["This output was not sent to them."]}, rule="R37")
    return services.hand_over(delivery=row, by=by, how=words["how"])


ACTS: dict[str, Callable[[Output, Any, dict[str, Any]], Any]] = {
    "reply": lambda output, by, words: services.record_reply(output=output, by=by, **words),
    "hand_over": _hand_over,
    "embargo": lambda output, by, words: services.set_embargo(output=output, by=by, until=words["until"]),
    "lift": lambda output, by, words: services.set_embargo(output=output, by=by, until=None),
    "complete": lambda output, by, words: services.complete_delivery(output=output, by=by),
}


def _page(
    request: SignedInRequest, found: Output, rows: list[Line], forms: dict[str, ActForm], keeps: bool, status: int
) -> HttpResponse:
    until = embargo_of(found)
    now = clock.now()
    stage = Stage(found.stage)
    seats = {row.delivery.state_id for row in rows} - {None}
    reader = Reader(request.user, found.case)
    context = {
        "rows": rows,
        "forms": forms,
        "keeps": keeps,
        "site": settings.SITE_URL,
        "embargo": until,
        "embargo_runs": bool(until and until > now),
        "embargo_refused": reader.office if stage in EMBARGO_STAGES else None,
        "may_embargo": stage in EMBARGO_STAGES,
        "may_supersede": stage in STANDING and may(request.user, Act.PUT_TO_VOTE),
        "unknown_seats": Council(len(seats), COUNCIL_SIZE).missing if found.transmitted_at else 0,
        "waiting": any(row.sent is None for row in rows),
        "unreached": sum(row.unreached for row in rows),
        "public": f"/public/{found.symbol}/" if found.published_at else "",
    }
    return show_output(request, found, "deliberation/delivery.html", "delivery", context, status=status)


@person
@require_act(Act.PUT_TO_VOTE)
def supersede(request: SignedInRequest, number: str) -> HttpResponse:
    """Which adopted text takes this one's place."""
    found = load_output(request, number)
    after = list(successors_of(found)) if Stage(found.stage) in STANDING else []
    form = SupersedeForm(
        request.POST if request.method == "POST" else None, successors=[(one.pk, str(one)) for one in after]
    )
    if form.is_bound and form.is_valid():
        chosen = next(one for one in after if one.pk == form.cleaned_data["successor"])
        with form.refusals():
            services.supersede(output=found, by=request.user, with_output=chosen)
            return redirect("output_delivery", number=found.number)
    refused = refusal_of(chair, request.user, found.case, Act.PUT_TO_VOTE)
    context = {"form": form, "any": bool(after), "refused": refused}
    return show_output(request, found, "deliberation/supersede.html", "delivery", context, status=form.status)


@person
@require_act(Act.KEEP_CORRESPONDENCE)
def addresses(request: SignedInRequest) -> HttpResponse:
    """Where the president and each State on the Council today are written to."""
    mark_nav(request, "outputs")
    sitting = {seat.state_id: seat.state for seat in membership.council(clock.today())}
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["state"]
        with form.refusals():
            if code and code not in sitting:
                raise Invalid({"state": ["This State does not sit on the Council today."]}, rule="R37")
            services.set_address(state=sitting.get(code), email=form.cleaned_data["email"], by=request.user)
            return redirect("addresses")
    where = known_addresses()
    rows = [("", PRESIDENT, where.get(None, "")), *((s.pk, s.name, where.get(s.pk, "")) for s in sitting.values())]
    return page(request, "deliberation/addresses.html", {"rows": rows, "form": form}, status=form.status)
