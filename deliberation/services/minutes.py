"""Minutes of a session: drafted from the record, corrected by the registrar, approved by who presides (R31, R49)."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import translation

from cases.models import Case
from deliberation.documents_minutes import MAKERS, TYPES
from deliberation.models import Minutes, MinutesApproval, Sitting
from deliberation.procedure.minutes import LONGEST, draft
from deliberation.record import minutes_content
from deliberation.selectors.minutes import session_facts
from mad.accounts.permissions import Act, require
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

from .guards import chair, required

LANGUAGE = "en"


def draft_minutes(sitting: Sitting) -> Minutes:
    """Version 1, as the record tells it; call when the session has closed, in the same transaction."""
    return _write(sitting, 1, draft(session_facts(sitting)), None)


@transaction.atomic
def correct_minutes(*, sitting: Sitting, text: str, seen_version: int, by) -> Minutes:
    """The registrar's version. seen_version: the one that stood on the page.

    Raises Refused (R31) before the session closed, once the minutes are approved, or when another version came in
    between; Invalid for an empty or overlong text. A text that changes nothing makes no version.
    """
    require(by, Act.CORRECT_MINUTES)
    Case.objects.select_for_update().get(pk=sitting.case_id)
    newest = _newest(sitting)
    said = required("R31", text=text)["text"].replace("\r\n", "\n")
    if len(said) > LONGEST:
        raise Invalid({"text": [f"At most {LONGEST:,} characters; this has {len(said):,}."]}, rule="R31")
    if newest.version != seen_version:
        raise Refused(
            "R31", f"Version {newest.version} was saved since you opened this page.", "Your text is kept below."
        )
    if said == newest.text:
        return newest
    return _write(sitting, newest.version + 1, said, by)


@transaction.atomic
def approve_minutes(*, sitting: Sitting, version: int, by) -> MinutesApproval:
    """The presiding member approves the newest version; it stays as it is from then on."""
    case = Case.objects.select_for_update().get(pk=sitting.case_id)
    chair(by, case, Act.APPROVE_MINUTES)
    newest = _newest(sitting)
    if newest.version != version:
        raise Refused("R31", f"Version {newest.version} was saved since you opened this page.", "Read it first.")
    made = MinutesApproval.objects.create(sitting=sitting, minutes=newest, by=by, at=clock.now())
    _record(sitting, "minutes.approved", by, newest)
    return made


@dataclass(frozen=True, slots=True)
class Export:
    """A file: its bytes, its media type, the name it is saved under."""

    content: bytes
    type: str
    name: str


def export_minutes(*, minutes: Minutes, form: str, by) -> Export:
    """The minutes as "pdf" or "docx", with a docket entry of who took which bytes (R50)."""
    require(by, Act.READ_CASES)
    with translation.override(LANGUAGE):
        content = MAKERS[form](minutes, LANGUAGE)
    sitting = minutes.sitting
    facts = {"format": form, "session": sitting.ordinal, "version": minutes.version}
    with transaction.atomic():
        record(
            act="minutes.exported",
            by=by,
            obj=_object(sitting),
            case=sitting.case.number,
            content={**facts, "sha256": sha256(content).hexdigest()},
            facts=facts,
        )
    return Export(content, TYPES[form], f"{sitting.case.number}-session-{sitting.ordinal}-minutes.{form}")


def _newest(sitting: Sitting) -> Minutes:
    newest = sitting.minutes.first()
    if newest is None:
        raise Refused("R31", "The minutes are drafted when the session closes.")
    if MinutesApproval.objects.filter(sitting=sitting).exists():
        raise Refused("R31", "The minutes are approved and stay as they are.")
    return newest


def _write(sitting: Sitting, version: int, text: str, by) -> Minutes:
    made = Minutes(sitting=sitting, version=version, text=text, digest=digest(text), by=by, at=clock.now())
    made.entry = _record(sitting, "minutes.corrected" if by else "minutes.drafted", by, made)
    made.save()
    return made


def _record(sitting: Sitting, act: str, by, minutes: Minutes):
    return record(
        act=act,
        by=by,
        obj=_object(sitting),
        case=sitting.case.number,
        content=minutes_content(minutes),
        facts={"session": sitting.ordinal, "version": minutes.version, "text": minutes.digest},
    )


def _object(sitting: Sitting) -> str:
    return f"{sitting.case.number} session {sitting.ordinal}"
