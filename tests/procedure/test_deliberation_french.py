"""R38 in French: numbers, marks and the closing line as the Council prints them in that language."""

import pytest

from deliberation.procedure.form import SEIZED, Part, Piece, as_text, lay_out
from deliberation.procedure.measures import measures_of
from deliberation.procedure.pasting import Note, read

NB = "\u00a0"
DRAFT = [
    Piece("a", Part.PREAMBULAR, "sa résolution 2139 (2014)", "Rappelant"),
    Piece("b", Part.OPERATIVE, "le Secrétaire général", "Prie"),
    Piece("c", Part.OPERATIVE, "de nommer un envoyé ; sans retard", level=1),
    Piece("d", Part.OPERATIVE, "États voisins : de lui prêter leur concours", level=1),
    Piece("e", Part.OPERATIVE, "« sans délai »", level=2),
    Piece("f", Part.OPERATIVE, SEIZED["fr"][1], SEIZED["fr"][0]),
]
PASTED = """Le Conseil de sécurité,

Rappelant sa résolution 2139 (2014),

1. Exige un cessez-le-feu immédiat ;

2. {closing}.
"""


def test_r38_numbers_marks_and_case():
    lines = lay_out(DRAFT, "fr")
    assert [(line.number, line.text) for line in lines] == [
        ("", "sa résolution 2139 (2014),"),
        ("1.", f"le Secrétaire général{NB}:"),
        ("a)", f"de nommer un envoyé{NB}; sans retard{NB};"),
        ("b)", f"États voisins{NB}: de lui prêter leur concours{NB}:"),
        ("i)", f"«{NB}sans délai{NB}»{NB};"),
        ("2.", "de demeurer saisi de la question."),
    ]


def test_r38_a_paragraph_is_spoken_of_by_the_same_label_in_every_language():
    assert [line.label for line in lay_out(DRAFT, "fr")] == [line.label for line in lay_out(DRAFT)]


def test_r38_in_english_nothing_of_it():
    assert [line.number for line in lay_out(DRAFT)][2:5] == ["(a)", "(b)", "(i)"]
    assert lay_out(DRAFT)[2].text == "De nommer un envoyé ; sans retard;"
    assert lay_out(DRAFT, "es") == lay_out(DRAFT)


def test_r38_plain_paragraphs_keep_their_marks_and_no_line_breaks_before_them():
    (line,) = lay_out([Piece("a", Part.PLAIN, "La Division avertit : trop tard !")], "fr")
    assert line.text == f"La Division avertit{NB}: trop tard{NB}!"


def test_r35_what_is_voted_on_begins_in_french():
    assert as_text(lay_out(DRAFT, "fr"), "fr").startswith("Le Conseil de sécurité,\n\nRappelant sa résolution")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_r38_the_closing_line_counts_as_remaining_seized(language):
    assert "seized" in measures_of(" ".join(SEIZED[language]))


@pytest.mark.parametrize(
    "closing",
    [
        " ".join(SEIZED["fr"]),
        "Décide de rester saisi de la question",
        "Décide de rester activement saisi de la question",
        "Décide également de demeurer activement saisi de la présente question",
    ],
)
def test_r38_a_pasted_closing_line_does_not_stand_twice(closing):
    found = read(PASTED.format(closing=closing), resolution=True, language="fr")
    assert [one.opening for one in found.pasted] == ["Rappelant", "Exige"]
    assert f"2. {closing}" in {one.words.rstrip(".") for one in found.left_out if one.reason == Note.PRODUCED}


def test_r38_other_decisions_to_remain_are_paragraphs():
    found = read(PASTED.format(closing="Décide de rester saisi des rapports du Secrétaire général"), resolution=True)
    assert len(found.pasted) == 3
