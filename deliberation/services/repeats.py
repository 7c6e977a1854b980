"""R31, R35: one live motion on one matter; what failed comes back only by reconsideration, under whatever number."""

import re
from typing import Any

from cases.models import Case
from deliberation.models import Motion, Option
from deliberation.procedure.wording import fold
from deliberation.selectors.facts import OPEN_MOTION
from mad.common.errors import Refused

from .texts import substance, text_of

Kind, State = Motion.Kind, Motion.State
MATTER = ("cls", "title", "who", "aim")
SAYING_NOTHING = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "such",
        "of",
        "and",
        "or",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "et",
        "ou",
    ]
)


def stage_entry(case: Case) -> int:
    """Which stay in a stage this is: the number of moves the case has made."""
    return case.moves.count()


def refuse_repeat(case: Case, kind: str, target: dict[str, Any]) -> None:
    """Raise Refused: R31 while the same is being decided or once it is carried, R35 when it failed in this stage."""
    refuse_live(case, kind, target)
    failed = _failed_alike(case, kind, target)
    if failed:
        raise Refused(
            "R35",
            f"{failed.number} on the same matter was not carried in this stage.",
            "It can come back once, on new evidence, moved by a member who voted on the prevailing side.",
        )


def refuse_live(case: Case, kind: str, target: dict[str, Any]) -> None:
    """Raise Refused (R31) while the same is being decided, or once it is carried."""
    same = Motion.objects.filter(case=case, kind=kind, **{name: value for name, value in target.items() if value})
    if kind == Kind.RECOMMENDATION:
        same = Motion.objects.filter(case=case, kind=kind)
    live = same.filter(state__in=OPEN_MOTION).first()
    if live:
        raise Refused("R31", f"{live.number} on the same matter is not decided yet.", "It is voted on first.")
    if kind == Kind.OPTION and same.filter(state=State.CARRIED).exists():
        raise Refused("R31", "The plenary has carried this option already.")


def _failed_alike(case: Case, kind: str, target: dict[str, Any]) -> Motion | None:
    """A motion on the same matter that failed in this stage. A text or an option that reads otherwise is another matter,
    the same words under another number are not."""
    failed = Motion.objects.filter(case=case, kind=kind, state=State.NOT_CARRIED, stage_entry=stage_entry(case))
    if kind == Kind.INSUFFICIENCY:
        return failed.first()
    if kind == Kind.OPTION:
        matter = _matter(target["option"])
        return next((m for m in failed.select_related("option") if m.option and _matter(m.option) == matter), None)
    wording = Motion(kind=kind, case=case, **target)
    now = substance(text_of(wording), wording)
    last_votes = (motion.votes.order_by("-ordinal")[:1] for motion in failed)
    return next((v.motion for votes in last_votes for v in votes if substance(v.text, v.motion) == now), None)


def _matter(option: Option) -> tuple[tuple[str, ...], ...]:
    """The words that say something, in any order: signs, articles and the legal basis make no other matter of it."""
    read = (re.findall(r"\w+", fold(getattr(option, name))) for name in MATTER)
    return tuple(tuple(sorted(word for word in words if word not in SAYING_NOTHING)) for words in read)
