"""Numbers as an address or a form sends them: plain figures and no more of them than asked for."""

from __future__ import annotations

import pytest

from mad.common.web import KEY_FIGURES, whole_number

NONE = ("", " ", "-1", "+1", "1.0", "1e3", "1_000", " 1", "1\n", "0x1", "one", "\0", "١٢", "²", "①", "１")


@pytest.mark.parametrize(("given", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999)])
def test_plain_figures_are_a_number(given, number):
    assert whole_number(given) == number


@pytest.mark.parametrize("given", NONE, ids=ascii)
def test_anything_else_is_none(given):
    assert whole_number(given) is None


@pytest.mark.parametrize("figures", [1, 4, 9, KEY_FIGURES])
def test_more_figures_than_asked_for_are_none(figures):
    assert whole_number("9" * figures, figures) == 10**figures - 1
    assert whole_number("9" * (figures + 1), figures) is None
    assert whole_number("0" * figures + "1", figures) is None


def test_a_text_of_any_length_is_answered():
    assert whole_number("9" * 100_000) is None


def test_every_key_and_every_version_has_a_column_to_be_sought_in():
    assert 10**KEY_FIGURES < 2**63
    assert whole_number("9" * 9) < 2**31
