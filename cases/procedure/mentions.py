"""R26: whom a contribution to the discussion speaks to, by letter: "@B, see the second report"."""

import re
from collections.abc import Iterable

# The same for the database, {} being the letter: a mention stands apart from letters, figures and other signs of mail.
PATTERN = r"(^|[^[:alnum:]_@.])@{}($|[^[:alnum:]_])"
LETTER = re.compile(r"(?:(?<=[^\w@.])|^)@([A-Z]{1,2})(?!\w)")
HANDLE = re.compile(r"(?:(?<=[^\w@.])|^)@([a-z0-9]+(?:[._-][a-z0-9]+)*)(?!\w)")
"""Where members speak under their names: "@amal.benhaddou, see the second report"."""


def mentioned(text: str, letters: Iterable[str], sign: re.Pattern[str] = LETTER) -> tuple[str, ...]:
    """The letters among `letters` that `text` speaks to, each once, in the order of the text; of handles likewise."""
    known = set(letters)
    return tuple(dict.fromkeys(letter for letter in sign.findall(text) if letter in known))


def pieces(text: str, letters: Iterable[str], sign: re.Pattern[str] = LETTER) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it is a mention of one of `letters`; together they are the text."""
    known, out, done = set(letters), [], 0
    for found in sign.finditer(text):
        if found[1] in known:
            out += [(text[done : found.start()], False), (text[found.start() : found.end()], True)]
            done = found.end()
    return [(piece, is_mention) for piece, is_mention in [*out, (text[done:], False)] if piece]
