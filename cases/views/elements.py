"""Evidence and the matrix evidence × elements (R24)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cases.forms import LinkForm, ReasonForm
from cases.models import ElementLink
from cases.selectors.frame import closed_rounds
from cases.selectors.matrix import items_of
from cases.selectors.matrix import matrix as read_matrix
from cases.selectors.people import panel_member, refusal_of
from cases.services import choose_crime, link_evidence, unlink
from cases.trees import placed
from evidence.selectors import item_roots
from mad.accounts.permissions import Act, may, require
from mad.accounts.roles import Role
from mad.common.forms import ActForm
from mad.common.web import person
from mad.reference import elements as reference

from .common import load, show


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
    items = list(items_of(case, request.user))
    elements = placed(case.crimes.all())
    form = LinkForm(request.POST or None, items=items, elements=elements, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            _link(case, form, items, request.user)
        if form.accepted:
            messages.success(request, _("Linked."))
            return redirect("case_elements", number=case.number)
    context = {
        "matrix": read_matrix(case, request.user, items),
        "form": form,
        "refused": _may_link(request.user, case),
        "revealed": closed_rounds(case) > 0,
        "may_choose": may(request.user, Act.CHOOSE_CRIMES),
    }
    return show(request, case, "cases/elements.html", "elements", context, status=form.status)


def _link(case, form: LinkForm, items, by) -> None:
    data = form.cleaned_data
    item = next(i for i in items if i.number == data["item"])
    link_evidence(
        case=case,
        item=item,
        element_id=data["element"],
        direction=data["direction"],
        weight=data["weight"],
        note=data["note"],
        by=by,
    )


def _may_link(user, case):
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
    chosen = {row.crime_id: set(row.acts) for row in case.crimes.all()}
    rows = [(crime, chosen.get(crime.id, set())) for crime in reference.crimes()]
    return show(request, case, "cases/crimes.html", "elements", {"form": form, "crimes": rows}, status=form.status)
