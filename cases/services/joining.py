"""R20: merging two cases and splitting one. Nothing is taken away: what lies in a case stays in it (R15)."""

from collections.abc import Iterable

from django.db import transaction

from cases.models import (
    AssessmentRequest,
    Case,
    CaseMerge,
    CaseSubmission,
    CrimeInIssue,
    Determination,
    ElementLink,
    Round,
)
from cases.procedure import Stage
from cases.procedure.joining import Joined, merge_refusal, split_refusal
from cases.refusals import refuse
from cases.selectors import visible_to
from cases.selectors.placing import all_items
from cases.trees import check_choice
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .moves import move_stage
from .opening import open_case, place
from .recusals import stand_down


@transaction.atomic
def merge_cases(*, source: Case, into: Case, reason: str, by) -> CaseMerge:
    """Bring all that lies in `source` into `into` and close `source`, which stays readable. The registrar's act.

    Submissions, links, crimes in issue, requests and recusals come along; States and parties are joined. Where both
    have a link in one cell, that of `into` stands and the other is kept in its history.
    """
    require(by, Act.MERGE_CASES)
    _reason(reason)
    cases = {
        case.pk: case for case in Case.objects.select_for_update().filter(pk__in=[source.pk, into.pk]).order_by("pk")
    }
    source, into = cases[source.pk], cases[into.pk]
    _may_open(by, source, into)
    refuse(merge_refusal(_joined(source), _joined(into), bool(_new_crimes(source, into))))
    made = CaseMerge.objects.create(source=source, into=into, reason=reason.strip(), at=clock.now(), by=by)
    # Before the evidence: who may not see one of the two never sees a part of it in the other (R6).
    _recusals(source, into, by)
    into.states.add(*source.states.all())
    into.parties.add(*source.parties.all())
    _crimes(source, into)
    placed = list(source.placed.select_related("submission").prefetch_related("parts"))
    _place(placed, into, by)
    copied, kept = _links(source, into, source.links.filter(removed_at=None))
    _requests(source, into)
    move_stage(case=source, to=Stage.CLOSED.value, by=by, ground=f"Merged into {into.number}: {reason.strip()}")
    content = {
        "source": source.number,
        "into": into.number,
        "reason": reason.strip(),
        "submissions": sorted(row.submission.number for row in placed),
        "links": copied,
        "links_kept_in_history": kept,
    }
    for number in (source.number, into.number):
        record(act="case.joined", by=by, obj=source.number, case=number, content=content, facts={"links": copied})
    return made


@transaction.atomic
def split_case(*, source: Case, title: str, submissions: Iterable[str], reason: str, by) -> Case:
    """Open a case of its own for some submissions of `source` (their numbers), with the links of their items, the crimes
    in issue and the recusals. In `source` they stay. Raises Invalid for a number that does not lie in it."""
    require(by, Act.MERGE_CASES)
    _reason(reason)
    source = Case.objects.select_for_update().get(pk=source.pk)
    _may_open(by, source)
    held = {row.submission.number: row for row in source.placed.select_related("submission").prefetch_related("parts")}
    wanted = list(dict.fromkeys(submissions))
    if unknown := [number for number in wanted if number not in held]:
        raise Invalid({"submissions": [f"Not in {source.number}: {', '.join(unknown)}."]}, rule="R20")
    refuse(split_refusal(_joined(source), len(wanted), len(held)))
    chosen = [held[number] for number in wanted]
    made = open_case(
        title=title,
        states=source.states.all(),
        parties=source.parties.all(),
        by=by,
        urgency=source.urgency,
        sensitivity=source.sensitivity,
        on_alarm=any(row.submission.alarm for row in chosen),
    )
    _recusals(source, made, by)
    _crimes(source, made)
    _place(chosen, made, by)
    here = all_items(made).values("pk")
    copied, _ = _links(source, made, source.links.filter(removed_at=None, item__in=here))
    content = {
        "source": source.number,
        "made": made.number,
        "reason": reason.strip(),
        "submissions": wanted,
        "links": copied,
    }
    for number in (source.number, made.number):
        record(act="case.split", by=by, obj=made.number, case=number, content=content, facts={"links": copied})
    return made


def _reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": ["Say why."]}, rule="R15")


def _may_open(by, *cases: Case) -> None:
    visible = set(visible_to(by).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    if missing := [case.number for case in cases if case.pk not in visible]:
        raise Refused("R6", f"You may not open {', '.join(missing)}.", status=403)


def _joined(case: Case) -> Joined:
    return Joined(
        case.number,
        Stage(case.stage),
        determined=Determination.objects.filter(case=case, rejected_at=None).exists(),
        merged=CaseMerge.objects.filter(source=case).exists(),
        sealed=Round.objects.filter(assessment__case=case, closed_at=None).exists(),
    )


def _recusals(source: Case, into: Case, by) -> None:
    there = set(into.recusal_rows.values_list("member_id", flat=True))
    for row in source.recusal_rows.select_related("member__user"):
        if row.member_id not in there:
            stand_down(into, row.member, row.kind, f"{source.number}: {row.reason}", by)


def _new_crimes(source: Case, into: Case) -> dict[str, list[str]]:
    """Crime → acts, of what `source` has in issue and `into` has not."""
    there = {row.crime_id: set(row.acts) for row in into.crimes.all()}
    new = {row.crime_id: set(row.acts) - there.get(row.crime_id, set()) for row in source.crimes.all()}
    return {
        crime: check_choice(crime, acts | there.get(crime, set()))
        for crime, acts in new.items()
        if acts or crime not in there
    }


def _crimes(source: Case, into: Case) -> None:
    for crime, acts in _new_crimes(source, into).items():
        CrimeInIssue.objects.update_or_create(case=into, crime_id=crime, defaults={"acts": acts})


def _place(placed: Iterable[CaseSubmission], into: Case, by) -> None:
    for row in placed:
        parts = None if row.whole else [part.file_id for part in row.parts.all()]
        place(case=into, submission=row.submission, by=by, parts=parts)


def _links(source: Case, into: Case, links) -> tuple[int, int]:
    """How many links stand in `into` now, and how many are kept in its history since one stood there already."""
    taken = set(into.links.filter(removed_at=None).values_list("item_id", "element_id"))
    copied: list[ElementLink] = []
    kept: list[ElementLink] = []
    for link in links:
        stands = (link.item_id, link.element_id) not in taken
        copy = ElementLink(
            case=into,
            item_id=link.item_id,
            element_id=link.element_id,
            direction=link.direction,
            weight=link.weight,
            note=link.note,
            by_id=link.by_id,
            at=link.at,
            removed_at=None if stands else clock.now(),
            removed_reason="" if stands else f"From {source.number}; the link of this case stands.",
        )
        (copied if stands else kept).append(copy)
    ElementLink.objects.bulk_create([*copied, *kept])
    return len(copied), len(kept)


def _requests(source: Case, into: Case) -> None:
    if into.stage not in (Stage.MONITORING, Stage.CLOSED):
        return
    there = set(into.requests.filter(used=False).values_list("member_id", flat=True))
    AssessmentRequest.objects.bulk_create(
        AssessmentRequest(case=into, member_id=row.member_id, reason=f"{source.number}: {row.reason}", at=row.at)
        for row in source.requests.filter(used=False)
        if row.member_id not in there
    )
