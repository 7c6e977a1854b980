"""Marking what was searched for in a text."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Letters of languages that set no blanks between words: a term can begin and end anywhere.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]")


def terms_of(asked: str) -> list[str]:
    return re.findall(r"[\w*-]{2,40}", asked)[:8]


def _pattern(term: str) -> str:
    if _UNSPACED.search(term):
        return re.escape(term.rstrip("*"))
    return r"\b" + re.escape(term.rstrip("*")) + (r"\w*" if term.endswith("*") else r"\b")


def counts(text: str, terms: list[str]) -> list[tuple[str, int]]:
    return [(term, len(re.findall(_pattern(term), text, re.IGNORECASE))) for term in terms]


def marked(text: str, terms: list[str]) -> SafeString:
    """The text in paragraphs, escaped, the search terms marked."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    pattern = "|".join(map(_pattern, terms))
    return format_html_join("\n", "<p>{}</p>", ((_lines(part, pattern),) for part in paragraphs))


def _lines(text: str, pattern: str) -> SafeString:
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE) if pattern else [text]
    safe = [f"<mark>{escape(piece)}</mark>" if place % 2 else escape(piece) for place, piece in enumerate(pieces)]
    return mark_safe("".join(safe).replace("\n", "<br>"))  # noqa: S308 - every piece is escaped above
