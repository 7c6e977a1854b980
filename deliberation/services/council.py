"""R41: the registrar records when the Council met on an output, and the texts before it. Corrections keep what was."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from deliberation.models import CouncilMeeting, CouncilText, CouncilVersion, CouncilVote, Output
from deliberation.procedure.council import FIRST_MEETING
from deliberation.procedure.council_reading import Unreadable, read
from deliberation.procedure.form import clean
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.notices.services import notify

from .guards import plenary
from .stages import locked

Thing = CouncilMeeting | CouncilText | CouncilVote
Form, Heard = CouncilMeeting.Form, CouncilMeeting.Heard
EARLY = timedelta(days=1)
"""A meeting in New York can bear the date before the day, in UTC, on which the output went out."""
MEETING_FIELDS = ("form", "held_on", "symbol", "heard", "spoke", "note", "source")
TEXT_FIELDS = ("symbol", "title", "dated", "divisions", "put_by", "planned_on", "paragraphs", "source")
SHOWN = ("meeting", "vote", "version", "symbol", "result")
"""Facts of an entry that stand on docket pages; reasons and words stay behind the digest."""
_is_url = URLValidator(schemes=["https", "http"])


@transaction.atomic
def record_meeting(*, output: Output, by: Any, **facts: Any) -> CouncilMeeting:
    """When the Council took the output up, or that it did not.

    facts: form, held_on, symbol, heard, spoke, note, source. Raises Refused (R41) for an output not transmitted,
    Invalid naming each field at fault.
    """
    fresh = answerable(output, by)
    values = meeting_facts(fresh, facts)
    refuse_known(CouncilMeeting, fresh, values["symbol"])
    meeting = CouncilMeeting.objects.create(
        output=fresh, ordinal=_next(CouncilMeeting, fresh), entered_by=by, entered_at=clock.now(), **values
    )
    keep_version(meeting, by)
    note(fresh, "output.council_met", by, {"meeting": meeting.ordinal, **content_of(meeting)})
    tell(fresh, "output.council_met")
    return meeting


@transaction.atomic
def record_text(*, output: Output, by: Any, text: str = "", **facts: Any) -> CouncilText:
    """A text before the Council. text: its paragraphs as pasted, or "". facts: symbol, title, dated, divisions,
    put_by, planned_on, source. Raises Refused (R41) and Invalid as `record_meeting` does."""
    fresh = answerable(output, by)
    values = _text(facts, text)
    refuse_known(CouncilText, fresh, values["symbol"])
    row = CouncilText.objects.create(
        output=fresh, ordinal=_next(CouncilText, fresh), entered_by=by, entered_at=clock.now(), **values
    )
    keep_version(row, by)
    note(fresh, "council.text_recorded", by, {"text": row.ordinal, **content_of(row)})
    return row


@transaction.atomic
def correct_text(
    *, text: CouncilText, by: Any, version: int, reason: str, pasted: str = "", **facts: Any
) -> CouncilText:
    """Another version of a text's facts and paragraphs, with the reason. version: the one that was read."""
    output = answerable(text.output, by)
    row = read_version(CouncilText, text, version)
    if hasattr(row, "adequacy"):
        raise Refused(
            "R42",
            "This text is being compared with the Division’s and no longer changes.",
            "Record the later text under its own symbol.",
        )
    values = _text(facts, pasted)
    refuse_known(CouncilText, output, values["symbol"], row)
    change(row, values, by, reason)
    note(output, "council.text_corrected", by, {"text": row.ordinal, "version": row.version, **content_of(row)})
    return row


def answerable(output: Output, by: Any) -> Output:
    """The output, locked, for the registrar. Refused (R41) when it never went to the Council."""
    require(by, Act.KEEP_COUNCIL_RECORD)
    fresh = locked(output)
    if fresh.transmitted_at is None:
        raise Refused(
            "R41",
            "The Council answers what was transmitted to it; this output was not.",
            f"It is {fresh.get_stage_display().lower()}.",
        )
    return fresh


def read_version(model: Any, row: Any, version: int) -> Any:
    """The row as it stands. Refused (R41, code "conflict") when it was corrected after it was read."""
    fresh = model.objects.get(pk=row.pk)
    if fresh.version != version:
        raise Refused(
            "R41",
            "This entry was corrected after you had opened it.",
            "What you typed is kept in the form; compare it and save again.",
            code="conflict",
        )
    return fresh


def change(row: Any, values: Mapping[str, Any], by: Any, reason: str, *, otherwise: bool = False) -> None:
    """The next version, with the reason for it. otherwise: something besides the values changed, as the roll can that
    adds up to the same. Raises Invalid without a reason or without a change."""
    why = clean(reason or "")
    if not why:
        raise Invalid({"reason": ["Say why the entry is corrected."]}, rule="R41")
    if not otherwise and all(getattr(row, name) == value for name, value in values.items()):
        raise Invalid({"reason": ["Nothing differs from what is recorded."]}, rule="R41")
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    keep_version(row, by, why)


def keep_version(row: Thing, by: Any, reason: str = "") -> None:
    content = content_of(row)
    CouncilVersion.objects.create(
        **{name_of(row): row},
        version=row.version,
        content=content,
        digest=digest(content),
        reason=reason,
        by=by,
        at=clock.now(),
    )


def content_of(row: Thing) -> dict[str, Any]:
    """What one version says, dates as ISO days."""
    if isinstance(row, CouncilVote):
        roll = dict(row.positions.order_by("state_id").values_list("state_id", "position"))
        fields = ("on_what", "kind", "passed_as", "source", "reason", "arithmetic", "rule")
        return {name: getattr(row, name) for name in fields} | {"roll": roll}
    names = MEETING_FIELDS if isinstance(row, CouncilMeeting) else TEXT_FIELDS
    return {name: _plain(getattr(row, name)) for name in names}


def name_of(row: Thing) -> str:
    if isinstance(row, CouncilVote):
        return "vote"
    return "meeting" if isinstance(row, CouncilMeeting) else "text"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def meeting_facts(output: Output, facts: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    form, heard = str(facts.get("form") or ""), str(facts.get("heard") or "")
    held_on = day_of("held_on", facts.get("held_on"), errors)
    values = {
        "form": form,
        "held_on": held_on,
        "heard": heard,
        **{name: line(name, facts.get(name), most, errors) for name, most in (("symbol", 60), ("spoke", 300))},
        "note": clean(str(facts.get("note") or "")),
        "source": link("source", facts.get("source"), errors),
    }
    if form not in Form.values:
        errors["form"] = ["Choose a meeting, closed consultations, or not taken up."]
    if heard not in Heard.values:
        errors["heard"] = ["Say whether the Division was heard."]
    if form == Form.MEETING and not values["symbol"]:
        errors["symbol"] = ["Give the symbol of the meeting’s record, for example S/PV.9000."]
    if heard == Heard.HEARD and not values["spoke"]:
        errors["spoke"] = ["Say who spoke for the Division."]
    if form == Form.NOT_TAKEN_UP and heard == Heard.HEARD:
        errors["heard"] = ["Nobody was heard where the Council did not meet."]
    if form == Form.NOT_TAKEN_UP and not values["note"]:
        errors["note"] = ["Say how it is known that the Council did not take it up."]
    sent = output.transmitted_at.date() if output.transmitted_at else None
    if held_on and sent and held_on < sent - EARLY:
        errors["held_on"] = [f"The output went to the Council on {sent:%-d %B %Y}; this day is before it."]
    if errors:
        raise Invalid(errors, rule="R41")
    return values


def _text(facts: Mapping[str, Any], pasted: str) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    lines = {
        name: line(name, facts.get(name), most, errors)
        for name, most in (("symbol", 60), ("title", 300), ("put_by", 300))
    }
    for name in ("symbol", "title"):
        if not lines[name]:
            errors.setdefault(name, ["This cannot be empty."])
    values = {
        **lines,
        "dated": day_of("dated", facts.get("dated"), errors),
        "divisions": bool(facts.get("divisions")),
        "planned_on": day_of("planned_on", facts.get("planned_on"), errors, past=False)
        if facts.get("planned_on")
        else None,
        "paragraphs": _paragraphs(pasted, errors),
        "source": link("source", facts.get("source"), errors),
    }
    if errors:
        raise Invalid(errors, rule="R41")
    return values


def _paragraphs(pasted: str, errors: dict[str, list[str]]) -> list[dict[str, Any]]:
    try:
        return [one.as_json() for one in read(pasted or "")]
    except Unreadable as fault:
        errors["text"] = [str(fault)]
        return []


def day_of(name: str, value: Any, errors: dict[str, list[str]], *, past: bool = True) -> date | None:
    """The day; with `past`, one that has come."""
    if not isinstance(value, date):
        errors[name] = ["Give the day."]
    elif value < FIRST_MEETING or (past and value > clock.today()):
        errors[name] = ["This day has not come yet." if value > clock.today() else "The Council did not exist then."]
    return value if isinstance(value, date) else None


def line(name: str, value: Any, most: int, errors: dict[str, list[str]]) -> str:
    text = clean(str(value or ""))
    if len(text) > most:
        errors[name] = [f"At most {most} characters."]
    return text[:most]


def link(name: str, value: Any, errors: dict[str, list[str]]) -> str:
    text = str(value or "").strip()
    if not text:
        return ""
    try:
        _is_url(text)
    except ValidationError:
        errors[name] = ["Give a web address that begins with https://."]
    if len(text) > 500:
        errors[name] = ["At most 500 characters."]
    return text[:500]


def refuse_known(model: Any, output: Output, symbol: str, but: Any = None) -> None:
    same = model.objects.filter(output=output, symbol=symbol).exclude(pk=but.pk if but else None)
    if symbol and same.exists():
        raise Refused("R41", f"{symbol} is recorded for this output already.", "Correct that entry.", field="symbol")


def _next(model: Any, output: Output) -> int:
    newest = model.objects.filter(output=output).aggregate(newest=Max("ordinal"))["newest"]
    return (newest or 0) + 1


def note(output: Output, act: str, by: Any, content: Mapping[str, Any]) -> None:
    facts = {name: content[name] for name in SHOWN if content.get(name)}
    record(act=act, by=by, obj=output.number, case=output.case.number, content=content, facts=facts)


def tell(output: Output, kind: str) -> None:
    """To the plenary: that something was recorded, and where (R52)."""
    url = reverse("output_council", kwargs={"number": output.number})
    notify(kind=kind, subject=output.number, url=url, to=plenary(output.case), case=output.case.number)
