"""R24, R26, R30: what is in issue, and what is linked to it, while the panel answers and decides. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .terms import Refusal, Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case settles whether its matrix may still change.

    sealed: a round is open; asked: the second round of the assessment under way has been held, or is; pending: a
    determination is before the panel.
    """

    number: str
    stage: Stage
    sealed: bool = False
    asked: bool = False
    pending: bool = False


def choice_refusal(case: Standing) -> Refusal | None:
    """Why no crime or act is put in issue or taken out of it now, or None (R24 to R26)."""
    if case.stage not in (Stage.MONITORING, Stage.ASSESSMENT):
        return Refusal("R24", "Crimes are put in issue before or during the assessment.")
    return fixed_refusal(case, "A review puts other crimes and acts in issue.")


def fixed_refusal(case: Standing, way_on: str) -> Refusal | None:
    """Why what is in issue stands as it is, or None: what was asked in a sealed round, and in the second for good."""
    if case.sealed:
        return Refusal(
            "R25", f"A sealed round of {case.number} is open; what is in issue does not change until it closes."
        )
    if case.asked:
        return Refusal(
            "R26",
            f"The panel of {case.number} has answered its second round; what was in issue there stands until the"
            " determination.",
            way_on,
        )
    return None


def link_refusal(case: Standing) -> Refusal | None:
    """Why nothing is linked to an element or taken out there now, or None (R20, R30)."""
    if case.stage is Stage.CLOSED:
        return Refusal("R20", f"{case.number} is closed.")
    if case.pending:
        return Refusal(
            "R30",
            f"A determination of {case.number} that rests on these links is before the panel.",
            "Link it once the panel has decided, or the proposal is withdrawn.",
        )
    return None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A crime in issue: its acts, the version of its elements that it was chosen under, and these elements as they were
    written then (mad.reference.elements.written; empty for what was chosen before versions were kept)."""

    name: str
    acts: tuple[str, ...]
    version: str = ""
    law: Mapping[str, Any] = field(default_factory=dict)


def joined(theirs: Chosen, mine: Chosen | None) -> Chosen | Refusal:
    """A crime in issue in one case as acts of it come along from another. Mine stand first, in the order they had.

    Refused (R24) when the two were chosen under different versions of the law: which of them holds is for people to say.
    """
    if mine is None:
        return theirs
    if theirs.version != mine.version:
        return Refusal(
            "R24",
            f"{theirs.name} is in issue in both cases, under two versions of its elements.",
            "Choose its acts again in one of the cases, which takes the newest version, and then in the other.",
        )
    acts = (*mine.acts, *(act for act in theirs.acts if act not in mine.acts))
    return Chosen(mine.name, acts, mine.version, _both(mine.law, theirs.law))


def _both(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The elements of both; an act that both hold as mine has it. One version holds the same contextual elements."""
    if not mine or not theirs:
        return mine or theirs
    known = {act["id"] for act in mine["acts"]}
    added: Sequence[Any] = [act for act in theirs["acts"] if act["id"] not in known]
    return {**mine, "acts": [*mine["acts"], *added]}
