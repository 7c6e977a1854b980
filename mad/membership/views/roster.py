"""The roster on any day, and one member with every reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, may, require, require_act
from mad.common import clock
from mad.common.forms import ActForm
from mad.common.web import get_visible, person
from mad.membership.forms import EndTieForm, LiftForm, ResignForm, SuspendForm, TieForm
from mad.membership.independence import Discipline, MemberFacts, Standing, TieFact
from mad.membership.models import CouncilSeat, DisciplineChoices, Member
from mad.membership.selectors import Roll, council, next_new_year, roll, vacancies
from mad.membership.services import (
    appoint_presiding,
    declare_tie,
    end_tie,
    lift_suspension,
    resign,
    suspend,
)
from mad.membership.views.common import actor, asked_day, roster_page


@dataclass(frozen=True)
class Row:
    """One member on the matrix: a cell per Council State, with the ties that hold that day."""

    member: Member
    standing: Standing
    cells: list[tuple[CouncilSeat, list[TieFact]]]


def _row(member: Member, called: Roll, found: Standing, seats: list[CouncilSeat]) -> Row:
    ties = [tie for tie in called.facts[member.pk].ties if tie.covers(called.on)]
    cells = [(seat, [tie for tie in ties if tie.state == seat.state_id]) for seat in seats]
    return Row(member, found, cells)


def _balance(called: Roll) -> dict[str, Any]:
    balance = called.balance()
    return {
        "balance": balance,
        "disciplines": DisciplineChoices.labels,
        "balance_rows": [(g, [g.by_discipline[d] for d in Discipline]) for g in balance.groups],
        "discipline_totals": [balance.disciplines[d] for d in Discipline],
    }


@person
@require_act(Act.READ_ROSTER)
def roster(request: HttpRequest) -> HttpResponse:
    on, problem = asked_day(request)
    ahead_day = next_new_year(on)
    called = roll(on, until=ahead_day)
    standings = called.standings()
    seats = council(on)
    in_office = [member for member in called.members if standings[member.pk].in_office]
    context = {
        "on": on,
        "problem": problem,
        "seats": seats,
        "rows": [_row(member, called, standings[member.pk], seats) for member in in_office],
        "others": [(member, standings[member.pk]) for member in called.members if member not in in_office],
        "sitting": sum(found.sits for found in standings.values()),
        "ahead": called.look_ahead(ahead_day),
        "vacant": list(vacancies(on)),
        **_balance(called),
    }
    return roster_page(request, "roster", "roster", context, status=400 if problem else 200)


FORMS: dict[str, type[ActForm]] = {
    "tie": TieForm,
    "end_tie": EndTieForm,
    "suspend": SuspendForm,
    "lift": LiftForm,
    "resign": ResignForm,
    "preside": ActForm,
}


def _carry_out(act: str, member: Member, form: ActForm, by: Any) -> None:
    data = form.cleaned_data
    if act == "tie":
        declare_tie(member=member, **(data | {"state": data["state"].pk}), by=by)
    elif act == "end_tie":
        end_tie(tie=get_visible(member.ties.all(), pk=data["tie"]), on=data["ends"], by=by)
    elif act == "suspend":
        suspend(member=member, **data, by=by)
    elif act == "lift":
        lift_suspension(
            suspension=get_visible(member.suspensions.all(), pk=data["suspension"]),
            reason=data["reason"],
            by=by,
        )
    elif act == "resign":
        resign(member=member, on=data["on"], by=by)
    else:
        appoint_presiding(member=member, by=by)


def _forms(request: HttpRequest) -> tuple[str, dict[str, ActForm]]:
    """The act asked for, and one form per act; only that one is bound."""
    act = request.POST.get("act", "")
    return act, {key: form(request.POST if key == act else None, auto_id=f"{key}_%s") for key, form in FORMS.items()}


@person
@require_act(Act.READ_ROSTER)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: standing on a day, terms, ties, declarations; the registrar's acts."""
    found = get_visible(Member.objects.select_related("user"), pk=pk)
    act, forms = _forms(request)
    bound = forms.get(act)
    if request.method == "POST":
        require(request.user, Act.KEEP_ROSTER)
    if bound is not None and bound.is_valid():
        with bound.refusals():
            _carry_out(act, found, bound, actor(request))
        if bound.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("roster_member", pk=pk)
    on, problem = asked_day(request)
    return roster_page(
        request,
        "member",
        "roster",
        _member_context(found, on, problem) | {"forms": forms, "keeper": may(request.user, Act.KEEP_ROSTER)},
        status=400 if problem else (bound.status if bound is not None else 200),
    )


def _member_context(found: Member, on: date, problem: str) -> dict[str, Any]:
    called = roll(on, members=[found.pk])
    facts: MemberFacts = called.facts[found.pk]
    return {
        "member": found,
        "on": on,
        "today": clock.today(),
        "problem": problem,
        "standing": called.standings()[found.pk],
        "facts": facts,
        "tie_rows": found.ties.select_related("state"),
        "suspensions": found.suspensions.all(),
        "presidencies": found.presidencies.all(),
        "declarations": found.declarations.all()[:20],
    }
