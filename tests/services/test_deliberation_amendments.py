"""R40 through the services: amendments tabled, worded anew, voted, merged; paragraphs voted separately."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from deliberation import services
from deliberation.models import Amendment, AmendmentVersion, Motion, Paragraph
from deliberation.procedure.outputs import Stage
from deliberation.selectors import current_vote, gate_of, lines_of, paragraphs_of
from mad.common.clock import advance
from mad.common.errors import Invalid, NotPermitted
from mad.docket.models import Entry
from tests.deliberation_factory import COERCIVE, EVERYBODY
from tests.services.test_deliberation_voting import refused

pytest_plugins = ["tests.deliberation_factory"]

FORCE = {"opening": "Authorizes", "text": "Member States to take all necessary measures", "measure": "protection"}


@pytest.fixture
def output(plenary):
    """In review: a preambular paragraph, one on talks, and the closing line."""
    return plenary.lawful_draft()


@pytest.fixture
def talks(output) -> Paragraph:
    return next(p for p in paragraphs_of(output) if p.measure == "good_offices")


@pytest.fixture
def amend(people, output):
    def go(target=None, change="replace", by="ingrid", **words) -> Amendment:
        return services.table_amendment(output=output, by=getattr(people, by), change=change, target=target, **words)

    return go


def words(output) -> list[str]:
    output.refresh_from_db()
    return [f"{line.opening} {line.text}".strip() for line in lines_of(paragraphs_of(output))]


def test_r40_an_amendment_that_carries_is_merged_by_the_system(plenary, output, talks, amend):
    one = amend(talks, text="the parties to open talks without delay", reason="Time is short.")
    motion = one.motion
    assert (one.label, motion.kind, motion.state, motion.output) == ("A-1", "amendment", "tabled", output)
    assert "open talks under the good offices" in words(output)[1]
    plenary.carry(motion)
    assert words(output)[1] == "Calls upon the parties to open talks without delay;"
    talks.refresh_from_db()
    assert (talks.version, talks.edited_by) == (2, None)
    one.refresh_from_db()
    assert one.effect == {"edited": [talks.pk, 2]}
    acts = list(Entry.objects.filter(object=output.number).order_by("pk").values_list("act", "actor"))
    assert acts[-2:] == [("paragraph.edited", "system"), ("amendment.merged", "system")]


def test_r40_the_text_voted_on_shows_both_wordings(plenary, output, talks, amend):
    motion = amend(talks, text="the parties to open talks without delay", measure="negotiation").motion
    plenary.vote(motion, close=False)
    frozen = current_vote(motion).text
    assert "amends paragraph 1 of MAD/DR/2026/1 (A-1)" in frozen
    assert frozen.index("under the good offices") < frozen.index("It is to read:") < frozen.index("without delay")
    assert "Measure: Negotiation" in frozen


def test_r40_an_amendment_that_fails_changes_nothing(plenary, output, talks, amend):
    before = words(output)
    plenary.vote(amend(talks, text="the parties to wait").motion, no=EVERYBODY)
    assert words(output) == before
    refused("R35", amend, talks, text="the parties to wait")
    refused("R35", amend, talks, text="the parties to wait", by="tomas")


def test_r40_a_paragraph_is_added_and_one_taken_out(plenary, output, talks, amend):
    added = amend(talks, "add", opening="Demands", text="an end to attacks on civilians", measure="cessation")
    last = amend(change="add", part="preambular", opening="Reaffirming", text="its commitment to peace")
    plenary.carry(added.motion)
    plenary.carry(last.motion)
    assert [line.split()[0] for line in words(output)] == ["Recalling", "Reaffirming", "Calls", "Demands", "Decides"]
    new = Paragraph.objects.get(opening="Demands")
    plenary.carry(amend(new, "remove").motion)
    assert [line.split()[0] for line in words(output)] == ["Recalling", "Reaffirming", "Calls", "Decides"]
    new.refresh_from_db()
    assert new.removed_at


def test_r40_a_paragraph_is_taken_out_with_its_sub_paragraphs(plenary, output, talks, amend, people):
    head = plenary.write(output, "operative", "Demands", "that all parties", measure="cessation")
    plenary.write(output, "operative", "", "end attacks", level=1)
    amendment = amend(head, "remove")
    assert len(amendment.now.base) == 2
    assert "end attacks" in str(amendment.now.before)
    plenary.carry(amendment.motion)
    assert len(words(output)) == 3


def test_r40_one_to_a_paragraph_already_merged_is_a_conflict_that_its_mover_settles(
    plenary, output, talks, amend, people
):
    first = amend(talks, text="the parties to open talks without delay")
    second = amend(talks, by="tomas", text="the parties to open talks in a third country")
    plenary.carry(first.motion)
    why = refused("R40", services.put_to_vote, motion=second.motion, by=people.betty)
    assert (why.code, "paragraph 1 changed" in why.reason) == ("conflict", True)
    assert second.now.content["text"] == "the parties to open talks in a third country"
    with pytest.raises(Invalid):
        services.reword_amendment(
            amendment=second, by=people.tomas, version=2, text="the parties to open talks without delay"
        )
    refused("R40", services.reword_amendment, amendment=second, by=people.ingrid, version=2)
    assert refused("R40", services.reword_amendment, amendment=second, by=people.tomas, version=1).code == "conflict"
    both = "the parties to open talks without delay in a third country"
    again = services.reword_amendment(amendment=second, by=people.tomas, version=2, text=both)
    assert (again.now.version, again.now.base) == (2, {str(talks.pk): 2})
    plenary.carry(second.motion)
    assert both in words(output)[1]
    assert AmendmentVersion.objects.filter(amendment=second).count() == 2


def test_r40_an_edit_since_is_a_conflict_as_well(plenary, output, talks, amend, people):
    motion = amend(talks, text="the parties to open talks without delay").motion
    services.edit_paragraph(paragraph=talks, by=people.helene, text="the parties to meet")
    refused("R40", services.put_to_vote, motion=motion, by=people.betty)
    refused("R40", amend, talks, version=1, text="the parties to talk", by="tomas")


def test_r40_a_paragraph_that_left_the_text_takes_no_amendment(plenary, output, talks, amend, people):
    motion = amend(talks, text="the parties to open talks without delay").motion
    services.remove_paragraph(paragraph=talks, by=people.helene)
    why = refused("R40", services.put_to_vote, motion=motion, by=people.betty)
    assert "has left the text" in why.reason
    refused("R40", services.reword_amendment, amendment=motion.amendment, by=people.ingrid, text="x")
    refused("R40", amend, talks, text="the parties to talk")
    assert services.withdraw_motion(motion=motion, by=people.ingrid).state == "withdrawn"


def test_r40_the_whole_waits_until_its_amendments_are_decided(plenary, output, talks, amend, people):
    whole = plenary.move(kind="output", output=output)
    one = amend(talks, text="the parties to open talks without delay")
    why = refused("R40", services.put_to_vote, motion=whole, by=people.betty)
    assert "A-1" in why.reason
    plenary.vote(one.motion)
    assert Motion.objects.get(pk=one.motion.pk).state == "inquorate"
    refused("R40", services.put_to_vote, motion=whole, by=people.betty)
    services.withdraw_motion(motion=one.motion, by=people.ingrid)
    plenary.carry(whole)
    output.refresh_from_db()
    assert output.stage == Stage.ADOPTED


def test_r35_nothing_is_amended_while_the_whole_is_voted_on(plenary, output, talks, amend):
    plenary.vote(plenary.move(kind="output", output=output), close=False)
    refused("R35", amend, talks, text="the parties to open talks without delay")


def test_r35_the_text_is_frozen_while_an_amendment_is_voted_on(plenary, output, talks, amend, people):
    one, two = amend(talks, text="the parties to talk"), amend(talks, by="tomas", text="the parties to meet")
    plenary.vote(one.motion, close=False)
    refused("R35", services.edit_paragraph, paragraph=talks, by=people.helene, text="something else")
    refused("R35", services.put_to_vote, motion=two.motion, by=people.betty)
    refused("R35", services.reword_amendment, amendment=one, by=people.ingrid, text="the parties to talk soon")
    refused("R35", services.withdraw_motion, motion=one.motion, by=people.ingrid)
    refused("R35", services.withdraw, output=output, by=people.betty, reason="Second thoughts")
    with pytest.raises(DatabaseError), transaction.atomic():
        Motion.objects.filter(pk=two.motion.pk).update(state="voting")


def test_r40_the_chair_sets_the_order_of_voting(plenary, output, talks, amend, people):
    near, far = amend(talks, text="the parties to talk"), amend(talks, by="tomas", text="an end to it all")
    refused("R40", services.put_to_vote, motion=far.motion, by=people.betty)
    with pytest.raises(NotPermitted):
        services.order_amendments(output=output, by=people.helene, places={2: 1, 1: 2})
    for wrong in ({9: 1}, {1: 0}, {1: 1000}):
        with pytest.raises(Invalid):
            services.order_amendments(output=output, by=people.betty, places=wrong)
    ordered = services.order_amendments(output=output, by=people.betty, places={2: 1, 1: 2})
    assert [row.label for row in ordered] == ["A-2", "A-1"]
    refused("R40", services.put_to_vote, motion=near.motion, by=people.betty)
    plenary.vote(far.motion, no=EVERYBODY)
    plenary.carry(near.motion)
    assert "the parties to talk" in words(output)[1]


def test_r40_a_paragraph_voted_separately_stays_when_it_carries(plenary, output, talks, amend):
    one = amend(talks, "divide")
    assert one.motion.kind == "division"
    plenary.carry(one.motion)
    assert len(words(output)) == 3
    refused("R40", amend, talks, "divide")


def test_r40_a_paragraph_voted_separately_leaves_the_text_when_rejected(plenary, output, talks, amend, people):
    plenary.write(output, "operative", "Demands", "an end to attacks", measure="cessation")
    one = amend(talks, "divide")
    plenary.vote(one.motion, yes=EVERYBODY[:9], no=EVERYBODY[9:])
    assert [line.split()[0] for line in words(output)] == ["Recalling", "Demands", "Decides"]
    whole = plenary.move(kind="output", output=output)
    refused("R39 a", services.put_to_vote, motion=whole, by=people.betty)


def test_r40_inquorate_decides_nothing_about_the_paragraph(plenary, output, talks, amend):
    one = amend(talks, "divide")
    plenary.vote(one.motion, no=EVERYBODY[:3])
    assert len(words(output)) == 3


@pytest.mark.parametrize("change", ["replace", "add"])
def test_r33_an_amendment_of_force_is_not_tabled_behind_the_gate(output, talks, amend, change):
    why = refused("R33", amend, talks, change, **FORCE)
    assert "all necessary measures" in why.reason
    refused("R33", amend, talks, change, **{**FORCE, "text": "a presence", "measure": "armed_presence"})
    assert not Amendment.objects.exists()
    assert not Motion.objects.filter(kind="amendment").exists()


def test_r33_nor_by_a_second_draft_beside_the_first(plenary, output, people):
    second = plenary.draft("Another draft resolution")
    plenary.write(second, "operative", **FORCE)
    refused("R33", services.submit_for_review, output=second, by=people.helene)
    refused("R37", plenary.move, kind="output", output=second)


def test_r33_nor_is_an_amendment_worded_anew_into_force(output, talks, amend, people):
    one = amend(talks, text="the parties to open talks without delay")
    refused("R33", services.reword_amendment, amendment=one, by=people.ingrid, **FORCE)
    assert one.now.version == 1


def test_r33_words_of_force_are_not_put_together_by_an_amendment(plenary, output, amend):
    head = plenary.write(output, "operative", "Condemns", "and prohibits", measure="cessation")
    sub = plenary.write(output, "operative", "", "in every district", level=1)
    plenary.write(output, "operative", "", "any use of force in the province", level=1)
    amend(sub, "remove")
    assert Amendment.objects.count() == 1
    refused("R33", amend, head, text="and asks for", opening="Calls upon")


def test_r33_a_gate_that_lapses_stops_an_amendment_before_and_during_its_vote(plenary, people, amend, output, talks):
    plenary.explain(talks.option)
    plenary.explain(plenary.table(**COERCIVE))
    assert plenary.carry(plenary.move(kind="insufficiency")).state == "carried"
    one = amend(talks, "add", **FORCE, territory=["SYR"])
    assert (one.motion.cls, gate_of(plenary.case).open) == ("force", True)
    two = amend(talks, "add", by="tomas", **{**FORCE, "text": "all necessary means"}, territory=["SYR"])
    advance(timedelta(days=29))
    services.put_to_vote(motion=one.motion, by=people.betty)
    for name in EVERYBODY:
        services.cast_ballot(motion=one.motion, by=getattr(people, name), choice="yes")
    advance(timedelta(hours=25))
    vote = services.close_vote(motion=one.motion)
    assert (vote.outcome, vote.void_reason[:3]) == ("void", "R33")
    assert len(words(output)) == 3
    refused("R33", services.put_to_vote, motion=two.motion, by=people.betty)


def test_r35_a_void_vote_takes_the_amendment_out_of_the_text_again(plenary, output, talks, amend, people):
    before = words(output)
    one = amend(talks, text="the parties to open talks without delay")
    plenary.vote(one.motion, yes=EVERYBODY[:10], no=EVERYBODY[10:])
    assert words(output) != before
    services.report_disqualified(motion=one.motion, member=people.member("amal"), reason="A tie", by=people.betty)
    assert words(output) == before
    one.refresh_from_db()
    assert (one.effect, one.merged_at, one.motion.state) == (None, None, "void")


def test_r35_a_void_vote_puts_the_paragraph_back_that_it_had_taken_out(plenary, output, talks, amend, people):
    before = words(output)
    one = amend(talks, "divide")
    plenary.vote(one.motion, yes=EVERYBODY[:9], no=EVERYBODY[9:13])
    assert len(words(output)) == 2
    # Without two who voted no, E is 13 and nine carry.
    for name in EVERYBODY[11:13]:
        services.report_disqualified(motion=one.motion, member=people.member(name), reason="A tie", by=people.betty)
    assert words(output) == before


def test_r35_a_vote_is_void_also_when_its_paragraph_went_on_since(plenary, output, talks, amend, people):
    """What was written since stays; the amendment is undecided again, and its mover words it anew or it is set aside."""
    one = amend(talks, text="the parties to open talks without delay")
    plenary.vote(one.motion, yes=EVERYBODY[:10], no=EVERYBODY[10:])
    services.edit_paragraph(paragraph=talks, by=people.helene, text="the parties to open talks at once")
    services.report_disqualified(motion=one.motion, member=people.member("amal"), reason="A tie", by=people.betty)
    assert words(output)[1] == "Calls upon the parties to open talks at once;"
    one.refresh_from_db()
    assert (one.effect, one.motion.state) == (None, "void")
    refused("R40", services.put_to_vote, motion=plenary.move(kind="output", output=output), by=people.betty)
    assert refused("R40", services.put_to_vote, motion=one.motion, by=people.betty).code == "conflict"
    assert services.withdraw_motion(motion=one.motion, by=people.betty).state == "withdrawn"


def test_r40_what_an_amendment_cannot_be(plenary, output, talks, amend, people):
    closing = paragraphs_of(output)[-1]
    for given, field in (
        ({"change": "rewrite", "target": talks}, "change"),
        ({"change": "replace"}, "target"),
        ({"change": "add", "opening": "Demands", "text": "x", "measure": "cessation"}, "part"),
        ({"change": "replace", "target": talks}, "text"),
        ({"change": "replace", "target": talks, "opening": "Shouts"}, "opening"),
        ({"change": "replace", "target": talks, "text": " "}, "text"),
        ({"change": "replace", "target": talks, "colour": "red"}, "colour"),
        ({"change": "divide", "target": talks, "text": "other words"}, "text"),
        ({"change": "remove", "target": talks, "reason": "x" * 2001}, "reason"),
    ):
        with pytest.raises(Invalid) as caught:
            amend(**given)
        assert list(caught.value.errors) == [field]
    refused("R38", amend, closing, text="to forget the matter")
    refused("R31", lambda: [amend(talks, "remove"), amend(talks, "remove", by="tomas")])


def test_r40_only_a_text_in_review_is_amended(plenary, output, talks, amend, people):
    services.return_to_draft(output=output, by=people.helene)
    refused("R40", amend, talks, text="the parties to talk")
    services.submit_for_review(output=output, by=people.helene)
    plenary.carry(plenary.move(kind="output", output=output))
    refused("R40", amend, talks, text="the parties to talk")
    call = services.make_call(case=plenary.case, by=people.helene, kind="emergency_call", title="x", text="Now.")
    row = paragraphs_of(call)[0]
    refused("R40", services.table_amendment, output=call, by=people.amal, change="remove", target=row)


@pytest.mark.parametrize("name", ["registrar", "officer", "auditor", "admin"])
def test_r9_who_is_no_member_tables_no_amendment(output, talks, amend, name):
    with pytest.raises(NotPermitted):
        amend(talks, by=name, text="the parties to talk")


def test_r40_another_text_than_a_resolution_is_amended_too(plenary, people):
    plenary.carried_option(tool="mediation", aim="x")
    statement = services.create_output(
        case=plenary.case, by=people.helene, kind="press_statement", title="On the north"
    )
    row = services.add_paragraph(output=statement, by=people.helene, text="The Division calls for talks.")
    services.submit_for_review(output=statement, by=people.helene)
    one = services.table_amendment(
        output=statement, by=people.ingrid, change="replace", target=row, text="The Division asks for talks."
    )
    plenary.carry(one.motion)
    assert words(statement) == ["The Division asks for talks."]


def test_r40_an_amendment_is_not_moved_without_its_words(plenary, output):
    with pytest.raises(Invalid):
        plenary.move(kind="amendment", output=output)


def test_r35_an_output_that_failed_is_not_moved_again_unchanged(plenary, output, talks, people):
    plenary.vote(plenary.move(kind="output", output=output), no=EVERYBODY)
    refused("R35", plenary.move, kind="output", output=output)
    services.edit_paragraph(paragraph=talks, by=people.helene, text="the parties to open talks at once")
    assert plenary.move(kind="output", output=output).state == "tabled"


def test_r37_an_output_is_not_taken_back_to_draft_from_under_its_motion_nor_voted_on_once_withdrawn(
    plenary, output, people
):
    motion = plenary.move(kind="output", output=output)
    assert motion.number in refused("R37", services.return_to_draft, output=output, by=people.helene).reason
    services.withdraw(output=output, by=people.betty, reason="Overtaken by events")
    refused("R37", services.put_to_vote, motion=motion, by=people.betty)


def test_r31_a_motion_is_withdrawn_by_its_mover_before_its_vote(plenary, people):
    option = plenary.table(**COERCIVE)
    motion = plenary.move(kind="option", option=option)
    refused("R31", services.withdraw_motion, motion=motion, by=people.amal)
    assert services.withdraw_motion(motion=motion, by=people.helene).state == "withdrawn"
    refused("R31", services.withdraw_motion, motion=motion, by=people.helene)
    refused("R34", services.put_to_vote, motion=motion, by=people.betty)
    assert plenary.move(kind="option", option=option).state == "tabled"


def test_r40_the_database_keeps_every_wording(output, talks, amend):
    amend(talks, text="the parties to talk")
    with pytest.raises(DatabaseError), transaction.atomic():
        AmendmentVersion.objects.update(reason="another")
    with pytest.raises(DatabaseError), transaction.atomic():
        AmendmentVersion.objects.all().delete()
