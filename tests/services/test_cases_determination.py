"""R27 to R30: from two rounds to a determination, its votes, opinions and freshness."""

from datetime import timedelta

import pytest

from cases.checks import contents
from cases.models import Case, Determination, FrozenItem, Label
from cases.selectors import determination_in_force
from cases.selectors.determinations import determination_page
from cases.selectors.reveal import reveal_page
from cases.services import (
    attach_opinion,
    move_stage,
    open_assessment,
    propose_determination,
    recuse,
    refresh_staleness,
    reopen_for_review,
    say,
    vote_crime,
    vote_determination,
    withdraw_determination,
)
from evidence.services import regrade, retract
from mad.clocks.models import Clock
from mad.common.clock import advance
from mad.common.errors import Invalid, Refused
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
    under_assessment,
)


def refusal(act, **args):
    with pytest.raises(Refused) as caught:
        act(**args)
    return caught.value


def propose(people, case, **how):
    return propose_determination(case=case, by=people.amal, **how)


def votes(people, determination, vote, names=LEGAL):
    for name in names:
        determination = vote_determination(determination=determination, by=getattr(people, name), vote=vote)
    return determination


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
    refused = refusal(vote_determination, determination=made, by=people.tomas, vote="yes")
    assert (refused.rule, made.votes.count()) == ("R30", 2)


def test_r31_a_member_outside_the_panel_cannot_vote_on_it(people):
    case, _ = both_rounds(people)
    made = propose(people, case)
    assert refusal(vote_determination, determination=made, by=people.bilal, vote="yes").rule == "R23"


# --- opinions --------------------------------------------------------------------------------------


def test_r30_any_member_attaches_an_opinion_within_48_hours(people):
    _case, _, made = adopted(people)
    attach_opinion(determination=made, by=people.bilal, kind="separate", text="I would have gone further.")
    advance(timedelta(hours=48, minutes=1))
    refused = refusal(attach_opinion, determination=made, by=people.nguyen, kind="dissenting", text="I dissent.")
    assert refused.rule == "R30"


@pytest.mark.parametrize("change", [{"kind": "angry"}, {"text": " "}])
def test_r30_an_opinion_has_its_kind_and_text(people, change):
    _, _, made = adopted(people)
    with pytest.raises(Invalid):
        attach_opinion(determination=made, by=people.nguyen, **{"kind": "dissenting", "text": "I dissent.", **change})


# --- staleness and review --------------------------------------------------------------------------


def test_r30_a_regraded_item_makes_it_stale_at_once(people):
    case, items, made = adopted(people)
    assert refresh_staleness(case).stale_since is None
    regrade(item=items[0], by=people.officer, source_grade="D", info_grade="4", reason="Contradicted since.")
    made.refresh_from_db()
    assert made.stale
    assert made.stale_changes == [{"item": items[0].number, "cause": "changed"}]
    assert Entry.objects.filter(act="determination.stale").count() == 1
    assert determination_page(case, people.amal)["changes"][0].item == items[0].number


def test_r30_a_retracted_item_makes_it_stale_and_says_so_once(people):
    case, items, made = adopted(people)
    retract(item=items[0], by=people.officer, reason="The source withdrew it.")
    refresh_staleness(case)
    made.refresh_from_db()
    assert made.stale_changes == [{"item": items[0].number, "cause": "retracted"}]
    assert Entry.objects.filter(act="determination.stale").count() == 1


def test_r30_an_item_it_does_not_rest_on_leaves_it_fresh(people):
    _, items, made = adopted(people)
    retract(item=items[1], by=people.officer, reason="The source withdrew it.")
    made.refresh_from_db()
    assert not made.stale


def test_r30_a_review_replaces_it_and_the_old_one_stays(people):
    case, items, first = adopted(people)
    assert refusal(reopen_for_review, case=case, by=people.registrar, reason="Why not.").rule == "R30"
    regrade(item=items[0], by=people.officer, source_grade="C", info_grade="3", reason="Contradicted since.")
    reopen_for_review(case=case, by=people.registrar, reason="Evidence was regraded.")
    assert not Clock.objects.running().filter(kind="plenary").exists()
    hold_round(people, case)
    hold_round(people, case)
    second = votes(people, propose(people, case), "yes", LEGAL[:3])
    first.refresh_from_db()
    assert first.replaced_by == second
    assert determination_in_force(case) == second
    assert Determination.objects.count() == 2


def test_r26_a_second_assessment_draws_its_letters_anew(people):
    case, items, _ = adopted(people)
    regrade(item=items[0], by=people.officer, source_grade="C", info_grade="3", reason="Contradicted since.")
    reopen_for_review(case=case, by=people.registrar, reason="Evidence was regraded.")
    hold_round(people, case)
    assert Label.objects.values("assessment").distinct().count() == 2


def test_r20_after_monitoring_the_registrar_can_open_another_assessment(people):
    case, _, _ = adopted(people, best=50)
    assert open_assessment(case=case, by=people.registrar).ordinal == 2


# --- the record ------------------------------------------------------------------------------------


def test_r49_every_committed_content_fits_and_a_changed_one_is_found(people):
    _case, _, made = adopted(people)
    attach_opinion(determination=made, by=people.bilal, kind="separate", text="I would have gone further.")
    digests = dict(Entry.objects.values_list("pk", "digest"))
    assert all(digests[entry] == again for entry, again, _ in contents())
    document = {**made.document, "opening": "Something else."}
    Determination.objects.filter(pk=made.pk).update(document=document)
    assert [label for entry, again, label in contents() if digests[entry] != again] == [f"determination {made.number}"]
