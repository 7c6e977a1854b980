"""The page of a motion (SCREENS 13): the exact text, what it takes, the sealed ballot, the roll."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.selectors import case_frame, framed
from cases.selectors.frame import clocks_of, fresh
from cases.selectors.freshness import not_fresh
from cases.selectors.people import Roll, roll
from deliberation import services
from deliberation.forms import BallotForm, DisqualifiedForm, ReconsiderForm
from deliberation.models import Ballot, Motion, Vote
from deliberation.selectors import current_vote
from deliberation.selectors.ballotbox import look, roll_call, seats
from deliberation.selectors.board import Board
from deliberation.selectors.facts import determinations_under, rows_to_check
from deliberation.selectors.threads import rows_of
from deliberation.services.amending import refuse_out_of_turn
from deliberation.services.guards import chair, plenary_member
from deliberation.services.motions import refuse_to_put
from deliberation.services.texts import text_of
from deliberation.services.voting import PUTTABLE
from evidence.selectors import items_visible_to
from mad.accounts.permissions import Act
from mad.clocks.kinds import ClockKind
from mad.common import clock
from mad.common.errors import Refused
from mad.common.web import page, person
from mad.docket.proofs import inclusion
from mad.membership.models import Member

from .common import load_motion, mark_nav, refusal_of


@person
def motion(request: HttpRequest, number: str) -> HttpResponse:
    found = load_motion(request, number)
    form = BallotForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        with form.refusals():
            receipt = services.cast_ballot(motion=found, by=request.user, **form.cleaned_data)
        if form.accepted:
            request.session["receipt"] = {
                "motion": found.number,
                "overtook": receipt.overtook,
                "code": receipt.code,
            }
            return redirect("motion", number=found.number)
    return page(
        request,
        "deliberation/motion.html",
        _context(request, found, form),
        status=form.status if form else 200,
    )


def _context(request: HttpRequest, found: Motion, form: BallotForm | None) -> dict[str, Any]:
    earlier = list(found.votes.order_by("ordinal"))
    vote = earlier.pop() if earlier else None
    (case,) = framed([found.case], request.user)
    case.page_roll = everyone = roll(case)
    _named(found, everyone)
    board = Board(case, found.number, "motion")
    mark_nav(request, "cases")
    context = {
        **case_frame(request.user, case),
        "tab": "deliberation",
        "motion": found,
        "stale": not_fresh(_rests_on(found, board) - fresh(case)),
        "vote": vote,
        "text": [part for part in (vote.text if vote else text_of(found)).split("\n\n") if part],
        "gate": board.gate,
        "remarks": rows_of(board.thread, request.user),
        "acts": _acts(request, found, vote),
        "mine": None,
        "refused": form.refused if form else None,
        "lost": form["explanation"].value() if form and form.refused else "",
    }
    if vote is None:
        return context
    member = everyone.division.member_of(request.user)
    shown, ballots = look(vote, member.pk if member else None)
    if vote.is_open:
        return context | {"box": shown} | _open(request, found, vote, form, member, ballots)
    result = {"box": None, "tally": shown.rows, "roll": roll_call(vote, ballots), "earlier": earlier}
    return context | result | _closed(request, found, vote)


def _named(found: Motion, everyone: Roll) -> None:
    """Who moved it and who seconded it, out of the roll that the page has called."""
    members = {member.pk: member for member in everyone.division.members}
    found.moved_by = members.get(found.moved_by_id) or found.moved_by
    if found.seconded_by_id is not None:
        found.seconded_by = members.get(found.seconded_by_id) or found.seconded_by


def _rests_on(found: Motion, board: Board) -> frozenset[str]:
    """The determination under which it was moved, and those that the output it moves rests on."""
    cited = determinations_under(found.output, rows_to_check(found.output)) if found.output else frozenset()
    return cited | {motion.determination for motion in board.motions if motion.number == found.number}


def _open(
    request: HttpRequest,
    found: Motion,
    vote: Vote,
    form: BallotForm | None,
    member: Member | None,
    mine: tuple[Ballot, ...],
) -> dict[str, Any]:
    last = mine[-1] if mine else None
    running = next((c for c in clocks_of(found.case) if (c.kind, c.subject) == (ClockKind.VOTE, found.number)), None)
    told = request.session.pop("receipt", None)
    return {
        "ballot_form": form or BallotForm(initial=_last(last)),
        "mine": last,
        "versions": mine,
        "told": told if told and told["motion"] == found.number else None,
        "proof": inclusion(last.entry_id) if last else None,
        "ballot_refused": _cannot_vote(request.user, found, vote, member),
        "vote_clock": running.face(clock.now()) if running else None,
        "member": member,
    }


def _last(last: Any) -> dict[str, Any]:
    if last is None:
        return {"seen_version": 0}
    return {"seen_version": last.version, "choice": last.choice, "explanation": last.explanation}


def _cannot_vote(user: Any, found: Motion, vote: Vote, member: Member | None) -> Refused | None:
    refused = refusal_of(plenary_member, user, found.case, Act.VOTE)
    if refused:
        return refused
    if clock.now() >= vote.closes_at:
        return Refused("R34", "The time for voting has passed.", "The vote is being closed.")
    if member is None or member.pk not in vote.roster_ids:
        return Refused("R35", "The roster was frozen when the vote opened, and you were not on it.")
    return None


def _closed(request: HttpRequest, found: Motion, vote: Vote) -> dict[str, Any]:
    roster = [row for row in vote.roster if row["member"] not in {s["member"] for s in vote.struck}]
    return {
        "seats": seats(vote),
        "needed": seats(vote).index("line"),
        "silent": vote.silent,
        "reconsider_form": ReconsiderForm(),
        "disqualified_form": DisqualifiedForm(roster=roster),
        "reconsider_refused": refusal_of(plenary_member, request.user, found.case, Act.MOVE_MOTION),
    }


def _acts(request: HttpRequest, found: Motion, vote: Vote | None) -> dict[str, Any]:
    """What the chair and the members may do now, each with its refusal."""
    chairing = refusal_of(chair, request.user, found.case, Act.PUT_TO_VOTE)
    acts: dict[str, Any] = {"chairs": chairing is None}
    if found.state in PUTTABLE:
        acts["put"] = chairing or _not_ready(found)
        acts["withdraw"] = found.moved_by.user_id == request.user.pk
    if vote is not None and vote.is_open:
        acts["close"] = chairing
    if found.state == Motion.State.TABLED and found.seconded_by is None:
        acts["second"] = refusal_of(plenary_member, request.user, found.case, Act.MOVE_MOTION)
    return acts


def _not_ready(found: Motion) -> Refused | None:
    turn = refusal_of(refuse_out_of_turn, found) if found.output is not None else None
    return turn or refusal_of(refuse_to_put, found)


@person
@require_POST
def withdraw_motion(request: HttpRequest, number: str) -> HttpResponse:
    found = load_motion(request, number)
    services.withdraw_motion(motion=found, by=request.user)
    return redirect("motion", number=found.number)


@person
@require_POST
def put_motion(request: HttpRequest, number: str) -> HttpResponse:
    found = load_motion(request, number)
    services.put_to_vote(motion=found, by=request.user)
    return redirect("motion", number=found.number)


@person
@require_POST
def close_motion(request: HttpRequest, number: str) -> HttpResponse:
    found = load_motion(request, number)
    services.close_vote(motion=found, by=request.user)
    return redirect("motion", number=found.number)


@person
@require_POST
def second_motion(request: HttpRequest, number: str) -> HttpResponse:
    found = load_motion(request, number)
    services.second(motion=found, by=request.user)
    return redirect("motion", number=found.number)


@person
@require_POST
def reconsider_motion(request: HttpRequest, number: str) -> HttpResponse:
    """Bring back a motion that failed (R35), or report a disqualification found out after closing."""
    found = load_motion(request, number)
    if request.POST.get("act") == "disqualified":
        return _disqualified(request, found)
    given = request.POST.get("new_evidence", "").strip()
    item = items_visible_to(request.user).filter(number=given).first()
    again = services.reconsider(motion=found, by=request.user, new_evidence=item)
    return redirect("motion", number=again.number)


def _disqualified(request: HttpRequest, found: Motion) -> HttpResponse:
    vote = current_vote(found)
    form = DisqualifiedForm(request.POST, roster=vote.roster if vote else [])
    if not form.is_valid():
        raise Refused("R35", "Name the member and say why the member was not entitled.", status=400)
    member = Member.objects.get(pk=form.cleaned_data["member"])
    services.report_disqualified(motion=found, member=member, reason=form.cleaned_data["reason"], by=request.user)
    return redirect("motion", number=found.number)
