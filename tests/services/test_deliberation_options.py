"""R32, R33: options, scores, failure analyses with evidence, the recommendation in its order."""

import pytest
from django.db import DatabaseError, transaction

from cases.models import CaseSubmission
from cases.selectors import framed
from cases.services import recuse
from deliberation import services
from deliberation.models import FailureReason, Option, OptionScore
from deliberation.procedure.gate import Step, recommendation_objections
from deliberation.selectors import gate_of
from deliberation.selectors.board import Board
from deliberation.services.texts import text_of
from evidence.services import retract
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.docket.models import Entry
from mad.reference import toolbox
from tests.deliberation_factory import COERCIVE, FORCE, PEACEFUL, broken_digests
from tests.evidence_help import an_item
from tests.services.cases_steps import refusal

pytest_plugins = ["tests.deliberation_factory"]
STRICT = {"sensitivity": "strictly_confidential", "grading": {"sensitivity": "strictly_confidential"}}
FULL = {"effect": 4, "speed": 3, "feasibility": 5, "harm": 2, "pull": 5}
STEP = {"who": "The Council", "what": "Acts", "when": "At once", "if_it_fails": "The next step"}


def placed(plenary, **facts):
    """An item in the case."""
    item = an_item(plenary.people, **facts)
    CaseSubmission.objects.create(case=plenary.case, submission=item.submission, at=clock.now())
    return item


def board(plenary) -> Board:
    plenary.case.refresh_from_db()

    framed([plenary.case], plenary.people.amal)
    return Board(plenary.case)


def test_r32_a_field_that_is_too_long_is_named(plenary):
    with pytest.raises(Invalid) as caught:
        plenary.table(title="x" * 201, cls="peaceful", charter_basis="Art. 33", who="y" * 301, aim="Talks")
    assert set(caught.value.errors) == {"title", "who"}
    with pytest.raises(Invalid) as caught:
        plenary.table(title="Talks", cls="gentle", charter_basis="Art. 33", who="SG", aim="Talks")
    assert set(caught.value.errors) == {"cls"}
    assert not Option.objects.exists()


def test_r32_scores_are_given_while_the_plenary_deliberates(plenary, people):
    option = plenary.table(**PEACEFUL)
    plenary.case.stage = "follow_up"
    plenary.case.save()
    option.refresh_from_db()
    assert refusal(services.score_option, option=option, by=people.amal, scores=FULL).rule == "R20"


def test_r32_a_score_cannot_be_guessed_from_the_docket(plenary, people):
    option = plenary.table(**PEACEFUL)
    score = services.score_option(option=option, by=people.amal, scores=FULL)
    entry = Entry.objects.get(act="option.scored")
    assert "effect" not in entry.facts
    bare = digest({"option": option.label, "member": score.member_id, "version": 1, **FULL})
    assert entry.digest != bare
    assert broken_digests() == []


def test_r32_who_has_not_scored_sees_no_figure_of_others(plenary, people):
    option = plenary.table(**PEACEFUL)
    for name in ("amal", "betty", "helene"):
        services.score_option(option=option, by=getattr(people, name), scores=FULL)
    (outside,) = board(plenary).columns(people.member("fergus").pk, scores=True)
    assert (outside.kept_back, outside.scored_by, {cell.figures.n for cell in outside.cells}) == (True, 3, {0})
    (inside,) = board(plenary).columns(people.member("amal").pk, scores=True)
    assert [cell.figures.shown for cell in inside.cells] == ["4", "3", "5", "2", "5"]
    (reader,) = board(plenary).columns(None, scores=False)
    assert not reader.kept_back


def test_r32_the_newest_score_of_each_member_counts(plenary, people):
    option = plenary.table(**PEACEFUL)
    services.score_option(option=option, by=people.amal, scores=FULL)
    services.score_option(option=option, by=people.amal, scores={**FULL, "effect": 1})
    services.score_option(option=option, by=people.betty, scores={**FULL, "effect": 5})
    (mine,) = board(plenary).columns(people.member("amal").pk, scores=True)
    assert (mine.scored_by, mine.cells[0].figures.shown, mine.cells[0].own) == (2, "3", 1)
    assert OptionScore.objects.count() == 3


def test_r33_an_analysis_says_what_it_would_take_and_cites_evidence(plenary, people):
    option, item = plenary.table(**PEACEFUL), placed(plenary)
    made = services.give_failure_reason(
        option=option,
        by=people.amal,
        text="The party refuses.",
        needs="A channel to the party.",
        evidence=[item.number, f" {item.number} "],
    )
    assert (made.needs, [e.item_id for e in made.evidence.all()]) == ("A channel to the party.", [item.pk])
    assert board(plenary).options[0].analysis.items == (item.pk,)
    motion = plenary.move(kind="insufficiency")
    assert "To work it would need: A channel to the party." in text_of(motion)


def test_r16_an_item_that_one_may_not_open_is_answered_as_if_there_were_none(plenary, people):
    option, closed = plenary.table(**PEACEFUL), placed(plenary, **STRICT)
    said = {}
    for number in (closed.number, "E-2026-9999"):
        with pytest.raises(Invalid) as caught:
            services.give_failure_reason(option=option, by=people.amal, text="No.", evidence=[number])
        said[number] = caught.value.errors["evidence"][0].replace(number, "…")
    assert len(set(said.values())) == 1
    assert not FailureReason.objects.exists()


def test_r33_an_item_of_another_case_is_not_cited(plenary, people):
    option, elsewhere = plenary.table(**PEACEFUL), an_item(people)
    with pytest.raises(Invalid):
        services.give_failure_reason(option=option, by=people.amal, text="No.", evidence=[elsewhere.number])


def test_r33_an_analysis_and_its_evidence_are_append_only(plenary, people):
    option, item = plenary.table(**PEACEFUL), placed(plenary)
    services.give_failure_reason(option=option, by=people.amal, text="No.", evidence=[item.number])
    again = services.give_failure_reason(option=option, by=people.betty, text="Not now.")
    assert (again.version, again.evidence.count()) == (2, 0)
    with pytest.raises(DatabaseError), transaction.atomic():
        FailureReason.objects.update(text="Yes.")


def test_r32_steps_can_go_together_and_the_text_says_so(plenary, people):
    first, second = plenary.carried_option(**PEACEFUL), plenary.carried_option(**COERCIVE)
    steps = [{"option": first.label, **STEP}, {"option": second.label, **STEP, "together": True}]
    draft = services.draft_recommendation(case=plenary.case, by=people.amal, steps=steps)
    assert [step.together for step in draft.steps.all()] == [False, True]
    motion = plenary.move(kind="recommendation", recommendation=draft)
    assert "2. At the same time, O-2" in text_of(motion)
    assert [len(rung) for rung in board(plenary).recommendation.rungs] == [2]


def test_r33_a_step_of_force_needs_the_gate_and_is_not_missed_without_it(plenary, people):
    motion = plenary.open_gate()
    peaceful = Option.objects.get(ordinal=1)
    assert plenary.carry(plenary.move(kind="option", option=peaceful)).state == "carried"
    force = plenary.carried_option(**FORCE)
    both = [{"option": peaceful.label, **STEP}, {"option": force.label, **STEP}]
    services.draft_recommendation(case=plenary.case, by=people.amal, steps=both)
    plenary.determine()
    refused = refusal(services.draft_recommendation, case=plenary.case, by=people.amal, steps=both)
    assert refused.rule == "R33"
    again = services.draft_recommendation(case=plenary.case, by=people.amal, steps=both[:1])
    assert again.version == 2
    now = board(plenary)
    assert [m.number for m in now.lapsed] == [motion.number]
    assert {o.label for o in now.earlier} == {"O-1", "O-2", "O-3"}
    assert not now.gate.open


def test_r33_the_board_and_the_gate_of_the_services_agree(plenary):

    assert board(plenary).gate == gate_of(plenary.case)
    plenary.explain(plenary.table(**PEACEFUL))
    plenary.table(**COERCIVE)
    assert board(plenary).gate == gate_of(plenary.case)
    plenary.explain(Option.objects.get(ordinal=2))
    plenary.carry(plenary.move(kind="insufficiency"))
    assert board(plenary).gate == gate_of(plenary.case)
    assert board(plenary).gate.open


def test_r32_an_option_of_another_case_is_no_step(plenary, people):
    plenary.carried_option(**PEACEFUL)
    with pytest.raises(Refused) as caught:
        services.draft_recommendation(case=plenary.case, by=people.amal, steps=[{"option": "O-9", **STEP}])
    assert caught.value.rule == "R32"


def test_r32_what_nobody_can_see_is_no_text(plenary, people):
    unseen = "\u200b \ufeff"
    with pytest.raises(Invalid) as caught:
        plenary.table(title=unseen, cls="peaceful", charter_basis=unseen, who=unseen, aim=unseen)
    assert set(caught.value.errors) == {"title", "charter_basis", "who"}
    with pytest.raises(Invalid) as caught:
        plenary.table(tool="good-offices", aim=unseen)
    assert set(caught.value.errors) == {"aim"}
    option = plenary.table(tool="good-offices", title=unseen, aim="A channel to the parties")
    assert option.title == toolbox.tool("good-offices").name
    with pytest.raises(Invalid):
        services.remark_on(case=plenary.case, subject="option", key="O-1", text=unseen, by=people.helene)
    with pytest.raises(Invalid):
        services.give_failure_reason(option=option, by=people.amal, text=unseen)
    objections = recommendation_objections([Step("O-1", unseen, unseen, unseen, unseen)], ["O-1"])
    assert objections == ("O-1: say who does what, and when.",)


def test_r6_r14_a_reason_that_nobody_can_see_is_none(plenary, people):
    with pytest.raises(Invalid):
        recuse(case=plenary.case, by=people.nguyen, reason="\u200b\u2060")
    with pytest.raises(Invalid):
        retract(item=an_item(people), by=people.officer, reason="\u3164")
