"""The plenary's page (SCREENS 12): options, appraisal, the gate, motions, the recommendation."""

from typing import Any

from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.models import Case
from cases.views.common import load, show
from deliberation import services
from deliberation.forms import SCALE_LABELS, OptionForm, ReasonForm, ScoreForm, StepForm
from deliberation.models import Motion, Option, Output
from deliberation.models.options import SCALES
from deliberation.procedure.gate import OptionClass
from deliberation.selectors import gate_of, options_of
from deliberation.selectors.board import columns, motions_of, recommendation_of
from deliberation.services.guards import in_plenary, plenary_member
from deliberation.services.options import refuse_force
from mad.accounts.permissions import Act
from mad.common.errors import Invalid, Refused
from mad.common.web import person
from mad.membership.selectors import member_for

from .common import refusal_of

StepForms = formset_factory(StepForm, extra=0)


@person
def deliberation(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    return show(request, case, "deliberation/plenary.html", "deliberation", board(request, case))


def board(request: HttpRequest, case: Case) -> dict[str, Any]:
    options = options_of(case)
    member = member_for(request.user)
    listed = columns(options, member.pk if member else None)
    outside = refusal_of(plenary_member, request.user, case, Act.TABLE_OPTION)
    closed = outside or refusal_of(in_plenary, case)
    return {
        "columns": listed,
        "scale_rows": _scale_rows(listed),
        "gate": gate_of(case, options=options),
        "motions": list(motions_of(case)),
        "recommendation": recommendation_of(case),
        "carried": [column for column in listed if column.carried],
        "member": member,
        "outside": outside,
        "refused": closed,
        "force_refused": closed or refusal_of(refuse_force, case),
        "insufficiency_refused": closed or _insufficiency_refused(case),
    }


def _scale_rows(listed: list) -> list[dict[str, Any]]:
    """The heat table: one row a scale, one cell an option."""
    return [
        {"label": SCALE_LABELS[scale], "cells": [(column, column.cells[index]) for column in listed]}
        for index, scale in enumerate(SCALES)
    ]


def _insufficiency_refused(case: Case) -> Refused | None:
    live = Motion.objects.filter(
        case=case, kind=Motion.Kind.INSUFFICIENCY, state__in=["tabled", "voting", "inquorate", "void"]
    )
    found = live.first()
    return Refused("R31", f"{found.number} is not decided yet.") if found else None


@person
def table_option(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    form = OptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            services.table_option(case=case, by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect("deliberation", number=case.number)
    refused = refusal_of(plenary_member, request.user, case, Act.TABLE_OPTION) or refusal_of(in_plenary, case)
    context = {"form": form, "gate": gate_of(case), "refused": refused}
    return show(request, case, "deliberation/option_new.html", "deliberation", context, status=form.status)


@person
def option(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """One option: its words, my scores, the reason why it would fail."""
    case = load(request, number)
    found = next((row for row in options_of(case) if row.ordinal == ordinal), None)
    if found is None:
        raise Http404
    member = member_for(request.user)
    column = columns([found], member.pk if member else None)[0]
    score, reason = _option_forms(request, found, column)
    if score.accepted or reason.accepted:
        return redirect("deliberation", number=case.number)
    context = {
        "option": found,
        "column": column,
        "score_form": score,
        "reason_form": reason,
        "is_force": found.cls == OptionClass.FORCE,
        "refused": refusal_of(plenary_member, request.user, case, Act.SCORE_OPTION),
        "reason_refused": refusal_of(in_plenary, case),
    }
    status = score.status if score.is_bound else reason.status
    return show(request, case, "deliberation/option.html", "deliberation", context, status=status)


def _option_forms(request: HttpRequest, found: Option, column: Any) -> tuple[ScoreForm, ReasonForm]:
    act = request.POST.get("act") if request.method == "POST" else ""
    own = {scale: getattr(column.own, scale) for scale in SCALES} if column.own else None
    score = ScoreForm(request.POST if act == "score" else None, initial=own)
    reason = ReasonForm(request.POST if act == "reason" else None, initial={"text": column.reason})
    if act == "score" and score.is_valid():
        with score.refusals():
            services.score_option(option=found, by=request.user, scores=score.cleaned_data)
    if act == "reason" and reason.is_valid():
        with reason.refusals():
            services.give_failure_reason(option=found, by=request.user, text=reason.cleaned_data["text"])
    return score, reason


@person
@require_POST
def move_motion(request: HttpRequest, number: str) -> HttpResponse:
    """Move an option, a finding of insufficiency, the recommendation or an output."""
    case = load(request, number)
    kind = request.POST.get("kind", "")
    target = _target(case, kind, request.POST.get("target", ""))
    moved = services.move(case=case, by=request.user, kind=kind, **target)
    return redirect("motion", number=moved.number)


def _target(case: Case, kind: str, given: str) -> dict[str, Any]:
    rows: dict[str, Any] = {
        Motion.Kind.OPTION: lambda: Option.objects.filter(case=case, ordinal=int(given)).first(),
        Motion.Kind.RECOMMENDATION: lambda: recommendation_of(case),
        Motion.Kind.OUTPUT: lambda: case_output(case, given),
    }
    if kind not in rows:
        return {}
    if kind == Motion.Kind.OPTION and not given.isdigit():
        raise Invalid({"target": ["Name the option."]}, rule="R32")
    return {kind: rows[kind]()}


def case_output(case: Case, number: str):
    return Output.objects.filter(case=case, number=number).first()


@person
def recommendation(request: HttpRequest, number: str) -> HttpResponse:
    """Write the draft recommendation: one step per option carried, in order (R32)."""
    case = load(request, number)
    carried = [c.option for c in columns(options_of(case), None) if c.carried]
    forms = StepForms(request.POST) if request.method == "POST" else StepForms(initial=_steps(case, carried))
    refused = None
    if request.method == "POST" and forms.is_valid():
        ordered = sorted((form.cleaned_data for form in forms), key=lambda row: row["place"])
        steps = [{name: value for name, value in row.items() if name != "place"} for row in ordered]
        refused = refusal_of(services.draft_recommendation, case=case, by=request.user, steps=steps)
        if refused is None:
            return redirect(reverse("deliberation", args=[case.number]) + "#recommendation")
    titles = {o.label: o for o in carried}
    rows = [(form, titles.get(form["option"].value())) for form in forms]
    context = {"forms": forms, "rows": rows, "refused": refused or refusal_of(in_plenary, case)}
    status = 200 if request.method == "GET" else refused.status if refused else 400
    return show(request, case, "deliberation/recommendation.html", "deliberation", context, status=status)


def _steps(case: Case, carried: list[Option]) -> list[dict[str, Any]]:
    before = recommendation_of(case)
    known = {step.option_id: step for step in before.steps.all()} if before else {}
    return [_step(place, option, known.get(option.pk)) for place, option in enumerate(carried, start=1)]


def _step(place: int, option: Option, step: Any) -> dict[str, Any]:
    words = {"who": option.who, "what": option.aim, "when": "", "if_it_fails": ""}
    if step is not None:
        words = {name: getattr(step, name) for name in words}
    return {"option": option.label, "place": step.ordinal if step else place, **words}
