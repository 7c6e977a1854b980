"""Discussion among the members of the plenary (R31): remarks, corrections, and whom they speak to."""

from collections.abc import Iterable

from django.db import transaction

from cases.models import Case
from cases.procedure import Stage
from cases.procedure.mentions import HANDLE
from cases.selectors.people import roll
from deliberation.models import Mention, Remark, RemarkText
from deliberation.record import remark_content
from deliberation.selectors.threads import subject_of
from mad.accounts.permissions import Act
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.services import record
from mad.membership.models import Member

from .guards import plenary_member, required

LONGEST = 10_000


def may_discuss(by, case: Case) -> Member:
    """The member who may write. Raises NotPermitted (R9), Refused: R3, R6 for who takes no part, R20 when closed."""
    member = plenary_member(by, case, Act.DISCUSS)
    if case.stage == Stage.CLOSED:
        raise Refused("R20", "The case is closed; its discussion can be read, not continued.")
    return member


@transaction.atomic
def remark_on(*, case: Case, subject: str, key: str, text: str, by) -> Remark:
    """Add to the thread on an option (its ordinal), a motion (its number) or a paragraph (its id) of the case.

    "@amal.benhaddou" speaks to that member. Raises Refused as may_discuss, Invalid for an empty or overlong text, a
    subject that the case does not have, and a member spoken to who takes no part in the case (R6).
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    member = may_discuss(by, locked)
    on = subject_of(locked, subject, key)
    if on is None:
        raise Invalid({"key": ["This case has nothing of the kind to discuss."]}, rule="R31")
    said, spoken_to = _read(locked, text)
    made = Remark.objects.create(case=locked, subject=on.kind, key=on.key, by=member, at=clock.now())
    _write(made, 1, said, by)
    _speak_to(made, spoken_to)
    _note(locked, on.kind, on.key, member)
    return made


@transaction.atomic
def correct_remark(*, remark: Remark, text: str, by) -> RemarkText:
    """A further version of one's own remark; the earlier ones stay to be read."""
    case = Case.objects.select_for_update().get(pk=remark.case_id)
    member = may_discuss(by, case)
    if remark.by_id != member.pk:
        raise Refused("R15", "A remark is corrected by the member who wrote it.", status=403)
    said, spoken_to = _read(case, text)
    newest = remark.texts.order_by("-version")[0]
    if said == newest.text:
        return newest
    made = _write(remark, newest.version + 1, said, by)
    _speak_to(remark, spoken_to)
    return made


@transaction.atomic
def take_note(*, case: Case, subject: str, key: str, by) -> int:
    """The member has read what speaks to them in a thread; returns how many remarks that were."""
    return _note(case, subject, key, plenary_member(by, case, Act.DISCUSS))


def _read(case: Case, text: str) -> tuple[str, list[Member]]:
    said = required("R31", text=text)["text"]
    if len(said) > LONGEST:
        raise Invalid({"text": [f"At most {LONGEST:,} characters; this has {len(said):,}."]}, rule="R31")
    return said, _spoken_to(case, said)


def _spoken_to(case: Case, text: str) -> list[Member]:
    """The members whose handles stand in the text. A handle that is nobody's is a word like any other."""
    handles = set(HANDLE.findall(text))
    if not handles:
        return []
    everyone = roll(case)
    found = list(Member.objects.select_related("user").filter(user__username__in=handles))
    outside = sorted(m.user.username for m in found if not everyone.acts(m.pk))
    if outside:
        words = f"@{outside[0]} takes no part in this case and cannot be spoken to; leave the name out."
        raise Invalid({"text": [words]}, rule="R6")
    return found


def _write(remark: Remark, version: int, text: str, by) -> RemarkText:
    case = remark.case
    said = RemarkText(remark=remark, version=version, text=text, at=clock.now())
    said.entry = record(
        act="remark.made" if version == 1 else "remark.corrected",
        by=by,
        obj=case.number,
        case=case.number,
        content=remark_content(said),
        facts={"remark": remark.pk, "version": version, "subject": remark.subject, "key": remark.key},
    )
    said.save()
    return said


def _speak_to(remark: Remark, members: Iterable[Member]) -> None:
    rows = [Mention(remark=remark, member=m, at=clock.now()) for m in members if m.pk != remark.by_id]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def _note(case: Case, subject: str, key: str, member: Member) -> int:
    rows = Mention.objects.filter(
        member=member, noted_at=None, remark__case=case, remark__subject=subject, remark__key=key
    )
    return rows.update(noted_at=clock.now())
