"""R37, R38 through the services: from a first paragraph to a text before the Council."""

import pytest
from django.db import DatabaseError, transaction

from deliberation import services
from deliberation.models import Paragraph, ParagraphVersion
from deliberation.selectors import lines_of, mandate_of, paragraphs_of
from mad.common.errors import Invalid, NotPermitted
from tests.deliberation_factory import EVERYBODY
from tests.services.test_deliberation_voting import refused

pytest_plugins = ["tests.deliberation_factory"]
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


@pytest.mark.parametrize("language", ["ar", "es", "ru", "zh"])
def test_r38_a_draft_resolution_is_written_where_its_opening_words_are_known(plenary, people, language):
    draft = {"case": plenary.case, "by": people.helene, "title": "On access", "language": language}
    with pytest.raises(Invalid) as caught:
        services.create_output(kind="draft_resolution", **draft)
    assert (caught.value.rule, list(caught.value.errors)) == ("R38", ["language"])
    assert services.create_output(kind="press_statement", **draft).language == language
