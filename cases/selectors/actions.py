"""What a reader can do now with a case; what a rule forbids is shown with the rule (SCREENS)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from cases.models import Case
from cases.procedure import CaseFacts, Panel, Stage, Who, opening
from cases.refusals import as_refused
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common import ports
from mad.common.addresses import address
from mad.common.errors import Refused
from mad.common.ports import CaseAction
from mad.membership import selectors as membership
from mad.membership.independence import Discipline
from mad.reference.parameters import Numbers

from . import frame
from .determinations import review_refusal
from .people import Roll, panel_state, roll


@dataclass
class Asked:
    """Who asks about which case and when; the roll is called when the first act needs it."""

    user: Any
    case: Case
    now: datetime
    numbers: Numbers

    @cached_property
    def everyone(self) -> Roll:
        self.case.page_roll = roll(self.case, called=membership.todays_roll(self.user, self.now))
        return self.case.page_roll

    @cached_property
    def panel(self) -> Panel:
        return panel_state(self.case, everyone=self.everyone, minimum=self.numbers.panel_minimum)


def what_now(user: Any, case: Case, now: datetime, numbers: Numbers) -> list[CaseAction]:
    """All actions on a framed case, in order. At most one query, and one for each app that answers."""
    mine = list(_own(Asked(user, case, now, numbers)))
    others = [action for provider in ports.case_actions for action in provider(user, case, now)]
    return sorted([*mine, *others], key=lambda a: (a.refused is not None, a.order))


def _own(asked: Asked) -> Iterator[CaseAction]:
    user, case = asked.user, asked.case
    yield from _assessment(asked)
    if case.stage == Stage.ASSESSMENT:
        yield from _rounds(asked)
    yield from _determination(asked)
    yield from _review(asked)
    if may(user, Act.LINK_EVIDENCE) and case.stage in (Stage.MONITORING, Stage.ASSESSMENT):
        refused = _off_panel(asked) if frame.mine(case)["member"] else None
        yield _action(case, "Link evidence to elements", "case_elements", "Open the matrix", 60, refused=refused)
    if may(user, Act.MERGE_CASES) and not case.page["merged"]:
        yield from _joining(case)
    if may(user, Act.RECUSE_SELF):
        yield _action(
            case,
            "Stand aside from this case",
            "case_recuse",
            "Recuse",
            95,
            "For a stated reason, at once and for good.",
        )


def _action(case, title, url, action, order, detail="", refused=None, primary=False) -> CaseAction:
    return CaseAction(
        title=title,
        url=address(url, case.number),
        action=action,
        detail=detail,
        refused=refused,
        primary=primary,
        order=order,
    )


def _joining(case: Case) -> Iterator[CaseAction]:
    if case.stage == Stage.MONITORING:
        refused = (
            Refused("R30", "It carries a determination, which stays with its case.") if _determined(case) else None
        )
        detail = "All that lies here comes along; this case closes."
        yield _action(case, "Merge this case into another", "case_merge", "Merge", 96, detail, refused)
    detail = "A case of its own for some of the submissions."
    yield _action(case, "Split this case", "case_split", "Split", 97, detail)


def _determined(case: Case) -> bool:
    return any(not row["rejected_at"] for row in case.page["determination_facts"])


def _assessment(asked: Asked) -> Iterator[CaseAction]:
    user, case, needed = asked.user, asked.case, asked.numbers.initiative_members
    if case.stage not in (Stage.MONITORING, Stage.CLOSED):
        return
    if may(user, Act.OPEN_ASSESSMENT):
        facts = CaseFacts(
            screened_alarm=case.page["alarms"], initiators_needed=needed, merged=bool(case.page["merged"])
        )
        refused = as_refused(opening(Who.REGISTRAR, facts))
        detail = "An accepted submission raised the alarm." if case.page["alarms"] else ""
        yield _action(case, "Open the assessment", "case_assessment", "Open it", 10, detail, refused, primary=True)
    if may(user, Act.PROPOSE_ASSESSMENT):
        refused = (
            _cannot_act(asked)
            or _gone(case)
            or (Refused("R21", "You have asked; another member must ask too.") if frame.mine(case)["asked"] else None)
        )
        detail = f"Any {needed} members can open one on their own initiative."
        yield _action(case, "Ask for an assessment", "case_assessment", "Ask", 20, detail, refused)


def _gone(case: Case) -> Refused | None:
    return Refused("R20", "This case was merged into another one.") if case.page["merged"] else None


def _cannot_act(asked: Asked) -> Refused | None:
    """Why the reader's member cannot act today: barred, or not in office (R2 to R4)."""
    standing = asked.everyone.standings.get(frame.mine(asked.case)["member"])
    if standing is None:
        return Refused("R9", "This act belongs to the members of the Division.")
    return None if standing.sits else Refused(standing.reasons[0].rule, standing.reasons[0].text)


def _off_panel(asked: Asked) -> Refused | None:
    if refused := _cannot_act(asked):
        return refused
    member = asked.everyone.members.get(frame.mine(asked.case)["member"])
    if member is None or member.discipline != Discipline.LEGAL:
        return Refused("R23", "The panel is made of the legal members.")
    return None


def _rounds(asked: Asked) -> Iterator[CaseAction]:
    user, case = asked.user, asked.case
    open_ = frame.open_round(case)
    if may(user, Act.OPEN_ROUND) and not open_:
        yield _open_round(case, asked.panel)
    if open_ and may(user, Act.ESTIMATE):
        name = "first" if open_["ordinal"] == 1 else "second"
        if frame.mine(case)["sealed"]:
            yield _action(
                case,
                f"Your answer in the {name} round is sealed",
                "estimate_seal",
                "Look",
                15,
                "You can take it back until the round closes.",
            )
        else:
            detail = "Sealed until the round closes; nobody can read it."
            yield _action(
                case,
                f"Give your sealed estimates, {name} round",
                "estimates",
                "Write",
                5,
                detail,
                _off_panel(asked),
                primary=True,
            )
    if frame.closed_rounds(case):
        yield _action(case, "Read and discuss the answers", "reveal", "Read", 25, "Under letters, not names.")


def _open_round(case: Case, panel: Panel) -> CaseAction:
    held = frame.closed_rounds(case)
    refused = as_refused(panel.refusal)
    if held == 2:
        refused = Refused("R26", "Both rounds have been held; only the second counts.")
    elif not case.page["has_crimes"]:
        refused = Refused("R24", "No crime is in issue yet.")
    title = "Open the second sealed round" if held else "Open the first sealed round"
    return _action(case, title, "case_panel", "Open it", 12, refused=refused, primary=True)


def _determination(asked: Asked) -> Iterator[CaseAction]:
    user, case = asked.user, asked.case
    pending, current = frame.before_panel(case), frame.in_force(case)
    if pending and may(user, Act.VOTE_DETERMINATION):
        refused = (
            Refused("R30", "Your vote is recorded; it is final.") if frame.mine(case)["voted"] else _off_panel(asked)
        )
        yield _action(
            case,
            f"Vote on {pending['number']}",
            "determination",
            "Vote",
            6,
            "By name; more than half of the panel adopts.",
            refused,
            primary=True,
        )
    elif case.stage == Stage.ASSESSMENT and may(user, Act.PROPOSE_DETERMINATION) and frame.closed_rounds(case) == 2:
        refused = as_refused(asked.panel.refusal) or (_off_panel(asked) if frame.mine(case)["member"] else None)
        yield _action(
            case,
            "Propose the determination",
            "determination_propose",
            "Draft",
            8,
            "Assembled from the second round.",
            refused,
            primary=True,
        )
    if current and may(user, Act.ATTACH_OPINION) and not frame.mine(case)["opinion"]:
        until = current["adopted_at"] + timedelta(hours=asked.numbers.opinion_hours)
        if asked.now <= until:
            detail = f"Separate or dissenting, until {until:%d %b, %H:%M} UTC."
            yield _action(
                case,
                f"Attach an opinion to {current['number']}",
                "determination",
                "Write",
                40,
                detail,
                _cannot_act(asked),
            )


def _review(asked: Asked) -> Iterator[CaseAction]:
    """A stale determination is reviewed: the registrar or the presiding member opens it (R30)."""
    case, current = asked.case, frame.in_force(asked.case)
    if not (current and current["stale_since"] and may(asked.user, Act.MOVE_CASE)) or case.stage == Stage.ASSESSMENT:
        return
    who = Who.REGISTRAR if Role.REGISTRAR in asked.user.roles else Who.PRESIDING
    yield _action(
        case,
        f"Review {current['number']}",
        "determination",
        "Review",
        7,
        "Evidence it rests on has changed; the case goes back to assessment.",
        review_refusal(case, who),
        primary=True,
    )
