"""The Council's answer to an output (R41, SCREENS 15): the record, and the registrar's entries."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.procedure import Stage as CaseStage
from cases.services import move_stage
from deliberation.council_forms import ExpectForm, ExplanationForm, MeetingForm, TextForm, VoteForm
from deliberation.models import CouncilMeeting, CouncilText, CouncilVote, Output
from deliberation.selectors.council import meetings_of, outlook, texts_of, voted
from deliberation.selectors.council_seats import sitting
from deliberation.services.council import correct_text, record_meeting, record_text
from deliberation.services.council_votes import (
    correct_meeting,
    correct_vote,
    council_day,
    expect_position,
    explain_vote,
    record_vote,
    voted_on,
)
from mad.accounts.permissions import Act, may, require
from mad.common.errors import Refused
from mad.common.web import person

from .common import load_output, refusal_of, show_output


@person
def output_council(request: HttpRequest, number: str) -> HttpResponse:
    """When the Council met, whether the Division was heard, how each State voted, and what was promised."""
    found = load_output(request, number)
    meetings = meetings_of(found)
    context = {
        "meetings": meetings,
        "texts": texts_of(found),
        "keeper": may(request.user, Act.KEEP_COUNCIL_RECORD),
        "keep_refused": _keep_refused(request.user, found),
        "closes": _onward(request.user, found, bool(meetings)),
    }
    return _show(request, found, "council", context)


def _keep_refused(user: Any, found: Output) -> Refused | None:
    refused = refusal_of(require, user, Act.KEEP_COUNCIL_RECORD)
    if refused is None and found.transmitted_at is None:
        return Refused("R41", "The Council answers what was transmitted to it; this output was not.")
    return refused


def _onward(user: Any, found: Output, answered: bool) -> dict[str, Any] | None:
    """The move of the case to follow-up, where it is the next one (R20)."""
    if found.case.stage != CaseStage.WITH_COUNCIL:
        return None
    refused = refusal_of(require, user, Act.MOVE_CASE)
    if refused is None and not answered:
        refused = Refused("R41", "The Council’s answer has not been recorded.")
    return {"refused": refused}


@person
@require_POST
def council_follow_up(request: HttpRequest, number: str) -> HttpResponse:
    """The case goes on to follow-up once the answer is on record."""
    found = load_output(request, number)
    require(request.user, Act.MOVE_CASE)
    ground = f"The Council’s answer to {found.number} is on record"
    move_stage(case=found.case, to=CaseStage.FOLLOW_UP.value, by=request.user, ground=ground)
    return redirect("output_council", number=found.number)


@person
def council_meeting(request: HttpRequest, number: str, ordinal: int | None = None) -> HttpResponse:
    """Entering a meeting, or correcting one."""
    found = _kept(request, number)
    row = _one(found.council_meetings.all(), ordinal) if ordinal else None
    form = MeetingForm(request.POST or None, row=row)
    if form.is_valid():
        with form.refusals():
            if row is None:
                record_meeting(output=found, by=request.user, **form.cleaned_data)
            else:
                correct_meeting(meeting=row, by=request.user, **form.cleaned_data)
        if form.accepted:
            return _done(request, found)
    context = {"form": form, "row": row, "versions": _versions(row), "what": _("meeting")}
    return _show(request, found, "council_entry", context, status=form.status)


@person
def council_text(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """A text before the Council, what is expected of the planned vote, and what would have to change."""
    found = load_output(request, number)
    row = _one(found.council_texts.prefetch_related("votes__meeting"), ordinal)
    row.output = found
    expected = outlook(row, council_day(row))
    form = ExpectForm(request.POST or None, states=[line.state for line in expected.lines])
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            expect_position(text=row, by=request.user, **form.cleaned_data)
        if form.accepted:
            return redirect(f"{request.path}#expected-{form.cleaned_data['state']}")
    context = {
        "text": row,
        "expected": expected,
        "voted_on": voted_on(row),
        "votes": list(row.votes.all()),
        "form": form,
        "keeper": may(request.user, Act.KEEP_COUNCIL_RECORD),
        "may_expect": may(request.user, Act.EXPECT_COUNCIL_VOTE),
    }
    return _show(request, found, "council_text", context, status=form.status)


@person
def council_text_entry(request: HttpRequest, number: str, ordinal: int | None = None) -> HttpResponse:
    """Entering a text, or correcting one."""
    found = _kept(request, number)
    row = _one(found.council_texts.select_related("adequacy"), ordinal) if ordinal else None
    form = TextForm(request.POST or None, row=row)
    if form.is_valid():
        data = dict(form.cleaned_data)
        pasted = data.pop("text")
        with form.refusals():
            if row is None:
                record_text(output=found, by=request.user, text=pasted, **data)
            else:
                correct_text(text=row, by=request.user, pasted=pasted, **data)
        if form.accepted:
            return _done(request, found)
    context = {"form": form, "row": row, "versions": _versions(row), "what": _("text")}
    return _show(request, found, "council_entry", context, status=form.status)


@person
def council_vote(request: HttpRequest, number: str, ordinal: int, vote: int | None = None) -> HttpResponse:
    """Entering a vote State by State, or correcting one."""
    found = _kept(request, number)
    meeting = _one(found.council_meetings.all(), ordinal)
    row = _one(meeting.votes.prefetch_related("positions"), vote) if vote else None
    texts = list(found.council_texts.all())
    form = VoteForm(request.POST or None, states=sitting(meeting.held_on).states, texts=texts, row=row)
    if form.is_valid():
        with form.refusals():
            _enter_vote(request, form, meeting, row, texts)
        if form.accepted:
            return _done(request, found)
    context = {"form": form, "row": row, "meeting": meeting, "versions": _versions(row), "what": _("vote")}
    return _show(request, found, "council_vote", context, status=form.status)


def _enter_vote(
    request: HttpRequest, form: VoteForm, meeting: CouncilMeeting, row: CouncilVote | None, texts: list[CouncilText]
) -> None:
    data = {name: form.cleaned_data[name] for name in ("kind", "on_what", "passed_as", "source")}
    if row is None:
        text = next((text for text in texts if text.ordinal == form.cleaned_data["text"]), None)
        record_vote(meeting=meeting, by=request.user, roll=form.roll(), text=text, **data)
        return
    version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
    correct_vote(vote=row, by=request.user, roll=form.roll(), version=version, reason=reason, **data)


@person
def council_explanation(request: HttpRequest, number: str, ordinal: int, vote: int) -> HttpResponse:
    """What a State said in public of its vote."""
    found = _kept(request, number)
    meeting = _one(found.council_meetings.all(), ordinal)
    row = _one(meeting.votes.prefetch_related("positions__state", "explanations"), vote)
    shown = voted(row, meeting.held_on)
    form = ExplanationForm(
        request.POST or None,
        states=[line.state for line in shown.roll],
        initial={"state": request.GET.get("state", "")},
    )
    if form.is_valid():
        with form.refusals():
            explain_vote(vote=row, by=request.user, **form.cleaned_data)
        if form.accepted:
            return _done(request, found)
    context = {"form": form, "row": None, "what": _("explanation of vote"), "about": row, "shown": shown}
    return _show(request, found, "council_entry", context, status=form.status)


def _kept(request: HttpRequest, number: str) -> Output:
    """The output, for the registrar."""
    found = load_output(request, number)
    require(request.user, Act.KEEP_COUNCIL_RECORD)
    return found


def _one(rows: Any, ordinal: int | None) -> Any:
    found = rows.filter(ordinal=ordinal).first()
    if found is None:
        raise Http404
    return found


def _versions(row: Any) -> list[Any]:
    return list(row.versions.select_related("by")) if row is not None else []


def _done(request: HttpRequest, found: Output) -> HttpResponse:
    messages.success(request, _("Recorded in the docket."))
    return redirect("output_council", number=found.number)


def _show(
    request: HttpRequest, found: Output, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return show_output(request, found, f"deliberation/{template}.html", "council", context, status=status)
