"""R38: a draft in French is French in its page, PDF, DOCX and XML, from the closing line to the furniture."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from deliberation import documents, services
from deliberation.akoma import NAMESPACE, akoma_ntoso
from deliberation.procedure.form import SEIZED
from deliberation.procedure.outputs import OutputKind
from deliberation.selectors import lines_of, paragraphs_of
from deliberation.services.texts import output_text
from deliberation.word import word
from tests import docx_help, pdf_help

pytest_plugins = ["tests.deliberation_factory"]

NB = "\u00a0"
CLOSING = "Décide de demeurer saisi de la question."
PRINTED = (f"le Secrétaire général{NB}:", f"de nommer un envoyé{NB};", f"de lui faire rapport{NB};", CLOSING)


@pytest.fixture
def output(plenary):
    output = services.create_output(
        case=plenary.case,
        by=plenary.people.helene,
        kind=OutputKind.DRAFT_RESOLUTION,
        title="Projet de résolution",
        language="fr",
    )
    plenary.write(output, "operative", "Prie", "le Secrétaire général", measure="good_offices")
    for text in ("de nommer un envoyé", "de lui faire rapport"):
        plenary.write(output, "operative", "", text, level=1)
    output.refresh_from_db()
    return output


def plain(text: str) -> str:
    """As it is read: blanks of any width as one, since PDF and Word break lines their own way."""
    return " ".join(text.replace(NB, " ").split())


@pytest.mark.parametrize("language", sorted(SEIZED))
def test_r38_the_closing_line_is_in_the_language_of_the_draft(plenary, language):
    made = services.create_output(
        case=plenary.case,
        by=plenary.people.helene,
        kind=OutputKind.DRAFT_RESOLUTION,
        title="A draft",
        language=language,
    )
    (line,) = lines_of(paragraphs_of(made), language)
    assert (line.opening, line.text) == (SEIZED[language][0], SEIZED[language][1] + ".")


def test_r38_a_pasted_french_text_brings_no_second_closing_line(output, plenary):
    text = (
        "Le Conseil de sécurité,\n\n1. Exige un cessez-le-feu ;\n\n2. Décide de rester activement saisi de la question."
    )
    services.paste(output=output, by=plenary.people.helene, text=text)
    openings = [line.opening for line in lines_of(paragraphs_of(output), "fr")]
    assert openings.count("Décide") == 1
    assert openings[-1] == "Décide"


def test_r38_the_page(output, plenary, settings):
    settings.DEMONSTRATION = True  # asks for no second factor
    client = Client()
    client.force_login(plenary.people.helene)
    answer = client.get(reverse("output", args=[output.number]))
    said = answer.content.decode()
    page = said[said.index('<article class="app-council"') : said.index("</article>")]
    assert all(words.removeprefix("Décide ") in page for words in PRINTED)
    assert f"Version {output.version}, projet" in page
    assert '<span class="app-council__no">a)</span>' in page
    assert "Le Conseil de sécurité" in page


def test_r38_the_pdf(output):
    text = plain(pdf_help.text(documents.pdf(output)))
    assert all(plain(words) in text for words in PRINTED)
    assert f"Version {output.version}, projet" in text
    assert "a) de nommer" in text
    assert "(a)" not in text


def test_r38_the_docx(output):
    content = word(output)
    text = docx_help.docx_text(content)
    assert all(words in text for words in PRINTED)
    assert f"Version {output.version}, projet" in text


def test_r38_the_xml(output):
    root = etree.fromstring(akoma_ntoso(output))
    numbers = [num.text for num in root.iter(f"{{{NAMESPACE}}}num")]
    assert numbers == ["1.", "a)", "b)", "2."]
    assert f"de nommer un envoyé{NB};" in " ".join(root.itertext())


def test_r35_the_text_voted_on_is_the_text_printed(output):
    assert f"Le Conseil de sécurité,\n\n1. Prie le Secrétaire général{NB}:\n\n    a) de nommer" in output_text(output)
