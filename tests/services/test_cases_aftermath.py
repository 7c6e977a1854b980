"""R30, after adoption: opinions, freshness, review; and the record of it."""

from datetime import timedelta

import pytest

from cases.checks import contents
from cases.models import Determination, Label
from cases.selectors import determination_in_force
from cases.selectors.determinations import determination_page
from cases.services import (
    attach_opinion,
    move_stage,
    open_assessment,
    refresh_staleness,
    reopen_for_review,
)
from evidence.services import regrade, retract
from mad.clocks.models import Clock
from mad.common.clock import advance
from mad.common.errors import Invalid
from mad.docket.models import Entry
from tests.council_factory import answer

from .cases_steps import (
    LEGAL,
    adopted,
    hold_round,
    propose,
    refusal,
    votes,
)

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


@pytest.mark.parametrize("moves", [["with_council"], ["with_council", "follow_up"]])
def test_r30_a_review_is_opened_after_the_council_was_told_too(people, moves):
    case, items, _first = adopted(people)
    answer(case, people)
    for to in moves:
        move_stage(case=case, to=to, by=people.registrar)
    regrade(item=items[0], by=people.officer, source_grade="C", info_grade="3", reason="Contradicted since.")
    reopen_for_review(case=case, by=people.registrar, reason="Evidence was regraded.")
    hold_round(people, case)
    hold_round(people, case)
    second = votes(people, propose(people, case), "yes", LEGAL[:3])
    case.refresh_from_db()
    assert (case.stage, determination_in_force(case)) == ("deliberation", second)


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
