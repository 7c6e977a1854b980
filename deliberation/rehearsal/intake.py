"""Part II of the rules: warnings come in, are screened, and become a case."""

from __future__ import annotations

from typing import Any

from cases.models import Case
from cases.services import edit_case, write_summary
from deliberation.rehearsal.play import Play
from evidence.models import Submission
from evidence.services import derive, receive, screen

PAUSE = 0.2


def run(play: Play) -> None:
    play.chapter("Intake and screening")
    for facts in play.facts["submissions"]:
        _receive(play, facts)
    for facts in play.facts["submissions"]:
        play.later(0.4)
        _screen(play, facts)
    _describe(play)


def body(facts: dict[str, Any]) -> dict[str, Any]:
    """The submission as a partner office sends it to the API."""
    sent = {
        "title": facts["title"],
        "narrative": f"{facts['narrative'].strip()}\n\nSource: {facts['source']}.",
        "known_since": facts["known_since"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "period": {edge: day.isoformat() for edge, day in facts["period"].items()},
        "states": ["SYR"],
        "places": facts["places"],
        "sensitivity": facts["sensitivity"],
        "release_terms": facts.get("release_terms", ""),
    }
    if matrix := facts.get("quick_matrix"):
        sent["quick_matrix"] = matrix
    return sent


def _receive(play: Play, facts: dict[str, Any]) -> None:
    office = play.cast.offices[facts["office"]]
    submission = receive(body=body(facts), office=office, by=office.machine)
    play.submissions[facts["key"]] = submission
    alarm = ", the quick matrix raises the alarm (R13)" if submission.alarm else ""
    play.say("R12", f"{submission.number} received from {office.name}: {facts['title']}{alarm}")
    play.later(PAUSE)


def _screen(play: Play, facts: dict[str, Any]) -> None:
    submission = Submission.objects.get(pk=play.submissions[facts["key"]].pk)
    grades = facts["grades"]
    taken = screen(
        submission=submission,
        by=play.officer,
        decision="accept",
        source_grade=grades["source"],
        info_grade=str(grades["info"]),
        sensitivity=facts["sensitivity"],
        grounds=facts["grounds"],
        destination=play.opened.number if play.opened else "new",
        case_title=play.facts["title"],
        case_urgency="ongoing",
    )
    play.case = Case.objects.get(number=taken.destination)
    item = submission.items.get()
    play.items[facts["key"]] = item
    play.say(
        "R14",
        f"{submission.number} accepted into {play.case.number} as {item.number}, graded {grades['source']}{grades['info']}",
    )
    if root := facts.get("derived_from"):
        derive(item=item, parent=play.items[root], by=play.officer, reason="It repeats the report and adds nothing.")
        play.say("R17", f"{item.number} is derived from {play.items[root].number}: the two count as one root")


def _describe(play: Play) -> None:
    facts = play.facts
    play.case = edit_case(
        case=play.case,
        by=play.officer,
        groups_at_risk=facts["groups_at_risk"],
        alleged=facts["alleged"],
        period_from=facts["period"]["from"],
        period_to=facts["period"]["to"],
        urgency="ongoing",
    )
    write_summary(case=play.case, text=facts["summary"].strip(), by=play.officer)
    play.say("R20", f"{play.case.number} describes the situation: {facts['title']}")
