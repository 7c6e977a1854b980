"""R24: crimes in issue and evidence linked to their elements."""

import pytest

from cases.models import ElementLink
from cases.selectors.reveal import reveal_page
from cases.services import (
    choose_crime,
    link_evidence,
    open_round,
    save_estimate,
    unlink,
)
from evidence.services import retract
from mad.common.errors import Invalid, Refused

from .cases_steps import (
    ACT,
    CRIME,
    ELEMENTS,
    accepted,
    hold_round,
    link,
    under_assessment,
)

SECRET = "Only the author may read this sentence."


def refusal(act, **args):
    with pytest.raises(Refused) as caught:
        act(**args)
    return caught.value


# --- R24 -------------------------------------------------------------------------------------------


def test_r24_a_link_replaced_is_kept_and_one_is_live(people):
    case, items = under_assessment(people)
    link(case, items[0], ELEMENTS[0], people.amal, direction="contradicts")
    rows = ElementLink.objects.filter(item=items[0], element_id=ELEMENTS[0])
    assert rows.count() == 2
    assert rows.get(removed_at=None).direction == "contradicts"


@pytest.mark.parametrize("change", [{"element_id": "gen-6a.1"}, {"direction": "proves"}, {"weight": 4}])
def test_r24_what_is_no_link_is_named(people, change):
    case, items = under_assessment(people)
    whole = {"element_id": ELEMENTS[0], "direction": "supports", "weight": 1}
    with pytest.raises(Invalid):
        link_evidence(case=case, item=items[1], by=people.officer, **{**whole, **change})


def test_r24_evidence_of_another_case_cannot_be_linked(people):
    case, _ = under_assessment(people)
    other = accepted(people, title="Elsewhere", states=("SDN",))
    assert refusal(link, case=case, item=other, element=ELEMENTS[0], by=people.officer).rule == "R24"


def test_r24_a_retracted_item_cannot_be_linked_and_no_longer_supports(people):
    case, items = under_assessment(people)
    retract(item=items[0], by=people.officer, reason="The source withdrew it.")
    items[0].refresh_from_db()
    assert refusal(link, case=case, item=items[0], element=ELEMENTS[0], by=people.officer).rule == "R24"
    round_ = hold_round(people, case, best=90)
    page = reveal_page(round_.case, people.amal)
    assert not page["findings"].by_element[ELEMENTS[0]].met


def test_r23_only_the_panel_and_the_secretariat_link(people):
    case, items = under_assessment(people)
    assert refusal(link, case=case, item=items[1], element=ELEMENTS[0], by=people.bilal).rule == "R23"


def test_r15_taking_a_link_out_needs_a_reason_and_happens_once(people):
    case, items = under_assessment(people)
    made = link(case, items[1], ELEMENTS[0], people.amal)
    with pytest.raises(Invalid):
        unlink(link=made, by=people.amal, reason="")
    unlink(link=made, by=people.amal, reason="Wrong district.")
    assert refusal(unlink, link=made, by=people.amal, reason="Again.").rule == "R24"
    assert ElementLink.objects.filter(pk=made.pk, removed_reason="Wrong district.").exists()


def test_r24_an_act_of_another_crime_is_refused(people):
    case, _ = under_assessment(people)
    with pytest.raises(Invalid):
        choose_crime(case=case, crime_id=CRIME, acts=["gen-6a"], by=people.registrar)
    with pytest.raises(Invalid):
        choose_crime(case=case, crime_id="piracy", acts=["x"], by=people.registrar)


def test_r25_what_is_in_issue_does_not_change_while_a_round_is_open(people):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    refused = refusal(choose_crime, case=case, crime_id=CRIME, acts=[ACT, "ec-2"], by=people.registrar)
    assert refused.rule == "R25"


def save(round_, user, **typed):
    whole = {"low": "60", "best": "70", "high": "80", **typed}
    return save_estimate(round=round_, by=user, element_id=ELEMENTS[0], typed=whole, reasons=SECRET)
