"""SCREENS 14 by plain forms: arranging, unsaved text, two editors, versions, files, a long draft."""

import pytest
from django.urls import reverse

from cases.models import CaseSubmission
from cases.services import recuse
from deliberation import services
from deliberation.models import Output, Paragraph, Writing
from deliberation.selectors import lines_of, paragraphs_of
from mad.common import clock
from tests.evidence_help import an_item
from tests.pages.page_queries import asked, queries
from tests.pages.test_deliberation_pages import STRICT, page, text

pytest_plugins = ["tests.deliberation_factory"]

WORDS = {"opening": "Demands", "text": "that attacks end", "measure": "cessation", "level": 0}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def as_(client, people):
    def sign_in(name: str):
        client.force_login(getattr(people, name))
        return client

    return sign_in


@pytest.fixture
def output(plenary):
    return plenary.draft()


@pytest.fixture
def row(plenary, output):
    return plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation")


def at(output, row=None):
    return reverse("paragraph", args=[output.number, row.pk]) if row else reverse("output", args=[output.number])


def told(client, output, row, act: str) -> str:
    """What the editor says at the paragraph after an act that is refused; it says so once."""
    answer = client.post(at(output, row), {"act": act})
    assert (answer.status_code, answer["Location"]) == (302, f"{at(output)}#p{row.pk}")
    block = text(client.get(at(output))).split(f'id="p{row.pk}"')[1].split("</li>")[0]
    assert 'role="alert"' in block
    assert 'role="alert"' not in text(client.get(at(output))).split("data-blocks")[1]
    return block


def test_r38_a_move_beyond_the_limit_is_said_at_the_paragraph(plenary, output, row, as_):
    under = plenary.write(output, "operative", "", "in the north", measure="cessation", level=1)
    last = plenary.write(output, "operative", "Urges", "access", measure="humanitarian_access")
    client = as_("helene")
    assert "It is the first paragraph of its part." in told(client, output, row, "up")
    assert "It is the last paragraph of its part." in told(client, output, last, "down")
    assert "There is no place above it for a sub-paragraph of its level." in told(client, output, under, "up")
    assert "There is no paragraph above it" in told(client, output, row, "in")
    assert "There is no paragraph above it" in told(client, output, under, "in")
    assert [line.label for line in lines_of(paragraphs_of(output))] == ["1", "1 (a)", "2", "3"]


def test_r38_a_paragraph_is_indented_taken_out_and_put_back_by_plain_forms(plenary, output, row, as_):
    second = plenary.write(output, "operative", "Urges", "access", measure="humanitarian_access")
    client = as_("helene")
    assert client.post(at(output, second), {"act": "in"}).status_code == 302
    assert [line.label for line in lines_of(paragraphs_of(output))] == ["1", "1 (a)", "2"]
    gone = client.post(at(output, row), {"act": "remove"})
    shown = text(client.get(gone["Location"]))
    assert "Taken out: “that attacks end”" in shown
    assert [p.opening for p in paragraphs_of(output)] == ["Decides"]
    client.post(at(output, row), {"act": "restore"})
    assert [line.label for line in lines_of(paragraphs_of(output))] == ["1", "1 (a)", "2"]
    assert client.post(at(output, second), {"act": "out"}).status_code == 302
    assert "It is a paragraph of its own already." in told(client, output, row, "out")
    assert client.post(at(output, row), {"act": "fly"}).status_code == 404


def test_r38_a_new_paragraph_is_written_where_it_will_stand(plenary, output, row, as_):
    shown = text(as_("helene").get(f"{at(output)}?insert=operative"))
    closing = paragraphs_of(output)[-1]
    assert closing.fixed
    assert shown.index(f'id="p{row.pk}"') < shown.index('id="new"') < shown.index(f'id="p{closing.pk}"')
    shown = text(as_("helene").get(f"{at(output)}?insert=preambular"))
    assert shown.index('id="new"') < shown.index(f'id="p{row.pk}"')


def test_r38_a_new_paragraph_stands_behind_the_one_it_was_asked_for(plenary, output, row, as_):
    client = as_("helene")
    shown = text(client.get(f"{at(output)}?insert=operative&after={row.pk}&level=1"))
    assert shown.index('id="new"') > shown.index(f'id="p{row.pk}"')
    assert '<option value="1" selected>' in shown
    words = {"part": "operative", "after": row.pk, "text": "in the north", "level": 1}
    client.post(reverse("paragraph_add", args=[output.number]), words)
    assert [line.label for line in lines_of(paragraphs_of(output))] == ["1", "1 (a)", "2"]


def test_r38_the_opening_words_are_offered_by_part(output, as_):
    client = as_("helene")
    operative = text(client.get(f"{at(output)}?insert=operative"))
    preamble = text(client.get(f"{at(output)}?insert=preambular"))
    assert '<option value="Calls upon">' in operative and '<option value="Calls upon">' not in preamble
    assert '<option value="Recalling">' in preamble


def test_r38_an_opening_that_does_not_exist_is_refused_with_the_nearest_and_nothing_typed_is_lost(plenary, as_, people):
    draft = services.create_output(
        case=plenary.case, by=people.helene, kind="draft_resolution", title="Projet", language="fr"
    )
    typed = {"part": "operative", "opening": "Decide", "text": "de créer une mission", "level": 0}
    answer = as_("helene").post(reverse("paragraph_add", args=[draft.number]), typed)
    shown = text(answer)
    assert answer.status_code == 400
    assert "“Decide” is not among the opening words of the Council. The nearest: “Décide”." in shown
    assert 'value="Decide"' in shown and "de créer une mission" in shown
    assert '<option value="Condamne fermement">' in shown
    assert draft.paragraphs.count() == 1


def test_r38_what_is_typed_is_kept_and_found_on_another_device(output, row, as_):
    client = as_("helene")
    typed = {**WORDS, "key": row.pk, "version": 1, "text": "that all attacks ce"}
    assert client.post(reverse("output_keep", args=[output.number]), typed).json() == {"saved": True}
    assert Paragraph.objects.get(pk=row.pk).text == "that attacks end"
    shown = text(client.get(f"{at(output)}?edit={row.pk}"))
    assert "that all attacks ce" in shown
    assert "Your unsaved text is in the fields" in shown
    assert "Your own unsaved text" in text(client.get(at(output)))
    other = text(as_("amal").get(f"{at(output)}?edit={row.pk}"))
    assert "that all attacks ce" not in other
    assert "Hélène Vautrin is writing here" in other
    client = as_("helene")
    client.post(at(output, row), {**typed, "act": "save"})
    assert Paragraph.objects.get(pk=row.pk).text == "that all attacks ce"
    assert not Writing.objects.filter(writer__username__startswith="helene").exists()


def test_r38_unsaved_text_is_dropped_when_its_writer_says_so(output, row, as_):
    client = as_("helene")
    keep = reverse("output_keep", args=[output.number])
    client.post(keep, {**WORDS, "key": row.pk, "text": "no"})
    client.post(keep, {**WORDS, "part": "operative", "text": "no"})
    client.post(at(output, row), {"act": "drop"})
    client.post(reverse("paragraph_drop_new", args=[output.number]), {"part": "operative"})
    assert not Writing.objects.exists()


def overtake(people, row, **words):
    services.edit_paragraph(paragraph=row, by=people.amal, version=1, **words)


def test_r38_two_changes_that_fit_together_are_offered_as_one(output, row, as_, people):
    overtake(people, row, text="that attacks end today")
    client = as_("helene")
    answer = client.post(at(output, row), {**WORDS, "act": "save", "version": 1, "text": "that all attacks end"})
    shown = text(answer)
    assert answer.status_code == 409
    assert "As Amal Benhaddou saved it" in shown
    assert "Both changes fit together" in shown
    assert "that all attacks end today</textarea>" in shown
    assert 'name="version" value="2"' in shown
    assert Paragraph.objects.get(pk=row.pk).text == "that attacks end today"
    saved = client.post(at(output, row), {**WORDS, "act": "save", "version": 2, "text": "that all attacks end today"})
    assert saved.status_code == 302
    assert Paragraph.objects.get(pk=row.pk).text == "that all attacks end today"


def test_r38_a_level_that_is_none_is_kept_and_opens_as_a_paragraph(output, as_):
    client = as_("helene")
    keep, typed = reverse("output_keep", args=[output.number]), {**WORDS, "part": "operative", "level": "1" * 5000}
    assert client.post(keep, typed).status_code == 200
    shown = client.get(at(output), {"insert": "operative"})
    assert (shown.status_code, shown.context["form"].initial["level"]) == (200, 0)


def test_r38_two_changes_of_the_same_words_show_both_and_keep_mine(output, row, as_, people):
    overtake(people, row, text="that raids end", opening="Urges")
    client = as_("helene")
    answer = client.post(at(output, row), {**WORDS, "act": "save", "version": 1, "text": "that shelling ends"})
    shown = text(answer)
    assert "Both changed the same words" in shown
    assert "that shelling ends</textarea>" in shown
    assert "raids" in shown
    assert 'value="Urges"' in shown
    kept = text(client.get(f"{at(output)}?edit={row.pk}"))
    assert "that shelling ends" in kept


def test_r38_words_for_a_paragraph_taken_out_meanwhile_are_not_lost(output, row, as_, people):
    services.remove_paragraph(paragraph=row, by=people.amal)
    client = as_("helene")
    answer = client.post(at(output, row), {**WORDS, "act": "save", "version": 1, "text": "my precious words"})
    assert answer.status_code == 409
    shown = text(answer)
    assert "my precious words</textarea>" in shown
    assert "Put the paragraph back" in shown
    client.post(at(output, row), {"act": "restore"})
    assert "my precious words" in text(client.get(f"{at(output)}?edit={row.pk}"))


def test_r35_words_typed_when_the_vote_opened_are_not_lost(plenary, as_):
    output = plenary.lawful_draft()
    row = paragraphs_of(output)[1]
    plenary.vote(plenary.move(kind="output", output=output), close=False)
    client = as_("helene")
    for url, words in (
        (at(output, row), {**WORDS, "act": "save", "version": 1}),
        (reverse("paragraph_add", args=[output.number]), {**WORDS, "part": "operative"}),
    ):
        answer = client.post(url, {**words, "text": "my precious words"})
        assert answer.status_code == 409
        assert "my precious words</textarea>" in text(answer)


def test_r38_who_else_is_there_and_what_version_stands(output, row, as_):
    client = as_("amal")
    url = reverse("output_present", args=[output.number])
    client.post(url, {"key": row.pk})
    client = as_("helene")
    answer = client.post(url, {}).json()
    output.refresh_from_db()
    assert answer["version"] == output.version
    assert answer["places"] == {str(row.pk): ["Amal Benhaddou"]}
    assert "Amal Benhaddou is writing here too" in answer["others"]
    assert not Writing.objects.filter(writer__username__startswith="helene").exists()


def test_r38_versions_of_paragraph_and_draft_with_their_differences(output, row, as_, people):
    overtake(people, row, text="that all attacks end")
    client = as_("helene")
    shown = page(client, "paragraph_versions", output.number, row.pk)
    assert "<ins>" in shown and "all </ins>" not in shown
    assert "Use version 1 again" in shown
    output.refresh_from_db()
    compared = text(client.get(reverse("output_versions", args=[output.number]) + f"?from=1&to={output.version}"))
    assert "Version 1 and version" in compared
    assert "Paragraph changed" in compared
    client.post(at(output, row), {"act": "reuse", "of": 1, "version": 2})
    row.refresh_from_db()
    assert (row.text, row.version) == ("that attacks end", 3)
    assert client.post(at(output, row), {"act": "reuse", "of": 1, "version": 2}).status_code == 409
    assert client.post(at(output, row), {"act": "reuse", "of": "x", "version": 3}).status_code == 404


@pytest.mark.parametrize("asked", ["?from=99&to=1", "?from=x&to=1", "?from=1&to=-1"])
def test_r38_a_version_that_never_was_is_refused(output, as_, asked):
    assert as_("helene").get(reverse("output_versions", args=[output.number]) + asked).status_code == 400


@pytest.mark.parametrize("view", ["output_pdf", "output_docx", "output_xml"])
def test_r38_the_files_are_served_by_name(output, row, as_, view):
    answer = as_("officer").get(reverse(view, args=[output.number]))
    form = view.removeprefix("output_")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'filename="MAD-DR-2026-1.{form}"')


def test_r38_a_pdf_that_cannot_be_made_is_a_503_with_its_reason(plenary, output, as_):
    plenary.write(output, "preambular", "Recalling", "ሰላም")
    answer = as_("amal").get(reverse("output_pdf", args=[output.number]))
    assert answer.status_code == 503
    assert "Typst" in text(answer)
    assert "ሰላም" in page(as_("amal"), "output", output.number)
    assert as_("amal").get(reverse("output_docx", args=[output.number])).status_code == 200


READS = ["output", "output_pdf", "output_docx", "output_xml", "output_versions"]


@pytest.mark.parametrize("name", ["admin", "auditor", "ethics", "focal"])
def test_r9_who_reads_no_case_reads_no_draft_nor_its_versions(output, row, as_, name):
    client = as_(name)
    for view in READS:
        assert client.get(reverse(view, args=[output.number])).status_code in (403, 404), view
    assert client.get(reverse("paragraph_versions", args=[output.number, row.pk])).status_code in (403, 404)
    for view in ("output_keep", "output_present", "paragraph_drop_new"):
        assert client.post(reverse(view, args=[output.number]), WORDS).status_code in (403, 404), view
    assert not Writing.objects.exists()


def test_r6_a_recused_member_neither_reads_nor_writes_a_draft(plenary, output, row, as_, people):
    recuse(case=plenary.case, by=people.amal, reason="A brother is a party.")
    client = as_("amal")
    for view in READS:
        assert client.get(reverse(view, args=[output.number])).status_code == 403, view
    assert client.post(reverse("output_keep", args=[output.number]), WORDS).status_code == 403
    assert client.post(at(output, row), {"act": "up"}).status_code == 403


def test_r9_who_may_read_but_not_draft_gets_no_form_and_is_nowhere_shown(output, row, as_):
    client = as_("officer")
    shown = text(client.get(f"{at(output)}?edit={row.pk}"))
    assert "Save paragraph" not in shown
    assert client.post(reverse("output_keep", args=[output.number]), {**WORDS, "key": row.pk}).status_code == 403
    client.post(reverse("output_present", args=[output.number]), {"key": row.pk})
    assert not Writing.objects.exists()


def test_r16_the_picker_marks_what_may_not_be_released_and_names_nothing_closed(plenary, output, as_, people):
    free, closed = an_item(people, title="An open report"), an_item(people, **STRICT, title="A closed report")
    for item in (free, closed):
        CaseSubmission.objects.create(case=plenary.case, submission=item.submission, at=clock.now())
    shown = text(as_("helene").get(f"{at(output)}?insert=preambular"))
    assert closed.number not in shown
    assert plenary.case.determinations.get().number in shown


def test_r38_an_output_in_each_language(plenary, as_):
    client = as_("helene")
    words = {"act": "draft", "kind": "press_statement", "title": "بيان", "language": "ar"}
    client.post(reverse("case_outputs", args=[plenary.case.number]), words)
    output = Output.objects.get()
    assert output.language == "ar"
    assert '<article class="app-council" lang="ar" dir="auto">' in page(client, "output", output.number)


def test_r38_a_draft_of_500_paragraphs_costs_as_many_queries_as_one_of_a_few(output, row, as_):
    client = as_("helene")
    urls = [at(output), f"{at(output)}?edit={row.pk}", reverse("output_versions", args=[output.number])]

    few = [len(queries(client, url)) for url in urls]
    Paragraph.objects.bulk_create(
        Paragraph(
            output=output, part="preambular", position=n, opening="Recalling", text=f"resolution {n}",
            edited_at=clock.now(), edited_by=output.drafted_by,
        )
        for n in range(500)
    )  # fmt: skip
    assert [len(queries(client, url)) for url in urls] == few
    assert len(client.get(urls[1]).content) < 900_000


@pytest.mark.parametrize(("name", "live"), [("betty", True), ("helene", False), ("registrar", False)])
def test_r37_who_may_not_withdraw_an_output_finds_no_live_button(plenary, as_, name, live):
    output = plenary.draft()
    client, where = as_(name), reverse("output", args=[output.number])
    client.get(where)
    with asked() as captured:
        shown = text(client.get(where))
    assert len(captured) <= 6
    assert "Withdraw this output" in shown
    assert ('govuk-button--small" type="submit">Withdraw</button>' in shown) is live
    assert ("in the hands of the presiding member" in shown or "belongs to: presiding member" in shown) is not live
