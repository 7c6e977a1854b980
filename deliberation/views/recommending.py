"""The draft recommendation: written step by step, its versions, what differs between two (R32)."""

from collections.abc import Mapping
from typing import Any

from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.views.common import load, show
from deliberation import services
from deliberation.forms import StepForm
from deliberation.procedure.changes import changes
from deliberation.procedure.gate import Step, open_ended
from deliberation.selectors.board import Board
from deliberation.selectors.board_rows import Draft, OptionRow, StepRow
from mad.common.blank import blank
from mad.common.errors import Refused
from mad.common.web import person, whole_number

from .common import refusal_of
from .plenary import Reader

StepForms = formset_factory(StepForm, extra=0)
WORDS = ("who", "what", "when", "if_it_fails")


@person
def recommendation(request: HttpRequest, number: str) -> HttpResponse:
    """Write it: one step per option carried, in order. A button "up" or "down" of a step saves nothing."""
    case = load(request, number)
    board, reader = Board(case), Reader(request.user, case)
    placed = [option for option in board.carried if not option.is_force or board.gate.open]
    kept_out = [option for option in board.carried if option not in placed]
    if request.method == "POST" and request.POST.get("shift"):
        forms: Any = StepForms(initial=_shifted(request))
    else:
        forms = StepForms(request.POST if request.method == "POST" else None, initial=_steps(board, placed))
    refused: Refused | None = None
    if forms.is_bound and forms.is_valid():
        refused = refusal_of(services.draft_recommendation, case=case, by=request.user, steps=_given(forms))
        if refused is None:
            return redirect(reverse("deliberation", args=[case.number]) + "#recommendation")
        _mark(forms)
    status = 200 if not forms.is_bound else refused.status if refused else 400
    titles = {option.label: option for option in board.carried}
    context = {
        "forms": forms,
        "rows": [(form, titles.get(form["option"].value())) for form in forms],
        "refused": refused,
        "closed": reader.closed,
        "kept_out": kept_out,
        "drafts": board.drafts,
    }
    return show(request, case, "deliberation/recommendation.html", "deliberation", context, status=status)


def _given(forms: Any) -> list[dict[str, Any]]:
    """The steps in the order of their places; of one place the earlier on the page first."""
    rows = sorted((form.cleaned_data for form in forms if form.cleaned_data), key=lambda row: row["place"])
    return [{name: value for name, value in row.items() if name != "place"} for row in rows]


def _mark(forms: Any) -> None:
    """Say at its field what a refused step leaves open."""
    followed = open_ended([Step(**row) for row in _given(forms)])
    for form in forms:
        for name in WORDS[:3]:
            if blank(form.cleaned_data[name]):
                form.add_error(name, _("This cannot be empty."))
        if form["option"].value() in followed:
            form.add_error("if_it_fails", _("Say what comes next if it fails: other steps follow this one."))


def _steps(board: Board, placed: list[OptionRow]) -> list[dict[str, Any]]:
    """As the newest version has them, then the options carried since."""
    before = board.recommendation
    known = {step.option.pk: step for step in before.steps} if before else {}
    last = len(known) + 1
    ordered = sorted(placed, key=lambda option: known[option.pk].ordinal if option.pk in known else last)
    return [_step(place, option, known.get(option.pk)) for place, option in enumerate(ordered, start=1)]


def _step(place: int, option: OptionRow, step: StepRow | None) -> dict[str, Any]:
    words: dict[str, Any] = {"who": option.who, "what": option.aim, "when": "", "if_it_fails": "", "together": False}
    if step is not None:
        words = {name: getattr(step, name) for name in words}
    return {"option": option.label, "place": place, **words, "together": words["together"] and place > 1}


def _place(row: Mapping[str, Any]) -> int:
    place = whole_number(str(row["place"]))
    return 99 if place is None else place


def _shifted(request: HttpRequest) -> list[dict[str, Any]]:
    """What was typed, with one step a place earlier or later; nothing is saved."""
    posted = request.POST
    count = whole_number(posted.get("form-TOTAL_FORMS", "")) or 0
    rows = [_typed(posted, index) for index in range(min(count, 100))]
    rows.sort(key=_place)
    way, _, option = posted["shift"].partition(":")
    at = next((index for index, row in enumerate(rows) if row["option"] == option), None)
    other = None if at is None else at + (-1 if way == "up" else 1)
    if at is not None and other is not None and 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    return [{**row, "place": place} for place, row in enumerate(rows, start=1)]


def _typed(posted: Any, index: int) -> dict[str, Any]:
    row = {name: posted.get(f"form-{index}-{name}", "") for name in ("option", "place", *WORDS)}
    return {**row, "together": bool(posted.get(f"form-{index}-together"))}


@person
@require_safe
def recommendation_versions(request: HttpRequest, number: str) -> HttpResponse:
    """Every version, and what differs between two: ?version=3&since=1; the newest two when none is named."""
    case = load(request, number)
    board = Board(case)
    drafts = board.drafts
    shown = _wanted(drafts, request.GET.get("version")) or (drafts[0] if drafts else None)
    earlier = [draft for draft in drafts if shown and draft.version < shown.version]
    before = _wanted(earlier, request.GET.get("since")) or (earlier[0] if earlier else None)
    context = {
        "drafts": drafts,
        "shown": shown,
        "before": before,
        "changed": changes(as_text(before), as_text(shown)) if before and shown else (),
    }
    return show(request, case, "deliberation/recommendation_versions.html", "deliberation", context)


def _wanted(drafts: list[Draft], given: str | None) -> Draft | None:
    return next((draft for draft in drafts if str(draft.version) == given), None)


def as_text(draft: Draft) -> str:
    """The steps as lines, for comparing."""
    lines: list[str] = []
    for step in draft.steps:
        lines.append(f"{step.ordinal}. {step.option}{' (at the same time)' if step.together else ''}")
        lines += [f"Who: {step.who}", f"What: {step.what}", f"When: {step.when}"]
        lines += [f"If it fails: {step.if_it_fails}", ""] if step.if_it_fails else [""]
    return "\n".join(lines)
