"""What counts as no text: one answer for every form of the product."""

import pytest

from mad.common.blank import blank, stripped


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " \t\r\n",
        "\u00a0\u3000",
        "\u200b",
        "\ufeff \u200d",
        "\u2060\u00ad",
        "\x00\x07",
        "\u3164",
        "\u2800\ufe0f",
    ],
)
def test_what_nobody_can_see_is_no_text(text):
    assert blank(text)
    assert stripped(text) == ""


@pytest.mark.parametrize("text", ["a", ".", "０", "نعم", "可", "\u200b1", "🕊"])
def test_one_visible_character_is_text(text):
    assert not blank(text)
    assert stripped(f" {text}\n") == text
