"""R16: which words name nobody."""

import pytest

from mad.reference.vocabulary import ordinary


@pytest.mark.parametrize(
    "word",
    [
        "rights",
        "commissioner",
        "march",
        "general",
        "field",
        "north",
        "assembly",
        "genocide",
        "centre",
        "river",
        "sudan",
        "network",
        "van",
    ],
)
def test_r16_these_name_nobody_by_themselves(word):
    assert word in ordinary()


@pytest.mark.parametrize("word", ["quillbane", "zarathor", "haddad", "okoro", "vintara", "mladen"])
def test_r16_these_may(word):
    assert word not in ordinary()


def test_r16_the_words_are_written_as_they_are_compared():
    assert all(word == word.casefold() and word.isalpha() for word in ordinary())
