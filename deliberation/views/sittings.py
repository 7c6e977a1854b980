"""Sessions of the plenary: presence, the floor, the minutes (R31)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cases.selectors.people import roll
from cases.views.common import load, show
from deliberation import services
from deliberation.discussion_forms import MinutesForm
from deliberation.models import Minutes, MinutesApproval, Sitting
from deliberation.procedure.changes import changes
from deliberation.procedure.minutes import blocks
from deliberation.selectors.sittings import Session, sittings_of
from deliberation.services.guards import AFTER_DETERMINATION, chair, in_plenary
from deliberation.services.sittings import holder, member_of
from mad.accounts.permissions import Act, require
from mad.common.errors import Refused
from mad.common.web import KEY_FIGURES, person, whole_number

from .common import refusal_of


@person
def sessions(request: HttpRequest, number: str) -> HttpResponse:
    """Every session on the case; a POST opens one."""
    case = load(request, number)
    if request.method == "POST":
        made = services.open_sitting(case=case, by=request.user)
        return redirect("session", number=case.number, ordinal=made.ordinal)
    listed = sittings_of(case)
    running = next((sitting for sitting in listed if sitting.is_open), None)
    refused = refusal_of(holder, request.user, case) or refusal_of(in_plenary, case, AFTER_DETERMINATION)
    if running:
        refused = refused or Refused("R31", f"Session {running.ordinal} is still open.")
    return show(request, case, "deliberation/sessions.html", "deliberation", {"sittings": listed, "refused": refused})


def _load(request: HttpRequest, number: str, ordinal: int) -> Sitting:
    case = load(request, number)
    case.page_roll = roll(case)
    rows = Sitting.objects.filter(case=case).select_related("opened_by", "closed_by")
    found = rows.filter(ordinal=ordinal).first() if ordinal < 2**15 else None
    if found is None:
        raise Http404
    found.case = case
    return found


@person
@require_safe
def session(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    sitting = _load(request, number, ordinal)
    shown = Session(sitting)
    outside = refusal_of(member_of, sitting, request.user)
    member = None if outside else member_of(sitting, request.user)
    turns = [turn for turn in shown.turns if member and turn.member == member.pk]
    context = {
        "sitting": sitting,
        "session": shown,
        "outside": outside,
        "here": bool(member and member.pk in shown.here),
        "member": member,
        "mine": [turn for turn in turns if turn.stand == "waits"],
        "i_speak": next((turn for turn in turns if turn.stand == "speaks"), None),
        "chairing": refusal_of(chair, request.user, sitting.case, Act.GIVE_FLOOR) is None and sitting.is_open,
        "close_refused": refusal_of(holder, request.user, sitting.case),
    }
    return show(request, sitting.case, "deliberation/session.html", "deliberation", context)


@person
@require_POST
def session_act(request: HttpRequest, number: str, ordinal: int, act: str) -> HttpResponse:
    """One act in a session, then its page again."""
    sitting = _load(request, number, ordinal)
    if act not in ACTS:
        raise Http404
    ACTS[act](request, sitting)
    return redirect("session", number=sitting.case.number, ordinal=ordinal)


def _turn(request: HttpRequest) -> int:
    return whole_number(request.POST.get("turn", ""), KEY_FIGURES) or 0


ACTS: dict[str, Any] = {
    "present": lambda request, sitting: services.mark_presence(sitting=sitting, by=request.user, here=True),
    "leave": lambda request, sitting: services.mark_presence(sitting=sitting, by=request.user, here=False),
    "ask": lambda request, sitting: services.ask_for_floor(
        sitting=sitting, by=request.user, subject=request.POST.get("subject", "")
    ),
    "order": lambda request, sitting: services.ask_for_floor(sitting=sitting, by=request.user, kind="order"),
    "withdraw": lambda request, sitting: services.withdraw_from_list(
        sitting=sitting, turn=_turn(request), by=request.user
    ),
    "give": lambda request, sitting: services.give_floor(sitting=sitting, turn=_turn(request), by=request.user),
    "done": lambda request, sitting: services.end_turn(sitting=sitting, turn=_turn(request), by=request.user),
    "close": lambda request, sitting: services.close_sitting(sitting=sitting, by=request.user),
}


@person
def minutes(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """The minutes, their versions and what differs; the registrar corrects, the presiding member approves."""
    sitting = _load(request, number, ordinal)
    versions = list(sitting.minutes.select_related("by"))
    if not versions:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "approve":
        version = whole_number(request.POST.get("version", ""), figures=4) or 0
        services.approve_minutes(sitting=sitting, version=version, by=request.user)
        return redirect("minutes", number=sitting.case.number, ordinal=ordinal)
    form = MinutesForm(request.POST or None, initial={"text": versions[0].text, "seen": versions[0].version})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            services.correct_minutes(
                sitting=sitting, text=form.cleaned_data["text"], seen_version=form.cleaned_data["seen"], by=request.user
            )
        if form.accepted:
            return redirect("minutes", number=sitting.case.number, ordinal=ordinal)
        form.kept_of(versions[0])
    context = _minutes(request, sitting, versions, form)
    return show(request, sitting.case, "deliberation/minutes.html", "deliberation", context, status=form.status)


def _minutes(request: HttpRequest, sitting: Sitting, versions: list[Minutes], form: MinutesForm) -> dict[str, Any]:
    shown = _wanted(versions, request.GET.get("version")) or versions[0]
    before = _wanted(versions, request.GET.get("since"))
    approval = MinutesApproval.objects.filter(sitting=sitting).select_related("by", "minutes").first()
    done = Refused("R31", "The minutes are approved and stay as they are.") if approval else None
    return {
        "sitting": sitting,
        "versions": versions,
        "shown": shown,
        "before": before,
        "changed": changes(before.text, shown.text) if before else (),
        "blocks": blocks(shown.text),
        "form": form,
        "approval": approval,
        "correct_refused": done or refusal_of(require, request.user, Act.CORRECT_MINUTES),
        "approve_refused": done or refusal_of(chair, request.user, sitting.case, Act.APPROVE_MINUTES),
    }


def _wanted(versions: list[Minutes], given: str | None) -> Minutes | None:
    return next((row for row in versions if str(row.version) == given), None)


@person
@require_safe
def minutes_file(request: HttpRequest, number: str, ordinal: int, form: str) -> HttpResponse:
    """The newest version as "pdf" or "docx"."""
    sitting = _load(request, number, ordinal)
    newest = sitting.minutes.first()
    if newest is None:
        raise Http404
    newest.sitting = sitting
    made = services.export_minutes(minutes=newest, form=form, by=request.user)
    kind = "inline" if form == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.type, headers=headers)
