"""What the desk shows of deliberation (SCREENS 2): what to decide, and what is ready to be put.

One query beside that of the cases: their open votes, motions, options and wordings.
"""

import json
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.procedure import Stage
from cases.selectors.lists import cases_of_desk
from deliberation.followup_desk import triggers_met
from deliberation.procedure import wording
from deliberation.selectors import desk_sql
from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common.addresses import address
from mad.common.ports import DeskItem
from mad.membership import selectors as membership

STAGES = [stage.value for stage in (Stage.DELIBERATION, Stage.WITH_COUNCIL, Stage.FOLLOW_UP)]


def awaiting(user: Any, now: datetime) -> list[DeskItem]:
    """A member's open votes, options to score and wordings to clear; for who presides, motions to put."""
    if not may(user, Act.VOTE):
        return []
    presides = Role.PRESIDING in user.roles
    cases, triggers = _cases(user, presides, now)
    items: list[DeskItem] = triggers_met(triggers, now)
    for case, plenary in cases:
        items += _to_sign(case, plenary, user, now)
        if case.stage not in STAGES:
            continue
        items += [_vote(case, row, now) for row in plenary["votes"] if _awaits(plenary["me"], row, now, presides)]
        items += [_ready(case, row) for row in plenary["motions"] if presides]
        items += [_to_score(case)] if plenary["unscored"] and case.stage == Stage.DELIBERATION else []
        items += [_spoken_to(case, row) for row in plenary["mentions"]]
        items += [_session(case, plenary["sitting"])] if plenary["sitting"] else []
        items += [_to_approve(case, ordinal) for ordinal in plenary["minutes"] if presides]
        items += [_to_clear(row) for row in plenary["wordings"] if wording.regime_words(row["text"])]
    return items


def _cases(user: Any, presides: bool, now: datetime) -> tuple[list[tuple[Case, dict[str, Any]]], list[Any]]:
    """Cases before the plenary, each with votes, motions, wordings, unscored and me (the member's id), and others with a
    call that waits for signatures; and for who presides the triggers of closed cases."""
    cases = sorted(cases_of_desk(user), key=lambda case: case.pk)
    if not cases and not presides:
        return [], []
    asked = {
        "cases": [case.pk for case in cases if case.stage in STAGES],
        "others": [case.pk for case in cases if case.stage not in STAGES],
        "user": user.pk,
        "day": now.date(),
        "presides": presides,
    }
    found = {pk: json.loads(text) for pk, text in desk_sql.PLENARY.rows(asked)}
    triggers = [(*row[:3], datetime.fromisoformat(row[3]), *row[4:]) for row in found.pop(0)]
    return [(case, found[case.pk]) for case in cases if case.pk in found], triggers


def _to_sign(case: Case, plenary: dict[str, Any], user: Any, now: datetime) -> list[DeskItem]:
    """Calls that wait for signatures, for a member who sits and has not signed. Who is recused does not see the case."""
    if not plenary["calls"]:
        return []
    called = membership.todays_roll(user, now)  # the desk has called it already
    standings = called.standings()

    def sits(member: int | None) -> bool:
        standing = standings.get(member) if member else None
        return bool(standing and standing.sits)

    if not sits(plenary["me"]):
        return []
    return [
        _signature(case, row, sum(map(sits, row["signed"])), called.numbers.emergency_members)
        for row in plenary["calls"]
        if plenary["me"] not in row["signed"]
    ]


def _signature(case: Case, row: dict[str, Any], signed: int, needed: int) -> DeskItem:
    return DeskItem(
        title=f"Sign: {row['title']}",
        url=address("output", row["number"]),
        action="Read and sign",
        why=f"{row['number']}, {case.title}. {signed} of {needed} have signed.",
        seen_by="Everybody who may open the case; the Council once it is sent.",
        rule="R37",
        kind="Call",
        at_once=True,
        started=datetime.fromisoformat(row["since"]),
    )


def _awaits(me: int | None, row: dict[str, Any], now: datetime, presides: bool) -> bool:
    """A ballot is missing and can still be cast; or the time is over and the presiding member closes."""
    over = datetime.fromisoformat(row["closes"]) <= now
    return presides if over else not row["voted"] and me in {listed["member"] for listed in row["roster"]}


def _vote(case: Case, row: dict[str, Any], now: datetime) -> DeskItem:
    due = datetime.fromisoformat(row["closes"])
    return DeskItem(
        title=f"Vote: {row['title']}",
        url=address("motion", row["number"]),
        action="Close the vote" if due <= now else "Vote",
        why=f"{row['number']}, {case.title}. Two thirds of those entitled carry.",
        seen_by="Sealed until voting closes, then published by name.",
        due=due,
        rule="R34",
        kind="Vote",
        started=datetime.fromisoformat(row["opened"]),
    )


def _ready(case: Case, row: dict[str, Any]) -> DeskItem:
    return DeskItem(
        title=row["title"],
        url=address("motion", row["number"]),
        action="Put to the vote",
        why=f"{row['number']}, {case.title}: {row['state']}.",
        seen_by="The plenary.",
        rule="R34",
        kind="Motion",
    )


def _to_score(case: Case) -> DeskItem:
    return DeskItem(
        title=f"Score the options: {case.title}",
        url=address("deliberation", case.number),
        action="Score",
        why=f"{case.number}. Scores inform; votes decide.",
        seen_by="The plenary; each member once they have given their own.",
        rule="R32",
        kind="Options",
    )


def _spoken_to(case: Case, row: dict[str, str]) -> DeskItem:
    return DeskItem(
        title=f"You are spoken to in the discussion: {case.title}",
        url=address("discussion", case.number, row["subject"], row["key"]),
        action="Read",
        why=f"{case.number}. It stays here until you write there or take note.",
        seen_by="Nobody but you sees this line.",
        rule="R31",
        kind="Discussion",
    )


def _session(case: Case, ordinal: int) -> DeskItem:
    return DeskItem(
        title=f"Session {ordinal} is open: {case.title}",
        url=address("session", case.number, ordinal),
        action="Take part",
        why=f"{case.number}. Mark yourself present; a quorum takes more than half, with one of each discipline.",
        seen_by="The plenary.",
        rule="R31",
        kind="Session",
    )


def _to_approve(case: Case, ordinal: int) -> DeskItem:
    return DeskItem(
        title=f"Approve the minutes of session {ordinal}: {case.title}",
        url=address("minutes", case.number, ordinal),
        action="Read and approve",
        why=f"{case.number}. Drafted from the record; the registrar corrects them.",
        seen_by="Everybody who may open the case.",
        rule="R31",
        kind="Minutes",
    )


def _to_clear(row: dict[str, Any]) -> DeskItem:
    return DeskItem(
        title=f"Clear wording: {row['title']}",
        url=f"{address('output', row['number'])}#p{row['key']}",
        action="Read and clear",
        why=f"“{wording.regime_words(row['text'])}” in {row['number']}.",
        seen_by="Your clearance is shown by name.",
        rule="R39 c",
        kind="Clearance",
    )
