"""HTML and SVG as text only: nothing in them is loaded, drawn or run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import BinaryIO

from evidence.reading.outcome import Outcome
from evidence.reading.plain import BYTES_MOST, decoded

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9._-]{2,40})|encoding\s*=\s*["']([A-Za-z0-9._-]{2,40})""")
_UNSEEN = {"script", "style", "template", "object", "embed", "iframe"}
_BLOCKS = {
    *("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "blockquote"),
    *("pre", "ul", "ol", "dl", "dt", "dd", "hr", "header", "footer", "figure", "text"),
}
_CLAIMED = {
    "author": "author",
    "dcterms.creator": "author",
    "generator": "software",
    "date": "created",
    "dcterms.created": "created",
    "article:published_time": "created",
    "article:modified_time": "modified",
}


class Words(HTMLParser):
    """Gathers the text a reader would see, the title, and what <meta> claims."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.claims: list[tuple[str, str]] = []
        self._unseen = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "meta":
            self._meta({name: value or "" for name, value in attrs})
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append("\t")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)
            self._in_title = False

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "title":
            self._in_title = False
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.claims.append(("title", data))
        elif not self._unseen:
            self.pieces.append(data)

    def _meta(self, given: dict[str, str]) -> None:
        kind = _CLAIMED.get((given.get("name") or given.get("property") or "").lower())
        if kind and given.get("content"):
            self.claims.append((kind, given["content"]))

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.pieces).splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read(stream: BinaryIO, outcome: Outcome, kind: str) -> None:
    outcome.method = "svg" if "svg" in kind else "html"
    words = of(stream.read(BYTES_MOST))
    for claimed, value in words.claims:
        outcome.claim(claimed, value)
    outcome.text(words.text)


def of(plain: bytes, declared: str = "") -> Words:
    """The words of an HTML page. declared: the encoding that a mail or a server named for it."""
    found = _DECLARED.search(plain[:4096])
    named = declared or (next(name for name in found.groups() if name).decode() if found else "")
    words = Words()
    words.feed(decoded(plain, named)[0])
    words.close()
    return words
