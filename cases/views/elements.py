"""Evidence and the matrix evidence × elements (R24)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.forms import LinkForm, ReasonForm
from cases.models import Case, CrimeInIssue, ElementLink
from cases.procedure import Stage
from cases.selectors.frame import closed_rounds
from cases.selectors.matrix import Matrix, items_of
from cases.selectors.matrix import matrix as read_matrix
from cases.selectors.matrix_filter import CREDIBILITIES, SOURCES, UNGRADED, Wanted
from cases.selectors.people import panel_member, refusal_of
from cases.services import choose_crime, link_evidence, unlink
from cases.trees import differences, moved_on
from evidence.selectors import item_roots
from mad.accounts.permissions import Act, may, require
from mad.accounts.roles import Role
from mad.common.errors import Refused
from mad.common.forms import ActForm
from mad.common.web import person
from mad.reference import elements as reference

from . import grid
from .common import load, show

KIND_WORDS = {
    "report": lazy("Text of a submission"),
    "document": lazy("Document"),
    "image": lazy("Image"),
    "recording": lazy("Recording"),
    "table": lazy("Table"),
    "other": lazy("Other"),
}


@person
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    items = list(items_of(case, request.user))
    roots = item_roots(items)
    rows = [(item, roots[item.pk] != item.pk) for item in items]
    context = {"rows": rows, "roots": len(set(roots.values()))}
    return show(request, case, "cases/evidence.html", "evidence", context)


@person
def matrix(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    shown = read_matrix(case, request.user, Wanted.of(request.GET))
    refused = _may_link(request.user, case)
    open_ = [item for item in shown.all if not item.retracted]
    form = LinkForm(request.POST or None, items=open_, elements=shown.in_issue, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        said = ""
        with form.refusals():
            said = _link(case, form, request.user)
        if form.accepted:
            messages.success(request, said)
            return redirect(request.get_full_path())
    context = {
        "matrix": shown,
        "table": grid.table(shown, editable=refused is None) if shown.items and shown.columns else "",
        "glance": grid.glance_rows(shown),
        "form": form,
        "refused": refused,
        "revealed": closed_rounds(case) > 0,
        "may_choose": may(request.user, Act.CHOOSE_CRIMES),
        "moved_on": any(moved_on(row) for row in shown.crimes),
        **_choices(shown),
    }
    return show(request, case, "cases/elements.html", "elements", context, status=form.status)


def _choices(shown: Matrix) -> dict[str, Any]:
    """What the filter offers, and the parts of the page as (number, address)."""
    elements = shown.in_issue
    return {
        "crimes": list(dict.fromkeys((e.crime, e.crime_name) for e in elements)),
        "acts": list(dict.fromkeys((e.act, f"{e.crime_name}: {e.act_name}") for e in elements if e.act)),
        "only": [
            (name, words, shown.counted[name], shown.wanted.query(only="" if shown.wanted.only == name else name))
            for name, words in grid.ONLY_WORDS.items()
        ],
        "most_decides": shown.decides[shown.most.pk] if shown.most else 0,
        "part": shown.part,
        "page_number": shown.page,
        "kinds": KIND_WORDS.items(),
        "sources": SOURCES,
        "credibilities": CREDIBILITIES,
        "ungraded": UNGRADED,
        "parts": [(n, shown.wanted.query(part=n)) for n in range(1, shown.parts + 1)],
        "pages": [(n, shown.wanted.query(page=n, part=1)) for n in range(1, shown.pages + 1)],
    }


def _link(case: Case, form: LinkForm, by) -> str:
    """Links, and says whose link it replaces: without script nobody has seen the cell before."""
    data = form.cleaned_data
    item = items_of(case, by).get(number=data["item"])
    cell = {"case": case, "item": item, "element_id": data["element"]}
    before = ElementLink.objects.select_related("by").filter(**cell, removed_at=None).first()
    link_evidence(**cell, direction=data["direction"], weight=data["weight"], note=data["note"], by=by)
    if before is None:
        return _("Linked.")
    replaced = {"by": before.by, "said": grid.said(before.direction, before.weight)}
    return _("Linked. It replaces the link by %(by)s (%(said)s), which stays on the record.") % replaced


def _may_link(user, case: Case) -> Refused | None:
    if case.stage == Stage.CLOSED:
        return Refused("R20", _("%(number)s is closed.") % {"number": case.number})
    if Role.MEMBER in user.roles:
        return refusal_of(panel_member, user, case)
    return refusal_of(require, user, Act.LINK_EVIDENCE)


@person
def unlink_page(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    case = load(request, number)
    visible = items_of(case, request.user)
    link = get_object_or_404(ElementLink.objects.select_related("item"), pk=pk, case=case, item__in=visible)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            unlink(link=link, reason=form.cleaned_data["reason"], by=request.user)
        if form.accepted:
            return redirect("case_elements", number=case.number)
    return show(request, case, "cases/unlink.html", "elements", {"form": form, "link": link}, status=form.status)


@person
def crimes(request: HttpRequest, number: str) -> HttpResponse:
    """Which crimes are in issue, and by which acts."""
    case = load(request, number)
    form = ActForm(request.POST or None)
    if request.method == "POST":
        with form.refusals():
            choose_crime(
                case=case,
                crime_id=request.POST.get("crime", ""),
                acts=request.POST.getlist("acts"),
                by=request.user,
            )
        if form.accepted:
            messages.success(request, _("Saved."))
            return redirect("case_crimes", number=case.number)
    chosen = {row.crime_id: row for row in case.crimes.all()}
    rows = [_choice(crime, chosen.get(crime.id)) for crime in reference.crimes()]
    return show(request, case, "cases/crimes.html", "elements", {"form": form, "crimes": rows}, status=form.status)


def _choice(crime: reference.Crime, row: CrimeInIssue | None) -> dict[str, Any]:
    """A crime with what is in issue of it, and whether the reference data has moved on since it was chosen."""
    moved = row is not None and moved_on(row)
    return {
        "crime": crime,
        "chosen": set(row.acts) if row else set(),
        "version": row.version if row else "",
        "moved_on": moved,
        "now": reference.version(crime.id) if moved else "",
        "changed": differences(row) if row and moved else (),
    }
