"""What awaits each role in its cases (SCREENS 2). Two queries for a member, one for the others."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.procedure import Stage
from cases.selectors import frame, visible_to
from cases.selectors.lists import Row, cases_of_desk, open_cases
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.clocks.extension import extendable
from mad.clocks.kinds import ClockKind
from mad.clocks.models import Clock
from mad.common.addresses import address
from mad.common.ports import DeskItem, DeskPanel
from mad.membership import selectors as membership
from mad.membership.independence import Discipline

LIMIT = 50
MINE = 6


def items(user: Any, now: datetime) -> list[DeskItem]:
    if not may(user, Act.READ_CASES):
        return []
    user.desk_cases = open_cases(user)
    cases = frame.framed(user.desk_cases[:LIMIT], user)
    out: list[DeskItem] = []
    if Role.MEMBER in user.roles:
        out += _member(user, cases, now)
    if Role.PRESIDING in user.roles:
        out += _late(user, now)
    if may(user, Act.OPEN_ASSESSMENT):
        out += _alarms(cases)
    if may(user, Act.MOVE_CASE):
        out += _reviews(cases)
    return out


def _member(user: Any, cases: list[Case], now: datetime) -> Iterator[DeskItem]:
    called = membership.todays_roll(user, now)
    member = called.member_of(user)
    if member is None or not called.standings()[member.pk].sits:
        return
    for case in cases:
        yield from _of_case(case, now, member.discipline == Discipline.LEGAL)


def _of_case(case: Case, now: datetime, legal: bool) -> Iterator[DeskItem]:
    open_, pending, current = frame.open_round(case), frame.before_panel(case), frame.in_force(case)
    if legal and open_ and not frame.mine(case)["sealed"]:
        yield _estimates(case, open_)
    for element in frame.mine(case)["spoken_to"] if legal else ():
        yield _spoken_to(case, element)
    if legal and pending and not frame.mine(case)["voted"]:
        due = _clock(case, ClockKind.DETERMINATION)
        yield _item(
            case,
            f"Vote on {pending['number']}",
            "determination",
            "Vote",
            "The panel adopts by more than half.",
            "By name, on the record.",
            due,
            "R30",
        )
    if current and not frame.mine(case)["opinion"]:
        until = _clock(case, ClockKind.OPINIONS)
        if until and now <= until:
            yield _item(
                case,
                f"Opinion on {current['number']}, if you wish",
                "determination",
                "Write",
                "Separate or dissenting.",
                "Signed; part of the determination.",
                until,
                "R30",
            )


def _estimates(case: Case, round_: dict[str, Any]) -> DeskItem:
    first = round_["ordinal"] == 1
    due = _clock(case, ClockKind.FIRST_ROUND if first else ClockKind.SECOND_ROUND) or frame.when(round_["due_at"])
    title = f"{'First' if first else 'Second'} sealed estimates on {case.title}"
    why = "The panel waits for your answer on each element in issue."
    return _item(
        case,
        title,
        "estimates",
        "Write",
        why,
        "Nobody until the round closes; then under a letter.",
        due,
        "R25",
    )


def _spoken_to(case: Case, element: str) -> DeskItem:
    """Said on the desk alone: a mail would tell the mail server whose letter it is (R26)."""
    return DeskItem(
        title=f"You are spoken to on {element}",
        url=f"{address('reveal', case.number)}#discuss-{element}",
        action="Read",
        why=f"{case.number}. Another member speaks to you, by your letter.",
        seen_by="Nobody but you sees this line.",
        due=None,
        rule="R26",
        kind="case",
    )


def _item(
    case: Case, title: str, url: str, action: str, why: str, seen_by: str, due: datetime | None, rule: str
) -> DeskItem:
    return DeskItem(
        title=title,
        url=address(url, case.number),
        action=action,
        why=f"{case.number}. {why}",
        seen_by=seen_by,
        due=due,
        rule=rule,
        kind="case",
    )


def _clock(case: Case, kind: str) -> datetime | None:
    return next((c.due_at for c in frame.clocks_of(case) if c.kind == kind), None)


def _late(user: Any, now: datetime) -> list[DeskItem]:
    """Clocks of cases in breach, for the presiding member (R36)."""
    late = Clock.objects.running().filter(due_at__lt=now, paused_at=None).exclude(kind=ClockKind.OPINIONS)
    mine = late.filter(case_number__in=visible_to(user).values("number")).order_by("due_at")[:LIMIT]
    return [
        DeskItem(
            title=f"{clock.title or clock.get_kind_display()} of {clock.subject} is late",
            url=address("clock_extend", clock.pk) if extendable(clock.kind) else clock.url,
            action="Extend" if extendable(clock.kind) and not clock.extended_at else "Look",
            why="It can be extended once, with a reason."
            if clock.extended_at is None
            else "It was extended once already.",
            due=clock.due_at,
            rule="R36",
            kind="late",
        )
        for clock in mine
    ]


def _alarms(cases: list[Case]) -> list[DeskItem]:
    """Screened alarms whose case is not under assessment, for the registrar (R21)."""
    why = "A screened submission raised the alarm; the case is not under assessment."
    return [
        _item(
            case,
            f"Open the assessment of {case.title}",
            "case_assessment",
            "Open it",
            why,
            "All members.",
            None,
            "R21",
        )
        for case in cases
        if case.page["alarms"] and case.stage == Stage.MONITORING
    ]


def _reviews(cases: list[Case]) -> Iterator[DeskItem]:
    """Stale determinations whose review nobody has opened yet, for the registrar and who presides (R30)."""
    for case in cases:
        current = frame.in_force(case)
        if current and current["stale_since"] and case.stage != Stage.ASSESSMENT:
            yield _item(
                case,
                f"Review {current['number']}: its evidence has changed",
                "determination",
                "Look",
                "An item it rests on was retracted or regraded; a review is due.",
                "All members and the registrar.",
                None,
                "R30",
            )


def my_cases(user: Any, now: datetime) -> DeskPanel | None:
    """The newest open cases of the reader, at the foot of the desk."""
    if not may(user, Act.READ_CASES):
        return None
    cases = frame.framed(cases_of_desk(user)[:MINE], user)
    user.desk_cases = None
    return DeskPanel("cases/desk.html", {"rows": [Row.of(case) for case in cases]})
