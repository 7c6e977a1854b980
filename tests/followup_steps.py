"""Steps of Parts VI and VII: measures, a case before it closes, an alarm that arrives later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.models import Case
from cases.services import move_stage, place
from deliberation.models import Closing, CouncilMeeting, Measure
from deliberation.services import closing_cases, followup
from evidence.models import Submission
from evidence.services import receive, screen
from mad.common import clock
from tests.council_factory import answer

DAY = timedelta(days=1)
EVENT = {"kind": "event", "text": "Armed men return to the camps."}


def words(**changes: Any) -> dict[str, Any]:
    return {
        "title": "An envoy goes to the capital",
        "actor": "secretary-general",
        "benchmark": "The envoy has met both leaders.",
        "starts": clock.today(),
        "due": clock.today() + 60 * DAY,
        **changes,
    }


def take(plenary: Any, by: Any = None, **changes: Any) -> Measure:
    return followup.take_measures(case=plenary.case, by=by or plenary.people.registrar, rows=[words(**changes)])[0]


def review(measure: Measure, by: Any, status: str = "on_track", **changes: Any):
    measure.refresh_from_db()
    given = {"reason": "The mission reports so.", "version": measure.version, **changes}
    return followup.review_measure(measure=measure, by=by, status=status, **given)


def to_follow_up(plenary: Any) -> Case:
    """The case as if an output had been transmitted and answered."""
    if not CouncilMeeting.objects.filter(output__case=plenary.case).exists():
        answer(plenary.case, plenary.people)
    for stage in ("with_council", "follow_up"):
        move_stage(case=plenary.case, to=stage, by=None)
    return plenary.case


def write_plan(plenary: Any, triggers: Any = ({"kind": "alarm"}, EVENT), after: int = 0):
    return closing_cases.write_plan(
        case=plenary.case, by=plenary.people.registrar, text="A monitor stays.", triggers=list(triggers), after=after
    )


def closed(plenary: Any) -> Closing:
    """The case closed, with one measure done and one handed over."""
    registrar = plenary.people.registrar
    to_follow_up(plenary)
    review(take(plenary), registrar, "done")
    review(take(plenary, title="Monitors in the north"), registrar, "handed_over", handed_to="The country team")
    plan = write_plan(plenary)
    return closing_cases.close_case(case=plenary.case, by=registrar, plan_version=plan.version)


def alarm_sent(plenary: Any) -> Submission:
    """A submission with an alarm, received and not screened."""
    worse = {"answer": "worsening"}
    body = {
        "title": "Shelling begins again",
        "narrative": "Two villages since Monday.",
        "states": ["SYR"],
        "sensitivity": "confidential",
        "quick_matrix": {"rising_violence": worse, "group_targeting": worse},
    }
    return receive(body=body, office=plenary.people.ohchr, by=plenary.people.focal)


def accept(plenary: Any, sent: Submission) -> Submission:
    """Screened into a case of its own."""
    screen(
        submission=sent,
        by=plenary.people.officer,
        decision="accept",
        source_grade="B",
        info_grade="2",
        sensitivity="confidential",
        grounds="First-hand.",
        destination="new",
        case_title="A new situation",
    )
    sent.refresh_from_db()
    return sent


def alarm_in(plenary: Any, *, placed: bool = True) -> Submission:
    """A submission with an alarm, screened into a case of its own, and placed in the plenary's too."""
    sent = accept(plenary, alarm_sent(plenary))
    if placed:
        place(case=plenary.case, submission=sent, by=plenary.people.officer)
    return sent
