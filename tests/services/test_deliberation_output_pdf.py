"""R38: a draft as PDF: tagged, set at any moment, or refused with nothing lost."""

from datetime import UTC, datetime
from hashlib import sha256

from deliberation import documents
from mad.common.clock import travel
from mad.docket.models import Entry
from mad.documents.typeset import FOLDER
from tests.services.test_deliberation_voting import refused

pytest_plugins = ["tests.deliberation_factory"]


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
