"""R30 and R16: a determination as PDF, DOCX and page, whole and as it may be released."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import docx
import pytest
from lxml import etree

from cases.documents.blocks import Gap, Text
from cases.documents.edition import for_release, whole
from cases.documents.pdf import pdf
from cases.documents.word import word
from cases.procedure.release import Withheld
from cases.selectors.release import release_guard
from cases.services import export_determination, reopen_for_review, unlink
from evidence.services import regrade, retract, set_release_terms
from mad.common import clock
from mad.common.clock import advance
from mad.common.errors import NotPermitted, Refused
from mad.docket.models import Entry
from mad.documents.word import NUMBERED
from tests import docx_help, pdf_help
from tests.determination_factory import World, world
from tests.services.cases_steps import LEGAL, hold_round, propose, refusal, votes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def made(people) -> World:
    return world(people)


def squeezed(text: str) -> str:
    """Text of a page without the line breaks of its layout."""
    return re.sub(r"\s+", " ", text.replace("\r", "").replace("\u00ad", ""))


def pdf_text(content: bytes) -> str:
    return squeezed(pdf_help.text(content))


def docx_text(content: bytes) -> str:
    return squeezed(docx_help.docx_text(content))


def export(made: World, form: str, by="amal", released=False) -> bytes:
    who = getattr(made.people, by)
    return export_determination(determination=made.reread(), by=who, form=form, released=released).content


# --- the whole --------------------------------------------------------------------------------------


def test_r30_the_pdf_says_what_was_decided_and_by_how_many(made):
    text = pdf_text(export(made, "pdf"))
    case, number = made.case, made.determination.number
    expected = [
        f"Determination {number}",
        "Mass Atrocities Division",
        case.number,
        case.title,
        "3 of the 5 members of the panel (0 against)",
        "This determination is in force.",
        "more likely than not",
        "zinnia",
        "poppy",
        "sorrel",
        "fennel",
        "Severity is level 4 of 5",
        "The crimes are ongoing.",
        "Separate opinion of",
        "thyme",
        "Satellite picture",
        made.determination.digest,
        made.free.digest(),
    ]
    assert [one for one in expected if one not in text] == []


def test_r30_the_pdf_is_tagged_with_headings_lists_and_tables(made):
    content = export(made, "pdf")
    tags = pdf_help.tags(content)
    assert b"pdfuaid" in content
    assert tags["H1"] == 1
    assert tags["H2"] >= 4
    assert tags["H3"] == 5
    assert tags["L"] >= 3
    assert tags["Table"] >= 2
    assert tags["TH"] >= 6
    assert pdf_help.metadata(content)["Title"] == f"Determination {made.determination.number}"


def test_r26_no_export_says_who_voted_what_or_who_has_which_letter(made):
    text = pdf_text(export(made, "pdf"))
    voters = [str(made.people.member(name)) for name in LEGAL if name != "nguyen"]
    assert [name for name in voters if name in text] == []


def test_r16_the_whole_gives_titles_only_to_who_may_open_the_item(made):
    strict = made.closed["strict"]
    for form, read in (("pdf", pdf_text), ("docx", docx_text)):
        assert strict.title in read(export(made, form, by="registrar"))
        mine = read(export(made, form))
        assert strict.title not in mine
        assert strict.number in mine
        assert "Named readers only" in mine


def test_r30_the_docx_has_real_headings_lists_and_tables_and_reads_back(made):
    content = export(made, "docx")
    document = docx.Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") >= 4
    assert styles.count("Heading 2") == 5
    assert {"List Bullet", "List Bullet 2", "List Bullet 3"} <= set(styles)
    assert [len(table.columns) for table in document.tables] == [2, 4]
    numbers = [int(p.text.partition(".\t")[0]) for p in document.paragraphs if p.style.name == NUMBERED]
    assert numbers == sorted(set(numbers))
    text = docx_text(content)
    assert [word for word in ("zinnia", "poppy", "sorrel", "Separate opinion of") if word not in text] == []


def test_r30_the_docx_is_a_sound_package(made):
    package = zipfile.ZipFile(io.BytesIO(export(made, "docx")))
    assert package.testzip() is None
    names = set(package.namelist())
    types = etree.fromstring(package.read("[Content_Types].xml"))
    parts = {node.get("PartName").lstrip("/") for node in types if node.get("PartName")}
    assert parts <= names
    assert not [name for name in names if "thumbnail" in name]
    for name in names:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(package.read(name))
    body = etree.fromstring(package.read("word/document.xml"))
    styles = etree.fromstring(package.read("word/styles.xml"))
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    used = {node.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for node in body.iter(f"{W}{tag}")}
    assert used <= known
    assert len(list(body.iter(f"{W}tblHeader"))) == 2
    properties = docx.Document(io.BytesIO(export(made, "docx"))).core_properties
    assert (properties.author, properties.comments) == ("Mass Atrocities Division", "")


def test_r30_what_was_typed_is_text_and_never_markup(people):
    hostile = '#set page(fill: red) $x^2$ *bold* #read("/etc/passwd") <b>x</b> {{ 7*7 }} \x0b & السلام'
    made = world(people, text=hostile)
    text = pdf_text(export(made, "pdf"))
    assert '#read("/etc/passwd")' in text
    assert "<b>x</b> {{ 7*7 }}" in docx_text(export(made, "docx"))


def test_r30_a_page_that_cannot_be_set_is_refused_and_nothing_is_recorded(people):
    tibetan = "བོད་ཡིག"  # a script that no bundled font has
    made = world(people, text=tibetan)
    refused = refusal(export_determination, determination=made.determination, by=people.amal, form="pdf")
    assert (refused.rule, tibetan[0] in refused.detail) == ("R30", True)
    assert not Entry.objects.filter(act="determination.exported").exists()
    assert tibetan in docx_text(export(made, "docx"))


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("released", [False, True])
def test_r50_each_export_is_on_the_docket_with_its_bytes(made, form, released):
    done = export_determination(determination=made.determination, by=made.people.betty, form=form, released=released)
    entry = Entry.objects.get(act="determination.exported")
    assert (entry.object, entry.case_number) == (made.determination.number, made.case.number)
    assert entry.facts == {"format": form, "version": "released" if released else "whole"}
    assert done.name == f"{made.determination.number}{'-released' if released else ''}.{form}"


@pytest.mark.parametrize("who", ["ethics", "auditor", "admin", "focal"])
def test_r09_nobody_else_exports(made, who):
    with pytest.raises(NotPermitted):
        export(made, "pdf", by=who)


def test_r30_a_proposal_says_that_it_is_not_adopted_and_has_no_released_version(people):
    made = world(people, adopt=False)
    assert "has not been adopted" in pdf_text(export(made, "pdf"))
    with pytest.raises(Refused) as caught:
        export(made, "pdf", released=True)
    assert caught.value.rule == "R30"


# --- the released version ---------------------------------------------------------------------------


def released_texts(made: World, page: str) -> dict[str, str]:
    """Everything that leaves: the texts, and the files' properties."""
    as_pdf, as_docx = export(made, "pdf", released=True), export(made, "docx", released=True)
    parts = zipfile.ZipFile(io.BytesIO(as_docx))
    return {
        "pdf": pdf_text(as_pdf),
        "pdf bytes": as_pdf.decode("latin-1") + str(pdf_help.metadata(as_pdf)),
        "docx": docx_text(as_docx),
        "docx parts": "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist()),
        "page": page,
    }


@pytest.fixture
def page(made, client, settings):
    """The released version as a page; the case's own head, which is no part of it, is left out."""
    settings.DEMONSTRATION = True

    def read() -> str:
        client.force_login(made.people.amal)
        address = f"/cases/{made.case.number}/determination/{made.determination.number}/released/"
        content = client.get(address).content.decode()
        return content[content.index("<article") : content.index("</article>")]

    return read


def test_r16_nothing_of_a_closed_item_is_in_any_released_version(made, page):
    texts = released_texts(made, page())
    told = {(where, secret) for where, text in texts.items() for secret in made.secrets if secret in text}
    assert told == set()


def test_r30_what_may_be_released_is_there_with_the_findings_and_the_marks(made, page):
    for where, text in released_texts(made, page()).items():
        if where in ("pdf", "docx", "page"):
            expected = ["zinnia", "poppy", "thyme", "Satellite picture", made.free.number, "[paragraph withheld, R16]"]
            assert [one for one in expected if one not in text] == [], where
            assert "reasons of single members, not part of the released version, R26" in text
            assert "Met: 5 of 5 members find it so." in text
            assert made.case.title not in text


def test_r30_the_numbers_of_the_paragraphs_stay(made):
    reader = made.people.registrar
    full, part = whole(made.determination, reader).blocks, for_release(made.determination).blocks
    assert len(full) == len(part)
    for before, after in zip(full, part, strict=True):
        if isinstance(before, Text):
            number = after.number if isinstance(after, Gap) else after.paragraph.number
            assert number == before.paragraph.number
    gaps = [block.why for block in part if isinstance(block, Gap)]
    assert gaps.count(Withheld.MEMBERS) == 5
    assert gaps.count(Withheld.TERMS) >= 6


def test_r16_each_reason_to_withhold_counts_and_lifting_it_gives_the_item_back(made):
    free = release_guard(made.determination).free
    assert free == {made.free.number}
    read = made.closed["read"]
    set_release_terms(
        submission=read.submission, by=made.people.registrar, limits=[], consent=True, reason="They agreed."
    )
    assert release_guard(made.determination).free == {made.free.number, read.number}
    with clock.travel(clock.now().replace(year=2032)):
        assert made.closed["later"].number in release_guard(made.determination).free


def test_r16_an_item_retracted_after_adoption_is_no_longer_released(made):
    assert made.free.title in pdf_text(export(made, "pdf", released=True))
    retract(item=made.free, by=made.people.officer, reason="The source withdrew it.")
    text = pdf_text(export(made, "pdf", released=True))
    assert made.free.title not in text
    assert made.free.number not in text
    assert "It is stale since 9 February 2026" in text


# --- its state, at the head -------------------------------------------------------------------------


def test_r30_a_stale_one_says_so_at_its_head_with_what_changed(made):
    regrade(item=made.free, by=made.people.officer, source_grade="D", info_grade="4", reason="Contradicted since.")
    for read, form in ((pdf_text, "pdf"), (docx_text, "docx")):
        text = read(export(made, form))
        assert "It is stale since 9 February 2026, and a review is due (R30)." in text
        assert f"{made.free.number} (regraded or edited)" in text


def test_r30_a_replaced_one_names_the_new_and_the_new_one_the_old(made):
    people, case = made.people, made.case
    regrade(item=made.free, by=people.officer, source_grade="C", info_grade="3", reason="Contradicted since.")
    advance(timedelta(days=1))
    case.refresh_from_db()
    reopen_for_review(case=case, by=people.registrar, reason="Evidence was regraded.")
    against = case.links.get(direction="contradicts", removed_at=None)
    unlink(link=against, by=people.officer, reason="It was answered.")
    for _ in range(2):
        hold_round(people, case)
    second = votes(people, propose(people, case), "yes", LEGAL[:3])
    assert f"{second.number} replaced it on 10 February 2026" in pdf_text(export(made, "pdf"))
    first, made.determination = made.determination.number, second
    assert f"It replaces {first}." in pdf_text(export(made, "pdf", released=True))


def test_r30_pdf_and_docx_come_from_the_same_blocks(made):
    edition = whole(made.determination, made.people.registrar)
    texts = (pdf_text(pdf(edition, "en")), docx_text(word(edition, "en")))
    said = [block.paragraph for block in edition.blocks if isinstance(block, Text)]
    for one in said:
        for text in texts:
            assert squeezed(one.text) in text
