"""One evidence item (SCREENS 5): what it says, how it is graded, where it goes back to, who touched it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evidence.forms import DeriveForm, ReasonForm, RegradeForm
from evidence.hooks import reliance
from evidence.models import Item, PageImage
from evidence.procedure.access import is_lower
from evidence.procedure.terms import Sensitivity
from evidence.protection_forms import ReleaseForm, SensitivityForm
from evidence.selectors import (
    custody_of_item,
    holders_of,
    item_roots,
    items_visible_to,
    near,
    release_terms_of,
    same_bytes,
    source_label,
    submissions_visible_to,
)
from evidence.services import derive, reclassify_item, record_opening, regrade, retract, set_release_terms
from evidence.views.marks import marked
from evidence.views.reader import reader
from mad.accounts.permissions import Act, may, require_act
from mad.common.errors import Refused
from mad.common.forms import ActForm
from mad.common.web import get_visible, page, person
from mad.reference.scales import INFORMATION_CREDIBILITY, SOURCE_RELIABILITY


def _visible(request: HttpRequest, number: str) -> Item:
    related = ("submission__office", "file__stored__extraction", "retracted_by")
    return get_visible(items_visible_to(request.user).select_related(*related), number=number)


@person
def item(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _visible(request, number))


def _page(request: HttpRequest, shown: Item, **forms: ActForm) -> HttpResponse:
    record_opening(submission=shown.submission, sensitivity=shown.sensitivity, by=request.user, what=shown.number)
    whole = submissions_visible_to(request.user).filter(pk=shown.submission_id).exists()
    files = [shown.file] if shown.file else []
    drawn: dict[str, ActForm] = {
        "regrading": RegradeForm(initial={"version": shown.version}),
        "retracting": ReasonForm(),
        "deriving": DeriveForm(),
        "reclassifying": SensitivityForm(initial={"sensitivity": shown.sensitivity, "version": shown.version}),
        "releasing": ReleaseForm(),
        **forms,
    }
    visible = items_visible_to(request.user)
    context = {
        "item": shown,
        "submission": shown.submission,
        "source": source_label(shown.submission),
        "text": marked(shown.excerpt, []),
        "changes": list(shown.changes.select_related("by")),
        "root": item_roots([shown])[shown.pk],
        "origin": _origin(request, shown),
        "derivatives": list(visible.filter(derived_from=shown)),
        "siblings": list(visible.filter(submission=shown.submission).exclude(pk=shown.pk)),
        "whole": whole,
        "same": same_bytes(files, shown.submission, request.user),
        "alike": near(shown.submission, files, request.user, text=shown.file is None),
        "terms": release_terms_of([shown])[shown.pk],
        "releases": list(shown.release_readings.select_related("by")),
        "holders": [holder for holder in holders_of(shown) if is_lower(holder.sensitivity, Sensitivity.STRICT)],
        "sensitivities": list(shown.sensitivity_changes.select_related("by")),
        "redactions": list(
            shown.redactions.filter(Q(copy=None) | Q(copy__in=visible)).select_related("by", "copy__file")
        ),
        "may_redact": may(request.user, Act.GRADE) and not shown.retracted_at and _has_pages(shown),
        "relied_on": [line for ask in reliance for line in ask(request.user, shown)],
        "reader": reader(request, shown.file),
        "custody": custody_of_item(shown, whole=whole),
        "may_grade": may(request.user, Act.GRADE) and not shown.retracted_at,
        "source_grade": SOURCE_RELIABILITY[shown.source_grade],
        "info_grade": INFORMATION_CREDIBILITY[shown.info_grade],
        **drawn,
    }
    return page(request, "evidence/item.html", context, status=max(form.status for form in drawn.values()))


def _origin(request: HttpRequest, shown: Item) -> Item | None:
    """The item it goes back to, for whoever may open that one too (R16, R17)."""
    if shown.derived_from_id is None:
        return None
    return items_visible_to(request.user).filter(pk=shown.derived_from_id).first()


def _act(
    request: HttpRequest, number: str, name: str, form: ActForm, act: Callable[[Item, dict[str, Any]], str | None]
) -> HttpResponse:
    """Carry out one act on an item. act: returns what else there is to say to whoever did it."""
    shown, said = _visible(request, number), None
    if form.is_valid():
        with form.refusals():
            said = act(shown, form.cleaned_data)
    if form.accepted:
        messages.success(request, f"{number} is changed. What rests on it will be reviewed (R30).")
        if said:
            messages.success(request, said)
        still = items_visible_to(request.user).filter(pk=shown.pk).exists()
        return redirect("item", number=number) if still else redirect("screening")
    return _page(request, shown, **{name: form})


def _raised(number: str, others: list[Item]) -> str:
    """What an attachment came out of became as strict as it: else it would be read there."""
    if not others:
        return ""
    named = ", ".join(item.number for item in others)
    verb = "holds it and is" if len(others) == 1 else "hold it and are"
    return f"{named} {verb} now as strict: {number} could be read there."


def _has_pages(shown: Item) -> bool:
    return shown.file is not None and PageImage.objects.filter(stored_id=shown.file.stored_id).exists()


@person
@require_act(Act.PROTECT)
@require_POST
def sensitivity(request: HttpRequest, number: str) -> HttpResponse:
    def act(shown: Item, given: dict[str, Any]) -> str:
        _own, *others = reclassify_item(item=shown, by=request.user, **given)
        return _raised(number, [change.item for change in others if change.item])

    return _act(request, number, "reclassifying", SensitivityForm(request.POST), act)


@person
@require_act(Act.PROTECT)
@require_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    def act(shown: Item, given: dict[str, Any]) -> None:
        set_release_terms(submission=shown.submission, item=shown, by=request.user, **given)

    return _act(request, number, "releasing", ReleaseForm(request.POST), act)


@person
@require_act(Act.GRADE)
@require_POST
def regrading(request: HttpRequest, number: str) -> HttpResponse:
    def act(shown: Item, given: dict[str, Any]) -> None:
        regrade(item=shown, by=request.user, **given)

    return _act(request, number, "regrading", RegradeForm(request.POST), act)


@person
@require_act(Act.GRADE)
@require_POST
def retraction(request: HttpRequest, number: str) -> HttpResponse:
    def act(shown: Item, given: dict[str, Any]) -> str:
        gone = retract(item=shown, by=request.user, **given)
        copies = items_visible_to(request.user).filter(redaction__item=gone).values_list("number", flat=True)
        return f"Retracted with it: {', '.join(copies)}, made from it by redaction." if copies else ""

    return _act(request, number, "retracting", ReasonForm(request.POST), act)


@person
@require_act(Act.GRADE)
@require_POST
def derivation(request: HttpRequest, number: str) -> HttpResponse:
    def act(shown: Item, given: dict[str, Any]) -> None:
        parent = items_visible_to(request.user).filter(number=given["parent"].strip()).first()
        if parent is None:
            raise Refused("R17", "There is no such item that you may open.", field="parent", status=400)
        derive(item=shown, parent=parent, by=request.user, reason=given["reason"])

    return _act(request, number, "deriving", DeriveForm(request.POST), act)
