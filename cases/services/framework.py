"""R22: reading the indicators of one factor, many at once, with the evidence they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from cases.models import Case, FrameworkReading, ReadingEvidence
from cases.procedure.framework import Status, Trend
from cases.selectors.framework import Held, held_at, histories
from cases.selectors.matrix import items_of
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.blank import stripped
from mad.common.errors import Invalid, Refused
from mad.docket.models import Entry
from mad.docket.services import record
from mad.reference import framework as reference

from .guards import panel_or_secretariat

OVERTAKEN = "overtaken"
LONGEST_GROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Draft:
    """One indicator as somebody wrote it. evidence: numbers of items; those the writer may not open are not theirs to
    name, and stay as they are."""

    status: str
    trend: str
    grounds: str = ""
    evidence: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: the draft, and the items cited from now on or no longer, by id."""

    indicator: str
    draft: Draft
    linked: Mapping[int, str]
    dropped: Mapping[int, str]


@transaction.atomic
def read_factor(
    *, case: Case, factor_id: str, drafts: Mapping[str, Draft], after: int, by: Any
) -> list[FrameworkReading]:
    """Write those of `drafts` (indicator id → Draft) that differ from what the writer had before them.

    after: the id of the newest reading of the factor that they had before them, 0 for none. What others have read of
    other indicators since stands; where they read one of these, Refused (R22, code "overtaken") says who and what.
    One docket entry for the whole form. Raises Invalid naming "factor", "indicator", "after", or a field as
    "status-1.1"; Refused when nothing differs.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    case.stage = locked.stage
    panel_or_secretariat(case, by, Act.ANALYSE_FRAMEWORK)
    factor = _factor(factor_id, drafts)
    items = {item.pk: item for item in items_of(locked, by)}
    history = histories(locked, factor, items)
    base, now = held_at(history, after), held_at(history)
    if after and not any(made.reading.pk == after for rows in history.values() for made in rows):
        raise Invalid({"after": ["This page is not of this factor; open it again."]}, rule="R22")
    cleaned = {name: _cleaned(draft) for name, draft in drafts.items()}
    wanted = [name for name in cleaned if _differs(cleaned[name], base.get(name))]
    if not wanted:
        raise Refused("R22", "Nothing differs from what was read before.", status=400)
    _refuse_overtaken([now[name] for name in wanted if name in now and now[name].reading.pk > after])
    _check({name: cleaned[name] for name in wanted})
    by_number = {item.number: item for item in items.values()}
    changes = [_change(name, cleaned[name], now.get(name), by_number) for name in wanted]
    return _write(locked, factor.id, changes, by)


def _factor(factor_id: str, drafts: Mapping[str, Draft]) -> reference.Factor:
    try:
        factor = reference.factor(factor_id)
    except KeyError:
        raise Invalid({"factor": [f"The Framework has no factor {factor_id!r}."]}, rule="R22") from None
    known = {indicator.id for indicator in factor.indicators}
    for name in drafts:
        if name not in known:
            raise Invalid({"indicator": [f"Factor {factor.number} has no indicator {name!r}."]}, rule="R22")
    return factor


def _cleaned(draft: Draft) -> Draft:
    return Draft(draft.status, draft.trend, stripped(draft.grounds.replace("\r\n", "\n")), draft.evidence)


def _differs(draft: Draft, held: Held | None) -> bool:
    if held is None:
        return draft != Draft(Status.UNKNOWN, Trend.UNKNOWN)
    was = held.reading
    return draft != Draft(was.status, was.trend, was.grounds, frozenset(item.number for item in held.items))


def _refuse_overtaken(since: list[Held]) -> None:
    if not since:
        return
    said = "; ".join(
        f"{held.reading.indicator} is {held.reading.status}, {held.reading.trend}, by {held.reading.by}"
        for held in since
    )
    raise Refused(
        "R22",
        f"Somebody read the same since you opened this page: {said}.",
        "What you wrote is kept on this page, beside what stands now; save again if you still read it so.",
        code=OVERTAKEN,
    )


def _check(drafts: Mapping[str, Draft]) -> None:
    errors: dict[str, list[str]] = {}
    for name, draft in drafts.items():
        if draft.status not in list(Status):
            errors[f"status-{name}"] = ["Choose absent, emerging, present or unknown."]
        elif draft.trend not in list(Trend):
            errors[f"trend-{name}"] = ["Choose rising, steady, falling or unknown."]
        elif draft.status == Status.UNKNOWN and draft.trend != Trend.UNKNOWN:
            errors[f"trend-{name}"] = [f"{name} is unknown, so its trend is unknown too."]
        if draft.status != Status.UNKNOWN and not draft.grounds:
            errors[f"grounds-{name}"] = [f"Say on what grounds {name} is {draft.status}."]
        elif len(draft.grounds) > LONGEST_GROUNDS:
            errors[f"grounds-{name}"] = [f"Grounds have at most {LONGEST_GROUNDS} characters."]
    if errors:
        raise Invalid(errors, rule="R22")


def _change(name: str, draft: Draft, held: Held | None, items: Mapping[str, Any]) -> Change:
    """What the draft does to the evidence. Raises Invalid for what is no item of this case that the writer may open."""
    cited = {item.number: item.pk for item in held.items} if held else {}
    wrong = [f"{n} is no item of this case that you may open." for n in sorted(draft.evidence - items.keys())]
    added = sorted(draft.evidence & items.keys() - cited.keys())
    wrong += [f"{n} was retracted and cannot be relied on." for n in added if items[n].retracted_at]
    if wrong:
        raise Invalid({f"evidence-{name}": wrong}, rule="R22")
    dropped = {pk: number for number, pk in sorted(cited.items()) if number not in draft.evidence}
    return Change(name, draft, {items[n].pk: n for n in added}, dropped)


def _write(case: Case, factor_id: str, changes: list[Change], by: Any) -> list[FrameworkReading]:
    at = clock.now()
    entry = record(
        act="framework.analysed",
        by=by,
        obj=case.number,
        case=case.number,
        content=content_of(case.number, at, [_plain(change) for change in changes]),
        facts={"factor": factor_id, "indicators": len(changes)},
    )
    return [_create(case, change, by, at, entry) for change in changes]


def _create(case: Case, change: Change, by: Any, at: datetime, entry: Entry) -> FrameworkReading:
    draft = change.draft
    reading = FrameworkReading.objects.create(
        case=case,
        indicator=change.indicator,
        status=draft.status,
        trend=draft.trend,
        grounds=draft.grounds,
        by=by,
        at=at,
        entry=entry,
    )
    cited = [(pk, True) for pk in change.linked] + [(pk, False) for pk in change.dropped]
    ReadingEvidence.objects.bulk_create(ReadingEvidence(reading=reading, item_id=pk, linked=on) for pk, on in cited)
    return reading


def _plain(change: Change) -> dict[str, Any]:
    draft = change.draft
    return {
        "indicator": change.indicator,
        "status": str(draft.status),
        "trend": str(draft.trend),
        "grounds": draft.grounds,
        "linked": sorted(change.linked.values()),
        "dropped": sorted(change.dropped.values()),
    }


def content_of(number: str, at: datetime, readings: list[dict[str, Any]]) -> dict[str, Any]:
    """What the docket entry of one form digests."""
    return {"case": number, "at": at, "readings": readings}


def plain(row: FrameworkReading) -> dict[str, Any]:
    """One stored reading as `content_of` takes it."""
    cited = list(row.evidence.all())
    return {
        "indicator": row.indicator,
        "status": row.status,
        "trend": row.trend,
        "grounds": row.grounds,
        "linked": sorted(link.item.number for link in cited if link.linked),
        "dropped": sorted(link.item.number for link in cited if not link.linked),
    }
