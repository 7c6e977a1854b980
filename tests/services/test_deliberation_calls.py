"""R37: calls that go out at once: by who presides, or by any three members; never for force without the gate."""

import pytest

from cases.services import recuse
from deliberation import desk, services
from deliberation.selectors import paragraphs_of
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.desk.assembly import arrange
from mad.notices import outbox
from mad.notices.models import Notice
from tests.services.test_deliberation_voting import refused

pytest_plugins = ["tests.deliberation_factory"]


CALL = {
    "kind": "emergency_call",
    "title": "Emergency session",
    "text": "The Division calls for a session.\n\nAt once.",
}


def test_r37_the_presiding_members_call_goes_out_at_once(plenary, people):
    plenary.case.stage = "assessment"
    plenary.case.save()
    output = services.make_call(case=plenary.case, by=people.betty, **CALL)
    assert output.stage == "transmitted"
    assert output.deliveries.count() == 16
    assert [p.part for p in paragraphs_of(output)] == ["plain", "plain"]


def test_r37_any_three_members_make_a_call(plenary, people):
    output = services.make_call(case=plenary.case, by=people.amal, **CALL)
    assert output.stage == "draft"
    refused("R37", services.sign, output=output, by=people.amal)
    assert services.sign(output=output, by=people.fergus).stage == "draft"
    assert services.sign(output=output, by=people.rosa).stage == "transmitted"


def test_r37_a_call_may_not_recommend_force_without_the_gate(plenary, people):
    text = "Member States should use all necessary means."
    with pytest.raises(Refused) as caught:
        services.make_call(case=plenary.case, by=people.betty, **CALL | {"text": text})
    assert caught.value.rule == "R33"
    call = {"case": plenary.case, "by": people.amal, **CALL | {"text": text}}
    assert "Paragraph" in refused("R33", services.make_call, **call).reason
    with pytest.raises(Invalid):
        services.make_call(case=plenary.case, by=people.betty, kind="press_statement", title="x", text="y")


def titles(user):
    return [item.title for item in desk.awaiting(user, clock.now()) if item.rule == "R37"]


@pytest.mark.parametrize("stage", ["assessment", "deliberation"])
def test_r37_who_may_sign_is_told_at_once_by_desk_and_notice(plenary, people, stage):
    plenary.case.stage = stage
    plenary.case.save()
    recuse(case=plenary.case, by=people.rosa, reason="A former office.")
    output = services.make_call(case=plenary.case, by=people.amal, **CALL)
    outbox.drain()
    told = set(Notice.objects.filter(kind="output.to_sign").values_list("user__username", flat=True))
    assert people.ingrid.username in told
    assert not told & {people.rosa.username, people.amal.username}
    (line,) = [item for item in desk.awaiting(people.ingrid, clock.now()) if item.rule == "R37"]
    assert line.title == "Sign: Emergency session"
    assert "1 of 3 have signed" in line.why
    assert arrange([line], clock.now())[0].label == "Today"
    assert titles(people.amal) == titles(people.rosa) == []
    services.sign(output=output, by=people.fergus)
    assert Notice.objects.filter(kind="output.to_sign").count() == len(told)
    assert "2 of 3 have signed" in desk.awaiting(people.ingrid, clock.now())[0].why
    services.sign(output=output, by=people.ingrid)
    assert titles(people.betty) == []
