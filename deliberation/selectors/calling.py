"""What an emergency call can begin with: facts of a case that may be released (R16, R37)."""

from cases.models import Case
from cases.selectors.reading import determination_in_force
from deliberation.procedure.call import CallFacts, state_called
from evidence.models import Submission
from evidence.procedure.release import citation_refusal
from evidence.procedure.terms import Status
from evidence.selectors import submission_terms
from mad.common import clock
from mad.reference.elements import crimes


def call_facts(case: Case) -> CallFacts:
    """The States, the determination in force in numbers and words of the law, an alarm that may be told of."""
    found = determination_in_force(case)
    named = case.states.order_by("name").values_list("official_name", flat=True)
    states = tuple(state_called(official) for official in named)
    alarm = _alarm(case)
    if found is None or found.adopted_at is None:
        return CallFacts(states, alarm=alarm)
    names = _names()
    return CallFacts(
        states=states,
        determination=found.number,
        adopted_on=found.adopted_at.date(),
        crimes=tuple(names.get(key, key) for key in found.likely_crimes),
        severity=found.severity,
        temporal=found.temporal,
        stale=found.stale,
        alarm=alarm,
    )


def _names() -> dict[str, str]:
    return {crime.id: crime.name.lower() for crime in crimes()}


def _alarm(case: Case):
    """Since when an alarm is up whose source lets it be published; None when none is, or none may be told."""
    if not case.on_alarm:
        return None
    raised = Submission.objects.filter(pk__in=case.placed.values("submission"), alarm=True, status=Status.ACCEPTED)
    for submission in raised.order_by("received_at"):
        terms = submission_terms(submission)
        if not citation_refusal(submission.sensitivity, terms, retracted=False, today=clock.today()):
            return submission.received_at
    return None
