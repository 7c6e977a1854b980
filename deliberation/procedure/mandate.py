"""R39: what a draft must say and may not say before it can be put to the vote.

The check reads blocks: an operative paragraph together with its sub-paragraphs, so that what is split
between them is read as one. Nobody's role is an argument here: no role passes the check.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from . import wording
from .draft import MEASURES, Block, Facts, Limb, Mandate, MeasureKind, Objection, Paragraph, State
from .form import Part
from .gate import OptionClass
from .measures import measures_of

DECIDES = re.compile(r"(?:\w+ )?(?:decid|impos|resolv|refers?\b|defer)")
RELIEVES = re.compile(r"(?:to |that |de |d')?(?:lift|terminat|end\b|suspend|eas|relax|exempt|nothing|lever|mettre fin)")
IMPOSED = frozenset({"arms_embargo", "asset_freeze", "travel_ban", "court_referral"})


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
    tagged = [b for b in read if any(_kind(p) and _kind(p).negotiates for p in b.all)]  # type: ignore[union-attr]  # the first operand is the check
    reason = "No operative paragraph seeks to bring the parties to negotiate."
    if tagged:
        first = tagged[0].head
        reason = "is marked as negotiation, but its text does not speak of it."
        return _limb("a", title, [objection("a", first, reason)])
    nobody = "No operative paragraph seeks to bring the parties to negotiate."
    return _limb("a", title, [Objection("a", nobody)])


def _negotiates(block: Block) -> bool:
    tagged = any(kind.negotiates for p in block.all if (kind := _kind(p)))
    return tagged and wording.seeks_negotiation(block.text)


def _kind(paragraph: Paragraph) -> MeasureKind | None:
    return MEASURES.get(paragraph.measure)


def _homelands(read: Sequence[Block], facts: Facts) -> Limb:
    objections = [o for block in read if block.cls is OptionClass.FORCE for o in _on_homeland(block, facts)]
    return _limb("b", "No force on P5 soil", objections)


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
    objections = [o for block in read for at, words in _suggesting(block) if (o := _uncleared(at, words, facts))]
    return _limb("c", "No change of regime", objections)


def _suggesting(block: Block) -> list[tuple[Paragraph, str]]:
    """Each paragraph with such words of its own; the head when only all of them together say so."""
    together = wording.regime_words(block.text)
    if together is None:
        return []
    own = [(p, words) for p in block.all if (words := wording.regime_words(f"{p.opening} {p.text}"))]
    return own or [(block.head, together)]


def _uncleared(at: Paragraph, words: str, facts: Facts) -> Objection | None:
    """What one paragraph has been cleared of, no other one is (R39 c)."""
    cleared = {c.member: c.name for c in at.clearances if c.legal}
    if len(cleared) >= facts.clearances_needed:
        return None
    said = f"cleared by {', '.join(cleared.values())}; " if cleared else ""
    reason = (
        f"“{words}” in paragraph {at.label} suggests a change of regime; "
        f"{said}{len(cleared)} of {facts.clearances_needed} legal members have cleared it by name."
    )
    return Objection("c", reason, at.key, at.label, words, State.WAITS if cleared else State.REFUSED)


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
    objections = [o for block in operative for p in block.all if (o := _unrested(p, block, facts))]
    return _limb("e", "Rests on carried options", objections)


def _unrested(p: Paragraph, block: Block, facts: Facts) -> Objection | None:
    """A measure needs a carried option as strong as it is; a sub-paragraph may leave it to its head."""
    kind = _kind(p)
    if kind is None:
        return None if p.level else objection("e", p, "does not say its measure.")
    decided = _decided(p, block)
    if decided and kind.cls is OptionClass.PEACEFUL:
        marked = f"is marked as {kind.name.lower()}, but decides what is coercive"
        return objection("e", p, f"{marked} ({decided.name.lower()}).")
    cls = block.cls if p is block.head else kind.cls
    if not kind.rests and cls is not OptionClass.FORCE:
        return None
    option = facts.options.get(p.option or block.head.option)
    if option is None:
        return objection("e", p, f"({kind.name.lower()}) rests on no option.")
    if not option.carried:
        why = "its vote is open" if option.vote_open else "the plenary has not carried it"
        state = State.WAITS if option.vote_open else State.REFUSED
        return objection("e", p, f"rests on {option.label}; {why}.", state=state)
    if option.cls.rank < cls.rank:
        return objection("e", p, f"is of class {cls.value}, but {option.label} was carried as {option.cls.value}.")
    return None


def _decided(p: Paragraph, block: Block) -> MeasureKind | None:
    """The coercive measure that the words decide, with those of the sub-paragraphs left to them; None for none.

    Only what is decided: a request to report on an embargo imposes none.
    """
    opening = wording.fold(p.opening or block.head.opening)
    if not DECIDES.match(opening) or RELIEVES.match(wording.fold(p.text)):
        return None
    under = [other.text for other in block.all if other.level > p.level and _kind(other) is None]
    return next((MEASURES[key] for key in measures_of(" ".join([p.text, *under])) if key in IMPOSED), None)


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


def objection(letter: str, at: Paragraph, what: str, words: str = "", state: State = State.REFUSED) -> Objection:
    """An objection whose sentence begins with the paragraph it names."""
    return Objection(letter, f"Paragraph {at.label} {what}", at.key, at.label, words, state)


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
