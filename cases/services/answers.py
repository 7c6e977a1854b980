"""R25: a member's own answer, saved as typed, sealed when submitted."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from cases.models import Answer, Commitment, ContraryAnswer, ElementLink, Estimate, Round, SeverityScore
from cases.procedure import SCALES, Gap, Temporal, estimate_faults
from cases.selectors.people import panel_member
from cases.selectors.sealed import missing
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.canonical import new_salt
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .rounds import close_if_complete, locked_open

BOUNDS = ("low", "best", "high")
ELSEWHERE = "changed-elsewhere"
MAGNITUDE = 6  # the power of ten from which on a number is not worked out


def per_mille(text: str | int | None) -> int | None:
    """Per cent as typed ("74", "74.5", "74,5 %") to an integer per mille. None when it is no number, or one so large or so
    small that it can be no percentage."""
    cleaned = str(text if text is not None else "").replace("%", "").replace(",", ".").strip()
    try:
        value = Decimal(cleaned) * 10
    except ArithmeticError:
        return None
    if not value.is_finite() or value.adjusted() > MAGNITUDE:
        return None
    return int(value) if value == value.to_integral_value() else None


def read_estimate(typed: Mapping[str, str]) -> tuple[dict[str, int | None], dict[str, str]]:
    """The three values per mille and what is wrong with them, by field (R25)."""
    values = {name: per_mille(typed.get(name)) for name in BOUNDS}
    faults = estimate_faults(**values)
    for name in BOUNDS:
        if values[name] is None and str(typed.get(name) or "").strip():
            faults[name] = "This is not a percentage with at most one decimal."
    return values, faults


def _writing(round_: Round, by) -> tuple[Round, Answer]:
    """The locked open round and the member's own answer to write in."""
    require(by, Act.ESTIMATE)
    locked = locked_open(round_)
    member = panel_member(by, locked.assessment.case)
    answer, _ = Answer.objects.get_or_create(round=locked, member=member)
    if answer.submitted_at:
        raise Refused(
            "R25",
            "Your answer is sealed.",
            "Take it back first if you wish to change it before the round closes.",
        )
    return locked, answer


@transaction.atomic
def save_estimate(
    *,
    round: Round,
    by,
    element_id: str,
    typed: Mapping[str, str],
    reasons: str = "",
    contrary: Mapping[str, str] | None = None,
    seen: str | None = None,
) -> tuple[Estimate, dict[str, str]]:
    """Save one element as typed, complete or not.

    `typed`: low, best, high in per cent; `contrary`: item number → text. Returns the row and
    the faults by field; with a fault the numbers are kept as typed and do not count. seen: `saved_at` (ISO) of what
    the writer had before them, "" for nothing; Refused (R25) when another device has saved otherwise since.
    """
    locked, answer = _writing(round, by)
    if element_id not in locked.elements:
        raise Refused("R24", "This element is not in issue in this round.", field="element", status=400)
    values, faults = read_estimate(typed)
    stored = dict.fromkeys(BOUNDS) if faults else values
    kept = {name: str(typed.get(name) or "")[:20] for name in BOUNDS}
    if seen is not None:
        _refuse_overtaken(answer, element_id, seen, {"reasons": reasons, "typed": kept}, contrary or {})
    row, _ = Estimate.objects.update_or_create(
        answer=answer,
        element_id=element_id,
        defaults={**stored, "reasons": reasons, "typed": kept, "saved_at": clock.now()},
    )
    _save_contrary(locked, answer, element_id, contrary or {})
    return row, faults


def _refuse_overtaken(
    answer: Answer, element_id: str, seen: str, written: Mapping[str, Any], replies: Mapping[str, str]
) -> None:
    row = answer.estimates.filter(element_id=element_id).first()
    if row is None or row.saved_at.isoformat() == seen:
        return
    held = answer.contrary.filter(element_id=element_id, item__number__in=replies).values_list("item__number", "text")
    if {"reasons": row.reasons, "typed": row.typed} != written or dict.fromkeys(replies, "") | dict(held) != replies:
        raise Refused(
            "R25",
            f"You saved something else for this element on another page at {row.saved_at:%H:%M} UTC.",
            "What you typed here is kept on this page; compare the two, and save again if this shall stand.",
            code=ELSEWHERE,
        )


def _save_contrary(round_: Round, answer: Answer, element_id: str, texts: Mapping[str, str]) -> None:
    """An item whose link was taken out meanwhile keeps its reply; any other item is refused."""
    links = ElementLink.objects.filter(
        case=round_.assessment.case,
        element_id=element_id,
        direction=ElementLink.CONTRADICTS,
        item__number__in=texts,
    )
    known = {link.item.number: link.item for link in links.select_related("item")}
    if unknown := set(texts) - set(known):
        raise Invalid({n: ["This item does not contradict this element."] for n in sorted(unknown)}, rule="R28")
    for number, text in texts.items():
        ContraryAnswer.objects.update_or_create(
            answer=answer, element_id=element_id, item=known[number], defaults={"text": text}
        )


@transaction.atomic
def save_severity(*, round: Round, by, scores: Mapping[str, int | None], temporal: str = "") -> Answer:
    """Save the severity scores (1 to 5; None takes a score out) and the temporal finding (R29)."""
    _, answer = _writing(round, by)
    errors = {
        s: ["Choose a score from 1 to 5."]
        for s, n in scores.items()
        if s not in SCALES or n not in (None, 1, 2, 3, 4, 5)
    }
    if temporal and temporal not in list(Temporal):
        errors["temporal"] = ["Choose ongoing, imminent or neither."]
    if errors:
        raise Invalid(errors, rule="R29")
    for scale, score in scores.items():
        if score is None:
            SeverityScore.objects.filter(answer=answer, scale=scale).delete()
        else:
            SeverityScore.objects.update_or_create(answer=answer, scale=scale, defaults={"score": score})
    answer.temporal = temporal or answer.temporal
    answer.save(update_fields=["temporal"])
    return answer


@transaction.atomic
def submit_answers(*, round: Round, by) -> Answer:
    """Seal the answer: a salted commitment in the docket. The last one due closes the round (R26)."""
    locked, answer = _writing(round, by)
    if lacking := missing(locked, answer, by):
        raise Invalid(_errors(lacking), rule="R25")
    answer.version += 1
    answer.submitted_at = clock.now()
    answer.save(update_fields=["version", "submitted_at"])
    content, salt = answer_content(answer, locked), new_salt()
    case = locked.assessment.case
    entry = record(
        act="answer.sealed",
        by=by,
        obj=case.number,
        case=case.number,
        content=content,
        salt=salt,
        facts={"round": locked.ordinal},
    )
    Commitment.objects.create(
        answer=answer, version=answer.version, content=content, salt=salt, entry=entry, at=answer.submitted_at
    )
    close_if_complete(locked.assessment)
    return answer


RULES = {"estimate": "R25", "contrary": "R28", "severity": "R29", "temporal": "R29"}
WORDS = {
    "estimate": "Give lowest, best and highest probability, and your reasons.",
    "contrary": "Answer this contrary item, or state that it does not bear on the element.",
    "severity": "Choose a score from 1 to 5.",
    "temporal": "Choose ongoing, imminent or neither.",
}


def _errors(lacking: tuple[Gap, ...]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for gap in lacking:
        key = f"{gap.key}.{gap.item}" if gap.item else gap.key
        out.setdefault(key, []).append(f"{WORDS[gap.kind]} ({RULES[gap.kind]})")
    return out


@transaction.atomic
def take_back_answers(*, round: Round, by) -> Answer:
    """Open one's own sealed answer again; until it is submitted anew it does not count."""
    require(by, Act.ESTIMATE)
    locked = locked_open(round)
    member = panel_member(by, locked.assessment.case)
    answer = Answer.objects.filter(round=locked, member=member, submitted_at__isnull=False).first()
    if answer is None:
        raise Refused("R25", "You have no sealed answer in this round.")
    answer.submitted_at = None
    answer.save(update_fields=["submitted_at"])
    case = locked.assessment.case
    record(
        act="answer.taken_back",
        by=by,
        obj=case.number,
        case=case.number,
        content={"round": locked.ordinal, "version": answer.version},
        facts={"round": locked.ordinal},
    )
    return answer


def answer_content(answer: Answer, round_: Round) -> dict:
    """What a sealed answer's docket entry commits to."""
    return {
        "case": round_.assessment.case.number,
        "round": round_.ordinal,
        "version": answer.version,
        "member": answer.member_id,
        "temporal": answer.temporal,
        "estimates": {
            e.element_id: {"low": e.low, "best": e.best, "high": e.high, "reasons": e.reasons}
            for e in answer.estimates.all()
            if e.element_id in round_.elements
        },
        "severity": dict(answer.scores.values_list("scale", "score")),
        "contrary": {f"{c.element_id} {c.item.number}": c.text for c in answer.contrary.select_related("item")},
    }
