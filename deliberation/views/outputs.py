"""Outputs: the list, a case's outputs, and the acts on one (R37)."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.views.common import load, show
from deliberation import services
from deliberation.models import Output
from deliberation.procedure.outputs import OutputKind
from deliberation.publication_forms import OutputForm
from deliberation.selectors.board import listed, outputs_of
from deliberation.selectors.editor import outputs_visible_to
from deliberation.services.casefile import may_export
from deliberation.services.drafting import may_draft
from deliberation.services.guards import AFTER_DETERMINATION, in_plenary, plenary_member
from mad.accounts.permissions import Act, require_act
from mad.common.web import keyset, page, person

from .common import load_output, mark_nav, refusal_of


@person
@require_act(Act.READ_OUTPUTS)
def outputs(request: HttpRequest) -> HttpResponse:
    mark_nav(request, "outputs")
    found = keyset(listed(outputs_visible_to(request.user)), by=["-id"], cursor=request.GET.get("after", ""))
    return page(request, "deliberation/outputs.html", {"outputs": found.rows, "next": found.next})


@person
def case_outputs(request: HttpRequest, number: str) -> HttpResponse:
    """A case's outputs; drafting a new one. A call is made on a page of its own (`call`)."""
    case = load(request, number)
    form = OutputForm(request.POST if request.method == "POST" else None)
    made = _create(case, request.user, form)
    if made is not None:
        return redirect("output", number=made.number)
    context = {
        "outputs": list(outputs_of(case)),
        "draft_form": form,
        "draft_refused": refusal_of(may_draft, request.user, case) or refusal_of(in_plenary, case, AFTER_DETERMINATION),
        "call_refused": refusal_of(plenary_member, request.user, case, Act.CALL_EMERGENCY),
        "export_refused": refusal_of(may_export, request.user, case),
    }
    return show(request, case, "deliberation/case_outputs.html", "outputs", context, status=form.status)


def _create(case: Any, user: Any, form: OutputForm) -> Output | None:
    if not form.is_bound or not form.is_valid():
        return None
    words = form.cleaned_data
    language = words["language"] or "en"
    with form.refusals():
        if words["kind"] == OutputKind.FINDINGS:
            return services.draft_findings(case=case, by=user, title=words["title"])
        if words["kind"] == OutputKind.COMMENT:
            return services.draft_comment(case=case, by=user, title=words["title"], on=words["on"], language=language)
        return services.create_output(case=case, by=user, kind=words["kind"], title=words["title"], language=language)
    return None


def _move(output: Output, by: Any, request: HttpRequest) -> HttpResponse:
    moved = services.move(case=output.case, by=by, kind="output", output=output)
    return redirect("motion", number=moved.number)


ACTS: dict[str, Callable[..., Any]] = {
    "review": lambda output, by, request: services.submit_for_review(output=output, by=by),
    "return": lambda output, by, request: services.return_to_draft(output=output, by=by),
    "move": _move,
    "sign": lambda output, by, request: services.sign(output=output, by=by),
    "transmit": lambda output, by, request: services.transmit(output=output, by=by),
    "publish": lambda output, by, request: services.publish(output=output, by=by),
    "withdraw": lambda output, by, request: services.withdraw(
        output=output, by=by, reason=request.POST.get("reason", "")
    ),
}


@person
@require_POST
def output_act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    found = load_output(request, number)
    if act not in ACTS:
        raise Http404
    answer = ACTS[act](found, request.user, request)
    return answer if isinstance(answer, HttpResponse) else redirect("output", number=found.number)
