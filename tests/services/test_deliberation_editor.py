"""R38 through the services: arranging a draft, taking out and putting back, unsaved text, versions, limits."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from deliberation import services
from deliberation.models import DraftVersion, Paragraph, ParagraphVersion, Writing
from deliberation.procedure.form import Part
from deliberation.selectors import lines_of, paragraphs_of
from deliberation.selectors.history import compare, editions_of, lines_at
from deliberation.selectors.writing import AWAY_AFTER, desk_of
from mad.common.clock import advance
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from tests.services.test_deliberation_voting import refused

pytest_plugins = ["tests.deliberation_factory"]


@pytest.fixture
def output(plenary):
    return plenary.draft()


@pytest.fixture
def rows(plenary, output):
    """1 Requests: (a) to appoint, (b) to report; 2 Demands; then the closing line."""
    made = {"head": plenary.write(output, "operative", "Requests", "the Secretary-General", measure="good_offices")}
    for name, text in (("a", "to appoint an envoy"), ("b", "to report within 30 days")):
        made[name] = plenary.write(output, "operative", "", text, level=1)
    made["demands"] = plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    return made


def printed(output):
    return [(line.label, line.opening or line.text) for line in lines_of(paragraphs_of(output))]


def test_r38_sub_paragraphs_are_lettered_and_go_with_their_paragraph(output, rows, people):
    assert [label for label, _ in printed(output)] == ["1", "1 (a)", "1 (b)", "2", "3"]
    services.move_paragraph(paragraph=rows["head"], by=people.amal, places=1)
    assert printed(output)[:2] == [("1", "Demands"), ("2", "Requests")]
    assert [label for label, _ in printed(output)] == ["1", "2", "2 (a)", "2 (b)", "3"]


def test_r38_a_paragraph_is_indented_under_the_one_above_and_back(output, rows, people):
    row = services.indent_paragraph(paragraph=rows["b"], by=people.amal, steps=1)
    assert (row.level, row.version) == (2, 2)
    assert [label for label, _ in printed(output)] == ["1", "1 (a)", "1 (a) (i)", "2", "3"]
    services.indent_paragraph(paragraph=rows["demands"], by=people.amal, steps=1)
    assert [label for label, _ in printed(output)] == ["1", "1 (a)", "1 (a) (i)", "1 (b)", "2"]
    services.indent_paragraph(paragraph=rows["demands"], by=people.amal, steps=-1)
    assert printed(output)[3] == ("2", "Demands")


def test_r38_levels_that_cannot_be_are_refused(plenary, output, rows, people):
    refused("R38", services.indent_paragraph, paragraph=rows["head"], by=people.amal, steps=1)
    why = refused("R38", services.indent_paragraph, paragraph=rows["a"], by=people.amal, steps=-1)
    assert why.field == "opening"
    refused("R38", services.indent_paragraph, paragraph=rows["head"], by=people.amal, steps=-1)
    last = paragraphs_of(output)[-1]
    refused("R38", services.indent_paragraph, paragraph=last, by=people.amal, steps=1)
    comment = services.create_output(case=plenary.case, by=people.helene, kind="comment", title="A comment")
    plain = services.add_paragraph(output=comment, by=people.helene, text="One sentence.")
    refused("R38", services.indent_paragraph, paragraph=plain, by=people.helene, steps=1)


def test_r15_what_is_taken_out_with_its_sub_paragraphs_is_put_back_with_them(output, rows, people):
    before = printed(output)
    services.remove_paragraph(paragraph=rows["head"], by=people.amal, whole=True)
    assert printed(output) == [("1", "Demands"), ("2", "Decides")]
    services.remove_paragraph(paragraph=rows["demands"], by=people.amal, whole=True)
    services.restore_paragraph(paragraph=rows["a"], by=people.ingrid)
    assert [label for label, _ in printed(output)] == ["1", "1 (a)", "1 (b)", "2"]
    services.restore_paragraph(paragraph=rows["demands"], by=people.ingrid)
    assert printed(output) == before
    refused("R38", services.restore_paragraph, paragraph=rows["a"], by=people.ingrid)
    assert Entry.objects.filter(act="paragraph.restored", object=output.number).count() == 2


def test_r15_one_paragraph_is_taken_out_alone(output, rows, people):
    services.remove_paragraph(paragraph=rows["b"], by=people.amal)
    assert [label for label, _ in printed(output)] == ["1", "1 (a)", "2", "3"]
    refused("R38", services.edit_paragraph, paragraph=rows["b"], by=people.amal, text="Too late")


def test_r33_what_was_taken_out_is_not_put_back_into_a_text_in_review_behind_the_gate(plenary, people):
    output = plenary.draft()
    plenary.write(output, "operative", "Calls upon", "the parties to open talks", measure="negotiation")
    row = plenary.write(output, "operative", "Authorizes", "all necessary measures", measure="protection")
    services.remove_paragraph(paragraph=row, by=people.helene)
    services.submit_for_review(output=output, by=people.helene)
    why = refused("R33", services.restore_paragraph, paragraph=row, by=people.helene)
    assert why.code == "gate"
    row.refresh_from_db()
    assert row.removed_at


def test_r38_many_paragraphs_at_once_are_one_version(output, people):
    items = [{"part": "preambular", "opening": "Recalling", "text": f"its resolution {n}"} for n in range(40)]
    items += [{"part": "operative", "opening": "Demands", "text": "an end", "measure": "cessation"}]
    before = Entry.objects.count()
    services.add_paragraphs(output=output, by=people.helene, items=items)
    assert [label for label, _ in printed(output)][-3:] == ["PP40", "1", "2"]
    assert printed(output)[-1] == ("2", "Decides")
    output.refresh_from_db()
    assert output.version == 2
    assert Entry.objects.count() == before + 1
    assert ParagraphVersion.objects.filter(paragraph__output=output).count() == 42


def test_r38_one_bad_paragraph_of_many_is_named_and_none_is_added(output, people):
    items = [
        {"part": "preambular", "opening": "Recalling", "text": "it"},
        {"part": "operative", "opening": "Obliterates", "text": ""},
    ]
    with pytest.raises(Invalid) as caught:
        services.add_paragraphs(output=output, by=people.helene, items=items)
    assert set(caught.value.errors) == {"2.opening", "2.text"}
    assert Paragraph.objects.filter(output=output).count() == 1


def test_r38_ten_thousand_paragraphs_are_refused_before_any_is_read(output, people):
    items = [{"part": "operative", "opening": "Demands", "text": "an end"}] * 10_000
    with CaptureQueriesContext(connection) as asked:
        why = refused("R38", services.add_paragraphs, output=output, by=people.helene, items=items)
    assert (why.code, len(asked) < 15) == ("too-many", True)
    assert "2000" in why.reason


def test_r38_a_full_draft_takes_no_more_by_any_way(output, people, morning):
    taken = services.add_paragraph(
        output=output, by=people.helene, part="operative", opening="Demands", text="an end", measure="cessation"
    )
    services.remove_paragraph(paragraph=taken, by=people.helene)
    Paragraph.objects.bulk_create(
        Paragraph(output=output, part="preambular", position=n, opening="Recalling", text="it", edited_at=morning)
        for n in range(1999)
    )
    words = {"part": "preambular", "opening": "Recalling", "text": "one more"}
    assert refused("R38", services.add_paragraph, output=output, by=people.helene, **words).code == "too-many"
    assert refused("R38", services.restore_paragraph, paragraph=taken, by=people.helene).code == "too-many"


def test_r38_inserting_and_moving_cost_the_same_in_a_long_draft(plenary, output, people, morning):
    first = plenary.write(output, "operative", "Demands", "an end", measure="cessation")

    def cost(act):
        with CaptureQueriesContext(connection) as asked:
            act()
        return len(asked)

    def insert():
        plenary.write(output, "operative", "Urges", "access", measure="humanitarian_access", after=first)

    def move():
        services.move_paragraph(paragraph=first, by=people.helene, places=1)

    few = cost(insert), cost(move)
    Paragraph.objects.bulk_create(
        Paragraph(output=output, part="operative", position=n, opening="Urges", text="it", edited_at=morning)
        for n in range(10, 400)
    )
    assert (cost(insert), cost(move)) == few


def test_r38_an_edit_that_changes_nothing_is_no_version(rows, people):
    row = services.edit_paragraph(paragraph=rows["a"], by=people.amal, text="to appoint an envoy ;")
    assert row.version == 1


def test_r38_unsaved_text_is_its_writers_own_and_found_again(output, rows, people):
    kept = {"text": ["to appoint a joint envoy"], "level": ["1"], "csrfmiddlewaretoken": ["x"]}
    services.keep_writing(
        output=output, paragraph=rows["a"], part=Part.OPERATIVE, version=1, fields=kept, by=people.amal
    )
    mine, theirs = desk_of(output, people.amal), desk_of(output, people.ingrid)
    assert mine.kept(rows["a"].pk, "operative").fields == {"text": ["to appoint a joint envoy"], "level": ["1"]}
    assert (mine.names, theirs.own, theirs.names) == ([], (), ["Amal Benhaddou"])
    assert theirs.others == {rows["a"].pk: ("Amal Benhaddou",)}
    advance(AWAY_AFTER * 2)
    assert desk_of(output, people.ingrid).names == []
    assert desk_of(output, people.amal).own
    services.drop_writing(output=output, paragraph=rows["a"], part=Part.OPERATIVE, by=people.amal)
    assert not Writing.objects.exists()
    assert not Entry.objects.filter(act__startswith="writing").exists()


def test_r38_a_new_paragraph_is_kept_while_it_is_written_once_a_part(output, people):
    for text in ("th", "the parties"):
        services.keep_writing(
            output=output, paragraph=None, part=Part.OPERATIVE, version=0, fields={"text": [text]}, by=people.amal
        )
    assert [w.fields["text"] for w in Writing.objects.all()] == [["the parties"]]


def test_r38_presence_does_not_touch_what_was_kept(output, rows, people):
    place = {"output": output, "paragraph": rows["a"], "part": Part.OPERATIVE, "by": people.amal}
    services.keep_writing(**place, version=1, fields={"text": ["mine"]})
    services.note_presence(**place)
    assert Writing.objects.get().fields == {"text": ["mine"]}


def test_r9_who_may_not_draft_keeps_nothing_in_a_draft(output, people):
    with pytest.raises(NotPermitted):
        services.keep_writing(
            output=output, paragraph=None, part=Part.OPERATIVE, version=0, fields={"text": ["x"]}, by=people.officer
        )
    with pytest.raises(Invalid):
        services.keep_writing(
            output=output,
            paragraph=None,
            part=Part.OPERATIVE,
            version=0,
            fields={"text": ["x" * 200_000]},
            by=people.amal,
        )


def test_r38_each_version_of_the_whole_draft_prints_as_it_stood(output, rows, people):
    output.refresh_from_db()
    then = output.version
    services.edit_paragraph(paragraph=rows["demands"], by=people.amal, text="that all attacks end")
    services.move_paragraph(paragraph=rows["demands"], by=people.amal, places=-1)
    services.remove_paragraph(paragraph=rows["b"], by=people.ingrid)
    old, new = output.versions.get(version=then), output.versions.order_by("-version").first()
    assert [line.label for line in lines_at(output, old)] == ["1", "1 (a)", "1 (b)", "2", "3"]
    assert next(line.text for line in lines_at(output, new)) == "that all attacks end;"
    assert lines_at(output, new) == lines_of(paragraphs_of(output))
    assert [v.act for v in output.versions.order_by("version")] == [
        "output.drafted",
        *["paragraph.added"] * 4,
        "paragraph.edited",
        "paragraph.moved",
        "paragraph.removed",
    ]
    changed = [row for row in compare(lines_at(output, old), lines_at(output, new)) if not row.same]
    assert {row.shown.key for row in changed} >= {str(rows["demands"].pk), str(rows["b"].pk)}
    gone = next(row for row in changed if row.shown.key == str(rows["b"].pk))
    assert gone.after is None


def test_r15_no_version_of_a_draft_is_changed_or_removed(output, rows):
    for act in (lambda: DraftVersion.objects.all().delete(), lambda: DraftVersion.objects.update(act="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_r38_the_versions_of_a_paragraph_show_what_changed(rows, people):
    services.edit_paragraph(paragraph=rows["demands"], by=people.amal, text="that all attacks end", opening="Urges")
    newest, oldest = editions_of(rows["demands"])
    assert [(p.kind.value, p.text) for p in newest.pieces] == [
        ("same", "that "),
        ("added", "all "),
        ("same", "attacks end"),
    ]
    assert [(f.name, f.before, f.after) for f in newest.fields] == [("opening", "Demands", "Urges")]
    assert (oldest.row.version, oldest.fields) == (1, ())


@pytest.mark.parametrize("language", ["xx", "english", "../"])
def test_r38_a_draft_is_in_one_of_the_six_languages(plenary, people, language):
    with pytest.raises(Invalid) as caught:
        services.create_output(case=plenary.case, by=people.helene, kind="comment", title="x", language=language)
    assert "language" in caught.value.errors


def test_r35_nothing_is_arranged_while_a_vote_is_open(plenary, people):
    output = plenary.lawful_draft()
    row = paragraphs_of(output)[1]
    removed = plenary.write(output, "preambular", "Recalling", "something else")
    services.remove_paragraph(paragraph=removed, by=people.helene)
    plenary.vote(plenary.move(kind="output", output=output), close=False)
    for act, words in (
        (services.move_paragraph, {"paragraph": row, "places": 1}),
        (services.indent_paragraph, {"paragraph": row, "steps": 1}),
        (services.restore_paragraph, {"paragraph": removed}),
    ):
        with pytest.raises(Refused) as caught:
            act(by=people.helene, **words)
        assert caught.value.rule == "R35"
