"""R27 to R30: from two rounds to a determination and its votes."""

from datetime import timedelta

import pytest

from cases.models import Case, FrozenItem
from cases.selectors import determination_in_force
from cases.selectors.reveal import reveal_page
from cases.services import (
    move_stage,
    recuse,
    say,
    vote_crime,
    vote_determination,
    withdraw_determination,
)
from evidence.services import regrade
from mad.clocks.models import Clock
from mad.common.errors import Invalid
from mad.docket.models import Entry

from .cases_steps import (
    CONTEXT,
    CRIME,
    ELEMENTS,
    LEGAL,
    adopted,
    both_rounds,
    hold_round,
    link,
    propose,
    refusal,
    under_assessment,
    votes,
)

# --- proposing -------------------------------------------------------------------------------------


def test_r30_the_document_holds_reasons_findings_and_frozen_evidence(people):
    case, items = both_rounds(people)
    made = propose(people, case, opening="The panel finds.", reasons={ELEMENTS[0]: "A district."})
    crime = made.document["crimes"][0]
    element = crime["elements"][0]
    assert (crime["id"], crime["likely"], crime["individually"], crime["panel"]) == (CRIME, True, 5, 5)
    assert (element["met"], element["count"], element["reasons"]) == (True, 5, "A district.")
    assert [a["label"] for a in element["answers"]] == list("ABCDE")
    assert made.document["evidence"][0]["digest"] == items[0].digest()
    assert made.document["severity"]["level"] == 4
    assert FrozenItem.objects.get().item == items[0]


def test_r26_the_document_names_no_member(people):
    case, _ = both_rounds(people)
    text = str(propose(people, case).document)
    assert not any(str(m) in text or m.user.username in text for m in people.legal)


def test_r26_no_determination_before_the_second_round_has_closed(people):
    case, _ = under_assessment(people)
    assert refusal(propose, people=people, case=case).rule == "R26"
    hold_round(people, case)
    assert refusal(propose, people=people, case=case).rule == "R26"


def test_r27_a_wide_spread_must_be_discussed_first(people):
    case, _ = under_assessment(people)
    apart = {"amal": dict.fromkeys(ELEMENTS, 15), "ingrid": dict.fromkeys(ELEMENTS, 20)}
    hold_round(people, case, bests=apart)
    second = hold_round(people, case, bests=apart)
    assert refusal(propose, people=people, case=case).rule == "R27"
    for element in ELEMENTS:
        say(assessment=second.assessment, element_id=element, text="I see it otherwise.", by=people.amal)
    assert propose(people, case)


def test_r28_a_contrary_item_linked_late_must_be_answered_in_the_text(people):
    case, items = both_rounds(people)
    link(case, items[1], ELEMENTS[0], people.officer, direction="contradicts")
    refused = refusal(propose, people=people, case=case)
    assert (refused.rule, items[1].number in refused.detail) == ("R28", True)
    made = propose(people, case, contrary={(ELEMENTS[0], items[1].number): "It concerns another district."})
    assert made.document["crimes"][0]["elements"][0]["contrary"][0]["panel"] == "It concerns another district."


def test_r29_another_level_than_the_scores_propose_needs_a_reason(people):
    case, _ = both_rounds(people)
    with pytest.raises(Invalid):
        propose(people, case, severity=5)
    assert propose(people, case, severity=5, severity_reason="The trajectory leaps.").severity == 5


def test_r30_one_determination_before_the_panel_at_a_time(people):
    case, _ = both_rounds(people)
    made = propose(people, case)
    assert refusal(propose, people=people, case=case).rule == "R30"
    assert refusal(withdraw_determination, determination=made, by=people.ingrid, reason="No.").rule == "R30"
    withdraw_determination(determination=made, by=people.amal, reason="A word was wrong.")
    assert propose(people, case)


def test_r23_a_panel_fallen_below_three_decides_nothing(people):
    case, _ = both_rounds(people)
    made = propose(people, case)
    for name in LEGAL[2:]:
        recuse(case=case, by=getattr(people, name), reason="I advised a party.")
    vote_determination(determination=made, by=people.amal, vote="yes")
    made = vote_determination(determination=made, by=people.ingrid, vote="yes")
    assert made.adopted_at is None


# --- the discursive dilemma ------------------------------------------------------------------------


def dilemma():
    """Three of five on every element, by different members; only two hold all of them."""
    no = 30
    return {
        "amal": {},
        "ingrid": {CONTEXT[0]: no},
        "tomas": {CONTEXT[1]: no},
        "chipo": {CONTEXT[2]: no},
        "nguyen": {"ec-1.1": no},
    }


def test_r28_when_the_two_ways_disagree_the_panel_votes_and_that_decides(people):
    case, _ = both_rounds(people, bests=dilemma())
    page = reveal_page(case, people.amal)
    crime = page["findings"].crimes[0]
    assert (crime.tree, crime.count, crime.panel, crime.disagree) == (True, 1, 5, True)
    assert refusal(propose, people=people, case=case).rule == "R28"
    for name in LEGAL[:3]:
        vote_crime(assessment=page["assessment"], crime_id=CRIME, likely=True, by=getattr(people, name))
    made = propose(people, case)
    assert made.likely_crimes == [CRIME]
    assert made.document["crimes"][0]["vote"] == {"yes": 3, "no": 0}


def test_r28_there_is_no_vote_where_they_agree_and_none_twice(people):
    case, _ = both_rounds(people, bests=dilemma())
    assessment = reveal_page(case, people.amal)["assessment"]
    vote_crime(assessment=assessment, crime_id=CRIME, likely=False, by=people.amal)
    assert refusal(vote_crime, assessment=assessment, crime_id=CRIME, likely=True, by=people.amal).rule == "R28"
    assert refusal(vote_crime, assessment=assessment, crime_id="genocide", likely=True, by=people.ingrid).rule == "R28"


# --- adopting --------------------------------------------------------------------------------------


def test_r30_three_of_five_adopt_and_the_case_goes_to_the_plenary(people):
    case, _, made = adopted(people)
    assert made.adopted_at
    assert case.stage == "deliberation"
    assert determination_in_force(case) == made
    assert made.likely_crimes == [CRIME]
    kinds = set(Clock.objects.running().values_list("kind", flat=True))
    assert kinds == {"opinions", "plenary"}


def test_r36_the_plenary_has_48_hours_when_crimes_are_ongoing_and_7_days_otherwise(people):
    case, _, _ = adopted(people)
    clock = Clock.objects.running().get(kind="plenary", subject=case.number)
    assert case.urgency == "ongoing"
    assert clock.due_at - clock.started_at == timedelta(hours=48)


def test_r30_a_vote_is_recorded_by_name_and_final(people):
    case, _ = both_rounds(people)
    made = propose(people, case)
    vote_determination(determination=made, by=people.amal, vote="no")
    assert refusal(vote_determination, determination=made, by=people.amal, vote="yes").rule == "R30"
    assert Entry.objects.get(act="determination.voted").facts == {"vote": "no"}


def test_r30_a_majority_out_of_reach_rejects_it(people):
    case, _ = both_rounds(people)
    made = votes(people, propose(people, case), "no", LEGAL[:3])
    assert made.rejected_at
    assert Case.objects.get().stage == "assessment"
    assert refusal(vote_determination, determination=made, by=people.chipo, vote="yes").rule == "R30"


def test_r20_a_determination_that_finds_nothing_returns_the_case_to_monitoring(people):
    case, _, made = adopted(people, best=50)
    assert made.likely_crimes == []
    assert case.stage == "monitoring"
    assert refusal(move_stage, case=case, to="deliberation", by=None).rule == "R20"


def test_r30_evidence_changed_between_proposal_and_adoption_stops_it(people):
    case, items = both_rounds(people)
    made = propose(people, case)
    votes(people, made, "yes", LEGAL[:2])
    regrade(item=items[0], by=people.officer, source_grade="D", info_grade="4", reason="Contradicted since.")
    after = vote_determination(determination=made, by=people.tomas, vote="yes")
    assert after.rejected_at and not after.adopted_at
    assert made.votes.count() == 3  # the vote is on the record


def test_r31_a_member_outside_the_panel_cannot_vote_on_it(people):
    case, _ = both_rounds(people)
    made = propose(people, case)
    assert refusal(vote_determination, determination=made, by=people.bilal, vote="yes").rule == "R23"
