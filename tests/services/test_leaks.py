"""What a hostile reader tried, and does not get."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.urls import reverse

from cases.services import recuse
from deliberation import services as deliberation
from evidence.models import Reading, ScreeningDecision
from evidence.selectors import items_visible_to, submissions_visible_to
from evidence.services import answer_query, screen
from mad.common.clock import travel
from mad.common.errors import Refused
from mad.common.middleware import LoopbackOnly
from mad.docket.selectors import visible_to as docket_of
from mad.membership.services import resign
from tests.deliberation_factory import PEACEFUL, Plenary
from tests.evidence_help import accepted, received

pytest_plugins = ["tests.deliberation_factory"]

STRICT = {"grading": {"sensitivity": "strictly_confidential"}, "sensitivity": "strictly_confidential"}


def test_r16_the_name_of_a_protected_source_is_on_no_decision(people):
    submission = received(people, protect_source=True)
    screen(submission=submission, by=people.officer, decision="query", question="When?")
    answer_query(submission=submission, by=people.focal, answer="In March.")
    assert ScreeningDecision.objects.get(submission=submission, decision="answer").by is None
    with pytest.raises(Refused) as overtaken:
        screen(submission=submission, by=people.officer, decision="hold", version=1, grounds="x", hold_until=None)
    assert people.focal.full_name not in str(overtaken.value)


def test_r50_a_refused_decision_on_strict_material_is_a_recorded_reading(client, people, settings):
    settings.DEMONSTRATION = True
    submission = received(people, sensitivity="strictly_confidential")
    client.force_login(people.officer)
    client.post(reverse("screening_item", args=[submission.number]), {})
    assert Reading.objects.filter(by=people.officer).exists()


def test_r02_a_member_whose_term_ended_reads_no_evidence(people):
    accepted(people)
    assert items_visible_to(people.amal).exists()
    with travel(datetime(2029, 1, 5, tzinfo=UTC)):
        assert not items_visible_to(people.amal).exists()
        assert not submissions_visible_to(people.amal).exists()


def test_r02_a_member_who_resigned_reads_no_evidence(people, morning):
    accepted(people)
    resign(member=people.member("amal"), on=morning.date(), by=people.registrar)
    assert not submissions_visible_to(people.amal).exists()


@pytest.mark.parametrize("who", ["amal", "bilal", "ethics"])
@pytest.mark.parametrize("beginning", ["submission.received", "item.", "evidence.", "source.", "reader."])
def test_r16_the_docket_tells_readers_nothing_of_evidence_outside_their_cases(people, who, beginning):
    accepted(people, **STRICT)
    found = docket_of(getattr(people, who)).filter(act__startswith=beginning, case_number="")
    assert not found.exists()


def test_r06_a_recused_member_does_not_follow_the_case_on_the_docket(people):
    plenary = Plenary(people)
    plenary.table(**PEACEFUL)
    recuse(case=plenary.case, by=people.amal, reason="A relative works there.")
    assert not docket_of(people.amal).filter(case_number=plenary.case.number).exists()


def test_r37_a_call_that_somebody_signed_is_not_rewritten(people):
    plenary = Plenary(people)
    call = {"kind": "emergency_call", "title": "Emergency session", "text": "The Council is asked to meet today."}
    output = deliberation.make_call(case=plenary.case, by=people.amal, **call)
    with pytest.raises(Refused, match="signed"):
        deliberation.add_paragraph(output=output, by=people.registrar, text="And to authorise force.")


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"])
def test_the_demonstration_does_not_answer_through_a_proxy(rf, settings, header):
    settings.DEMONSTRATION = True
    guard = LoopbackOnly(lambda request: HttpResponse())
    assert guard(rf.get("/", REMOTE_ADDR="127.0.0.1")).status_code == 200
    assert guard(rf.get("/", REMOTE_ADDR="127.0.0.1", **{header: "for=192.0.2.1"})).status_code == 403
