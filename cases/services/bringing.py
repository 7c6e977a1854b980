"""R20: what comes along when a case is merged into another, or split off: nothing is lost, nothing is told anew."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import QuerySet

from cases.models import (
    AllegedPerson,
    AssessmentRequest,
    Case,
    CaseSubmission,
    CrimeInIssue,
    ElementLink,
    FrameworkReading,
    ReadingEvidence,
    RecusalMotion,
)
from cases.procedure import Refusal, Stage
from cases.procedure.issue import joined
from cases.refusals import refuse
from cases.selectors.people import recusals
from cases.trees import chosen
from mad.common import clock
from mad.docket.services import record

from .framework import content_of, plain
from .opening import place
from .persons import name_person
from .recusals import stand_down


def bring_recusals(source: Case, into: Case, by) -> None:
    """Who stands aside there stands aside here; a motion that runs there is moved here too, and voted on here."""
    for row in source.recusal_rows.select_related("member__user"):
        # Asked for each: one who stands aside can decide the motion against another.
        if not into.recusal_rows.filter(member_id=row.member_id).exists():
            stand_down(into, row.member, row.kind, f"{source.number}: {row.reason}", by)
    running = set(into.recusal_motions.filter(closed_at=None).values_list("member_id", flat=True))
    for motion in _running(source).exclude(member__in=recusals(into).keys() | running):
        _copy_motion(motion, source, into, by)


def _running(case: Case) -> QuerySet[RecusalMotion]:
    return case.recusal_motions.filter(closed_at=None).select_related("member__user").order_by("pk")


def _copy_motion(motion: RecusalMotion, source: Case, into: Case, by) -> None:
    copy = RecusalMotion.objects.create(
        case=into,
        member_id=motion.member_id,
        moved_by_id=motion.moved_by_id,
        reason=f"{source.number}: {motion.reason}",
        at=clock.now(),
    )
    record(
        act="recusal.moved",
        by=by,
        obj=into.number,
        case=into.number,
        content={"member": copy.member_id, "reason": copy.reason, "moved_by": copy.moved_by_id},
        facts={"member": str(motion.member), "from": source.number},
    )


def end_motions(source: Case, into: Case, by) -> None:
    """After a merge, what was not decided in the closed case is decided in the other: neither carried nor rejected here.
    Its sealed votes stay; the other case's members vote anew (R6)."""
    for motion in _running(source).select_for_update(of=("self",)):
        motion.closed_at = clock.now()
        motion.save(update_fields=["closed_at"])
        record(
            act="recusal.moved_on",
            by=by,
            obj=source.number,
            case=source.number,
            content={"member": motion.member_id, "into": into.number},
            facts={"member": str(motion.member), "into": into.number},
        )


def new_crimes(source: Case, into: Case) -> list[tuple[CrimeInIssue, CrimeInIssue | None]]:
    """What `source` has in issue and `into` has not, with what `into` has of the same crime."""
    there = {row.crime_id: row for row in into.crimes.all()}
    rows = [(row, there.get(row.crime_id)) for row in source.crimes.all()]
    return [(row, mine) for row, mine in rows if mine is None or set(row.acts) - set(mine.acts)]


def bring_crimes(source: Case, into: Case) -> None:
    """Crimes and acts, in the version of the law each was chosen under. Refused (R24) where the versions differ."""
    for row, mine in new_crimes(source, into):
        both = joined(chosen(row), chosen(mine) if mine else None)
        if isinstance(both, Refusal):
            refuse(both)
        else:
            facts = {"acts": list(both.acts), "version": both.version, "law": both.law}
            CrimeInIssue.objects.update_or_create(case=into, crime_id=row.crime_id, defaults=facts)


def bring_submissions(placed: Iterable[CaseSubmission], into: Case, by) -> None:
    """As of the time at which each came into the first of the cases: it is no new warning (R45)."""
    for row in placed:
        parts = None if row.whole else [part.file_id for part in row.parts.all()]
        place(case=into, submission=row.submission, by=by, parts=parts, at=row.at)


def bring_links(source: Case, into: Case, links) -> tuple[int, int]:
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


def bring_requests(source: Case, into: Case) -> None:
    if into.stage not in (Stage.MONITORING, Stage.CLOSED):
        return
    there = set(into.requests.filter(used=False).values_list("member_id", flat=True))
    AssessmentRequest.objects.bulk_create(
        AssessmentRequest(case=into, member_id=row.member_id, reason=f"{source.number}: {row.reason}", at=row.at)
        for row in source.requests.filter(used=False)
        if row.member_id not in there
    )


def bring_framework(source: Case, into: Case, by) -> None:
    """Every reading of the indicators that `into` has not read, as of the time it was made; where both have read one,
    what `into` has read stands, and the other stays in the closed case."""
    read = set(into.framework.values_list("indicator", flat=True))
    rows = source.framework.exclude(indicator__in=read).prefetch_related("evidence__item").order_by("entry_id", "id")
    for _, made in groupby(rows, key=lambda row: row.entry_id):
        form = list(made)
        entry = record(
            act="framework.analysed",
            by=by,
            obj=into.number,
            case=into.number,
            content=content_of(into.number, form[0].at, [plain(row) for row in form]),
            facts={"from": source.number, "indicators": len(form)},
        )
        for row in form:
            _copy_reading(row, into, entry)


def _copy_reading(row: FrameworkReading, into: Case, entry) -> None:
    copy = FrameworkReading.objects.create(
        case=into,
        indicator=row.indicator,
        status=row.status,
        trend=row.trend,
        grounds=row.grounds,
        by_id=row.by_id,
        at=row.at,
        entry=entry,
    )
    ReadingEvidence.objects.bulk_create(
        ReadingEvidence(reading=copy, item_id=cited.item_id, linked=cited.linked) for cited in row.evidence.all()
    )


def bring_persons(source: Case, into: Case, by) -> None:
    """Persons still alleged there, once each; their names stay protected (R16)."""
    there = {row.name.casefold() for row in into.persons.filter(withdrawn=None)}
    for row in AllegedPerson.objects.filter(case=source, withdrawn=None):
        if row.name.casefold() not in there:
            name_person(case=into, designation=row.designation, name=row.name, grounds=row.grounds, by=by)
