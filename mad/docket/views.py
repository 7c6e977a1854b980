"""The docket as people read it (SCREENS 19)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from mad.accounts.permissions import Act, require_act
from mad.common.web import get_visible, keyset, page, person
from mad.docket import proofs, selectors, signing

OFFLINE_CHECKER = Path(__file__).parent / "offline" / "check_proof.py"


@person
@require_act(Act.READ_DOCKET)
def docket(request: HttpRequest) -> HttpResponse:
    entries = selectors.visible_to(request.user)
    filters = {name: request.GET.get(name, "").strip() for name in ("act", "object", "case")}
    rows = keyset(_filtered(entries, filters), by=["-id"], cursor=request.GET.get("after", ""), size=50)
    return page(request, "mad/docket/docket.html", {"slice": rows, "filters": filters})


@person
@require_act(Act.READ_DOCKET)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visible(selectors.visible_to(request.user), pk=pk)
    proof = proofs.inclusion(found.pk)
    if "json" in request.GET:
        return JsonResponse({"proof": proof}, json_dumps_params={"indent": 1})
    return page(request, "mad/docket/entry.html", {"entry": found, "proof": proof})


def heads(request: HttpRequest) -> HttpResponse:
    """Public: each day's signed head. Who is not signed in gets the page without a form, and so without a cookie."""
    days = selectors.daily_heads()
    if "json" in request.GET:
        return JsonResponse({"heads": [proofs.signed_head(head) for head in days]})
    context: dict[str, Any] = {"heads": days, "public_key": signing.public_key()}
    if request.user.is_authenticated:
        return page(request, "mad/docket/heads.html", context)
    context["demonstration"] = settings.DEMONSTRATION
    return HttpResponse(render_to_string("mad/docket/heads.html", context))


def offline_checker(request: HttpRequest) -> HttpResponse:
    """Public: the stand-alone script that checks proofs and receipts."""
    return HttpResponse(
        OFFLINE_CHECKER.read_text(),
        content_type="text/x-python; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="check_proof.py"'},
    )


def _filtered(entries: Any, filters: dict[str, str]) -> Any:
    if filters["act"]:
        entries = entries.filter(act__startswith=filters["act"])
    if filters["object"]:
        entries = entries.filter(object__iexact=filters["object"])
    if filters["case"]:
        entries = entries.filter(case_number__iexact=filters["case"])
    return entries
