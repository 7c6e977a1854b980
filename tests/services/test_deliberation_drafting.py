"""R37, R38, R39 through the services: from a first paragraph to a PDF before the Council."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from cases.models import CaseSubmission
from deliberation import documents, services
from deliberation.models import Option, Paragraph, ParagraphVersion
from deliberation.procedure.draft import State
from deliberation.selectors import citable, citations_of, lines_of, mandate_of, paragraphs_of
from deliberation.selectors.release import UNKNOWN
from mad.common import clock
from mad.common.clock import advance, travel
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.documents.typeset import FOLDER
from tests.deliberation_factory import COERCIVE, EVERYBODY
from tests.evidence_help import an_item
from tests.services.test_deliberation_voting import refused

pytest_plugins = ["tests.deliberation_factory"]

STRICT = {"sensitivity": "strictly_confidential", "grading": {"sensitivity": "strictly_confidential"}}
TALKS = {
    "part": "operative",
    "opening": "Calls upon",
    "text": "the parties to open talks",
    "measure": "negotiation",
}


@pytest.fixture
def output(plenary):
    return plenary.draft()


def labels(output):
    return [(line.label, line.opening) for line in lines_of(paragraphs_of(output))]


def objections(output):
    return {(o.rule, o.label) for o in mandate_of(output).objections}


def test_r38_a_draft_resolution_ends_with_the_produced_line(plenary, output, people):
    plenary.write(output, **TALKS)
    plenary.write(output, "preambular", "Recalling", "the Charter")
    assert labels(output) == [("PP1", "Recalling"), ("1", "Calls upon"), ("2", "Decides")]
    last = paragraphs_of(output)[-1]
    refused("R38", services.edit_paragraph, paragraph=last, by=people.helene, text="nothing")
    refused("R38", services.remove_paragraph, paragraph=last, by=people.helene)


def test_r38_a_paragraph_is_inserted_after_another(plenary, output, people):
    first = plenary.write(output, **TALKS)
    plenary.write(output, "operative", "Demands", "an end to attacks", measure="cessation")
    plenary.write(output, "operative", "Urges", "access", measure="humanitarian_access", after=first)
    assert [opening for _, opening in labels(output)] == ["Calls upon", "Urges", "Demands", "Decides"]


def test_r38_paragraphs_move_and_the_closing_line_stays(plenary, output, people):
    first = plenary.write(output, **TALKS)
    plenary.write(output, "operative", "Demands", "an end to attacks", measure="cessation")
    services.move_paragraph(paragraph=first, by=people.helene, places=9)
    assert [opening for _, opening in labels(output)] == ["Demands", "Calls upon", "Decides"]
    services.move_paragraph(paragraph=first, by=people.helene, places=-1)
    assert [opening for _, opening in labels(output)] == ["Calls upon", "Demands", "Decides"]


def test_r38_every_version_is_kept_and_a_removed_paragraph_too(plenary, output, people):
    row = plenary.write(output, **TALKS)
    services.edit_paragraph(paragraph=row, by=people.amal, text="the parties to resume talks", version=1)
    services.remove_paragraph(paragraph=row, by=people.amal)
    texts = ParagraphVersion.objects.filter(paragraph=row).order_by("version").values_list("content__text", flat=True)
    assert list(texts) == ["the parties to open talks", "the parties to resume talks"]
    assert Paragraph.objects.filter(pk=row.pk).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        ParagraphVersion.objects.all().delete()


def test_r38_two_editors_at_once_lose_nothing(plenary, output, people):
    row = plenary.write(output, **TALKS)
    services.edit_paragraph(paragraph=row, by=people.amal, text="the parties to resume talks", version=1)
    why = refused("R38", services.edit_paragraph, paragraph=row, by=people.helene, text="other", version=1)
    assert "Amal Benhaddou" in why.reason


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"opening": "Obliterates"}, "opening"),
        ({"opening": ""}, "opening"),
        ({"text": " ,;. "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"measure": "no_such_measure"}, "measure"),
        ({"territory": ["XXX"]}, "territory"),
        ({"option": "O-99"}, "option"),
        ({"option": "1; DROP TABLE"}, "option"),
        ({"citations": ["E-1999-0001"]}, "citations"),
        ({"level": 9}, "level"),
        ({"part": "annex"}, "part"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_r38_what_a_paragraph_cannot_be(plenary, output, people, words, field):
    with pytest.raises(Invalid) as caught:
        services.add_paragraph(output=output, by=people.helene, **TALKS | words)
    assert field in caught.value.errors
    assert Paragraph.objects.filter(output=output).count() == 1


def test_r38_numbers_and_marks_are_never_taken_from_the_text(plenary, output, people):
    row = plenary.write(output, **TALKS | {"text": "the\u202e parties\u200b to open talks . ;"})
    assert row.text == "the parties to open talks"


def test_r37_only_after_a_determination(plenary, people):
    plenary.case.determinations.update(likely_crimes=[])
    refused("R31", plenary.draft)


def test_r9_who_is_no_member_does_not_draft(plenary, people):
    for name in ("officer", "auditor", "admin", "ethics", "focal"):
        with pytest.raises(NotPermitted):
            services.create_output(case=plenary.case, by=getattr(people, name), kind="comment", title="x")
    assert (
        services.create_output(case=plenary.case, by=people.registrar, kind="comment", title="x").number
        == "CC-2026-001"
    )


def test_r39_a_lawful_draft_is_adopted_transmitted_and_published(plenary, people):
    output = plenary.lawful_draft()
    assert mandate_of(output).holds
    motion = plenary.carry(plenary.move(kind="output", output=output))
    output.refresh_from_db()
    assert (motion.state, output.stage, output.symbol) == ("carried", "adopted", "MAD/DR/2026/1")
    services.transmit(output=output, by=people.betty)
    output.refresh_from_db()
    assert output.stage == "transmitted"
    assert output.deliveries.count() == 16
    plenary.case.refresh_from_db()
    assert plenary.case.stage == "with_council"
    assert services.publish(output=output, by=people.registrar).stage == "published"


def test_r37_nothing_is_transmitted_before_it_is_adopted(plenary, people):
    output = plenary.lawful_draft()
    refused("R37", services.transmit, output=output, by=people.betty)
    refused("R37", services.publish, output=output, by=people.betty)


def test_r37_a_draft_is_moved_only_in_review(plenary, output):
    refused("R37", plenary.move, kind="output", output=output)


def test_r35_the_text_stands_still_while_its_vote_is_open(plenary, people):
    output = plenary.lawful_draft()
    plenary.vote(plenary.move(kind="output", output=output), close=False)
    row = paragraphs_of(output)[0]
    refused("R35", services.edit_paragraph, paragraph=row, by=people.helene, text="something else")
    refused("R35", services.withdraw, output=output, by=people.betty, reason="Second thoughts")


def test_r37_an_adopted_text_no_longer_changes(plenary, people):
    output = plenary.lawful_draft()
    plenary.carry(plenary.move(kind="output", output=output))
    refused("R37", services.add_paragraph, output=output, by=people.helene, **TALKS)


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


def test_r39d_the_gate_opened_lets_force_stand_until_it_lapses(plenary, people):
    plenary.open_gate()
    option = plenary.carried_option(tool="no-fly-zone", aim="x")
    output = plenary.draft()
    talks = plenary.carried_option(tool="mediation", aim="Talks")
    plenary.explain(talks)
    plenary.write(output, **TALKS | {"option": talks.label})
    plenary.write(
        output,
        "operative",
        "Authorizes",
        "Member States to take all necessary measures to protect civilians",
        measure="protection_force",
        option=option.label,
        territory=["SYR"],
    )
    assert mandate_of(output).holds
    advance(timedelta(days=30))
    assert {rule for rule, _ in objections(output)} == {"R39 d"}


def test_r39_a_gate_that_lapses_during_the_vote_voids_the_adoption(plenary, people):
    plenary.open_gate()
    option = plenary.carried_option(tool="no-fly-zone", aim="x")
    output = plenary.draft()
    talks = plenary.carried_option(tool="mediation", aim="Talks")
    plenary.explain(talks)
    plenary.write(output, **TALKS | {"option": talks.label})
    plenary.write(
        output, "operative", "Authorizes", "an armed presence", measure="armed_presence",
        option=option.label, territory=["SYR"],
    )  # fmt: skip
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


def test_r35_a_void_adoption_takes_the_draft_back_to_review(plenary, people):
    output = plenary.lawful_draft()
    motion = plenary.vote(plenary.move(kind="output", output=output), yes=EVERYBODY[:10], no=EVERYBODY[10:])
    services.report_disqualified(motion=motion, member=people.member("amal"), reason="A tie", by=people.betty)
    output.refresh_from_db()
    assert (output.stage, output.adopted_at) == ("in_review", None)


def test_r37_a_withdrawal_has_a_reason_and_keeps_the_text(plenary, output, people):
    with pytest.raises(Invalid):
        services.withdraw(output=output, by=people.betty, reason=" ")
    assert services.withdraw(output=output, by=people.betty, reason="Overtaken by events").stage == "withdrawn"
    assert output.paragraphs.count() == 1


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


def test_r38_the_pdf_is_tagged_and_takes_markup_as_text(plenary, people, settings):
    settings.DEMONSTRATION = True
    output = plenary.lawful_draft()
    plenary.write(output, "preambular", "Recalling", '#set page(fill: red) $x^2$ *bold* #read("/etc/passwd") السلام')
    page = documents.pdf(output)
    assert page.startswith(b"%PDF")
    assert b"StructTreeRoot" in page
    assert b"pdfuaid" in page
    assert Entry.objects.filter(act="paragraph.added").exists()


def test_r38_the_pdf_is_made_at_any_moment(plenary):
    output = plenary.draft()
    with travel(datetime(2026, 2, 9, 9, 30, 0, 123456, tzinfo=UTC)):
        assert documents.pdf(output).startswith(b"%PDF")


def test_r38_a_page_that_cannot_be_set_is_refused_and_nothing_lost(plenary, people):
    output = plenary.lawful_draft()
    row = plenary.write(output, "preambular", "Recalling", "ሰላም")
    why = refused("R38", documents.pdf, output=output)
    assert "ሰ" in why.detail
    row.refresh_from_db()
    assert row.text == "ሰላም"


def test_r38_the_pdf_of_an_adopted_output_prints_what_was_adopted(plenary, people):
    output = plenary.lawful_draft()
    plenary.carry(plenary.move(kind="output", output=output))
    output.refresh_from_db()
    data = documents.data_of(output)
    assert documents.pdf(output).startswith(b"%PDF")
    assert data["lines"] == output.adopted_lines
    assert "Carried." in data["adoption"][1]
    assert data["masthead"] == "Mass Atrocities Division"
    assert "United Nations" not in data["masthead"]


def test_r38_the_fonts_are_the_ones_declared():
    folder = FOLDER / "fonts"
    declared = (folder / "README.md").read_text()
    for font in folder.glob("*.ttf"):
        assert f"| {font.name} | {font.stat().st_size} | {sha256(font.read_bytes()).hexdigest()} |" in declared
