"""What counts as no text: nothing that a reader could see. Pure."""

from __future__ import annotations

import unicodedata

# What shows nothing and is not told by its category: the fillers of Hangul and Khmer, the joiner of graphemes, variation
# selectors, the empty Braille cell, and places that Unicode keeps free for more of the kind.
_UNSEEN = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2065, 0x2800, 0x3164, 0xFFA0),
            *range(0xFE00, 0xFE10),
            *range(0xFFF0, 0xFFF9),
            *range(0xE0000, 0xE1000),
        ),
    )
)
_SILENT = ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")


def blank(text: str | None) -> bool:
    """Whether there is nothing to read: only space, control, zero-width and other characters that show nothing."""
    return all(one in _UNSEEN or unicodedata.category(one) in _SILENT for one in text or "")


def stripped(text: str | None) -> str:
    """The text without space around it; "" when there is nothing to read."""
    return "" if text is None or blank(text) else text.strip()
