"""R39: what a draft must say and may not say before it can be put to the vote.

The check reads blocks: an operative paragraph together with its sub-paragraphs, so that what is split
between them is read as one. Nobody's role is an argument here: no role passes the check.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from . import wording
from .draft import Block, Facts, Limb, Mandate, Objection, Paragraph, State, kind_of, objection
from .form import Part
from .gate import OptionClass
from .resting import unrested


def blocks(paragraphs: Iterable[Paragraph]) -> tuple[Block, ...]:
    grouped: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if paragraph.level and grouped:
            grouped[-1].append(paragraph)
        else:
            grouped.append([paragraph])
    return tuple(Block(head=group[0], all=tuple(group)) for group in grouped)


def check(paragraphs: Sequence[Paragraph], facts: Facts) -> Mandate:
    """R39 on a draft resolution: all six limbs, (a) to (f), in order."""
    read = blocks(paragraphs)
    return Mandate(
        limbs=(
            _negotiation(read),
            _homelands(read, facts),
            _regime(read, facts),
            _force(read, facts),
            _options(read, facts),
            _facts(read),
        )
    )


def check_plain(paragraphs: Sequence[Paragraph], facts: Facts) -> Mandate:
    """R39 b, c, d on an output that is not a draft resolution: what no text of the Division may recommend."""
    read = blocks(paragraphs)
    return Mandate(limbs=(_homelands(read, facts), _regime(read, facts), _force(read, facts)))


def _negotiation(read: Sequence[Block]) -> Limb:
    seeking = [block for block in read if block.head.part is Part.OPERATIVE and _negotiates(block)]
    title = "Negotiation sought"
    if seeking:
        return Limb("a", title, State.HOLDS, _listed(block.head.label for block in seeking))
    tagged = [b for b in read if any(kind_of(p) and kind_of(p).negotiates for p in b.all)]  # type: ignore[union-attr]  # the first operand is the check
    reason = "No operative paragraph seeks to bring the parties to negotiate."
    if tagged:
        first = tagged[0].head
        reason = "is marked as negotiation, but its text does not speak of it."
        return _limb("a", title, [objection("a", first, reason)])
    nobody = "No operative paragraph seeks to bring the parties to negotiate."
    return _limb("a", title, [Objection("a", nobody)])


def _negotiates(block: Block) -> bool:
    tagged = any(kind.negotiates for p in block.all if (kind := kind_of(p)))
    return tagged and wording.seeks_negotiation(block.text)


def _homelands(read: Sequence[Block], facts: Facts) -> Limb:
    by_number = {block.head.label: block for block in read}
    objections = [
        o
        for block in read
        if block.cls is OptionClass.FORCE
        for o in (*_on_homeland(block, facts), *_on_homeland_elsewhere(block, by_number, facts))
    ]
    return _limb("b", "No force on P5 soil", objections)


def _on_homeland_elsewhere(block: Block, by_number: Mapping[str, Block], facts: Facts) -> Iterable[Objection]:
    """Force "in the area named in paragraph 2": what that paragraph names."""
    for number in wording.paragraphs_named(block.text):
        other = by_number.get(number)
        if other is None or other is block:
            continue
        for terms in facts.homelands.values():
            if named := wording.names(other.text, terms):
                said = (
                    f"recommends force and refers to paragraph {number}, which names {named}, homeland of {terms[0]}."
                )
                yield objection("b", block.head, said, named)


def _on_homeland(block: Block, facts: Facts) -> Iterable[Objection]:
    """Named as territory by any paragraph of the block, or named anywhere in its text."""
    head = block.head
    if not block.territory and head.part is Part.OPERATIVE:
        yield objection("b", head, "is of class force and names no territory.")
    for iso3, terms in facts.homelands.items():
        named = wording.names(block.text, terms)
        if iso3 in block.territory:
            yield objection("b", head, f"recommends force on the homeland of {terms[0]}.")
        elif named:
            at = block.culprit(partial(wording.names, terms=terms))
            yield objection("b", at, f"recommends force and names {named}, homeland of {terms[0]}.", named)


def _regime(read: Sequence[Block], facts: Facts) -> Limb:
    objections = [o for block in read for one in _suggesting(block) if (o := _uncleared(one, facts))]
    return _limb("c", "No change of regime", objections)


class _Suggestion(NamedTuple):
    """words: as found. cleared: what a clearance of them names; more than the words where several paragraphs make them,
    since each has versions of its own."""

    at: Paragraph
    words: str
    cleared: str


def _suggesting(block: Block) -> list[_Suggestion]:
    """Each paragraph with such words of its own; the head when only all of them together say so."""
    together = wording.regime_words(block.text)
    if together is None:
        return []
    own = [_Suggestion(p, words, words) for p in block.all if (words := wording.regime_words(f"{p.opening} {p.text}"))]
    return own or [_Suggestion(block.head, together, block.text)]


def _uncleared(found: _Suggestion, facts: Facts) -> Objection | None:
    """What one paragraph has been cleared of, no other one is (R39 c)."""
    at, words = found.at, found.words
    cleared = {c.member: c.name for c in at.clearances if c.legal and c.words in ("", found.cleared)}
    if len(cleared) >= facts.clearances_needed:
        return None
    said = f"cleared by {', '.join(cleared.values())}; " if cleared else ""
    reason = (
        f"“{words}” in paragraph {at.label} suggests a change of regime; "
        f"{said}{len(cleared)} of {facts.clearances_needed} legal members have cleared it by name."
    )
    return Objection("c", reason, at.key, at.label, words, State.WAITS if cleared else State.REFUSED)


def to_clear(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """R39 c: what legal members are asked to clear, by the key of the paragraph it is cleared at."""
    return {one.at.key: one.cleared for block in blocks(paragraphs) for one in _suggesting(block)}


def suggesting(paragraphs: Iterable[Paragraph]) -> bool:
    """R39 c: whether any wording suggests a change of regime, so that clearances matter."""
    return any(wording.regime_words(block.text) for block in blocks(paragraphs))


def forceful(paragraphs: Iterable[Paragraph]) -> tuple[Block, ...]:
    """R33: the blocks of class force, by their measure or by their words."""
    return tuple(block for block in blocks(paragraphs) if block.cls is OptionClass.FORCE)


def _force(read: Sequence[Block], facts: Facts) -> Limb:
    objections = []
    for block in read:
        if block.cls is OptionClass.FORCE and not facts.gate_open:
            objections.append(_ungated(block, facts))
    return _limb("d", "No force without R33", objections)


def _ungated(block: Block, facts: Facts) -> Objection:
    at, words = block.seat_of_force
    said = f" “{words}” means force, whatever its measure says." if words else ""
    reason = f"is of class force, and no finding of insufficiency is in force (R33).{said}"
    return objection("d", at, reason, words or "")


def _options(read: Sequence[Block], facts: Facts) -> Limb:
    operative = [block for block in read if block.head.part is Part.OPERATIVE]
    objections = [o for block in operative for p in block.all if (o := unrested(p, block, facts))]
    return _limb("e", "Rests on carried options", objections)


def _facts(read: Sequence[Block]) -> Limb:
    paragraphs = [p for block in read for p in block.all]
    objections = [o for p in paragraphs for o in _uncited(p)]
    cited = sum(len(p.citations) for p in paragraphs)
    return _limb("f", "Facts may be released", objections, f"{cited} citation{'' if cited == 1 else 's'}")


def _uncited(p: Paragraph) -> Iterable[Objection]:
    asserts = p.part is Part.PREAMBULAR and (p.of_fact or wording.states_fact(p.opening, p.text))
    if asserts and not p.citations:
        yield objection("f", p, "states a fact and cites no finding or evidence item.")
    for citation in p.citations:
        if citation.barred:
            reason = f"cites {citation.ref}, which may not be released: {citation.barred}."
            yield objection("f", p, reason, citation.ref)


def _limb(letter: str, title: str, objections: Sequence[Objection], detail: str = "") -> Limb:
    if not objections:
        return Limb(letter, title, State.HOLDS, detail)
    refused = any(o.state is State.REFUSED for o in objections)
    labels = _listed(dict.fromkeys(o.label for o in objections if o.label))
    state = State.REFUSED if refused else State.WAITS
    return Limb(letter, title, state, labels or objections[0].reason, tuple(objections))


def _listed(labels: Iterable[str]) -> str:
    named = list(labels)
    if not named:
        return ""
    return ("paragraph " if len(named) == 1 else "paragraphs ") + ", ".join(named)
