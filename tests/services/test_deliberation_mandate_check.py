"""R33, R39 through the services: force without the gate, wording that two clear, carried options, what may be cited."""

from datetime import timedelta

import pytest

from cases.models import CaseSubmission
from deliberation import services
from deliberation.models import Option, ParagraphVersion
from deliberation.procedure.draft import State
from deliberation.selectors import citable, citations_of, mandate_of, paragraphs_of
from deliberation.selectors.release import UNKNOWN
from mad.common import clock
from mad.common.clock import advance
from mad.common.errors import Invalid, Refused
from tests.deliberation_factory import COERCIVE, EVERYBODY
from tests.evidence_help import an_item
from tests.services.test_deliberation_drafting import TALKS, labels, output
from tests.services.test_deliberation_voting import refused

__all__ = ["output"]  # a fixture
pytest_plugins = ["tests.deliberation_factory"]

STRICT = {"sensitivity": "strictly_confidential", "grading": {"sensitivity": "strictly_confidential"}}


def objections(output):
    return {(o.rule, o.label) for o in mandate_of(output).objections}


def test_r39_the_vote_is_refused_with_paragraph_and_rule(plenary, people):
    output = plenary.lawful_draft()
    plenary.write(output, "operative", "Urges", "the President to step down", measure="other_coercive")
    motion = plenary.move(kind="output", output=output)
    why = refused("R39 c", services.put_to_vote, motion=motion, by=people.betty)
    assert "paragraph 2" in why.reason
    assert "R39 e: Paragraph 2" in why.detail


FORCE_WORDS = {"text": "Member States to take all necessary measures", "measure": "protection"}
FORCE_TAG = {"text": "a presence in the north", "measure": "armed_presence"}
HEAD = {"part": "operative", "opening": "Authorizes"}


@pytest.mark.parametrize("words", [FORCE_WORDS, FORCE_TAG], ids=["by its words", "by its measure"])
def test_r33_a_draft_with_a_paragraph_of_force_is_not_laid_before_the_plenary(plenary, output, people, words):
    plenary.write(output, **TALKS)
    row = plenary.write(output, **HEAD, **words)
    assert ("R39 d", "2") in objections(output)
    why = refused("R33", services.submit_for_review, output=output, by=people.helene)
    assert "Paragraph 2 is of class force" in why.reason
    assert why.field == str(row.pk)
    output.refresh_from_db()
    assert output.stage == "draft"
    services.remove_paragraph(paragraph=row, by=people.helene)
    assert services.submit_for_review(output=output, by=people.helene).stage == "in_review"


@pytest.mark.parametrize("words", [FORCE_WORDS, FORCE_TAG], ids=["by its words", "by its measure"])
def test_r33_a_text_in_review_takes_in_no_paragraph_of_force(plenary, people, words):
    output = plenary.lawful_draft()
    row = plenary.write(output, **HEAD, text="the Secretary-General to report", measure="reporting")
    before = [(p.text, p.version) for p in paragraphs_of(output)]
    why = refused("R33", services.add_paragraph, output=output, by=people.helene, **HEAD, **words)
    assert "Paragraph 3" in why.reason
    why = refused("R33", services.edit_paragraph, paragraph=row, by=people.registrar, version=1, **words)
    assert "Paragraph 2" in why.reason
    assert [(p.text, p.version) for p in paragraphs_of(output)] == before
    assert ParagraphVersion.objects.filter(paragraph=row).count() == 1


def test_r33_words_of_force_are_not_put_together_by_taking_out_or_moving(plenary, people):
    output = plenary.lawful_draft()
    head = plenary.write(output, "operative", "Condemns", "and prohibits", measure="cessation")
    under = plenary.write(output, "operative", "", "any use of force in the province", level=1)
    assert ("R39 d", "2") not in objections(output)
    refused("R33", services.remove_paragraph, paragraph=head, by=people.helene)
    refused("R33", services.move_paragraph, paragraph=under, by=people.helene, places=-1)
    assert [opening for _, opening in labels(output)][-3:] == ["Condemns", "", "Decides"]


def test_r33_what_a_finding_since_lapsed_let_in_may_stay_or_go_and_is_not_moved(plenary, people):
    plenary.open_gate()
    output = plenary.lawful_draft()
    plenary.explain(Option.objects.get(case=plenary.case, ordinal=3))
    row = plenary.write(output, **HEAD, **FORCE_WORDS, territory=["SYR"])
    advance(timedelta(days=30))
    plenary.write(output, **TALKS, after=paragraphs_of(output)[0])
    refused("R33", services.edit_paragraph, paragraph=row, by=people.helene, text="all necessary means")
    why = refused("R33", services.move, case=plenary.case, by=people.helene, kind="output", output=output)
    assert "Paragraph 2" in why.reason
    services.remove_paragraph(paragraph=row, by=people.helene)
    assert plenary.move(kind="output", output=output).state == "tabled"


@pytest.mark.parametrize("name", ["betty", "registrar", "admin"])
def test_r39_no_role_passes_the_mandate_check(plenary, people, name):
    output = plenary.lawful_draft()
    plenary.write(output, "operative", "Decides", "an arms embargo", measure="arms_embargo")
    motion = plenary.move(kind="output", output=output)
    with pytest.raises(Refused):
        services.put_to_vote(motion=motion, by=getattr(people, name))
    with pytest.raises(Refused):
        services.put_to_vote(motion=motion, by=None)


def test_r39c_two_legal_members_clear_wording_by_name(plenary, people):
    output = plenary.lawful_draft()
    row = plenary.write(output, "operative", "Urges", "the President to step down", measure="cessation")
    assert ("R39 c", "2") in objections(output)
    refused("R39 c", services.clear_wording, paragraph=row, version=1, by=people.betty)
    services.clear_wording(paragraph=row, version=1, by=people.amal)
    refused("R39 c", services.clear_wording, paragraph=row, version=1, by=people.amal)
    assert {limb.state for limb in mandate_of(output).limbs} == {State.HOLDS, State.WAITS}
    services.clear_wording(paragraph=row, version=1, by=people.ingrid)
    assert mandate_of(output).holds
    services.edit_paragraph(paragraph=row, by=people.helene, text="the President to resign")
    assert ("R39 c", "2") in objections(output)


def test_r39c_only_the_version_that_was_read_is_cleared(plenary, people):
    output = plenary.lawful_draft()
    row = plenary.write(output, "operative", "Urges", "the President to step down", measure="cessation")
    services.edit_paragraph(paragraph=row, by=people.helene, text="the President to step down at once")
    why = refused("R39 c", services.clear_wording, paragraph=row, version=1, by=people.amal)
    assert (why.code, row.clearances.count()) == ("overtaken", 0)
    assert "Vautrin changed this paragraph" in why.reason
    services.clear_wording(paragraph=row, version=2, by=people.amal)
    services.remove_paragraph(paragraph=row, by=people.helene)
    why = refused("R39 c", services.clear_wording, paragraph=row, version=2, by=people.ingrid)
    assert "took this paragraph out" in why.reason


def test_r39c_what_needs_no_clearing_is_not_cleared(plenary, people):
    output = plenary.lawful_draft()
    refused("R39 c", services.clear_wording, paragraph=paragraphs_of(output)[0], version=1, by=people.amal)


def forceful_draft(plenary, text, *, measure):
    """A draft that seeks talks and authorizes force, each on a carried option, while the gate is open."""
    plenary.open_gate()
    option = plenary.carried_option(tool="no-fly-zone", aim="x")
    output = plenary.draft()
    talks = plenary.carried_option(tool="mediation", aim="Talks")
    plenary.explain(talks)
    plenary.write(output, **TALKS | {"option": talks.label})
    plenary.write(output, "operative", "Authorizes", text, measure=measure, option=option.label, territory=["SYR"])
    return output


def test_r39d_the_gate_opened_lets_force_stand_until_it_lapses(plenary, people):
    output = forceful_draft(plenary, "Member States to take all necessary measures", measure="protection_force")
    assert mandate_of(output).holds
    advance(timedelta(days=30))
    assert {rule for rule, _ in objections(output)} == {"R39 d"}


def test_r39_a_gate_that_lapses_during_the_vote_voids_the_adoption(plenary, people):
    output = forceful_draft(plenary, "an armed presence", measure="armed_presence")
    services.submit_for_review(output=output, by=people.helene)
    motion = plenary.move(kind="output", output=output)
    advance(timedelta(days=27))
    services.put_to_vote(motion=motion, by=people.betty)
    for name in EVERYBODY:
        services.cast_ballot(motion=motion, by=getattr(people, name), choice="yes")
    advance(timedelta(days=1))
    vote = services.close_vote(motion=motion)
    output.refresh_from_db()
    assert (vote.outcome, output.stage) == ("void", "in_review")
    assert vote.void_reason.startswith("R39 d")


def test_r39e_a_measure_whose_option_was_not_carried(plenary):
    option = plenary.table(**COERCIVE)
    output = plenary.lawful_draft()
    plenary.write(output, "operative", "Decides", "an embargo", measure="arms_embargo", option=option.label)
    assert ("R39 e", "2") in objections(output)


def test_r39f_a_finding_is_cited_by_its_number(plenary):
    output = plenary.lawful_draft()
    row = plenary.write(output, "preambular", "Taking note of", "the determination of the Division")
    assert ("R39 f", "PP2") in objections(output)
    services.edit_paragraph(paragraph=row, by=plenary.people.helene, citations=["D-2026-901"])
    assert mandate_of(output).holds
    plenary.determine()
    assert ("R39 f", "PP2") in objections(output)


def in_case(plenary, people, **facts):
    """The number of an item of the plenary's case."""
    item = an_item(people, **facts)
    CaseSubmission.objects.create(case=plenary.case, submission=item.submission, at=clock.now())
    return item.number


RECALLING = {"part": "preambular", "opening": "Recalling", "text": "the report"}
NOWHERE = "E-2026-9999"


def test_r16_an_item_one_may_not_open_is_cited_like_one_that_does_not_exist(plenary, output, people):
    strict = in_case(plenary, people, **STRICT)
    said = {}
    for ref in (strict, NOWHERE):
        with pytest.raises(Invalid) as caught:
            services.add_paragraph(output=output, by=people.helene, **RECALLING, citations=[ref])
        said[ref] = str(caught.value.errors).replace(ref, "…")
    assert said[strict] == said[NOWHERE]
    assert citations_of(plenary.case, [strict], reader=people.helene)[strict] == UNKNOWN
    assert strict not in dict(citable(plenary.case, people.helene))


def test_r16_who_opens_the_item_cites_it_and_reads_why_it_is_closed(plenary, output, people):
    strict = in_case(plenary, people, **STRICT)
    row = services.add_paragraph(output=output, by=people.registrar, **RECALLING, citations=[strict])
    reasons = {
        reader: [o.reason for o in mandate_of(output, reader=reader).objections if o.letter == "f"]
        for reader in (people.registrar, people.helene, None)
    }
    assert "it is strictly confidential" in reasons[people.registrar][0]
    assert "it is closed to citation" in reasons[people.helene][0]
    assert reasons[people.helene] == reasons[None]
    kept = services.edit_paragraph(paragraph=row, by=people.helene, text="the reports")
    assert kept.citations == [strict]


def test_r39f_what_may_be_released_is_offered_to_whoever_opens_it(plenary, people):
    free = in_case(plenary, people, sensitivity="unclassified", grading={"sensitivity": "unclassified"})
    closed = in_case(plenary, people)
    offered = dict(citable(plenary.case, people.helene))
    assert free in offered
    assert closed not in offered
    assert citations_of(plenary.case, [closed], reader=people.helene) == {closed: "it is confidential"}
