"""R37: review, signatures, transmission, publication, withdrawal. R39 c: clearing wording."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from cases.models import Case
from cases.procedure import Stage as CaseStage
from cases.procedure.words import words
from cases.selectors.people import entitled
from cases.selectors.reading import determination_in_force
from cases.services import move_stage
from deliberation.models import Clearance, Motion, Output, Paragraph, Signature
from deliberation.procedure.mandate import to_clear
from deliberation.procedure.outputs import OutputKind, Stage, enough_signatories
from deliberation.selectors import paragraphs_of
from deliberation.selectors.correspondence import successors_of
from deliberation.selectors.facts import OPEN_MOTION, checked_paragraphs
from deliberation.selectors.leaving import gives_away
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership.models import Member
from mad.notices.audience import Audience
from mad.notices.services import notify
from mad.reference.parameters import numbers

from .correspondence import deliver
from .drafting import add_paragraph, create_output, editable
from .guards import chair, plenary, plenary_member, required
from .motions import refuse_mandate, refuse_replaced
from .publishing import end_embargo, note_supersession, refuse_closed, resume_embargo
from .stages import adopt, locked, move_output
from .tabling import refuse_force_paragraphs

SAME_CALL = timedelta(minutes=10)
TELLS = "This names or quotes evidence that may not be released (R16)."


@transaction.atomic
def submit_for_review(*, output: Output, by) -> Output:
    """Lay the draft before the plenary. It can still be edited until its vote opens.

    Raises Refused: R33 for a paragraph of class force behind the gate, R38 for an empty draft.
    """
    fresh = editable(output, by)
    if not paragraphs_of(fresh):
        raise Refused("R38", "The draft has no paragraph yet.")
    refuse_force_paragraphs(fresh)
    move_output(fresh, Stage.IN_REVIEW, by=by)
    _tell(fresh, "output.in_review", plenary(fresh.case))
    return fresh


@transaction.atomic
def return_to_draft(*, output: Output, by) -> Output:
    """Take the text out of review. Refused (R37) while its adoption is moved: it would be taken from under the motion."""
    fresh = editable(output, by)
    moved = fresh.motions.filter(kind=Motion.Kind.OUTPUT, state__in=OPEN_MOTION).first()
    if moved is not None:
        raise Refused(
            "R37", f"{moved.number}, to adopt it, is not decided yet.", "It is voted on, or withdrawn, first."
        )
    return move_output(fresh, Stage.DRAFT, by=by)


@transaction.atomic
def clear_wording(*, paragraph: Paragraph, version: int, by) -> Clearance:
    """R39 c: a legal member clears, by name, wording that suggests a change of regime; two are needed.

    version: of the paragraph, as the member read it. It holds for this version only, and another one is not cleared
    unread: Refused (R39 c, code "overtaken").
    """
    output = editable_by_clearer(paragraph, by)
    member = plenary_member(by, output.case, Act.CLEAR_WORDING)
    if member.discipline != "legal":
        raise Refused("R39 c", "Wording is cleared by legal members.", status=403)
    row = Paragraph.objects.select_related("edited_by").get(pk=paragraph.pk)
    if row.removed_at or row.version != version:
        done = "took this paragraph out" if row.removed_at else "changed this paragraph"
        raise Refused(
            "R39 c",
            f"{row.edited_by or 'Somebody'} {done} after you had read it.",
            "Nothing was cleared. Read it as it stands now.",
            code="overtaken",
        )
    found = to_clear(checked_paragraphs(output)).get(str(row.pk))
    if found is None:
        raise Refused("R39 c", "Nothing in this paragraph needs to be cleared.")
    if row.clearances.filter(version=row.version, member=member, words=found).exists():
        raise Refused("R39 c", "You have cleared this wording already.", "Another legal member must clear it too.")
    clearance = Clearance.objects.create(paragraph=row, version=row.version, member=member, words=found, at=clock.now())
    record(
        act="wording.cleared",
        by=by,
        obj=output.number,
        case=output.case.number,
        content={"paragraph": row.pk, "version": row.version, "words": found},
        facts={"rule": "R39 c"},
    )
    return clearance


def editable_by_clearer(paragraph: Paragraph, by) -> Output:
    require(by, Act.CLEAR_WORDING)
    fresh = locked(paragraph.output)
    if fresh.stage not in (Stage.DRAFT, Stage.IN_REVIEW):
        raise Refused("R37", f"The text is {fresh.get_stage_display().lower()} and no longer changes.")
    return fresh


@transaction.atomic
def make_call(*, case: Case, by, kind: str, title: str, text: str) -> Output:
    """R37: an emergency call or a request to be heard, at any time. The presiding member's goes out at once;
    a member's waits for others to sign (see `sign`). The same one sent again within minutes is the one sent first."""
    if kind not in list(OutputKind) or OutputKind(kind).needs_vote:
        raise Invalid({"kind": ["Only an emergency call or a request to be heard goes without a vote."]}, rule="R37")
    plenary_member(by, case, Act.CALL_EMERGENCY)
    said = required("R37", title=title, text=text)
    if gives_away(case, f"{said['title']}\n{said['text']}"):
        raise Invalid({"text": [TELLS]}, rule="R16")
    Case.objects.select_for_update().get(pk=case.pk)
    pieces = [piece for part in said["text"].replace("\r\n", "\n").split("\n\n") if (piece := part.strip())]
    if first := _sent_already(case, by, kind, said["title"], pieces):
        return first
    output = create_output(case=case, by=by, kind=kind, title=said["title"])
    for piece in pieces:
        add_paragraph(output=output, by=by, text=piece)
    return sign(output=output, by=by)


def _sent_already(case: Case, by: Any, kind: str, title: str, pieces: list[str]) -> Output | None:
    """The same call by the same person a moment ago: a button pressed twice, or an answer that was lost on the way."""
    since = clock.now() - SAME_CALL
    recent = Output.objects.filter(case=case, kind=kind, drafted_by=by, title=title, drafted_at__gte=since)
    said = words("\n".join(pieces))
    for one in recent.exclude(stage=Stage.WITHDRAWN):
        if words("\n".join(f"{p.opening} {p.text}" for p in paragraphs_of(one))) == said:
            return one
    return None


@transaction.atomic
def sign(*, output: Output, by) -> Output:
    """Stand behind a call or request. With the presiding member, or three members, it goes out at once."""
    fresh = locked(output)
    member = plenary_member(by, fresh.case, Act.CALL_EMERGENCY)
    if OutputKind(fresh.kind).needs_vote or fresh.stage != Stage.DRAFT:
        raise Refused("R37", "Only a call or request that has not gone out yet is signed.")
    _, new = Signature.objects.get_or_create(output=fresh, member=member, defaults={"at": clock.now()})
    if not new:
        raise Refused("R37", "You have signed this already.")
    refuse_force_paragraphs(fresh)
    if gives_away(fresh.case, "\n".join([fresh.title, *(f"{p.opening} {p.text}" for p in paragraphs_of(fresh))])):
        raise Refused("R16", TELLS, "Withdraw it and make another.")
    record(act="output.signed", by=by, obj=fresh.number, case=fresh.case.number, content={"member": member.pk})
    signing = _still_entitled(fresh)
    presiding = any(m.user.presiding for m in signing)
    needed = numbers().emergency_members
    if enough_signatories(presiding=presiding, members=len(signing), emergency_members=needed):
        refuse_mandate(fresh)
        adopt(fresh, None)
        return _send(locked(fresh), by)
    if fresh.signatures.count() == 1:  # told once; desks count on from there
        _tell(fresh, "output.to_sign", _yet_to_sign(fresh, member))
    return fresh


def _yet_to_sign(output: Output, first: Member) -> Audience:
    """Who may stand behind a call that `first` made: the others who sit and are not recused (R6, R37)."""
    return Audience(users=[member.user_id for member in entitled(output.case) if member.pk != first.pk])


def _still_entitled(output: Output) -> list:
    signed = set(output.signatures.values_list("member_id", flat=True))
    return [member for member in entitled(output.case) if member.pk in signed]


@transaction.atomic
def transmit(*, output: Output, by) -> Output:
    """Send an adopted output to the Council's president and every Council member; the case moves on (R20)."""
    require(by, Act.TRANSMIT_OUTPUT)
    Case.objects.select_for_update().get(pk=output.case_id)  # before the output, as every act on a motion locks them
    fresh = locked(output)
    if Role.REGISTRAR not in by.roles:
        chair(by, fresh.case, Act.TRANSMIT_OUTPUT)
    refuse_replaced(fresh, determination_in_force(fresh.case))
    refuse_mandate(fresh)  # the gate may have shut since the vote (R33, R35)
    return _send(fresh, by)


def _send(output: Output, by) -> Output:
    refuse_closed(output)
    move_output(output, Stage.TRANSMITTED, by=by, transmitted_at=clock.now())
    deliver(output, by)
    resume_embargo(output)
    _tell(output, "output.transmitted", plenary(output.case))
    if OutputKind(output.kind).needs_vote and output.case.stage == CaseStage.DELIBERATION:
        move_stage(case=output.case, to=CaseStage.WITH_COUNCIL.value, by=None, ground=f"{output.number} transmitted")
    return output


@transaction.atomic
def withdraw(*, output: Output, by, reason: str) -> Output:
    """The presiding member takes back what has not been transmitted, with a reason. The text is kept."""
    fresh = locked(output)
    chair(by, fresh.case, Act.PUT_TO_VOTE)
    said = required("R37", reason=reason)["reason"]
    if fresh.motions.filter(state="voting").exists():
        raise Refused("R35", "A vote on this output is open; it is not withdrawn until it closes.")
    end_embargo(fresh, by)
    return move_output(fresh, Stage.WITHDRAWN, by=by, withdrawn_reason=said)


def _tell(output: Output, kind: str, to: Audience) -> None:
    url = reverse("output", kwargs={"number": output.number})
    notify(kind=kind, subject=output.number, url=url, to=to, case=output.case.number)


def supersede(*, output: Output, by, with_output: Output) -> Any:
    """R37: a later output of the same kind, once adopted, takes the place of an earlier one. By the presiding member.

    Raises Refused (R37, field successor) for one that cannot, or an output that is not standing itself.
    """
    with transaction.atomic():
        old, new = _both(output, with_output)
        chair(by, old.case, Act.PUT_TO_VOTE)
        if not successors_of(old).filter(pk=new.pk).exists():
            raise Refused(
                "R37",
                "An output is superseded by an adopted one of the same kind in the same case.",
                "One that was withdrawn or superseded, or that took the place of another, cannot.",
                field="successor",
            )
        new.supersedes = old
        new.save(update_fields=["supersedes"])
        content = {"output": old.number}
        record(act="output.supersedes", by=by, obj=new.number, case=new.case.number, content=content, facts=content)
        moved = move_output(old, Stage.SUPERSEDED, by=by)
        end_embargo(moved, by)
        note_supersession(moved, new)
        return moved


def _both(old: Output, new: Output) -> tuple[Output, Output]:
    """Locked in one order whoever asks, so that two who supersede each way round do not wait for each other."""
    first, second = (locked(one) for one in sorted((old, new), key=lambda one: one.pk))
    return (first, second) if first.pk == old.pk else (second, first)
