"""What numbers a paragraph of a Council text: "3.", "(a)", "(ii)", "a)", a dash; and what heads an annex."""

import re
from dataclasses import dataclass

from .form import letters

_UNSEEN = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_COUNT = re.compile(_UNSEEN + r"([\dlLiIOS]{1,6})(\s?[.,] ?_? ?(?=[^\W\d_]|[\"“(\[])| [-–] ?(?=[^\W\d_])| (?=[A-Z]))")
_LETTER = re.compile(_UNSEEN + r"(\(\s?(?:[a-z]{1,4}|[A-Z]|\d{1,2})\s?\)|[a-z]{1,4}\)|[a-z]\.(?= [A-Z]))[.,]? ?(?=\S)")
_DASH = re.compile(r"([-–—•·]) (?=\S)")
ANNEX = re.compile(r"(?:annex|appendix|enclosure)(?: (?:[ivxlc]+|\d+|[a-z]))?[.:]?$", re.I)
ARTICLE = re.compile(r"article (?:[ivxlc]+|\d+)[.:]?$", re.I)
_ROMAN = re.compile(r"[ivx]+$")
_MISREAD = str.maketrans("lLiIOS", "111105")


@dataclass(frozen=True)
class Marker:
    """number: as printed; count: of an operative paragraph, None for what stands below one; rest: the words behind;
    plain: digits with their point, so that no doubt is left."""

    number: str
    count: int | None
    rest: str
    plain: bool = True


def heads_annex(words: str) -> bool:
    """Whether these words are the heading of an annex, or of an article in one."""
    return bool(ANNEX.match(words) or ARTICLE.match(words))


def marker_of(line: str) -> Marker | None:
    """What the line is numbered by, if by anything. A digit misread as a letter ("l.") counts as the digit."""
    counted = _COUNT.match(line)
    if counted:
        number, count = line[: counted.end()].strip(), int(counted.group(1).translate(_MISREAD))
        plain = counted.group(1).isdigit() and bool(counted.group(2).strip())
        return Marker(number, count, line[counted.end() :], plain)
    lettered = _LETTER.match(line) or _DASH.match(line)
    if lettered:
        return Marker(line[: lettered.end()].strip(), None, line[lettered.end() :])
    return None


class Styles:
    """The styles of numbering open below one paragraph, outermost first, with the last number of each."""

    def __init__(self) -> None:
        self._open: list[tuple[str, str]] = []

    def clear(self) -> None:
        self._open.clear()

    def level(self, number: str) -> int:
        """The level of a sub-paragraph so numbered: that of its style when it is open, else one deeper."""
        bare = re.sub(r"[^\w–—•·-]", "", number)
        style = self._style(number, bare)
        names = [name for name, _ in self._open]
        at = names.index(style) if style in names else len(names)
        self._open[at:] = [(style, bare)]
        return at + 1

    def _style(self, number: str, bare: str) -> str:
        frame = "()" if number.startswith("(") else number[-1:]
        if bare.isdigit():  # a "(b)" is at times misread as "(6)"
            known = {name for name, _ in self._open}
            return f"a{frame}" if f"a{frame}" in known and f"1{frame}" not in known and bare != "1" else f"1{frame}"
        if not bare.isalpha():
            return "-"
        case = "A" if bare.isupper() else "a"
        last = dict(self._open).get(f"{case}{frame}")
        if last is not None and (bare == _after(last) or not _ROMAN.match(bare)):
            return f"{case}{frame}"
        return f"i{frame}" if _ROMAN.match(bare) else f"{case}{frame}"


def _after(letter: str) -> str:
    """The letter that follows: b after a, aa after z."""
    if not letter.isascii() or not letter.isalpha():
        return ""
    count = 0
    for one in letter.lower():
        count = count * 26 + ord(one) - 96
    return letters(count + 1)
