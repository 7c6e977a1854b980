"""R17: texts that are nearly the same are found, whatever their case, accents or script."""

import random

import pytest

from evidence.procedure.likeness import Signature, difference, likeness, shingles, sign, words

RANDOM = random.Random(5)
TEXT = " ".join(f"{RANDOM.choice(['the', 'of', 'and', 'in'])} word{number}" for number in range(400))


def changed(text: str, part: float) -> str:
    chance = random.Random(7)
    return " ".join("other" + one if chance.random() < part else one for one in text.split())


def test_r17_the_same_text_is_wholly_alike_and_another_is_not():
    other = " ".join(f"thing{number}" for number in range(400))
    assert likeness(sign(TEXT), sign(TEXT.upper())) == 1
    assert likeness(sign(TEXT), sign(other)) < 0.1


@pytest.mark.parametrize("part", [0.01, 0.03, 0.06])
def test_r17_the_estimate_is_close_to_what_the_shingles_share(part):
    one, other = shingles(TEXT), shingles(changed(TEXT, part))
    true = len(one & other) / len(one | other)
    assert abs(likeness(sign(TEXT), sign(changed(TEXT, part))) - true) < 0.15


def test_r17_texts_that_are_nearly_the_same_share_a_band():
    near = sign(changed(TEXT, 0.02))
    assert likeness(sign(TEXT), near) > 0.7
    assert set(sign(TEXT).bands()) & set(near.bands())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("El Fasher, Darfour du Nord: «tuées»", "EL FASHER darfour du nord tuees"),
        ("Ёлка стоит", "елка СТОИТ"),
        ("مُدَرِّسَة", "مدرسة"),
        ("ﬁre", "fire"),
    ],
)
def test_r17_case_accents_and_marks_are_folded(one, other):
    assert words(one) == words(other)


def test_r17_chinese_is_compared_by_its_characters():
    assert words("平民被杀害 2026") == ["平", "民", "被", "杀", "害", "2026"]
    text = "武装团体在该地区的村庄杀害平民并焚烧房屋，目击者向观察团报告了详细情况。"
    assert likeness(sign(text), sign(text + "昨天。")) > 0.7


def test_a_text_too_short_to_tell_anything_is_like_nothing():
    assert sign("Nothing to report.") == Signature((), 0)
    assert sign("Nothing to report.").bands() == []
    assert likeness(sign("Nothing to report."), sign("Nothing to report.")) == 0


def test_a_signature_is_kept_in_512_bytes_and_read_back():
    signature = sign(TEXT)
    assert len(signature.pack()) == 512
    assert Signature.unpack(signature.pack(), signature.shingles) == signature


def test_the_difference_marks_the_words_that_differ():
    rows = difference("First paragraph.\n\nEleven were killed.", "First paragraph.\n\nTwelve were killed.\n\nMore.")
    assert [row.same for row in rows] == [True, False, False]
    assert [(piece.kind, piece.text) for piece in rows[1].left] == [("only", "Eleven"), ("same", " were killed.")]
    assert rows[2].left == ()
