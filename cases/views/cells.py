"""One cell of the matrix, changed in place (R24)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case, ElementLink
from cases.selectors.matrix import items_of, support_of
from cases.services import link_evidence, unlink
from evidence.models import Item
from mad.common.errors import Invalid, Refused
from mad.common.problems import problem
from mad.common.unstorable import refuse_null
from mad.common.web import KEY_FIGURES, person, whole_number

from .common import load
from .grid import glance, mark, said

NO_ITEM = "There is no such item in this case that you may open."


@person
@require_POST
def cell(request: HttpRequest, number: str) -> HttpResponse:
    """Set or empty one cell. Fields: item, element, seen (the link the writer saw, or ""), and either direction,
    weight, note, or remove with a reason.

    Answers with the cell as it is now, also when refused: then beside the problem (mad.common.problems).
    """
    case: Case | None = None
    item: Item | None = None
    try:
        case = load(request, number)
        refuse_null(request.POST)
        item = _item(case, request)
        _change(case, item, request)
    except Refused as refused:
        now = _now(case, item, request) if case and item else {}
        return JsonResponse({**problem(refused), **now}, status=refused.status)
    except Http404:
        return JsonResponse(problem(Refused("", _("There is no such case."), status=404)), status=404)
    return JsonResponse(_now(case, item, request))


def _item(case: Case, request: HttpRequest) -> Item:
    """What does not exist and what the reader may not know of are answered alike (R16)."""
    item = items_of(case, request.user).filter(number=request.POST.get("item", "")).first()
    if item is None:
        raise Invalid({"item": [NO_ITEM]}, rule="R24")
    return item


def _change(case: Case, item: Item, request: HttpRequest) -> None:
    given = request.POST
    seen = whole_number(given.get("seen", "") or "0", KEY_FIGURES)
    if seen is None:
        raise Invalid({"seen": [_("This is no link.")]}, rule="R24")
    if "remove" in given:
        unlink(link=_link(case, item, seen), by=request.user, reason=given.get("reason", ""))
        return
    link_evidence(
        case=case,
        item=item,
        element_id=given.get("element", ""),
        direction=given.get("direction", ""),
        weight=whole_number(given.get("weight", "")) or 0,
        note=given.get("note", ""),
        by=request.user,
        seen=seen,
    )


def _link(case: Case, item: Item, pk: int) -> ElementLink:
    found = ElementLink.objects.filter(case=case, item=item, pk=pk).select_related("item", "case").first()
    if found is None:
        raise Invalid({"seen": [_("This cell is empty.")]}, rule="R24")
    return found


def _now(case: Case, item: Item, request: HttpRequest) -> dict[str, Any]:
    """The cell and its element as they are now."""
    element = request.POST.get("element", "")
    links = ElementLink.objects.filter(case=case, item=item, element_id=element, removed_at=None)
    link = links.select_related("by").first()
    holds: dict[str, Any] = {"link": None}
    if link:
        holds = {
            "link": link.pk,
            "direction": link.direction,
            "weight": link.weight,
            "note": link.note,
            "by": str(link.by),
            "at": link.at.isoformat(),
            "says": said(link.direction, link.weight),
            "mark": mark(link.direction, link.weight),
        }
    return {"cell": holds, "glance": glance(support_of(case, element, request.user))}
