"""The plenary's pages (SCREENS 12): options, appraisal, the gate, motions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case
from cases.selectors import all_items
from cases.selectors.frame import in_force
from cases.selectors.people import roll
from cases.views.common import load, show
from deliberation import services
from deliberation.forms import SCALE_ENDS, SCALE_LABELS, OptionForm, ReasonForm, ScoreForm
from deliberation.models import Motion, Option, Output, Recommendation
from deliberation.models.options import CLASSES, SCALES
from deliberation.selectors.board import Board, column
from deliberation.selectors.board_rows import Column
from deliberation.selectors.threads import rows_of
from deliberation.selectors.toolbox import CHOICES, filled, look
from deliberation.services.guards import plenary_member, refuse_before_plenary
from deliberation.services.options import refuse_closed
from evidence.models import Item
from evidence.selectors import items_visible_to
from mad.accounts.permissions import Act
from mad.common.errors import Invalid, Refused
from mad.common.web import person, whole_number

from .common import refusal_of

CITED_LISTED = 40
MOST_COMPARED = 6


class Reader:
    """Who looks at the plenary of a case: their member, and why they may not act now (None: they may)."""

    def __init__(self, user: Any, case: Case) -> None:
        case.page_roll = everyone = roll(case)
        self.user = user
        self.member = everyone.division.member_of(user)
        self.outside = refusal_of(plenary_member, user, case, Act.TABLE_OPTION)
        found = in_force(case)
        likely = bool(found and found["likely_crimes"])
        self.closed = self.outside or refusal_of(refuse_before_plenary, case, likely)

    @property
    def member_id(self) -> int | None:
        return self.member.pk if self.member else None

    @property
    def scores(self) -> bool:
        """Whether others' scores could still sway this reader's own."""
        return self.closed is None


@person
@require_safe
def deliberation(request: HttpRequest, number: str) -> HttpResponse:
    case = load(request, number)
    board, reader = Board(case), Reader(request.user, case)
    live = board.insufficiency_open
    columns = board.columns(reader.member_id, scores=reader.scores)
    context = {
        "board": board,
        "gate": board.gate,
        "columns": columns,
        "unmoved": any(not one.option.motion for one in columns),
        "scales": _scales(),
        "member": reader.member,
        "refused": reader.closed,
        "force_refused": reader.closed or refusal_of(refuse_closed, board.gate),
        "insufficiency_refused": reader.closed
        or (Refused("R31", f"{live.number} is not decided yet.") if live else None),
    }
    return show(request, case, "deliberation/plenary.html", "deliberation", context)


def _scales() -> list[dict[str, Any]]:
    return [
        {"label": SCALE_LABELS[scale], "low": SCALE_ENDS[scale][0], "high": SCALE_ENDS[scale][1]} for scale in SCALES
    ]


@person
@require_safe
def compare(request: HttpRequest, number: str) -> HttpResponse:
    """Chosen options side by side: ?o=1&o=3; the first ones when none is chosen."""
    case = load(request, number)
    board, reader = Board(case), Reader(request.user, case)
    wanted = {whole_number(given, figures=5) for given in request.GET.getlist("o")}
    listed = board.columns(reader.member_id, scores=reader.scores)
    chosen = [one for one in listed if one.option.ordinal in wanted] or listed
    context = {
        "board": board,
        "all": listed,
        "columns": chosen[:MOST_COMPARED],
        "most": MOST_COMPARED,
        "left_out": len(chosen) - MOST_COMPARED,
        "rows": [
            {"scale": scale, "cells": [(one, one.cells[index]) for one in chosen[:MOST_COMPARED]]}
            for index, scale in enumerate(_scales())
        ],
    }
    return show(request, case, "deliberation/compare.html", "deliberation", context)


@person
def table_option(request: HttpRequest, number: str) -> HttpResponse:
    """Table an option, found in the toolbox (?q=, class, chapter; ?tool= fills the form) or written in."""
    case = load(request, number)
    board, reader = Board(case), Reader(request.user, case)
    asked = {name: request.GET.get(name, "") for name in ("q", "cls", "chapter")}
    form = OptionForm(request.POST or None, initial=filled(request.GET.get("tool", "")))
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            services.table_option(case=case, by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect("deliberation", number=case.number)
    context = {
        "form": form,
        "gate": board.gate,
        "refused": reader.closed,
        "toolbox": look(**asked),
        "classes": CLASSES,
        "chapters": CHOICES,
        "chosen": request.GET.get("tool", ""),
        "tabled": {option.tool for option in board.options if option.tool},
    }
    return show(request, case, "deliberation/option_new.html", "deliberation", context, status=form.status)


@person
def option(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """One option: its words, my scores, why it would fail, its discussion."""
    case = load(request, number)
    board, reader = Board(case, ordinal), Reader(request.user, case)
    found = board.option(ordinal)
    if found is None:
        raise Http404
    mine = column(found, reader.member_id, scores=reader.scores)
    items = _items(case, request.user)
    score, reason = _forms(request, case, mine, items)
    if score.accepted or reason.accepted:
        return redirect("option", number=case.number, ordinal=ordinal)
    by_pk = {item.pk: item for item in items}
    context = {
        "option": found,
        "thread": rows_of(board.thread, request.user),
        "column": mine,
        "cells": list(zip(_scales(), mine.cells, strict=True)),
        "score_form": score,
        "reason_form": reason,
        "cited": [by_pk[pk] for pk in found.analysis.items if pk in by_pk] if found.analysis else [],
        "refused": reader.closed,
    }
    status = score.status if score.is_bound else reason.status
    return show(request, case, "deliberation/option.html", "deliberation", context, status=status)


def _items(case: Case, user: Any) -> list[Item]:
    """The items of the case that the reader may open, by number."""
    return list(all_items(case).filter(pk__in=items_visible_to(user)).order_by("number"))


def _forms(request: HttpRequest, case: Case, mine: Column, items: list[Item]) -> tuple[ScoreForm, ReasonForm]:
    act = request.POST.get("act") if request.method == "POST" else ""
    found, analysis = mine.option, mine.option.analysis
    score = ScoreForm(request.POST if act == "score" else None, initial=mine.own)
    cited = [item.number for item in items if analysis and item.pk in analysis.items]
    listed = items[:CITED_LISTED]
    offered = [(item.number, f"{item.number} {item.title}") for item in listed]
    rest = ", ".join(number for number in cited if number not in dict(offered))
    before = {"text": analysis.text, "needs": analysis.needs, "items": cited, "more": rest} if analysis else {}
    reason = ReasonForm(request.POST if act == "reason" else None, initial=before, items=offered)
    if act == "score" and score.is_valid():
        with score.refusals():
            services.score_option(option=_row(case, found.pk), by=request.user, scores=score.cleaned_data)
    if act == "reason" and reason.is_valid():
        with reason.refusals():
            services.give_failure_reason(option=_row(case, found.pk), by=request.user, **reason.analysis())
    return score, reason


def _row(case: Case, pk: int) -> Option:
    return Option.objects.select_related("case").get(case=case, pk=pk)


@person
@require_POST
def move_motion(request: HttpRequest, number: str) -> HttpResponse:
    """Move an option, a finding of insufficiency, the recommendation or an output."""
    case = load(request, number)
    kind = request.POST.get("kind", "")
    target = _target(case, kind, request.POST.get("target", ""))
    moved = services.move(case=case, by=request.user, kind=kind, **target)
    return redirect(reverse("motion", args=[moved.number]))


def _target(case: Case, kind: str, given: str) -> dict[str, Any]:
    """What the motion is on, by its name; nothing for a kind that names nothing. Raises Invalid (R32)."""
    if kind == Motion.Kind.OPTION:
        ordinal = whole_number(given, figures=4)
        if ordinal is None:
            raise Invalid({"target": ["Name the option."]}, rule="R32")
        return {kind: Option.objects.filter(case=case, ordinal=ordinal).first()}
    if kind == Motion.Kind.RECOMMENDATION:
        return {kind: Recommendation.objects.filter(case=case).first()}
    if kind == Motion.Kind.OUTPUT:
        return {kind: Output.objects.filter(case=case, number=given).first()}
    return {}
