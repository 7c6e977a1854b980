"""The screening desk (SCREENS 4): the queue by the clock, and one submission with its decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evidence.forms import ScreenForm
from evidence.models import ScreeningDecision, Submission
from evidence.selectors import face, neighbours, screening_queue, submissions_visible_to
from evidence.services import record_opening, screen
from evidence.services.drafts import draft, drop_draft
from evidence.views.drafts import kept
from evidence.views.shown import paper
from mad.accounts.permissions import Act, require_act
from mad.clocks.models import Clock
from mad.common import clock, ports
from mad.common.web import get_visible, keyset, page, person

ROWS = 25
DONE = {"accept": "accepted", "hold": "held", "query": "queried", "decline": "declined"}


@person
@require_act(Act.SCREEN)
def queue(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    rows = keyset(screening_queue(request.user), by=["due_at", "id"], cursor=request.GET.get("after", ""), size=ROWS)
    context = {"rows": [(row, face(row, now)) for row in rows.rows], "next": rows.next, "now": now}
    return page(request, "evidence/queue.html", context)


@person
@require_act(Act.SCREEN)
def screening_item(request: HttpRequest, number: str) -> HttpResponse:
    """Decide on one submission. Who was overtaken by a colleague keeps what was typed and reads who decided what."""
    request.nav_key = "screening"  # type: ignore[attr-defined]  # read by the navigation
    submission = get_visible(submissions_visible_to(request.user).select_related("office"), number=number)
    if request.method == "POST":
        return _decide(request, submission)
    written = draft(request.user, _place(submission))
    initial = {
        "sensitivity": submission.sensitivity,
        "destination": "new",
        **written,
        "version": submission.version,
    }
    return _page(request, submission, _form(request, initial=initial))


def _decide(request: HttpRequest, submission: Submission) -> HttpResponse:
    form, taken = _form(request, data=request.POST), None
    if form.is_valid():
        with form.refusals():
            taken = screen(submission=submission, by=request.user, **form.written())
    if taken is None:
        submission.refresh_from_db()
        form.data = {**request.POST.dict(), "version": submission.version}
        return _page(request, submission, form)
    drop_draft(user=request.user, place=_place(submission))
    messages.success(request, _said(submission, taken))
    following = screening_queue(request.user).exclude(status="queried").order_by("due_at", "id").first()
    return redirect("screening_item", number=following.number) if following else redirect("screening")


def _said(submission: Submission, taken: ScreeningDecision) -> str:
    into = f" into {taken.destination}" if taken.destination else ""
    return f"{submission.number} is {DONE[taken.decision]}{into}. The decision is on the docket with your name."


def _form(request: HttpRequest, **given: Any) -> ScreenForm:
    return ScreenForm(**given, destinations=list(ports.destination.get().choices(request.user)))


def _page(request: HttpRequest, submission: Submission, form: ScreenForm) -> HttpResponse:
    record_opening(submission=submission, sensitivity=submission.sensitivity, by=request.user, what="Screening page")
    now = clock.now()
    around = neighbours(screening_queue(request.user), submission)
    context = {
        **paper(request, submission),
        "form": form,
        "clock": Clock.objects.running().filter(subject=submission.number, kind__in=("screening", "hold")).first(),
        "queue": [(row, face(row, now)) for row in around],
        "following": next((row for row in around if (row.due_at, row.pk) > (submission.due_at, submission.pk)), None),
    }
    return page(request, "evidence/screening.html", context, status=form.status)


@person
@require_act(Act.SCREEN)
@require_POST
def keep_draft(request: HttpRequest, number: str) -> HttpResponse:
    submission = get_visible(submissions_visible_to(request.user), number=number)
    return kept(request, _place(submission))


def _place(submission: Submission) -> str:
    return f"screening:{submission.number}"
