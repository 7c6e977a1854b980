"""R38: numbering, punctuation, italics and the enacting line are produced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.procedure.form import (
    Part,
    Piece,
    as_text,
    bare,
    clean,
    is_opening,
    lay_out,
    letters,
    roman,
    sub_number,
)

PP, OP = Part.PREAMBULAR, Part.OPERATIVE
DRAFT = [
    Piece("a", PP, "the purposes of the Charter", "Recalling"),
    Piece("b", PP, "that 351 civilians were killed;", "Gravely concerned", notes=("E-2026-0171",)),
    Piece("c", OP, "that all armed groups end attacks.", "Demands"),
    Piece("d", OP, "the Secretary-General", "Requests"),
    Piece("e", OP, "to appoint an envoy", level=1),
    Piece("f", OP, "to report", level=1),
    Piece("g", OP, "within fourteen days", level=2),
    Piece("h", OP, "to remain actively seized of the matter", "Decides", notes=("E-2026-0171", "D-2026-001")),
]


def printed(pieces):
    return [(line.number, line.text[-1]) for line in lay_out(pieces)]


def test_r38_numbers_and_closing_marks():
    assert printed(DRAFT) == [
        ("", ","),
        ("", ","),
        ("1.", ";"),
        ("2.", ":"),
        ("(a)", ";"),
        ("(b)", ":"),
        ("(i)", ";"),
        ("3.", "."),
    ]


def test_r38_labels_are_how_paragraphs_are_spoken_of():
    assert [line.label for line in lay_out(DRAFT)] == [
        "PP1",
        "PP2",
        "1",
        "2",
        "2 (a)",
        "2 (b)",
        "2 (b) (i)",
        "3",
    ]


def test_r38_opening_words_stand_apart_for_italics():
    first = lay_out(DRAFT)[0]
    assert (first.opening, first.text) == ("Recalling", "the purposes of the Charter,")


def test_r38_typed_punctuation_is_replaced():
    assert bare("all armed groups end attacks. ; ,") == "all armed groups end attacks"
    assert lay_out([Piece("x", PP, "its mandate...", "Recalling")])[0].text == "its mandate,"


def test_r38_the_last_operative_line_ends_in_a_full_stop_even_in_a_sub_paragraph():
    lines = lay_out(DRAFT[:6])
    assert lines[-1].text.endswith("report.")
    assert lines[-2].text.endswith("envoy;")


def test_r38_preamble_comes_first_in_whatever_order_it_was_given():
    lines = lay_out([DRAFT[2], DRAFT[0]])
    assert [line.key for line in lines] == ["a", "c"]


def test_r38_a_sub_paragraph_stands_no_deeper_than_it_can():
    lines = lay_out([Piece("a", OP, "one", "Decides", level=3), Piece("b", OP, "two", level=3)])
    assert [line.level for line in lines] == [0, 1]


def test_r38_footnotes_are_numbered_by_first_mention():
    assert [line.notes for line in lay_out(DRAFT)][1] == (1,)
    assert lay_out(DRAFT)[-1].notes == (1, 2)


def test_r38_the_enacting_line_is_produced():
    text = as_text(lay_out(DRAFT))
    assert text.startswith("The Security Council,\n\nRecalling the purposes of the Charter,")
    assert "2. Requests the Secretary-General:\n\n    (a) To appoint an envoy;" in text


def test_r38_other_outputs_keep_their_own_punctuation():
    lines = lay_out([Piece("a", Part.PLAIN, "The Division warns. Again!")])
    assert as_text(lines) == "The Division warns. Again!"


@pytest.mark.parametrize(("count", "letter"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (703, "aaa")])
def test_r38_letters(count, letter):
    assert letters(count) == letter


@pytest.mark.parametrize(("count", "numeral"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix")])
def test_r38_roman(count, numeral):
    assert roman(count) == numeral


def test_r38_sub_levels():
    assert [sub_number(level, 2) for level in (1, 2, 3)] == ["(b)", "(ii)", "b."]


def test_r38_invisible_and_control_characters_are_removed():
    assert clean("all\u200b neces\u00adsary\u202e means\x00\n\tnow") == "all necessary means now"


def test_r38_an_opening_that_does_not_exist_is_none():
    assert is_opening(PP, "Recalling")
    assert not is_opening(PP, "Demands")
    assert not is_opening(OP, "Obliterates")


def test_r38_ten_thousand_paragraphs_are_numbered():
    lines = lay_out([Piece(str(n), OP, "text", "Decides") for n in range(10_000)])
    assert lines[-1].number == "10000."


pieces = st.lists(
    st.builds(
        Piece,
        key=st.uuids().map(str),
        part=st.sampled_from([PP, OP]),
        text=st.text(max_size=40),
        opening=st.just(""),
        level=st.integers(0, 5),
    ),
    max_size=25,
)


@given(pieces)
def test_r38_every_paragraph_is_printed_once_with_one_mark(drawn):
    lines = lay_out(drawn)
    assert sorted(line.key for line in lines) == sorted(piece.key for piece in drawn)
    assert all(line.text[-1] in ",;:." for line in lines)
    assert sum(line.text.endswith(".") for line in lines) == (1 if any(p.part is OP for p in drawn) else 0)
