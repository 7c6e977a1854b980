"""Follow-up (R43) and closing (R44): the board, a case's follow-up, one measure (SCREENS 16)."""

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.procedure import Stage
from cases.selectors.people import roll
from cases.views.common import load, show
from deliberation.followup_forms import MeasureForm, MeasureReviewForm, PlanForm, ReopenForm, SourceForm
from deliberation.models import Measure
from deliberation.models.followup import STATUSES
from deliberation.procedure.followup import TriggerKind, closing
from deliberation.selectors import board_followup as boards
from deliberation.selectors import followup as selectors
from deliberation.services import closing_cases, followup
from deliberation.services.guards import AFTER_DETERMINATION
from mad.accounts.permissions import Act, require, require_act
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Refused
from mad.common.web import person, whole_number

from .common import refusal_of
from .follow_pages import show_part

MOST_ROWS = 60


@person
@require_act(Act.READ_REVIEWS)
def board(request: HttpRequest) -> HttpResponse:
    """Measures of all cases that the reader may open, by due date, status or actor."""
    order = request.GET.get("by", "due")
    asked = {name: request.GET.get(name, "") for name in ("status", "actor")}
    order = order if order in boards.ORDERS else "due"
    cursor = request.GET.get("after", "")
    found, lines = boards.board(request.user, clock.now(), order=order, asked=asked, cursor=cursor)
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "lines": lines,
        "next": found.next,
        "order": order,
        "orders": [("due", "By due date"), ("status", "By status"), ("actor", "By actor")],
        "asked": asked,
        "statuses": [("", "Under way"), *STATUSES, ("ended", "All that have ended")],
        "actors": boards.actors_present(request.user),
        "query": query.urlencode(),
    }
    return show_part(request, "deliberation/follow_up.html", "follow_up", context)


@person
def case_follow_up(request: HttpRequest, number: str) -> HttpResponse:
    """A case's measures, what it needs to close, and what reopens it."""
    case = load(request, number)
    return show(request, case, "deliberation/case_follow_up.html", "follow_up", _case_context(request, case))


def _case_context(request: HttpRequest, case: Case) -> dict[str, Any]:
    measures = selectors.finished_first(selectors.with_sources(Measure.objects.filter(case=case)))
    plans = selectors.plans_of(case)
    plan = selectors.unused(plans[0] if plans else None)
    facts = selectors.facts_of(case, {m.number: m.status for m in measures}, plan)
    user: Any = request.user
    if Role.PRESIDING in user.roles:
        case.page_roll = roll(case)  # asked twice below
    return {
        "lines": boards.lines(measures, clock.now()),
        "plan": plan,
        "closings": [one.closing for one in plans if hasattr(one, "closing")],
        "closed": case.stage == Stage.CLOSED,
        "conditions": closing(facts),
        "keep_refused": _keeping(request.user, case),
        "close_refused": refusal_of(closing_cases.may_act_on, case, request.user, facts),
    }


def _keeping(user: Any, case: Case) -> Refused | None:
    """Why this person may not take measures in this case now, or None."""
    if case.stage not in AFTER_DETERMINATION:
        return Refused("R20", "Measures follow a determination, and end when the case is closed.")
    return refusal_of(followup.keeper, user, case, Act.KEEP_FOLLOW_UP)


@person
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Take what was decided into follow-up, in one act; or write a measure in."""
    case = load(request, number)
    found = selectors.takeable(case)[:MOST_ROWS]
    actors = selectors.actors_of([*case.states.all(), *case.parties.all()])
    writing = request.method == "POST" and request.POST.get("act") == "write"
    choosing = request.method == "POST" and not writing
    SourceForms = formset_factory(SourceForm, extra=0, max_num=MOST_ROWS)
    rows = SourceForms(
        request.POST if choosing else None, initial=_initial(found), form_kwargs={"actors": actors}, prefix="rows"
    )
    form = MeasureForm(request.POST if writing else None, actors=actors, initial={"starts": clock.today()})
    refused = None
    if choosing and rows.is_valid():
        refused = _take_rows(request, case, rows)
        if refused is None:
            return redirect("case_follow_up", number=case.number)
    if writing and form.is_valid():
        with form.refusals():
            followup.take_measures(case=case, by=request.user, rows=[form.cleaned_data])
        if form.accepted:
            return redirect("case_follow_up", number=case.number)
    labels = {source.key: source for source in found}
    keep_refused = _keeping(request.user, case)
    context = {
        "rows": rows,
        "pairs": [(row, labels.get(row["source"].value())) for row in rows],
        "form": form,
        "refused": refused or keep_refused,
        "keep_refused": keep_refused,
    }
    status = form.status if writing else refused.status if refused else 400 if choosing else 200
    return show(request, case, "deliberation/measures_take.html", "follow_up", context, status=status)


def _initial(found: list[selectors.Source]) -> list[dict[str, Any]]:
    return [
        {"source": source.key, "title": source.title, "actor": source.actor, "starts": clock.today()}
        for source in found
    ]


def _take_rows(request: HttpRequest, case: Case, rows: Any) -> Refused | None:
    """Take the ticked rows; what is wrong in a row is shown there."""
    ticked = [row for row in rows if row.cleaned_data.get("take")]
    try:
        made = followup.take_measures(case=case, by=request.user, rows=[row.cleaned_data for row in ticked])
    except Refused as refused:
        for name, found in getattr(refused, "errors", {}).items():
            place, _dot, field = name.partition(".")
            row = ticked[int(place)] if place.isdigit() else (ticked[0] if ticked else None)
            if row is not None:
                target = field or name
                row.add_error(target if target in row.fields else None, found)
        return refused
    messages.success(request, _("%(count)s taken into follow-up.") % {"count": len(made)})
    return None


@person
def measure(request: HttpRequest, number: str) -> HttpResponse:
    """One measure: what, who, until when, where it stands, every review; and the next one."""
    require(request.user, Act.READ_REVIEWS)
    found = selectors.visible_measure(request.user, number)
    if found is None:
        raise Http404
    form = MeasureReviewForm(
        request.POST or None, initial={"version": found.version, "standing": found.status}, label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            given = form.cleaned_data
            followup.review_measure(measure=found, by=request.user, status=given.pop("standing"), **given)
        if form.accepted:
            messages.success(request, _("Recorded in the docket."))
            return redirect("measure", number=found.number)
        if form.refused:
            found.refresh_from_db()
            form = _again(form, found)
    (line,) = boards.lines([found], clock.now())
    context = {
        "line": line,
        "measure": found,
        "source": selectors.source_words(found),
        "reviews": list(found.reviews.select_related("by")),
        "form": form,
        "refused": refusal_of(followup.keeper, request.user, found.case, Act.REVIEW_MEASURE),
    }
    return show_part(request, "deliberation/measure.html", "follow_up", context, status=form.status)


def _again(form: MeasureReviewForm, found: Measure) -> MeasureReviewForm:
    """What was written, over the measure as it stands now: to save again is to decide on this."""
    typed = {name: form.cleaned_data.get(name) for name in ("reason", "due", "handed_to")}
    typed["standing"] = form["standing"].value()
    again = MeasureReviewForm(initial={**typed, "version": found.version})
    again.refused = form.refused
    return again


@person
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Write the plan to prevent recurrence, and what reopens the case."""
    case = load(request, number)
    newest = selectors.newest_plan(case)
    form = PlanForm(request.POST or None, initial=_written(newest, case))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with form.refusals():
            closing_cases.write_plan(
                case=case, by=request.user, text=given["text"], triggers=form.triggers(), after=given["after"]
            )
        if form.accepted:
            return redirect("case_follow_up", number=case.number)
        if form.refused:
            kept = {name: given[name] for name in ("text", "alarm", "level", "events")}
            refused, form = form.refused, PlanForm(initial={**kept, "after": selectors.last_version(case)})
            form.refused = refused
    context = {"form": form, "newest": newest, "refused": _keeping(request.user, case)}
    return show(request, case, "deliberation/plan.html", "follow_up", context, status=form.status)


def _written(newest: Any, case: Case) -> dict[str, Any]:
    after = selectors.last_version(case)
    if newest is None:
        return {"after": after, "alarm": True}
    triggers = list(newest.triggers.all())
    return {
        "after": after,
        "text": newest.text,
        "alarm": any(t.kind == TriggerKind.ALARM for t in triggers),
        "level": next((t.level for t in triggers if t.kind == TriggerKind.LEVEL), None),
        "events": "\n".join(t.text for t in triggers if t.kind == TriggerKind.EVENT),
    }


@person
@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    given = request.POST.get("plan", "")
    closing_cases.close_case(case=case, by=request.user, plan_version=whole_number(given) or 0)
    messages.success(request, _("The case is closed."))
    return redirect("case_follow_up", number=case.number)


@person
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """The triggers of a closed case, what the record says of each, and the form of who saw one fire."""
    case = load(request, number)
    last = selectors.newest_closing(case)
    if last is None:
        raise Http404
    triggers = list(last.plan.triggers.all())
    form = ReopenForm(request.POST or None, triggers=triggers)
    if request.method == "POST" and form.is_valid():
        fired = next(one for one in triggers if one.pk == form.cleaned_data["trigger"])
        with form.refusals():
            closing_cases.reopen_case(case=case, by=request.user, trigger=fired, reason=form.cleaned_data["reason"])
        if form.accepted:
            return redirect("case", number=case.number)
    context = {
        "last": last,
        "form": form,
        "hints": boards.hints(case, last, request.user, clock.now()),
        "refused": refusal_of(require, request.user, Act.OPEN_ASSESSMENT)
        or refusal_of(closing_cases.refuse_to_reopen, case, last),
    }
    return show(request, case, "deliberation/reopen.html", "follow_up", context, status=form.status)
