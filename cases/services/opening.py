"""Opening a case and keeping what is known of it (R14, R20)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from cases.models import Case, CasePart, CaseSubmission, CaseSummary
from cases.procedure import Stage, Temporal
from cases.procedure.readers import LEVELS, lowers
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.blank import blank, stripped
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket.services import record

from .adoption import settle_pending
from .names import READ_BY_ALL, keep_known_names_out, keep_names_out
from .readers import keep_reading, refuse_lowering
from .rounds import close_complete

FACTS = ("title", "groups_at_risk", "alleged", "period_from", "period_to", "urgency", "sensitivity")


@transaction.atomic
def open_case(
    *,
    title: str,
    states: Iterable,
    by,
    summary: str = "",
    parties: Iterable = (),
    groups_at_risk: str = "",
    alleged: str = "",
    period_from: date | None = None,
    period_to: date | None = None,
    urgency: str = Temporal.NEITHER.value,
    sensitivity: str = "confidential",
    on_alarm: bool = False,
) -> Case:
    """Open a case in the stage of monitoring. `states` are the States concerned, at least one (R20)."""
    require(by, Act.OPEN_CASE)
    concerned = list(states)
    facts = {
        "title": stripped(title),
        "groups_at_risk": groups_at_risk,
        "alleged": alleged,
        "period_from": period_from,
        "period_to": period_to,
        "urgency": urgency,
        "sensitivity": sensitivity,
    }
    _check(facts, concerned)
    keep_known_names_out(
        by=by, states=concerned, title=title, groups_at_risk=groups_at_risk, alleged=alleged, summary=summary
    )
    case = Case.objects.create(
        number=next_number("C"),
        stage=Stage.MONITORING.value,
        on_alarm=on_alarm,
        opened_at=clock.now(),
        opened_by=by,
        **facts,
    )
    case.states.set(concerned)
    case.parties.set(parties)
    content = {**facts, "states": [s.pk for s in concerned], "on_alarm": on_alarm}
    record(act="case.opened", by=by, obj=case.number, case=case.number, content=content, facts={"on_alarm": on_alarm})
    keep_reading(case, by)
    if not blank(summary):
        write_summary(case=case, text=summary, by=by)
    return case


def _check(facts: dict, states: list) -> None:
    errors: dict[str, list[str]] = {}
    if not facts["title"]:
        errors["title"] = ["A case needs a title."]
    elif len(facts["title"]) > 200:
        errors["title"] = ["A title has at most 200 characters."]
    if not states:
        errors["states"] = ["Name at least one State concerned."]
    if facts["sensitivity"] not in LEVELS:
        errors["sensitivity"] = ["Choose unclassified, confidential or strictly confidential."]
    if facts["urgency"] not in list(Temporal):
        errors["urgency"] = ["Choose ongoing, imminent or neither."]
    starts, ends = facts["period_from"], facts["period_to"]
    if starts and ends and ends < starts:
        errors["period_to"] = ["The period ends before it begins."]
    if errors:
        raise Invalid(errors, rule="R20")


@transaction.atomic
def write_summary(*, case: Case, text: str, by, after: int | None = None) -> CaseSummary:
    """A new version of the summary.

    `after`: the version the writer had read; Refused (R15) when it is no longer the newest.
    """
    require(by, Act.EDIT_CASE)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    newest = locked.summaries.first()
    latest, author = (newest.version, newest.by) if newest else (0, None)
    if blank(text):
        raise Invalid({"summary": ["The summary is empty."]})
    keep_names_out(locked, {"summary": text})
    if after is not None and after != latest:
        raise Refused(
            "R15",
            f"Version {latest} was saved by {author} while you were writing.",
            "Your text is kept on this page; compare it with the newer one.",
        )
    version = CaseSummary.objects.create(case=locked, version=latest + 1, text=text.strip(), at=clock.now(), by=by)
    Case.objects.filter(pk=case.pk).update(summary=version.text)
    case.summary = version.text
    record(
        act="case.summarised",
        by=by,
        obj=case.number,
        case=case.number,
        content={"version": version.version, "text": version.text},
        facts={"version": version.version},
    )
    return version


@transaction.atomic
def edit_case(
    *,
    case: Case,
    by,
    states: Iterable | None = None,
    parties: Iterable | None = None,
    summary: str | None = None,
    after: int | None = None,
    **changes,
) -> Case:
    """Change facts of the case (names in FACTS), States concerned or parties; what was is in the docket.

    A `summary` that differs becomes its next version; `after` as in write_summary.
    """
    require(by, Act.EDIT_CASE)
    if unknown := set(changes) - set(FACTS):
        raise Invalid({name: ["A case has no such field."] for name in unknown})
    locked = Case.objects.select_for_update().get(pk=case.pk)
    before = {name: getattr(locked, name) for name in FACTS}
    now_so = {**before, **changes}
    concerned = list(locked.states.all()) if states is None else list(states)
    _check(now_so, concerned)
    keep_names_out(locked, {name: now_so[name] for name in READ_BY_ALL})
    if lowers(before["sensitivity"], now_so["sensitivity"]):
        refuse_lowering(by)
    for name, value in now_so.items():
        setattr(locked, name, value)
        setattr(case, name, value)
    locked.save(update_fields=FACTS)
    if before["sensitivity"] != locked.sensitivity:
        keep_reading(locked, by)
    locked.states.set(concerned)
    if parties is not None:
        locked.parties.set(parties)
    if summary is not None and summary.strip() != locked.summary:
        write_summary(case=case, text=summary, by=by, after=after)
    record(
        act="case.edited",
        by=by,
        obj=case.number,
        case=case.number,
        content={"before": before, "after": now_so, "states": [s.pk for s in concerned]},
        facts={"fields": sorted(n for n in FACTS if before[n] != now_so[n])},
    )
    close_complete(case)  # a State added may recuse the only member awaited (R6)
    settle_pending(case)
    return locked


@transaction.atomic
def place(
    *, case: Case, submission, by, parts: Iterable[int | None] | None = None, at: datetime | None = None
) -> CaseSubmission:
    """Put an accepted submission into a case (R14), whole or in parts: ids of its files, None for the text.

    What lies there stays there; placing it again adds, and placing what is there already changes nothing. at: since
    when it counts as a warning of this situation, when it lay in another case before.
    """
    if Case.objects.select_for_update(no_key=True).get(pk=case.pk).stage == Stage.CLOSED:
        raise Refused(
            "R20", f"{case.number} is closed.", "Accept into a new case, or reopen this one by an assessment."
        )
    now, chosen = at or clock.now(), None if parts is None else set(parts)
    placed, new = CaseSubmission.objects.get_or_create(
        case=case, submission=submission, defaults={"at": now, "by": by, "whole": chosen is None}
    )
    added = _add_parts(placed, chosen, by)
    if new or added:
        listed = None if chosen is None else sorted(chosen, key=lambda part: part or 0)
        record(
            act="case.submission_placed",
            by=by,
            obj=case.number,
            case=case.number,
            content={"submission": submission.number, **({} if listed is None else {"parts": listed})},
            facts={"submission": submission.number, "alarm": submission.alarm},
        )
    return placed


def _add_parts(placed: CaseSubmission, chosen: set[int | None] | None, by) -> bool:
    """Whether anything was added to what lay in the case before."""
    if placed.whole:
        return False
    if chosen is None:
        placed.whole = True
        placed.save(update_fields=["whole"])
        return True
    missing = chosen - set(placed.parts.values_list("file_id", flat=True))
    CasePart.objects.bulk_create(CasePart(placed=placed, file_id=part, at=clock.now(), by=by) for part in missing)
    return bool(missing)
