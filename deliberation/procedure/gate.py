"""Options, the peaceful-first gate and the draft recommendation (R32, R33)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mad.common.blank import blank


class OptionClass(StrEnum):
    """R32. Ordered by how far it goes: peaceful, coercive without force, force."""

    PEACEFUL = "peaceful"
    COERCIVE = "coercive"
    FORCE = "force"

    @property
    def rank(self) -> int:
        return list(OptionClass).index(self)


def strongest(classes: Iterable[OptionClass]) -> OptionClass:
    return max(classes, key=lambda cls: cls.rank, default=OptionClass.PEACEFUL)


@dataclass(frozen=True)
class TabledOption:
    label: str
    title: str
    cls: OptionClass
    failure_explained: bool = False


@dataclass(frozen=True)
class Insufficiency:
    """A motion that attempts without force will fail, as it carried."""

    motion: str
    determination: str
    carried_at: datetime


@dataclass(frozen=True)
class GateFacts:
    """`determination` is the number of the one in force, None when there is none."""

    determination: str | None
    options: tuple[TabledOption, ...]
    tabled_motion: str | None
    finding: Insufficiency | None
    now: datetime
    insufficiency_days: int


class Mark(StrEnum):
    DONE = "done"
    PART = "part"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Check:
    key: str
    title: str
    mark: Mark
    detail: str = ""
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.mark is Mark.DONE


@dataclass(frozen=True)
class Gate:
    """R33. `until` is when the finding of insufficiency lapses."""

    checks: tuple[Check, ...]
    until: datetime | None = None
    missing: tuple[Check, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "missing", tuple(check for check in self.checks if not check.holds))

    @property
    def open(self) -> bool:
        return not self.missing

    @property
    def why_closed(self) -> str:
        return "; ".join(f"{check.title.lower()}: {check.detail or 'not yet'}" for check in self.missing)

    @property
    def explained(self) -> bool:
        """Whether a motion of insufficiency may be put to the vote: the first three checks hold."""
        return all(check.holds for check in self.checks[:3])


def gate(facts: GateFacts) -> Gate:
    """R33: open only when every check holds. There is no argument for who asks: no role passes."""
    finding = facts.finding
    same = finding is not None and finding.determination == facts.determination
    until = finding.carried_at + timedelta(days=facts.insufficiency_days) if finding else None
    return Gate(
        checks=(
            _determination(facts.determination),
            _explained(OptionClass.PEACEFUL, facts.options),
            _explained(OptionClass.COERCIVE, facts.options),
            _tabled(facts),
            _carried(finding, facts.determination, same),
            _in_time(until if same else None, facts.now, facts.insufficiency_days),
        ),
        until=until if same else None,
    )


def _determination(number: str | None) -> Check:
    mark = Mark.DONE if number else Mark.NOT_YET
    return Check("determination", "A determination is in force", mark, number or "none is in force")


def _explained(cls: OptionClass, options: Sequence[TabledOption]) -> Check:
    """A reason per option; with no option of the class on the table nothing has been weighed."""
    ours = [option for option in options if option.cls is cls]
    missing = tuple(f"{option.label} {option.title}" for option in ours if not option.failure_explained)
    title = f"A reason against each {cls.value} option"
    if not ours:
        return Check(f"reasons_{cls.value}", title, Mark.NOT_YET, f"no {cls.value} option is on the table")
    done = len(ours) - len(missing)
    mark = Mark.DONE if not missing else Mark.PART if done else Mark.NOT_YET
    return Check(f"reasons_{cls.value}", title, mark, f"{done} of {len(ours)} on the table", missing)


def _tabled(facts: GateFacts) -> Check:
    number = facts.tabled_motion or (facts.finding.motion if facts.finding else None)
    mark = Mark.DONE if number else Mark.NOT_YET
    return Check("motion", "A motion of insufficiency is tabled", mark, number or "")


def _carried(finding: Insufficiency | None, determination: str | None, same: bool) -> Check:
    title = "It carries by supermajority"
    if finding is None:
        return Check("carried", title, Mark.NOT_YET)
    if not same:
        detail = f"{finding.motion} rested on {finding.determination}, which has been replaced"
        return Check("carried", title, Mark.NOT_YET, detail)
    return Check("carried", title, Mark.DONE, f"{finding.motion}, resting on {determination}")


def _in_time(until: datetime | None, now: datetime, days: int) -> Check:
    title = f"Fewer than {days} days have passed since"
    if until is None:
        return Check("in_time", title, Mark.NOT_YET)
    if now >= until:
        return Check("in_time", title, Mark.NOT_YET, f"lapsed on {until:%-d %B %Y, %H:%M} UTC")
    return Check("in_time", title, Mark.DONE, f"lapses on {until:%-d %B %Y, %H:%M} UTC")


@dataclass(frozen=True)
class Step:
    """R32: one step of a draft recommendation, in its order. together: at the same time as the step before."""

    option: str
    who: str
    what: str
    when: str
    if_it_fails: str
    together: bool = False


def recommendation_objections(
    steps: Sequence[Step], carried: Sequence[str], behind_gate: Sequence[str] = ()
) -> tuple[str, ...]:
    """R32: the recommendation is made of the options carried, each once, each with who, what and when.

    behind_gate: options carried whose class is force while no finding of insufficiency is in force; they are not
    asked for, and R33 keeps them out.
    """
    named = [step.option for step in steps]
    objections = [f"{label} has not been carried." for label in named if label not in carried]
    objections += [
        f"{label} was carried and is missing." for label in carried if label not in named and label not in behind_gate
    ]
    twice = sorted({label for label in named if named.count(label) > 1})
    objections += [f"{label} appears more than once." for label in twice]
    objections += [f"{step.option}: say who does what, and when." for step in steps if not _complete(step)]
    objections += [f"{label}: say what comes next if it fails." for label in open_ended(steps)]
    if steps and steps[0].together:
        objections.append(f"{steps[0].option} is the first step and follows no other.")
    if not steps:
        objections.append("No option has been carried, so there is nothing to recommend.")
    return tuple(objections)


def open_ended(steps: Sequence[Step]) -> list[str]:
    """Steps that others follow and that do not say what comes next; those of the last rung may."""
    last = max((place for place, step in enumerate(steps) if not step.together), default=0)
    return [step.option for step in steps[:last] if blank(step.if_it_fails)]


def _complete(step: Step) -> bool:
    return not any(blank(part) for part in (step.who, step.what, step.when))
