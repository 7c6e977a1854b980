"""The duty-to-share ledger, nil returns and watched situations (R10, R11; SCREENS 18)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from evidence.duty_forms import EndWatchForm, LedgerFilter, NilReturnForm, WatchForm
from evidence.models import Situation
from evidence.procedure.duties import Standing
from evidence.selectors.duties import Line, bound_sources, due_now, lines, median_delays, own_nil_returns, watched
from evidence.services.duties import end_watch, open_watch, return_nil
from evidence.views.ledger_table import LABELS, Row, months_back, months_of, rows
from mad.accounts.models import Office
from mad.accounts.permissions import Act, may, require_act
from mad.common import clock
from mad.common.errors import NotPermitted
from mad.common.spreadsheet import cell
from mad.common.web import get_visible, page, person
from mad.docket.services import record
from mad.reference.models import State

OWN_RETURNS = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of the ledger that a reader asked for."""

    form: LedgerFilter
    sources: list[Office]
    lines: list[Line]
    since: date
    own: bool

    @property
    def rows(self) -> list[Row]:
        return rows(self.lines, self.sources, median_delays(self.sources, since=self.since, own=self.own))


def _shown(request: HttpRequest) -> Shown:
    user: Any = request.user
    own, sources = user.office_id is not None, list(bound_sources(user))
    situations = list(watched()) if sources or not own else []  # what is watched is for those who report
    form = LedgerFilter(request.GET, situations)
    chosen, months, standing = form.chosen()
    since = months_back(clock.today(), months)
    asked = [situation for situation in situations if chosen in ("", situation.number)]
    found = lines(sources, asked, since=since, own=own)
    if standing:
        kept = {line.office.pk for line in found if line.standing == standing}
        sources = [source for source in sources if source.pk in kept]
        found = [line for line in found if line.office.pk in kept]
    return Shown(form, sources, found, since, own)


@person
@require_act(Act.READ_LEDGER)
def ledger(request: HttpRequest) -> HttpResponse:
    """Sources × months. A source sees its own row and nothing of another's."""
    shown = _shown(request)
    missed = [line for line in shown.lines if line.standing in (Standing.SILENT, Standing.LATE)]
    context = {
        "form": shown.form,
        "rows": shown.rows,
        "months": months_of(shown.lines),
        "missed": [
            (line, str(LABELS[line.standing])) for line in sorted(missed, key=lambda line: line.period, reverse=True)
        ],
        "own": shown.own,
        "nil_returns": list(own_nil_returns(request.user)[:OWN_RETURNS]) if shown.own else [],
        "keeps_watch": may(request.user, Act.KEEP_WATCH),
        "query": request.GET.urlencode(),
    }
    return page(request, "evidence/duty/ledger.html", context)


@person
@require_act(Act.READ_LEDGER)
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """The same lines as a file; the export is recorded (R50)."""
    shown = _shown(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="duty-to-share-{clock.today()}.csv"'
    out = csv.writer(answer)
    out.writerow(["source", "situation", "states", "first day", "last day", "standing"])
    for line in shown.lines:
        states = " ".join(line.situation.state_codes)
        period = [line.period.first.isoformat(), line.period.last.isoformat()]
        out.writerow([cell(line.office.name), cell(line.situation.name), states, *period, line.standing.value])
    with transaction.atomic():
        content = {"query": request.GET.urlencode(), "lines": len(shown.lines)}
        record(act="ledger.exported", by=request.user, obj="ledger", content=content)
    return answer


@person
@require_act(Act.RETURN_NIL)
def nil_return(request: HttpRequest) -> HttpResponse:
    """A focal point declares that there is nothing to report."""
    if not bound_sources(request.user).exists():
        raise NotPermitted("R10", "Only a bound source owes reports.")
    request.nav_key = "duty"  # type: ignore[attr-defined]  # read by the navigation
    due = due_now(request.user)
    form = NilReturnForm(request.POST or None, watched=_watched_states(), initial=_proposed(due))
    if form.is_valid():
        number = ""
        with form.refusals():
            number = return_nil(body=form.body(), by=request.user)[0].number
        if form.accepted:
            messages.success(request, _("Received as %(number)s.") % {"number": number})
            return redirect("duty")
    return page(request, "evidence/duty/nil_return.html", {"form": form, "due": due}, status=form.status)


def _proposed(due: list[Line]) -> dict[str, Any]:
    if not due:
        return {}
    return {"period_from": min(line.period.first for line in due), "period_to": clock.today()}


def _watched_states() -> dict[str, str]:
    codes = {
        code for codes in Situation.objects.filter(until=None).values_list("state_codes", flat=True) for code in codes
    }
    return dict(State.objects.filter(pk__in=codes).order_by("name").values_list("iso3", "name"))


@person
@require_act(Act.KEEP_WATCH)
def watch(request: HttpRequest) -> HttpResponse:
    """The registrar opens a watch, and sees those that run."""
    request.nav_key = "duty"  # type: ignore[attr-defined]  # read by the navigation
    form = WatchForm(request.POST or None, initial={"since": clock.today()})
    if form.is_valid():
        with form.refusals():
            data = form.cleaned_data
            states = [state.pk for state in data["states"]]
            open_watch(name=data["name"], states=states, since=data["since"], by=request.user)
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("watch")
    context = {"form": form, "situations": list(Situation.objects.order_by("until", "name"))}
    return page(request, "evidence/duty/watch.html", context, status=form.status)


@person
@require_act(Act.KEEP_WATCH)
def watch_end(request: HttpRequest, number: str) -> HttpResponse:
    request.nav_key = "duty"  # type: ignore[attr-defined]  # read by the navigation
    situation = get_visible(Situation.objects.all(), number=number)
    form = EndWatchForm(request.POST or None)
    if form.is_valid():
        with form.refusals():
            end_watch(situation=situation, reason=form.cleaned_data["reason"], by=request.user)
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("watch")
    context = {"form": form, "situation": situation}
    return page(request, "evidence/duty/watch_end.html", context, status=form.status)
