"""R20: merging two cases and splitting one. Nothing is taken away: what lies in a case stays in it (R15)."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction

from cases.models import Case, CaseMerge, Determination
from cases.procedure import Stage
from cases.procedure.joining import Joined, merge_refusal, split_refusal
from cases.procedure.readers import STRICT
from cases.refusals import refuse
from cases.selectors import visible_to
from cases.selectors.issue import issue_standing
from cases.selectors.placing import all_items
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .bringing import (
    bring_crimes,
    bring_framework,
    bring_links,
    bring_persons,
    bring_recusals,
    bring_requests,
    bring_submissions,
    end_motions,
    new_crimes,
)
from .moves import move_stage, open_if_asked
from .opening import open_case
from .readers import bring_readers


@transaction.atomic
def merge_cases(*, source: Case, into: Case, reason: str, by) -> CaseMerge:
    """Bring all that lies in `source` into `into` and close `source`, which stays readable. The registrar's act.

    Submissions, links, crimes in issue, readings of the Framework, alleged persons, requests and recusals come along;
    States and parties are joined. Where both have a link in one cell, that of `into` stands and the other is kept in its
    history. Members who together asked for an assessment in the two cases have asked for it in the one (R21).
    """
    require(by, Act.MERGE_CASES)
    _reason(reason)
    cases = {
        case.pk: case for case in Case.objects.select_for_update().filter(pk__in=[source.pk, into.pk]).order_by("pk")
    }
    source, into = cases[source.pk], cases[into.pk]
    _may_open(by, source, into)
    links = source.links.filter(removed_at=None)
    new = {"new_crimes": bool(new_crimes(source, into)), "new_links": links.exists()}
    refuse(merge_refusal(_joined(source), _joined(into), **new))
    made = CaseMerge.objects.create(source=source, into=into, reason=reason.strip(), at=clock.now(), by=by)
    # Before the evidence: who may not see one of the two never sees a part of it in the other (R6).
    bring_recusals(source, into, by)
    into.states.add(*source.states.all())
    into.parties.add(*source.parties.all())
    bring_crimes(source, into)
    placed = list(source.placed.select_related("submission").prefetch_related("parts"))
    bring_submissions(placed, into, by)
    copied, kept = bring_links(source, into, links)
    bring_framework(source, into, by)
    bring_persons(source, into, by)
    bring_requests(source, into)
    end_motions(source, into, by)
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
    open_if_asked(into, by)
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
    bring_readers(source, made, by)
    bring_recusals(source, made, by)
    bring_crimes(source, made)
    bring_submissions(chosen, made, by)
    here = all_items(made).values("pk")
    copied, _ = bring_links(source, made, source.links.filter(removed_at=None, item__in=here))
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
    if blank(reason):
        raise Invalid({"reason": ["Say why."]}, rule="R15")


def _may_open(by, *cases: Case) -> None:
    visible = set(visible_to(by).filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    if missing := [case.number for case in cases if case.pk not in visible]:
        raise Refused("R6", f"You may not open {', '.join(missing)}.", status=403)


def _joined(case: Case) -> Joined:
    return Joined(
        **asdict(issue_standing(case)),
        determined=Determination.objects.filter(case=case, rejected_at=None).exists(),
        merged=CaseMerge.objects.filter(source=case).exists(),
        strict=case.sensitivity == STRICT,
    )
