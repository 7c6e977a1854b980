"""R26: whom a contribution speaks to."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.procedure.mentions import PATTERN, mentioned, pieces


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("@B, see the second report", ("B",)),
        ("As @C and @B said; @C again", ("C", "B")),
        ("@Z is nobody here", ()),
        ("@AB is another letter than @A", ("AB", "A")),
        ("write to someone@B or a.@B.example", ()),
        ("@b, @Bernard, @@B, @B2", ()),
        ("(@A)", ("A",)),
        ("", ()),
    ],
)
def test_r26_letters_that_are_spoken_to(text, letters):
    assert mentioned(text, {"A", "B", "C", "AB"}) == letters


@given(st.text(alphabet="@AB .x\n("), st.sets(st.sampled_from(["A", "B", "AB"])))
def test_r26_the_pieces_are_the_text(text, letters):
    cut = pieces(text, letters)
    assert "".join(piece for piece, _ in cut) == text
    assert {piece[1:] for piece, mention in cut if mention} == set(mentioned(text, letters))


@given(st.text(alphabet="@AB .x\n(é٣"), st.sampled_from(["A", "B", "AB"]))
def test_r26_the_database_looks_for_the_same(text, letter):
    plain = PATTERN.format(letter).replace("[:alnum:]_", r"\w").replace("[^\\w@.]", r"[^\w@.]")
    assert bool(re.search(plain.replace("$", r"\Z"), text)) == (letter in mentioned(text, {letter}))
