"""R40: tabling amendments, wording them anew, and the order in which they are voted on."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from cases.models import Case
from deliberation.models import Amendment, AmendmentVersion, Motion, Output, Paragraph
from deliberation.procedure.amendments import Change, Proposal
from deliberation.procedure.form import Part
from deliberation.procedure.gate import OptionClass
from deliberation.selectors.amendments import KINDS, Text, text_now
from deliberation.selectors.facts import OPEN_MOTION
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.notices.services import notify

from .amending import refuse_force_of, refuse_stage
from .guards import chair, in_plenary, plenary, plenary_member
from .motions import class_of, create, stages_of
from .repeats import stage_entry
from .stages import locked as locked_output
from .wordings import read_words

LONGEST_REASON = 2000
MOST = 500


@transaction.atomic
def table_amendment(
    *,
    output: Output,
    by,
    change: str,
    target: Paragraph | None = None,
    part: str = "",
    version: int | None = None,
    reason: str = "",
    **words: Any,
) -> Amendment:
    """Table an amendment to one paragraph of a text in review, or ask that it be voted separately; it is moved with it.

    target: the paragraph, or the one after which another is added (None: at the end of `part`). version: of the
    paragraph as the mover read it. words: see wordings.read_words; those left out stay as they are.
    Raises Refused: R31, R33 (force behind the gate), R35 (the whole is being voted on, or the same failed in this
    stage), R40 (no text in review; the paragraph was changed since it was read, code "conflict"); Invalid.
    """
    case = Case.objects.select_for_update().get(pk=output.case_id)
    member = plenary_member(by, case, Act.MOVE_MOTION)
    fresh, kind = _open_to_it(output), _kind(change)
    determination = in_plenary(case, stages_of(kind))
    text = text_now(fresh)
    row = _seated(text, target, Change(change))
    _refuse_overtaken(row, version, text)
    own = _part(fresh, row, part)
    content = _content(fresh, own, row, Change(change), words, by)
    proposal = _proposal(text, Change(change), row)
    force = refuse_force_of(text, proposal, own, content)
    worded = _wording(text, proposal, content, reason)
    _refuse_again(case, fresh, change, row, content)
    amendment = _save(fresh, member, change, own, row, worded)
    made = {"output": fresh, "option": None, "recommendation": None, "amendment": amendment}
    motion = create(case, member, determination, kind, made, text="", by=by)
    if force:
        motion.cls = OptionClass.FORCE.value
        motion.save(update_fields=["cls"])
    _record(amendment, "amendment.tabled", by, worded)
    url = reverse("amendment", kwargs={"number": fresh.number, "ordinal": amendment.ordinal})
    notify(kind="amendment.tabled", subject=motion.number, url=url, to=plenary(case), case=case.number)
    return amendment


def _open_to_it(output: Output) -> Output:
    """The output, locked: in review, and not being voted on as a whole."""
    fresh = locked_output(output)
    refuse_stage(fresh)
    whole = fresh.motions.filter(kind=Motion.Kind.OUTPUT, state=Motion.State.VOTING).first()
    if whole is not None:
        raise Refused("R35", f"The text is frozen while the vote on {whole.number} is open.")
    if fresh.amendments.count() >= MOST:
        raise Refused("R40", f"A text takes at most {MOST} amendments.", "Withdraw the text and draft it anew.")
    return fresh


def _kind(change: str) -> str:
    if change not in list(Change):
        raise Invalid({"change": ["Choose other words, a new paragraph, taking out or a separate vote."]}, rule="R40")
    return Motion.Kind.DIVISION if change == Change.DIVIDE else Motion.Kind.AMENDMENT


def _seated(text: Text, target: Paragraph | None, change: Change) -> Paragraph | None:
    """The target as it stands in the text."""
    if target is None:
        if change is not Change.ADD:
            raise Invalid({"target": ["Name the paragraph."]}, rule="R40")
        return None
    row = text.rows.get(target.pk)
    if row is None:
        raise Refused(
            "R40", "This paragraph is not in the text.", "Nothing was tabled; choose another.", field="target"
        )
    if row.fixed:
        if change is not Change.ADD:
            raise Refused("R38", "The closing line is produced, not typed.", field="target")
        return None
    return row


def _refuse_overtaken(row: Paragraph | None, version: int | None, text: Text) -> None:
    if row is not None and version is not None and version != row.version:
        raise Refused(
            "R40",
            f"Paragraph {text.labels[row.pk]} was changed after you had read it.",
            "Your words are kept in the form; compare them with the paragraph as it stands.",
            code="conflict",
        )


def _part(output: Output, row: Paragraph | None, part: str) -> Part:
    if row is not None:
        return Part(row.part)
    if not output.is_resolution:
        return Part.PLAIN
    if part not in (Part.PREAMBULAR, Part.OPERATIVE):
        raise Invalid({"part": ["Choose preambular or operative."]}, rule="R40")
    return Part(part)


def _content(
    output: Output, part: Part, row: Paragraph | None, change: Change, words: Mapping[str, Any], by
) -> dict[str, Any] | None:
    """The paragraph as it is to read; None for a change without words."""
    if not change.has_words:
        if any(words.values()):
            raise Invalid({"text": ["A change of this kind has no words."]}, rule="R40")
        return None
    now = row.content() if row is not None and change is Change.REPLACE else {}
    given = {name: value for name, value in now.items() if name != "part"} | dict(words)
    noted = now.get("source", "")
    values = read_words(output, part, given, by=by, cited=now.get("citations", ()), noted=noted)
    content = Paragraph(output=output, part=part.value, **values).content()
    if content == now:
        raise Invalid({"text": ["These words are those of the paragraph."]}, rule="R40")
    return content


def _proposal(text: Text, change: Change, row: Paragraph | None) -> Proposal:
    key = row.pk if row is not None else None
    return Proposal(change, key, {touched.pk: touched.version for touched in text.touched(change, key)})


def _wording(text: Text, proposal: Proposal, content: dict | None, reason: str) -> AmendmentVersion:
    said = reason.strip()
    if len(said) > LONGEST_REASON:
        raise Invalid({"reason": [f"At most {LONGEST_REASON} characters."]}, rule="R40")
    return AmendmentVersion(
        version=1,
        base={str(key): version for key, version in proposal.base.items()},
        before=[text.rows[key].content() for key in proposal.base],
        content=content,
        reason=said,
        at=clock.now(),
    )


def _refuse_again(case: Case, output: Output, change: str, row: Paragraph | None, content: dict | None) -> None:
    """R31, R35: what is being decided is not tabled twice; what failed in this stage comes back by reconsideration."""
    same = Motion.objects.filter(output=output, kind__in=KINDS, amendment__change=change, amendment__target=row)
    for motion in same.select_related("amendment", "output").prefetch_related("amendment__versions"):
        other = motion.amends[0]
        if other.now.content != content:
            continue
        label = f"{other.label} ({motion.number})"
        if motion.state in OPEN_MOTION:
            raise Refused("R31", f"{label} moves the same and is not decided yet.")
        if motion.state == Motion.State.NOT_CARRIED and motion.stage_entry == stage_entry(case):
            raise Refused(
                "R35",
                f"{label}, which moved the same, was not carried in this stage.",
                "It can come back once, on new evidence, moved by a member who voted on the prevailing side.",
            )
        kept = change == Change.DIVIDE and motion.state == Motion.State.CARRIED
        if kept and row is not None and other.now.read[row.pk] == row.version:
            raise Refused("R40", f"The paragraph was voted separately already, as {label}, and kept.")


def _save(output: Output, member, change: str, part: Part, row: Paragraph | None, worded: AmendmentVersion):
    last = output.amendments.aggregate(number=Max("ordinal"), place=Max("place"))
    ordinal = (last["number"] or 0) + 1
    amendment = Amendment.objects.create(
        output=output,
        ordinal=ordinal,
        change=change,
        part=part.value,
        target=row,
        place=max(ordinal, (last["place"] or 0) + 1),
        moved_by=member,
        moved_at=clock.now(),
    )
    worded.amendment = amendment
    worded.save()
    return amendment


@transaction.atomic
def reword_amendment(
    *, amendment: Amendment, by, version: int | None = None, reason: str | None = None, **words: Any
) -> Amendment:
    """The mover words an undecided amendment anew, over the text as it now stands. Every wording is kept.

    version: of the paragraph as the mover read it now. Raises Refused: R33, R35 while its vote is open, R40 when its
    paragraph has left the text (withdraw it and table another).
    """
    case = Case.objects.select_for_update().get(pk=amendment.output.case_id)
    member = plenary_member(by, case, Act.MOVE_MOTION)
    motion = Motion.objects.select_for_update().filter(amendment=amendment).latest("pk")
    fresh = Amendment.objects.select_related("target").prefetch_related("versions").get(pk=amendment.pk)
    _refuse_rewording(fresh, motion, member)
    output = _open_to_it(fresh.output)
    text, change = text_now(output), Change(fresh.change)
    row = _seated(text, fresh.target, change)
    _refuse_overtaken(row, version, text)
    before = fresh.now
    given = {k: v for k, v in (before.content or {}).items() if k != "part"} | words if change.has_words else words
    content = _content(output, Part(fresh.part), row, change, given, by)
    proposal = _proposal(text, change, row)
    force = refuse_force_of(text, proposal, fresh.part, content)
    worded = _wording(text, proposal, content, before.reason if reason is None else reason)
    if (worded.base, worded.content, worded.reason) == (before.base, before.content, before.reason):
        raise Invalid({"text": ["Nothing was changed."]}, rule="R40")
    worded.amendment, worded.version = fresh, before.version + 1
    worded.save()
    motion.cls = OptionClass.FORCE.value if force else class_of(content)
    motion.save(update_fields=["cls"])
    _record(fresh, "amendment.reworded", by, worded)
    return Amendment.objects.prefetch_related("versions").get(pk=fresh.pk)


def _refuse_rewording(amendment: Amendment, motion: Motion, member) -> None:
    if amendment.moved_by_id != member.pk:
        raise Refused("R40", "An amendment is worded anew by the member who moved it.", status=403)
    if motion.state == Motion.State.VOTING:
        raise Refused("R35", f"The words are frozen while the vote on {motion.number} is open.")
    if motion.state not in OPEN_MOTION:
        raise Refused("R40", f"{amendment.label} is decided: {motion.get_state_display().lower()}.")


@transaction.atomic
def order_amendments(*, output: Output, by, places: Mapping[int, int]) -> list[Amendment]:
    """The chair's order of voting; amendments furthest from the text usually go first. places: {ordinal: place}."""
    case = Case.objects.select_for_update().get(pk=output.case_id)
    chair(by, case, Act.PUT_TO_VOTE)
    locked_output(output)
    rows = {row.ordinal: row for row in Amendment.objects.filter(output=output)}
    wrong = {
        str(ordinal): ["Give a whole number from 1 to 999 to an amendment of this output."]
        for ordinal, place in places.items()
        if ordinal not in rows or type(place) is not int or not 1 <= place <= 999
    }
    if wrong:
        raise Invalid(wrong, rule="R40")
    changed = [rows[ordinal] for ordinal, place in places.items() if rows[ordinal].place != place]
    for row in changed:
        row.place = places[row.ordinal]
        row.save(update_fields=["place"])
    ordered = sorted(rows.values(), key=lambda row: (row.place, row.ordinal))
    if changed:
        labels = [row.label for row in ordered]
        record(
            act="amendments.ordered",
            by=by,
            obj=output.number,
            case=case.number,
            content={"order": labels},
            facts={"order": labels},
        )
    return ordered


def _record(amendment: Amendment, act: str, by, worded: AmendmentVersion) -> None:
    output = amendment.output
    record(
        act=act,
        by=by,
        obj=output.number,
        case=output.case.number,
        content={
            "amendment": amendment.label,
            "change": amendment.change,
            "base": worded.base,
            "content": worded.content,
            "reason": worded.reason,
        },
        facts={"amendment": amendment.label, "change": amendment.change, "version": worded.version},
    )
