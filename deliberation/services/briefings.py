"""R47: drafting a Council briefing from the released record, writing on it, issuing it."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from deliberation.followup_record import briefing_content
from deliberation.models import Briefing
from deliberation.procedure import periods
from deliberation.procedure.briefing import SECTIONS
from deliberation.selectors.briefing import sections
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket.services import record

from .guards import refuse_closed_words, required

LONGEST = 20_000


@transaction.atomic
def draft_briefing(*, year: int, month: int, by: Any, reason: str = "") -> Briefing:
    """The draft of a month's brief, made from the released record. After a first edition a correction, with its reason.

    Raises Invalid naming year, month or reason; Refused (R47) when a draft is there already.
    """
    require(by, Act.KEEP_BRIEFING)
    span = periods.month(year, month, clock.today())
    last = Briefing.objects.filter(year=year, month=month).order_by("-edition").first()
    if last is not None and last.issued_at is None:
        raise Refused("R47", f"{last.number} is being drafted already.", "Open it and write on it.")
    if last is not None:
        reason = required("R47", reason=reason)["reason"]
        refuse_closed_words("R47", {"reason": reason})
    now = clock.now()
    made = _with_texts(sections(span, now), _texts_of(last) if last else {})
    try:
        with transaction.atomic():
            briefing = Briefing.objects.create(
                number=next_number("BR"),
                year=year,
                month=month,
                edition=last.edition + 1 if last else 1,
                reason=reason if last else "",
                content={"sections": made, "asked": now.isoformat()},
                drafted_at=now,
                edited_at=now,
                edited_by=by,
            )
    except IntegrityError as taken:
        raise Refused("R47", "Somebody else began this draft at the same moment.", "Open the list again.") from taken
    facts = {"year": year, "month": month, "edition": briefing.edition}
    record(act="briefing.drafted", by=by, obj=briefing.number, content=briefing_content(briefing), facts=facts)
    return briefing


def _texts_of(briefing: Briefing) -> dict[str, str]:
    return {section["key"]: section["text"] for section in briefing.content["sections"]}


def _with_texts(made: list[dict[str, Any]], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**section, "text": texts.get(section["key"], "")} for section in made]


@transaction.atomic
def edit_briefing(
    *, briefing: Briefing, by: Any, texts: Mapping[str, str], version: int, remake: bool = False
) -> Briefing:
    """Write the texts of a draft, by section; remake: its lines are made anew from the record of this moment.

    Raises Refused (R47) for an issued brief or when somebody saved since; Invalid naming the section ("text_events")
    whose text tells what has not been released.
    """
    require(by, Act.KEEP_BRIEFING)
    locked = _draft(briefing)
    if locked.version != version:
        who = locked.edited_by.full_name
        raise Refused(
            "R47", f"{who} saved this draft since you opened it.", "What you wrote is kept; save again to keep it."
        )
    said = {key: str(texts.get(key, "")).replace("\r\n", "\n").strip() for key in SECTIONS}
    _check_texts(said)
    now = clock.now()
    made = (
        sections(periods.month(locked.year, locked.month, clock.today()), now) if remake else locked.content["sections"]
    )
    asked = now.isoformat() if remake else locked.content["asked"]
    locked.content = {"sections": _with_texts(made, said), "asked": asked}
    locked.version += 1
    locked.edited_at, locked.edited_by = now, by
    locked.save()
    facts = {"version": locked.version}
    record(act="briefing.edited", by=by, obj=locked.number, content=briefing_content(locked), facts=facts)
    return locked


def _check_texts(texts: Mapping[str, str]) -> None:
    long = {f"text_{key}": [f"At most {LONGEST} characters."] for key, text in texts.items() if len(text) > LONGEST}
    if long:
        raise Invalid(long, rule="R47")
    refuse_closed_words("R47", {f"text_{key}": text for key, text in texts.items()})


@transaction.atomic
def issue_briefing(*, briefing: Briefing, by: Any, version: int) -> Briefing:
    """Freeze the brief with its digest. Its texts are looked through once more, against the record of this moment."""
    require(by, Act.KEEP_BRIEFING)
    locked = _draft(briefing)
    if locked.version != version:
        raise Refused("R47", "This draft was saved anew since you opened it.", "Read it, and issue it then.")
    texts = _texts_of(locked)
    if not texts["assessment"]:
        raise Invalid({"text_assessment": ["Write the assessment before the brief is issued."]}, rule="R47")
    _check_texts(texts)
    content = briefing_content(locked)
    locked.issued_at, locked.issued_by, locked.digest = clock.now(), by, digest(content)
    facts = {"edition": locked.edition, "sha256": locked.digest}
    locked.entry = record(act="briefing.issued", by=by, obj=locked.number, content=content, facts=facts)
    locked.save()
    return locked


def _draft(briefing: Briefing) -> Briefing:
    locked = Briefing.objects.select_for_update(of=("self",)).select_related("edited_by").get(pk=briefing.pk)
    if locked.issued_at is not None:
        raise Refused("R47", f"{locked.number} is issued and no longer changes.", "Draft a corrected edition.")
    return locked
