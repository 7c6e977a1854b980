"""The screening desk (SCREENS 4): the queue by the clock, and one submission with its decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evidence.models import ScreeningDecision, Submission
from evidence.models.submissions import OPEN_STATUSES
from evidence.procedure.screening import Decision
from evidence.screening_forms import GroundsForm, OriginForm, ScreenForm
from evidence.selectors import QueueFilter, face, neighbours, screening_queue, submissions_visible_to
from evidence.services import mark_origin, record_opening, screen
from evidence.services.drafts import draft, drop_draft
from evidence.services.placing import parts_of
from evidence.views.drafts import kept
from evidence.views.shown import beside, paper
from mad.accounts.models import Office
from mad.accounts.permissions import Act, require_act
from mad.clocks.models import Clock
from mad.common import clock, ports
from mad.common.errors import Refused
from mad.common.web import get_visible, keyset, page, person

ROWS = 25
DONE = {"accept": "accepted", "hold": "held", "query": "queried", "decline": "declined"}


@person
@require_act(Act.SCREEN)
def queue(request: HttpRequest) -> HttpResponse:
    now, asked = clock.now(), QueueFilter.read(request.GET)
    waiting = asked.narrow(screening_queue(request.user), request.user)
    rows = keyset(waiting, by=["due_at", "id"], cursor=request.GET.get("after", ""), size=ROWS)
    context = {
        "rows": [(row, face(row, now)) for row in rows.rows],
        "next": rows.next,
        "now": now,
        "asked": asked,
        "statuses": OPEN_STATUSES,
        "duties": Office.Duty.choices,
    }
    return page(request, "evidence/queue.html", context)


@person
@require_act(Act.SCREEN)
def screening_item(request: HttpRequest, number: str) -> HttpResponse:
    """Decide on one submission. Who was overtaken by a colleague keeps what was typed and reads who decided what."""
    submission = _submission(request, number)
    if request.method == "POST":
        return _decide(request, submission)
    written = draft(request.user, _place(submission))
    initial = {
        "sensitivity": submission.sensitivity,
        "destination": "new",
        **written,
        "version": submission.version,
    }
    return _page(request, submission, screening=_form(request, submission, initial=initial, written=written))


def _submission(request: HttpRequest, number: str) -> Submission:
    request.nav_key = "screening"  # type: ignore[attr-defined]  # read by the navigation
    return get_visible(submissions_visible_to(request.user).select_related("office"), number=number)


def _decide(request: HttpRequest, submission: Submission) -> HttpResponse:
    form, taken = _form(request, submission, data=request.POST), None
    if form.is_valid():
        with form.refusals():
            taken = screen(submission=submission, by=request.user, **form.written())
    if taken is None:
        submission.refresh_from_db()
        form.data = {**request.POST.dict(), "version": submission.version}
        return _page(request, submission, screening=form)
    drop_draft(user=request.user, place=_place(submission))
    messages.success(request, _said(submission, taken))
    return _next(request)


def _next(request: HttpRequest) -> HttpResponse:
    """On to what is due next, within the filters of the queue."""
    asked = QueueFilter.read(request.GET)
    waiting = asked.narrow(screening_queue(request.user), request.user).exclude(status="queried")
    following = waiting.order_by("due_at", "id").first()
    where = reverse("screening_item", args=[following.number]) if following else reverse("screening")
    return redirect(where + asked.query)


def _said(submission: Submission, taken: ScreeningDecision) -> str:
    into = f" into {', '.join(taken.destinations)}" if taken.destinations else ""
    return f"{submission.number} is {DONE[taken.decision]}{into}. The decision is on the docket with your name."


def _form(request: HttpRequest, submission: Submission, **given: Any) -> ScreenForm:
    asked = submission.is_open or "data" in given
    destinations = list(ports.destination.get().choices(request.user)) if asked else []
    return ScreenForm(**given, destinations=destinations, parts=parts_of(submission, request.user))


def _page(request: HttpRequest, submission: Submission, **forms: Any) -> HttpResponse:
    record_opening(submission=submission, sensitivity=submission.sensitivity, by=request.user, what="Screening page")
    now, asked = clock.now(), QueueFilter.read(request.GET)
    around = neighbours(asked.narrow(screening_queue(request.user), request.user), submission)
    read = paper(request, submission)
    drawn = {
        "screening": forms.get("screening") or _form(request, submission, initial={"version": submission.version}),
        "deriving": forms.get("deriving") or OriginForm(),
        "reopening": forms.get("reopening") or GroundsForm(),
    }
    context = {
        **read,
        **beside(request, submission, read["files"]),
        **drawn,
        "form": drawn["screening"],
        "clock": Clock.objects.running().filter(subject=submission.number, kind__in=("screening", "hold")).first(),
        "queue": [(row, face(row, now)) for row in around],
        "following": next((row for row in around if (row.due_at, row.pk) > (submission.due_at, submission.pk)), None),
        "asked": asked,
        "answers": [query for query in read["queries"] if query.answer],
        "open_query": next((query for query in read["queries"] if not query.closed_at), None),
    }
    return page(request, "evidence/screening.html", context, status=max(form.status for form in drawn.values()))


@person
@require_act(Act.SCREEN)
@require_POST
def keep_draft(request: HttpRequest, number: str) -> HttpResponse:
    submission = get_visible(submissions_visible_to(request.user), number=number)
    return kept(request, _place(submission))


@person
@require_act(Act.SCREEN)
@require_POST
def reopening(request: HttpRequest, number: str) -> HttpResponse:
    """R15: a declined submission is taken up again by a further decision."""
    submission, form = _submission(request, number), GroundsForm(request.POST)
    if form.is_valid():
        with form.refusals():
            grounds = form.cleaned_data["grounds"]
            screen(submission=submission, by=request.user, decision=Decision.REOPEN.value, grounds=grounds)
    if form.accepted:
        messages.success(request, f"{number} is reopened, and its clock runs from now.")
        return redirect("screening_item", number=number)
    return _page(request, submission, reopening=form)


@person
@require_act(Act.GRADE)
@require_POST
def origin(request: HttpRequest, number: str) -> HttpResponse:
    """R17: the submission goes back to another, or to nothing else after all."""
    submission, form = _submission(request, number), OriginForm(request.POST)
    if form.is_valid():
        with form.refusals():
            found = _origin(request, form.cleaned_data["origin"].strip())
            mark_origin(submission=submission, origin=found, by=request.user, reason=form.cleaned_data["reason"])
    if form.accepted:
        messages.success(request, f"What {number} goes back to is recorded. Both count as one source.")
        return redirect("screening_item", number=number)
    return _page(request, submission, deriving=form)


def _origin(request: HttpRequest, number: str) -> Submission | None:
    if not number:
        return None
    found = submissions_visible_to(request.user).filter(number=number).first()
    if found is None:
        raise Refused("R17", "There is no such submission that you may open.", field="origin", status=400)
    return found


def _place(submission: Submission) -> str:
    return f"screening:{submission.number}"
