"""A member's own declaration of interests (R3, R4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from mad.accounts.permissions import Act, require_act
from mad.common import clock
from mad.common.errors import NotPermitted
from mad.common.forms import ActForm
from mad.common.web import get_visible, person
from mad.membership.forms import EndTieForm, ResignForm, TieForm
from mad.membership.models import Member
from mad.membership.selectors import member_for, roll
from mad.membership.services import declare_tie, end_tie, resign, sign_declaration
from mad.membership.views.common import roster_page

FORMS: dict[str, type[ActForm]] = {
    "tie": TieForm,
    "end_tie": EndTieForm,
    "resign": ResignForm,
    "sign": ActForm,
}
DONE = {
    "tie": _("The tie is declared. Sign the declaration when all ties are there."),
    "end_tie": _("The tie has a last day."),
    "resign": _("Your resignation is recorded."),
    "sign": _("Your declaration is signed."),
}


def _carry_out(act: str, member: Member, form: ActForm) -> None:
    data, by = form.cleaned_data, member.user
    if act == "tie":
        declare_tie(member=member, **(data | {"state": data["state"].pk}), by=by)
    elif act == "end_tie":
        end_tie(tie=get_visible(member.ties.all(), pk=data["tie"]), on=data["ends"], by=by)
    elif act == "resign":
        resign(member=member, on=data["on"], by=by)
    else:
        sign_declaration(member=member, by=by)


@person
@require_act(Act.DECLARE)
def declaration(request: HttpRequest) -> HttpResponse:
    """Ties to add and to end, and the signature."""
    member = member_for(request.user)
    if member is None:
        raise NotPermitted("R2", "You have not been elected, so there is nothing to declare yet.")
    act = request.POST.get("act", "")
    forms = {key: form(request.POST if key == act else None, auto_id=f"{key}_%s") for key, form in FORMS.items()}
    bound = forms.get(act)
    if bound is not None and bound.is_valid():
        with bound.refusals():
            _carry_out(act, member, bound)
        if bound.accepted:
            messages.success(request, DONE[act])
            return redirect("declaration")
    called = roll(clock.today(), members=[member.pk])
    context = {
        "member": member,
        "forms": forms,
        "today": clock.today(),
        "standing": called.standings()[member.pk],
        "declaration_days": called.numbers.declaration_days,
        "ties": member.ties.select_related("state"),
        "declarations": member.declarations.all()[:20],
    }
    return roster_page(request, "declaration", "declaration", context, status=bound.status if bound else 200)
