"""R31 to R40 against a plenary that tries: force and changes of regime brought in by a side door, motions that come
back under another number, votes undone or held up by one member, texts that can never be decided."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models import StageMove
from cases.services import recuse
from deliberation import services
from deliberation.models import Option, Output, Recommendation
from deliberation.procedure.outputs import Stage
from deliberation.selectors import current_vote, gate_of, mandate_of, paragraphs_of
from mad.common import clock
from mad.common.clock import advance, travel
from mad.common.errors import Invalid
from mad.docket.models import Entry
from mad.membership.models import CouncilSeat
from mad.membership.services import sign_declaration
from mad.reference import toolbox
from tests.deliberation_factory import COERCIVE, EVERYBODY, FORCE, PEACEFUL
from tests.services.test_deliberation_options import placed
from tests.services.test_deliberation_voting import refused

pytest_plugins = ["tests.deliberation_factory"]

WRITTEN = {"title": "A corridor", "cls": "peaceful", "charter_basis": "Ch. VI", "who": "States", "aim": "Passage"}
STEP = {"who": "The Council", "what": "Acts", "when": "At once", "if_it_fails": "The next step"}
DAY = timedelta(hours=24)


@pytest.fixture
def output(plenary) -> Output:
    return plenary.lawful_draft()


def talks_of(output: Output):
    return next(p for p in paragraphs_of(output) if p.measure == "good_offices")


# --- R33: words of force, wherever they are written ---------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        {"title": "Military intervention in the north"},
        {"aim": "To protect the corridor by all necessary means"},
        {"effect": "Air strikes on the artillery end the siege"},
        {"charter_basis": "Acting under Article 42"},
        {"who": "A coalition of the willing"},
    ],
)
def test_r33_an_option_whose_words_mean_force_is_force_whatever_its_class(plenary, words):
    why = refused("R33", plenary.table, **{**WRITTEN, **words})
    assert "means force" in why.reason
    assert not Option.objects.filter(case=plenary.case).exists()


def test_r33_nor_does_the_toolbox_lend_its_class_to_words_of_force(plenary):
    refused("R33", plenary.table, tool="good-offices", aim="To end the attacks by conducting air strikes")


def test_r33_with_the_gate_open_such_an_option_is_tabled_as_force(plenary):
    plenary.open_gate()
    option = plenary.table(**{**WRITTEN, "aim": "To protect the corridor by all necessary means"})
    assert option.cls == "force"
    assert plenary.move(kind="option", option=option).cls == "force"


def test_r32_every_option_of_the_toolbox_without_force_can_be_tabled_behind_the_gate(plenary):
    for tool in toolbox.tools():
        if tool.cls != "force":
            assert plenary.table(tool=tool.id, aim="Civilians are safe").cls == tool.cls


@pytest.mark.parametrize("field", ["who", "what", "when", "if_it_fails"])
def test_r33_a_step_of_a_recommendation_brings_in_no_force(plenary, people, field):
    option = plenary.carried_option(**PEACEFUL)
    step = {"option": option.label, **STEP, field: "Member States take all necessary measures"}
    why = refused("R33", services.draft_recommendation, case=plenary.case, by=people.amal, steps=[step])
    assert option.label in why.reason
    assert not Recommendation.objects.exists()


def test_r33_a_step_written_while_the_gate_was_open_is_not_adopted_once_it_has_lapsed(plenary, people):
    option = plenary.carried_option(**PEACEFUL)
    plenary.explain(option)
    plenary.explain(plenary.table(**COERCIVE))
    assert plenary.carry(plenary.move(kind="insufficiency")).state == "carried"
    steps = [{"option": option.label, **STEP, "what": "Mediates, and failing that all necessary measures"}]
    draft = services.draft_recommendation(case=plenary.case, by=people.amal, steps=steps)
    motion = plenary.move(kind="recommendation", recommendation=draft)
    assert motion.cls == "force"
    advance(timedelta(days=30))
    refused("R33", services.put_to_vote, motion=motion, by=people.betty)


def test_r33_the_title_of_a_draft_resolution_asks_for_no_force(plenary, people):
    asked = {"case": plenary.case, "by": people.helene, "kind": "draft_resolution"}
    why = refused("R33", services.create_output, title="Authorizing all necessary measures in the north", **asked)
    assert why.field == "title"
    assert not Output.objects.exists()
    plenary.open_gate()
    assert services.create_output(title="Authorizing all necessary measures in the north", **asked)


# --- R35: the same matter comes back only by reconsideration -------------------------------------------


def test_r35_a_failed_text_does_not_come_back_in_a_second_draft(plenary, people, output):
    plenary.vote(plenary.move(kind="output", output=output), no=EVERYBODY)
    again = plenary.draft("The same under another title")
    for p in paragraphs_of(output):
        if not p.fixed:
            words = {"measure": p.measure, "territory": p.territory, "option": p.option.label if p.option else ""}
            plenary.write(again, p.part, p.opening, p.text, **words)
    services.submit_for_review(output=again, by=people.helene)
    refused("R35", plenary.move, kind="output", output=again)
    services.edit_paragraph(paragraph=talks_of(again), by=people.helene, text="the parties to open talks at once")
    assert plenary.move(kind="output", output=again).state == "tabled"


def test_r35_a_failed_option_does_not_come_back_under_another_number(plenary):
    plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), no=EVERYBODY)
    again = plenary.table(**{**PEACEFUL, "aim": f"  {PEACEFUL['aim'].upper()} "})
    refused("R35", plenary.move, kind="option", option=again)
    other = plenary.table(**{**PEACEFUL, "aim": "A channel to one party"})
    assert plenary.move(kind="option", option=other).state == "tabled"


# --- R35: what is frozen cannot be moved from under a vote ----------------------------------------------


def test_r35_nobody_voids_a_finding_by_writing_another_reason_during_its_vote(plenary, people):
    options = [plenary.table(**words) for words in (PEACEFUL, COERCIVE)]
    for option in options:
        plenary.explain(option)
    motion = plenary.vote(plenary.move(kind="insufficiency"), yes=EVERYBODY, close=False)
    refused("R35", plenary.explain, option=options[0], by="nguyen")
    refused("R35", plenary.table, tool="travel-ban", aim="Fewer journeys")
    advance(DAY)
    assert services.close_vote(motion=motion).outcome == "carried"
    assert plenary.table(tool="travel-ban", aim="Fewer journeys").label == "O-3"
    assert not gate_of(plenary.case).open


def test_r34_entitlement_is_that_of_the_moment_at_which_voting_closed(plenary, people):
    """The clock came late: midnight of New Year passed between the end of voting and the count."""
    CouncilSeat.objects.create(state_id="NOR", starts=date(2027, 1, 1), ends=date(2028, 12, 31))
    motion = plenary.move(kind="option", option=plenary.table(**PEACEFUL))
    with travel(datetime(2026, 12, 30, 23, 59, tzinfo=UTC)):
        for member in people.members:
            sign_declaration(member=member, by=member.user)
        plenary.vote(motion, yes=EVERYBODY[:10], no=EVERYBODY[10:], close=False)
        advance(DAY + timedelta(minutes=2))
        vote = services.close_vote(motion=motion)
        assert vote.closed_at.date() == date(2027, 1, 1)
    assert vote.struck == []
    assert (vote.entitled, vote.yes, vote.outcome) == (15, 10, "carried")


def test_r35_a_failed_motion_comes_back_once_on_new_evidence_from_the_prevailing_side(plenary, people):
    old = placed(plenary)
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), no=EVERYBODY[1:], yes=["amal"])
    refused("R35", services.reconsider, motion=motion, by=people.betty, new_evidence=old)
    advance(timedelta(hours=1))
    item = placed(plenary)
    refused("R35", services.reconsider, motion=motion, by=people.amal, new_evidence=item)
    again = services.reconsider(motion=motion, by=people.betty, new_evidence=item)
    assert (again.reconsiders, again.new_evidence, again.state) == (motion, item, "tabled")
    plenary.vote(again, no=EVERYBODY)
    for failed in (motion, again):
        assert "once" in refused("R35", services.reconsider, motion=failed, by=people.betty, new_evidence=item).reason
    refused("R35", plenary.move, kind="option", option=motion.option)


def test_r35_a_reconsideration_that_was_taken_back_has_not_come_back(plenary, people):
    """Else one member of the prevailing side would use up the only one there is."""
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), no=EVERYBODY)
    advance(timedelta(hours=1))
    item = placed(plenary)
    spoiled = services.reconsider(motion=motion, by=people.nguyen, new_evidence=item)
    services.withdraw_motion(motion=spoiled, by=people.nguyen)
    again = services.reconsider(motion=motion, by=people.amal, new_evidence=item)
    assert plenary.carry(again).state == "carried"


def test_r31_what_is_on_the_table_again_is_not_brought_back_beside_it(plenary, people):
    """In another stay at the stage anybody moves it anew; the old motion then has nothing to come back for."""
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), no=EVERYBODY)
    StageMove.objects.create(case=plenary.case, source="assessment", target="deliberation", at=clock.now(), by=None)
    live = plenary.move(kind="option", option=motion.option)
    advance(timedelta(hours=1))
    item = placed(plenary)
    refused("R31", services.reconsider, motion=motion, by=people.amal, new_evidence=item)
    plenary.carry(live)
    refused("R31", services.reconsider, motion=motion, by=people.amal, new_evidence=item)


# --- R32, R37: what is adopted still rests on what the plenary and the panel decided --------------------


def test_r32_a_recommendation_is_not_adopted_once_an_option_in_it_is_no_longer_carried(plenary, people):
    option = plenary.table(**PEACEFUL)
    motion = plenary.vote(plenary.move(kind="option", option=option), yes=EVERYBODY[:10], no=EVERYBODY[10:])
    steps = [{"option": option.label, **STEP}]
    draft = services.draft_recommendation(case=plenary.case, by=people.amal, steps=steps)
    moved = plenary.move(kind="recommendation", recommendation=draft)
    services.put_to_vote(motion=moved, by=people.betty)
    for name in EVERYBODY:
        services.cast_ballot(motion=moved, by=getattr(people, name), choice="yes")
    services.report_disqualified(motion=motion, member=people.member("amal"), reason="A tie", by=people.betty)
    advance(DAY)
    vote = services.close_vote(motion=moved)
    assert (vote.outcome, vote.void_reason[:3]) == ("void", "R32")
    assert option.label in refused("R32", services.put_to_vote, motion=moved, by=people.betty).reason


def test_r37_findings_of_a_determination_that_was_replaced_are_not_adopted(plenary, people):
    output = services.create_output(case=plenary.case, by=people.amal, kind="findings", title="Findings")
    services.add_paragraph(output=output, by=people.amal, text="The panel finds crimes against humanity likely.")
    services.submit_for_review(output=output, by=people.amal)
    motion = plenary.vote(plenary.move(kind="output", output=output), yes=EVERYBODY, close=False)
    new = plenary.determine()
    advance(DAY)
    vote = services.close_vote(motion=motion)
    assert (vote.outcome, new.number in vote.void_reason) == ("void", True)
    refused("R37", services.put_to_vote, motion=motion, by=people.betty)
    output.refresh_from_db()
    assert output.stage == Stage.IN_REVIEW


# --- R39 c: every paragraph is cleared for itself -------------------------------------------------------


def test_r39c_a_cleared_paragraph_clears_nothing_below_it(plenary, people, output):
    head = services.add_paragraph(
        output=output, by=people.helene, part="operative", opening="Supports",
        text="a political transition agreed by the parties", measure="reporting",
    )  # fmt: skip
    for name in ("amal", "ingrid"):
        services.clear_wording(paragraph=head, version=1, by=getattr(people, name))
    below = services.add_paragraph(
        output=output, by=people.helene, part="operative", after=head, level=1, text="the overthrow of the Government"
    )
    motion = plenary.move(kind="output", output=output)
    why = refused("R39 c", services.put_to_vote, motion=motion, by=people.betty)
    assert (why.field, "overthrow" in why.reason) == (str(below.pk), True)


def test_r33_an_amendment_that_becomes_force_by_what_was_written_above_it_is_not_voted_on(plenary, people, output):
    """Harmless when it was tabled; the paragraph it stands under was worded anew since, harmless by itself as well."""
    write = {"output": output, "by": people.helene, "part": "operative"}
    head = services.add_paragraph(
        opening="Requests", text="Member States to lend", measure="protection", **write
    )  # fmt: skip
    below = services.add_paragraph(after=head, level=1, text="vehicles of the United Nations", **write)
    one = services.table_amendment(
        output=output, by=people.ingrid, change="replace", target=below, text="necessary means of transport"
    )
    assert one.motion.cls == "peaceful"
    services.edit_paragraph(paragraph=head, by=people.helene, text="Member States to use all")
    refused("R33", services.put_to_vote, motion=one.motion, by=people.betty)


# --- R40: no text is held up for ever --------------------------------------------------------------------


def test_r40_an_amendment_whose_mover_takes_no_part_any_more_does_not_block_the_text(plenary, people, output):
    one = services.table_amendment(
        output=output, by=people.ingrid, change="replace", target=talks_of(output), text="the parties to meet"
    )
    whole = plenary.move(kind="output", output=output)
    refused("R31", services.withdraw_motion, motion=one.motion, by=people.betty)
    recuse(case=plenary.case, by=people.ingrid, reason="A new tie.")
    refused("R6", services.withdraw_motion, motion=one.motion, by=people.ingrid)
    refused("R40", services.put_to_vote, motion=whole, by=people.betty)
    services.edit_paragraph(paragraph=talks_of(output), by=people.helene, text="the parties to hold talks now")
    refused("R40", services.put_to_vote, motion=one.motion, by=people.betty)
    refused("R9", services.withdraw_motion, motion=one.motion, by=people.helene)
    assert services.withdraw_motion(motion=one.motion, by=people.betty).state == "withdrawn"
    facts = Entry.objects.filter(act="motion.set_aside").values_list("actor", "facts")
    assert [(actor, f["kind"]) for actor, f in facts] == [(f"presiding:{people.betty.username}", "amendment")]
    assert services.put_to_vote(motion=whole, by=people.betty).is_open


def test_r40_an_amendment_that_no_longer_fits_is_set_aside_by_the_chair(plenary, people, output):
    first, second = (
        services.table_amendment(
            output=output, by=getattr(people, name), change="replace", target=talks_of(output), text=words
        )
        for name, words in (("ingrid", "the parties to open talks now"), ("tomas", "the parties to meet abroad"))
    )
    refused("R31", services.withdraw_motion, motion=second.motion, by=people.betty)
    plenary.carry(first.motion)
    assert services.withdraw_motion(motion=second.motion, by=people.betty).state == "withdrawn"
    assert current_vote(plenary.carry(plenary.move(kind="output", output=output))) is not None


def test_r34_a_vote_does_not_stay_open_for_ever(plenary, people):
    motion = plenary.move(kind="option", option=plenary.table(**PEACEFUL))
    far = datetime(9000, 1, 1, tzinfo=UTC)
    with pytest.raises(Invalid) as caught:
        services.put_to_vote(motion=motion, by=people.betty, closes_at=far)
    assert "closes_at" in caught.value.errors


@pytest.mark.parametrize("label", ["O-²", "O-٣", "²", "O-99999", "O--1", "O-1e2"])
def test_r38_an_option_that_is_no_number_is_named_and_nothing_breaks(plenary, output, label):
    with pytest.raises(Invalid) as caught:
        plenary.write(output, "operative", "Calls upon", "the parties to talk", measure="negotiation", option=label)
    assert "option" in caught.value.errors


def test_r37_a_text_is_not_taken_from_under_the_motion_to_adopt_it(plenary, people, output):
    motion = plenary.move(kind="output", output=output)
    refused("R37", services.return_to_draft, output=output, by=people.nguyen)
    services.withdraw_motion(motion=motion, by=people.helene)
    assert services.return_to_draft(output=output, by=people.helene).stage == Stage.DRAFT


# --- R37: a call goes out on the signatures of those who take part ----------------------------------------


def test_r37_a_signature_of_who_takes_no_part_any_more_does_not_count(plenary, people):
    call = services.create_output(case=plenary.case, by=people.amal, kind="emergency_call", title="Meet tonight")
    services.add_paragraph(output=call, by=people.amal, text="The Council is called to meet at once.")
    for name in ("amal", "ingrid"):
        assert services.sign(output=call, by=getattr(people, name)).stage == Stage.DRAFT
    recuse(case=plenary.case, by=people.ingrid, reason="A new tie.")
    assert services.sign(output=call, by=people.tomas).stage == Stage.DRAFT
    assert services.sign(output=call, by=people.chipo).stage == Stage.TRANSMITTED


def test_r39c_a_call_suggests_no_change_of_regime_that_two_have_not_cleared(plenary, people):
    call = services.create_output(case=plenary.case, by=people.amal, kind="emergency_call", title="Meet tonight")
    row = services.add_paragraph(output=call, by=people.amal, text="The President must step down.")
    refused("R39 c", services.sign, output=call, by=people.betty)
    for name in ("amal", "ingrid"):
        services.clear_wording(paragraph=row, version=1, by=getattr(people, name))
    assert services.sign(output=call, by=people.betty).stage == Stage.TRANSMITTED


def test_r39_what_was_adopted_is_not_transmitted_once_the_gate_has_lapsed(plenary, people):
    plenary.open_gate()
    peaceful = plenary.carried_option(**{**PEACEFUL, "aim": "Talks in a third country"})
    plenary.explain(peaceful)
    force = plenary.carried_option(**FORCE)
    output = plenary.draft()
    ways = (("Calls upon", "the parties to open talks", "negotiation", peaceful),
            ("Decides", "to ban all flights over the province", "no_fly_zone", force))  # fmt: skip
    for opening, words, measure, option in ways:
        plenary.write(output, "operative", opening, words, measure=measure, option=option.label, territory=["SYR"])
    services.submit_for_review(output=output, by=people.helene)
    motion = plenary.vote(plenary.move(kind="output", output=output), yes=EVERYBODY[:11], close=False)
    refused("R35", plenary.table, tool="travel-ban", aim="Fewer journeys")
    advance(DAY)
    services.close_vote(motion=motion)
    output.refresh_from_db()
    assert output.stage == Stage.ADOPTED
    advance(timedelta(days=30))
    refused("R39 d", services.transmit, output=output, by=people.registrar)


def test_r39_nor_is_a_statement_that_says_force(plenary, people):
    plenary.open_gate()
    statement = services.create_output(
        case=plenary.case, by=people.helene, kind="press_statement", title="On the corridor"
    )
    services.add_paragraph(
        output=statement,
        by=people.helene,
        text="States should use all necessary means in the north.",
        territory=["SYR"],
    )
    services.submit_for_review(output=statement, by=people.helene)
    plenary.vote(plenary.move(kind="output", output=statement), yes=EVERYBODY[:11])
    statement.refresh_from_db()
    assert statement.stage == Stage.ADOPTED
    advance(timedelta(days=31))
    refused("R39 d", services.transmit, output=statement, by=people.registrar)


def test_r39c_what_a_paragraph_and_its_sub_paragraph_suggest_together_can_be_cleared(plenary, people, output):
    write = {"output": output, "by": people.helene, "part": "operative"}
    head = services.add_paragraph(
        opening="Supports", text="the orderly removal, by consent, of", measure="reporting", **write
    )
    below = services.add_paragraph(after=head, level=1, text="the President and his closest advisers", **write)
    refused("R39 c", services.clear_wording, paragraph=below, version=1, by=people.amal)
    for name in ("amal", "ingrid"):
        services.clear_wording(paragraph=head, version=1, by=getattr(people, name))
    assert mandate_of(output).of(str(head.pk)) == ()
    services.edit_paragraph(paragraph=below, by=people.helene, version=1, text="the President and every judge")
    assert [o.rule for o in mandate_of(output).of(str(head.pk))] == ["R39 c"]
    services.clear_wording(paragraph=head, version=1, by=people.amal)
    refused("R39 c", services.clear_wording, paragraph=head, version=1, by=people.amal)


@pytest.mark.parametrize(
    "again",
    [
        {"title": "A corridor."},
        {"title": "The corridor!"},
        {"aim": "“Passage”"},
        {"charter_basis": "Chapter VI, Art. 36"},
    ],
)
def test_r35_a_failed_option_does_not_come_back_by_a_sign_or_an_article(plenary, again):
    first = plenary.table(**WRITTEN)
    assert (
        plenary.vote(plenary.move(kind="option", option=first), yes=EVERYBODY[:5], no=EVERYBODY[5:]).state
        == "not_carried"
    )
    refused("R35", plenary.move, kind="option", option=plenary.table(**{**WRITTEN, **again}))
    assert plenary.move(kind="option", option=plenary.table(**{**WRITTEN, "title": "A corridor to the coast"})).number
