"""Words that mean force, words that suggest a change of regime, words of negotiation (R39).

Texts are folded before they are read: case, accents, invisible characters, look-alike letters and hyphens
make no difference, so that a word cannot be hidden from the rule.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from . import force_lexicon, lexicon

_LOOK_ALIKE = str.maketrans(
    "ԝԛѵӏηωγμаеорсухіјѕԁһкмтвнАЕОРСУХІЈЅКМТВНΑΒΕΖΗΙΚΜΝΟΡΤΥΧαερονικτυχօսոլıłøđƒɡɩʟɴʀʏɪᴀʙᴄᴅᴇᴋᴍᴏᴘᴛᴜᴠᴡꜱꜰ",
    "wqvlnwyuaeopcyxijsdhkmtbhAEOPCYXIJSKMTBHABEZHIKMNOPTYXaepoviktuxounlilodfgilnryiabcdekmoptuvwsf",
)
_BLANKS = dict.fromkeys(map(ord, "\u2800\u3164\u115f\u1160\uffa0\u180e"), " ")
_TAG = re.compile(r"<[^<>]{0,80}>")
_GLUED = re.compile(r"(?<=[^\W\d_])[\d⁰¹²³⁴-⁹†‡§]+")
_MARKS = re.compile(r'["“”„«»‹›*()\[\]{}<>/\\|~^`#+=•·…¦_]+')
_NUMBERED = re.compile(r"\((?:[Rr]esolutions? )?\d{1,4}(?: \(\d{4}\))?\)|\([a-z]{1,3}\)")
_INVISIBLE = ("Mn", "Me", "Cf", "Cc", "Co", "Cn", "Cs")
_HYPHENS = re.compile(r"[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d_\u00ad-]+")
_CONTROLS = dict.fromkeys((*range(9), *range(14, 28), 127)) | {ord(mark): " " for mark in "-_"}
_DIGITS_IN_WORDS = re.compile(r"\b(?:[a-z]+[013]|[013]+[a-z])[a-z013]*\b")
_DIGITS = str.maketrans("013", "ole")
_UNPARTED = re.compile(r"[\u0600-\u06ff\u3400-\u9fff]")
_REFERENCE = re.compile(
    r"\bparagraphe?s? ((?>(?:\d{1,3}\b(?: \([a-z]+\))?(?:,| and| or| to| et| ou| a)* ?)+))"
    r"(?!(?:of|de) (?:its |la |sa |security council )?(?:resolution|decision|presidential))"
)
_RANGE = re.compile(r"(\d{1,3})(?:(?: to| a) (\d{1,3}))?")
_MOST_REFERRED = 50
_REMEMBERED = 4096


@lru_cache(_REMEMBERED)
def fold(text: str) -> str:
    """Lower case, no accents, no invisible characters, letters for their look-alikes, spaces for hyphens."""
    if text.isascii():
        folded = " ".join(text.translate(_CONTROLS).lower().split())
    else:
        lower = unicodedata.normalize("NFKD", text.translate(_BLANKS)).casefold()
        decomposed = unicodedata.normalize("NFKD", lower).translate(_LOOK_ALIKE)
        seen = (c for c in decomposed if c in "\n\t\r\u2028\u2029" or unicodedata.category(c) not in _INVISIBLE)
        folded = " ".join(_HYPHENS.sub(" ", "".join(seen)).replace("’", "'").replace("ʼ", "'").split())
    return _DIGITS_IN_WORDS.sub(lambda word: word.group().translate(_DIGITS), folded)


def _readings(text: str) -> Iterator[str]:
    """The text folded; and without markup, quotation marks and the signs of notes, when it has any."""
    folded = fold(text)
    yield folded
    marked = _NUMBERED.sub(" ", text)
    if _MARKS.search(marked) or _GLUED.search(marked):
        plain = fold(_MARKS.sub(" ", _GLUED.sub("", _TAG.sub("", marked))))
        if plain != folded:
            yield plain


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


_FORCE = _compiled(force_lexicon.ALWAYS)
_FORCE_UNLESS = _compiled(force_lexicon.UNLESS_FORBIDDEN)
_HEADS = re.compile(force_lexicon.HEADS)
_CANCELLED = re.compile(force_lexicon.CANCELLED)
_FIRST_ACT = re.compile(force_lexicon.FIRST_ACT)
_ENABLING = re.compile(force_lexicon.ENABLING)
_SOFT = re.compile(force_lexicon.SOFT)
_GOES_ON = re.compile(force_lexicon.GOES_ON)
_ASKING = re.compile(force_lexicon.ASKING)
_SQUEEZED = re.compile(
    "|".join((force_lexicon.SQUEEZED, *(re.escape(fold(said).replace(" ", "")) for said in force_lexicon.ELSEWHERE)))
)
_ELSEWHERE = re.compile(
    "|".join(re.escape(fold(said).replace(" ", "")) for said in force_lexicon.USE_OF_FORCE_ELSEWHERE)
)
_REFUSED_ELSEWHERE = re.compile(
    "|".join(re.escape(fold(said).replace(" ", "")) for said in force_lexicon.REFUSED_ELSEWHERE)
)
_REGIME = _compiled(lexicon.REGIME)
_NEGOTIATION = _compiled(lexicon.NEGOTIATION)
_AGAINST_TALKS = re.compile(lexicon.AGAINST_TALKS)
_FACT = _compiled(lexicon.FACT)
_FACT_OPENING = re.compile(lexicon.FACT_OPENING)
_REACH = 110
_REACH_ELSEWHERE = 24
_SPANISH = ("fuerza", "militar", "tropas")


def force_words(text: str) -> str | None:
    """The words that mean force, or None.

    "All necessary means" and its family always mean force. "Use of force", "air strikes" and the like do so unless a
    word that ends, condemns or forbids governs them: it stands shortly before, in the same clause, nothing that asks
    for an act comes between ("to end the attacks by air strikes"), and it is not itself denied ("not to refrain from").
    """
    return _force(text)[0]


def speaks_of_force(text: str) -> bool:
    """Whether there are such words at all, also where something forbids what they say."""
    return _force(text)[1]


@lru_cache(_REMEMBERED)
def _force(text: str) -> tuple[str | None, bool]:
    """The words that mean force, and whether any words speak of it."""
    spoken = False
    for read in _readings(text):
        if found := _always(read) or _elsewhere(read):
            return found, True
        for match in _speaking(read):
            spoken = True
            if not _forbidden(read, match.start()):
                return match.group().strip(), True
    return None, spoken


def asks_for_force(text: str) -> str | None:
    """Of a title, which may name what happened: the words that mean force wherever they stand, or None."""
    return next((found for read in _readings(text) if (found := _always(read))), None)


def _always(folded: str) -> str | None:
    squeezed = _SQUEEZED.search(folded.replace(" ", ""))
    return _first(_FORCE, folded) or (squeezed.group() if squeezed else None)


def _elsewhere(folded: str) -> str | None:
    """The use of force in another official language, unless a word close before it refuses it."""
    if folded.isascii() and not any(word in folded for word in _SPANISH):
        return None
    squeezed = folded.replace(" ", "")
    return next((m.group() for m in _ELSEWHERE.finditer(squeezed) if not _refused_elsewhere(squeezed, m.start())), None)


def _refused_elsewhere(squeezed: str, at: int) -> bool:
    return _REFUSED_ELSEWHERE.search(squeezed[max(0, at - _REACH_ELSEWHERE) : at]) is not None


def force_in(*texts: str) -> str | None:
    """The words that mean force in any of the texts or in all of them read on, or None.

    Each is read for itself as well: a word that forbids in one of them does not govern what another says.
    """
    return next((words for text in (*texts, " ".join(texts)) if (words := force_words(text))), None)


def _speaking(folded: str) -> Iterator[re.Match[str]]:
    return (match for pattern in _FORCE_UNLESS for match in pattern.finditer(folded))


def _forbidden(folded: str, at: int) -> bool:
    """Whether a word that ends, condemns or forbids governs what begins at `at`."""
    start = max(0, at - _REACH)
    before = folded[start:at]
    for head in _HEADS.finditer(before):
        between = _FIRST_ACT.sub("", before[head.end() :], count=1)
        denied = _CANCELLED.search(folded[max(0, start + head.start() - 60) : start + head.start()])
        if not _ENABLING.search(between) and not denied and not _passed(head.group(), between, folded[:at]):
            return True
    return False


def _passed(head: str, between: str, before: str) -> bool:
    """Whether the text has gone on from a word that forbids only what follows it at once."""
    return bool(_SOFT.fullmatch(head) and _GOES_ON.search(between) and _ASKING.search(before))


@lru_cache(_REMEMBERED)
def regime_words(text: str) -> str | None:
    """The words that suggest a change of regime, or None."""
    return next((found for read in _readings(text) if (found := _first(_REGIME, read))), None)


@lru_cache(_REMEMBERED)
def seeks_negotiation(text: str) -> bool:
    """Whether the words speak of negotiating, and do not speak against it. A text without Latin letters is taken at its
    tag."""
    if _AGAINST_TALKS.search(fold(text)):
        return False
    return _first(_NEGOTIATION, fold(text)) is not None or not re.search(r"[A-Za-z]{3}", text)


@lru_cache(_REMEMBERED)
def states_fact(opening: str, text: str) -> bool:
    """R39 f: whether a preambular paragraph asserts a fact, by its opening words or by what it says."""
    return bool(_FACT_OPENING.search(fold(opening))) or _first(_FACT, fold(text)) is not None


@lru_cache(_REMEMBERED)
def paragraphs_named(text: str) -> tuple[str, ...]:
    """The numbers of the paragraphs of the same text that it refers to: "paragraphs 2 and 4 to 6 above"."""
    found: dict[str, None] = {}
    for group in _REFERENCE.finditer(fold(text)):
        for first, last in _RANGE.findall(group[1]):
            until = min(int(last or first), int(first) + _MOST_REFERRED)
            found.update(dict.fromkeys(str(number) for number in range(int(first), until + 1)))
    return tuple(found)


def names(text: str, terms: Sequence[str]) -> str | None:
    """The first of `terms` that the text names as a whole word, or None."""
    found = next((hit for read in _readings(text) if (hit := _named(tuple(terms)).search(read))), None)
    return next(term for term in terms if fold(term) == found.group()) if found else None


@lru_cache(64)
def _named(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words; but Chinese has none, and Arabic sets "in" and "of" before the name without a space."""
    by_length = sorted(terms, key=len, reverse=True)
    whole = "|".join(re.escape(fold(term)) for term in by_length if not _UNPARTED.search(term))
    within = "|".join(re.escape(fold(term)) for term in by_length if _UNPARTED.search(term))
    return re.compile(rf"(?<!\w)(?:{whole or '(?!)'})(?!\w)|(?:{within or '(?!)'})")


def _first(patterns: Iterable[re.Pattern[str]], folded: str) -> str | None:
    for pattern in patterns:
        match = pattern.search(folded)
        if match:
            return match.group().strip()
    return None
