"""Drawing boxes on the pages of an item, and asking for the redacted copy (R15, R16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evidence.models import Item, PageImage
from evidence.protection_forms import BoxForms, RedactForm
from evidence.selectors import items_visible_to
from evidence.services import ask_redaction, record_opening
from evidence.services.drafts import draft, drop_draft, save_draft
from evidence.services.redaction import pages_of
from evidence.views.drafts import kept
from mad.accounts.permissions import Act, require_act
from mad.common.web import get_visible, page, person, whole_number

PREFIX = "box"
MOST = 510


@person
@require_act(Act.GRADE)
def redact(request: HttpRequest, number: str) -> HttpResponse:
    """One page at a time above, all boxes as a table below. What is drawn is kept until the copy is asked for."""
    related = ("submission", "file__stored")
    shown = get_visible(items_visible_to(request.user).select_related(*related), number=number)
    pages = list(pages_of(shown))
    if request.method == "POST":
        return _posted(request, shown, pages)
    before = draft(request.user, _place(shown))
    boxes = BoxForms(_all(before), prefix=PREFIX) if before else BoxForms(prefix=PREFIX)
    asking = RedactForm(initial={"version": shown.version, "reason": before.get("reason", "")})
    return _page(request, shown, pages, boxes, asking)


@person
@require_act(Act.GRADE)
@require_POST
def keep_draft(request: HttpRequest, number: str) -> HttpResponse:
    return kept(request, _place(get_visible(items_visible_to(request.user), number=number)))


def _posted(request: HttpRequest, shown: Item, pages: list[PageImage]) -> HttpResponse:
    if request.POST.get("do") != "make":
        save_draft(user=request.user, place=_place(shown), fields=request.POST.dict())
        return _to(shown, request.POST.get("do", ""), request.GET)
    boxes, asking = BoxForms(request.POST, prefix=PREFIX), RedactForm(request.POST)
    if all([boxes.is_valid(), asking.is_valid()]):
        drawn = [form.box() for form in boxes if form.has_changed() and not form.cleaned_data.get("DELETE")]
        with asking.refusals():
            ask_redaction(item=shown, by=request.user, boxes=drawn, **asking.cleaned_data)
    if asking.accepted:
        drop_draft(user=request.user, place=_place(shown))
        messages.success(
            request, f"The redacted copy of {shown.number} is being made. It appears here when it is done."
        )
        return redirect("item", number=shown.number)
    return _page(request, shown, pages, boxes, asking)


def _to(shown: Item, do: str, given: Mapping[str, str]) -> HttpResponseRedirect:
    """Where the button leads that kept the boxes: another page, the preview, or here again."""
    kind, _colon, number = do.partition(":")
    there = (kind == "page" and whole_number(number)) or whole_number(given.get("page", "1")) or 1
    preview = "&preview=1" if kind == "preview" else ""
    where = reverse("redact", args=[shown.number])
    return HttpResponseRedirect(f"{where}?page={there}{preview}")


def _all(before: Mapping[str, str]) -> dict[str, str]:
    """What was kept, with the counts that a set of forms asks for, and two more rows to write on."""
    total = before.get(f"{PREFIX}-TOTAL_FORMS", "0")
    rows = min(whole_number(total) or 0, MOST)
    return {**before, f"{PREFIX}-TOTAL_FORMS": str(rows + 2), f"{PREFIX}-INITIAL_FORMS": "0"}


def _place(shown: Item) -> str:
    return f"redact:{shown.number}"


def _page(request: HttpRequest, shown: Item, pages: list[PageImage], boxes: Any, asking: RedactForm) -> HttpResponse:
    asked = request.GET.get("page", "1")
    here = next((one for one in pages if str(one.number) == asked), pages[0])
    what = f"{shown.number}, page {here.number}, to redact"
    record_opening(submission=shown.submission, sensitivity=shown.sensitivity, by=request.user, what=what)
    context = {
        "item": shown,
        "pages": pages,
        "here": here,
        "preview": request.GET.get("preview") == "1",
        "boxes": boxes,
        "drawn": list(_drawn(boxes, here)),
        "asking": asking,
    }
    wrong = boxes.is_bound and request.method == "POST" and not boxes.is_valid()
    return page(request, "evidence/redact.html", context, status=400 if wrong else asking.status)


def _drawn(boxes: Any, here: PageImage) -> Any:
    """The boxes of this page in its picture's points, for readers without script."""
    for form in boxes:
        value = {name: form[name].value() for name in ("page", "left", "top", "width", "height", "reason")}
        try:
            if int(value["page"]) != here.number or form["DELETE"].value():
                continue
            across = {name: round(float(value[name]) * here.width / 100, 1) for name in ("left", "width")}
            down = {name: round(float(value[name]) * here.height / 100, 1) for name in ("top", "height")}
        except (TypeError, ValueError):
            continue
        yield {**across, **down, "reason": value["reason"] or "", "row": form.prefix}
