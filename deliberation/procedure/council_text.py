"""The text of a Council resolution, read into its paragraphs, and written out again (R38, R42).

Nothing is lost: every word belongs to one paragraph, in the order of the text, so that writing them out gives the same
text up to white space. What is no paragraph of the resolution (headings, the enacting line, the line of adoption,
footnotes, a passage quoted) is of kind "other". Time grows with the length alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .markers import ANNEX, ARTICLE, Marker, Styles, marker_of
from .opening_words import operative_opening, preambular_opening


class Kind(StrEnum):
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    SUB = "sub"
    ANNEX = "annex"
    OTHER = "other"


@dataclass(frozen=True)
class Passage:
    """A paragraph as it stands. number: as printed ("3.", "(a)") or ""; level: 0, sub-paragraphs from 1."""

    kind: Kind
    number: str
    level: int
    opening: str
    text: str

    @property
    def words(self) -> str:
        """Opening and text in one."""
        if not self.opening or not self.text:
            return self.opening or self.text
        return self.opening + ("" if self.text[0] in ",;:." else " ") + self.text


class _Phase(StrEnum):
    HEAD, BODY, ANNEX, TAIL = "before the enacting line", "the resolution", "an annex", "after the adoption"


_ENACTING = re.compile(
    r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*(?:the security council(?: of the united nations)?|le conseil de"
    r" sécurité|el consejo de seguridad|совет безопасности|إن مجلس الأمن|安全理事会)\s*[,.:;،，]?$",
    re.I,
)
_TITLE = re.compile(r"(?:draft )?resolution \d+ \(\d{2,4}|\d{1,4} \(\d{4}\)\.? resolution of", re.I)
_ADOPTED = re.compile(
    r"(?:ad[oa]pted|approved|decided|rejected|voted) (?:unanimously|by consensus|by (?:a |the )?\w+ votes?|at (?:the|its)"
    r"|by the security\b|without (?:a )?vote|by acclamation|by \d+)|at the \d+\w* meeting",
    re.I,
)
_NOTE_MARK = r"(?:\[?\d{1,3}\]?\s?/\s?|[*†‡]+ ?|\[?\d{1,3}\]? (?:and \d{1,3} )?)"
_FOOTNOTE = re.compile(_NOTE_MARK + r"(?:See |Ibid|Ihid|Idem|Official Rec|Document S/|S/|A/)")
_FREE_FOOTNOTE = re.compile(
    _NOTE_MARK
    + r"(?:See |Ibid|Ihid|Idem|Official Rec|Document|S/|A/|Subsequently|For |Text |United Nations,? |League of"
    r"|Resolution \d|General Assembly |Reissued|Previously|Incorporated|Issued|Report of|International Court|Letter "
    r"|Adopted |Circulated|The |As |Mimeographed|Amended|Also )"
)
_MARKED_NOTE = re.compile(r"\[?\d{1,3}\]?\s?/\s")
_QUOTED = re.compile(r"[\"“”„«]\s*\S")
_ENDS = re.compile(
    r"[,;:.!?،؛。，；：][\"”’')\]*]*(?:\s*[\[(]?[\d*/',.\s]{1,12}[\])]?)?$|\b(?:and|or) ?$|[;,:.] (?:and|or)$"
)
_COUNCIL_ACTS = re.compile(
    r"(?:now,? therefore|it is (?:resolved|decided)|the security council\b|therefore\b|accordingly\b)", re.I
)
_INFINITIVE = re.compile(r"(?:To|That) [a-z]")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_LETTERS = re.compile(r"[^\W\d_]")
_SHORT = 60


def parse(text: str) -> tuple[Passage, ...]:
    """The paragraphs of a Council text, in order; every word of it is in exactly one."""
    reader = _Reader()
    for line in _LINE_ENDS.split(text):
        reader.take(" ".join(line.split()))
    return reader.passages()


def is_frame(text: str) -> bool:
    """Whether the words are no paragraph but what stands around them: the title, the enacting line, the adoption."""
    return any(pattern.match(text) for pattern in (_TITLE, _ENACTING, _ADOPTED))


def write(passages: Iterable[Passage]) -> str:
    """The text again, up to white space."""
    return "\n\n".join(" ".join(filter(None, (one.number, one.words))) for one in passages)


@dataclass
class _Segment:
    """Lines of one paragraph while it is read; grown: its kind if it turns out to be longer than a heading."""

    kind: Kind
    number: str
    level: int
    lines: list[str]
    grown: Kind | None = None

    def settle(self) -> None:
        """What began as a short line without an end, like a heading, and went on, is no heading."""
        if self.grown and (len(self.lines) > 1 or self.ended):
            self.kind = self.grown

    @property
    def ended(self) -> bool:
        return bool(_ENDS.search(self.lines[-1][-40:]))


class _Reader:
    def __init__(self) -> None:
        self.done: list[_Segment] = []
        self.phase, self.gap = _Phase.HEAD, True
        self.styles, self.expected, self.quoting, self.fresh = Styles(), 1, False, False

    def passages(self) -> tuple[Passage, ...]:
        return tuple(_passage(segment) for segment in self.done)

    def take(self, line: str) -> None:
        if not line:
            self.gap = True
            return
        if self._landmark(line):
            self.fresh = self.phase is _Phase.BODY
            self.gap = self.phase is _Phase.ANNEX  # what follows the heading of an annex is no part of it
            return
        if self._starts(line):
            self.fresh = False
        else:
            self.done[-1].lines.append(line)
        self.gap = False

    def _add(self, kind: Kind, line: str, number: str = "", level: int = 0) -> bool:
        self.done.append(_Segment(kind, number, level, [line]))
        return True

    def _landmark(self, line: str) -> bool:
        """Lines by which the parts of a document are told apart."""
        if len(line) > 4 * _SHORT:
            return False
        if _TITLE.match(line) and (self.gap or not self.done):
            return self._enter(_Phase.HEAD, line)
        if _ENACTING.match(line) and (self.gap or self.phase is not _Phase.BODY):
            return self._enter(_Phase.BODY, line)
        if (self.gap or self._closed()) and _ADOPTED.match(line):
            return self._enter(_Phase.HEAD if self.phase is _Phase.HEAD else _Phase.TAIL, line)
        annexed = ANNEX.match(line) or (ARTICLE.match(line) and self.phase is not _Phase.TAIL)
        if annexed and (self.gap or self.phase is _Phase.ANNEX):
            self.phase, self.styles = _Phase.ANNEX, Styles()
            return self._add(Kind.ANNEX, line)
        return False

    def _enter(self, phase: _Phase, line: str) -> bool:
        self.phase, self.styles, self.expected, self.quoting = phase, Styles(), 1, False
        return self._add(Kind.OTHER, line)

    def _closed(self) -> bool:
        return bool(self.done) and self.done[-1].ended

    def _starts(self, line: str) -> bool:
        """Begin a paragraph with this line, or say that it goes on with the one before."""
        if self.phase is _Phase.TAIL:
            return self._loose(Kind.OTHER, line)
        if self._is_footnote(line):
            return self._add(Kind.OTHER, line)
        if (self.quoting or _QUOTED.match(line)) and self._quote(line):
            return True
        marker = marker_of(line)
        if marker is not None and self._is_number(marker):
            return self._numbered(marker)
        if self.phase is _Phase.ANNEX:
            return self._loose(Kind.ANNEX, line)
        return self._unnumbered(line)

    def _is_footnote(self, line: str) -> bool:
        if self.gap or self._noting():
            return bool(_FREE_FOOTNOTE.match(line))
        return self._closed() and bool(_FOOTNOTE.match(line))

    def _noting(self) -> bool:
        return any(one.kind is Kind.OTHER and _FREE_FOOTNOTE.match(one.lines[0]) for one in self.done[-1:])

    def _loose(self, kind: Kind, line: str) -> bool:
        noted = self.phase is _Phase.TAIL and bool(_FREE_FOOTNOTE.match(line))
        return self._add(kind, line) if self.gap or noted or not self.done else False

    def _quote(self, line: str) -> bool:
        """A passage quoted from another text, paragraph by paragraph, each of which opens its quotation anew."""
        if not _QUOTED.match(line):
            self.quoting = self.quoting and not self.gap
            return False
        if not (self.phase is _Phase.BODY and (self.quoting or self.gap) and self._closed()):
            return False
        self.quoting = True
        return self._add(Kind.OTHER, line)

    def _is_number(self, marker: Marker) -> bool:
        """Whether what stands at the beginning of the line numbers a paragraph and is no part of a sentence."""
        if not self.done:
            return True
        if marker.count is None:
            return self.gap or self._closed()
        if not marker.plain:
            return marker.count == self.expected and self.gap and bool(operative_opening(marker.rest))
        if marker.count == self.expected:
            return self.gap or self._closed() or bool(operative_opening(marker.rest))
        if self.phase is _Phase.ANNEX:
            return self.gap or (self._closed() and marker.count == 1)
        return bool(operative_opening(marker.rest)) and (self.gap or (self._closed() and self.phase is _Phase.BODY))

    def _numbered(self, marker: Marker) -> bool:
        if marker.count is not None:
            self.expected = marker.count + 1
            self.styles.clear()
            if self.phase is _Phase.ANNEX:
                return self._add(Kind.ANNEX, marker.rest, marker.number)
            self.phase = _Phase.BODY
            return self._add(Kind.OPERATIVE, marker.rest, marker.number)
        if self.phase is _Phase.HEAD:
            return self._loose(Kind.OTHER, f"{marker.number} {marker.rest}")
        level = self.styles.level(marker.number)
        kind = Kind.ANNEX if self.phase is _Phase.ANNEX else Kind.SUB
        return self._add(kind, marker.rest, marker.number, level)

    def _unnumbered(self, line: str) -> bool:
        opens = bool(preambular_opening(line))
        last = self.done[-1] if self.done else None
        if last is not None and not self.fresh and self._goes_on(last, line, opens):
            return False
        kind = self._kind(line, opens)
        if kind is not Kind.OTHER and self.phase is _Phase.HEAD:
            self.phase = _Phase.BODY
        self._add(kind, line, level=1 if kind is Kind.SUB else 0)
        if kind is Kind.OPERATIVE:
            self.styles.clear()
        if kind is Kind.OTHER and self.phase is _Phase.BODY and not _MARKED_NOTE.match(line):
            self.done[-1].grown = Kind.OPERATIVE if self._acted(self.done[-4:-1]) else None
        return True

    @staticmethod
    def _acted(before: list[_Segment]) -> bool:
        return any(one.kind in (Kind.OPERATIVE, Kind.SUB) or one.grown for one in before)

    def _goes_on(self, last: _Segment, line: str, opens: bool) -> bool:
        """Whether the paragraph before goes on here: the next line, or after an empty line as between two pages."""
        if not self.gap:
            acts = opens or bool(operative_opening(line))
            return not (acts and last.ended and last.kind is Kind.PREAMBULAR and self.phase is _Phase.BODY)
        if self.phase is not _Phase.BODY or last.kind is Kind.OTHER or opens or _MARKED_NOTE.match(line):
            return False
        if not line[:1].isupper() and last.lines[-1].endswith(",") and last.kind is not Kind.SUB:
            return True
        return not last.ended and not (self._heading(line) or operative_opening(line))

    @staticmethod
    def _heading(line: str) -> bool:
        return len(line) < _SHORT and not _ENDS.search(line) and not line[:1].islower()

    def _kind(self, line: str, opens: bool) -> Kind:
        if _MARKED_NOTE.match(line) or not _LETTERS.search(line):
            return Kind.OTHER
        if opens and self._sentence(line):
            return Kind.PREAMBULAR
        if self.phase is _Phase.HEAD:
            return Kind.OTHER if not operative_opening(line) or not self._sentence(line) else Kind.OPERATIVE
        return self._kind_in_body(line)

    def _sentence(self, line: str) -> bool:
        return self.phase is not _Phase.HEAD or not self._heading(line) or len(line) > _SHORT // 2

    def _kind_in_body(self, line: str) -> Kind:
        acted = self._acted(self.done[-3:])
        if operative_opening(line) or _COUNCIL_ACTS.match(line):
            return Kind.OPERATIVE
        if acted and _INFINITIVE.match(line) and self.expected == 1:
            return Kind.SUB
        if acted:
            return Kind.OTHER if self._heading(line) else Kind.OPERATIVE
        return Kind.OTHER if len(line) < 4 else Kind.PREAMBULAR


def _passage(segment: _Segment) -> Passage:
    segment.settle()
    text = " ".join(segment.lines)
    opening = ""
    if segment.kind is Kind.PREAMBULAR:
        opening = preambular_opening(text)
    elif segment.kind is Kind.OPERATIVE:
        opening = operative_opening(text) or (preambular_opening(text) if segment.number else "")
    return Passage(segment.kind, segment.number, segment.level, opening, text[len(opening) :].strip())
