"""R39 e: each measure rests on an option that the plenary carried; what the words decide is no milder for its mark."""

import re
from collections.abc import Sequence

from . import wording
from .draft import MEASURES, Block, Facts, MeasureKind, Objection, Paragraph, State, kind_of, objection
from .gate import OptionClass
from .measures import measures_of

DECIDES = re.compile(r"(?:\w+ )?(?:decid|impos|resolv|refers?\b|defer|requir|order|authori|autoris|exige)")
RELIEVES = re.compile(r"(?:to |that |de |d')?(?:lift|terminat|end\b|suspend|eas|relax|exempt|nothing|lever|mettre fin)")
IMPOSED = frozenset({"arms_embargo", "asset_freeze", "travel_ban", "court_referral", "other_sanctions"})
# What asks States for an act that only a coercive measure asks of them, whatever the opening words are.
STATES_ACT = re.compile(
    r"(?<!by )(?<!by all )(?<!by member )(?<!of )(?<!of all )\b(?:all |every |other |member )*states?(?: members)?,? (?:(?:to|shall|must|should|will|that|and|immediately|forthwith"
    r"|without delay|at once|\w+ly),? ){0,4}"
    r"(?:prevent the (?:direct |indirect |or ){0,3}(?:sale|supply|export|transfer|shipment|entry|transit)"
    r"|not (?:permit|allow|supply|sell|provide|transfer)|freez|impos(?!\w* no\b)|embargo|prohibit the|ban the|deny (?:entry|transit|permission|access to (?:their|its))|refuse (?:entry|transit)|interrupt|sever (?:all |their |any )*(?:diplomatic|economic|trade|commercial|relations|ties)|expel|withhold|confiscat"
    r"|seize (?!the (?:opportunity|occasion|moment))|close their|recall their|cease (?:all )?(?:trade|import|export|purchas))\w*"
    r"|\b(?:tous les )?etats(?: membres)? (?:de |d'|a |doivent |sont tenus de |sans delai ){0,3}(?:gel|impos|interdi|refus\w+ (?:l'entree|le transit)"
    r"|interromp|romp|expuls|saisi|confisqu)\w*"
)
# The Council itself acts: of an operative paragraph, whatever it is marked as.
REFERS = re.compile(
    r"\b(?:to |hereby |de |decision to )?(?:refer|defer)\w*\b(?! to the (?:statement|report)).{0,80}\b(?:international criminal court|prosecutor|cour penale internationale|procureur)\b"
)
SPEAKS_OF = re.compile(
    r"(?:\w+ )?(?:recall|not(?:es|ing)\b|welcom|report|takes? note|express|commend|rappel|prend note|se felicit)"
)
# What is set up by the text, not reported on: a body or a mission rests on an option of its own.
SETS_UP = re.compile(
    r"(?<!options )(?<!efforts )(?<!options to )(?<!efforts to )\b(?:to |hereby |immediately ){0,2}"
    r"(?:establish|create|set up|dispatch|send(?! (?:his|its|the) reports?)|deploy|appoint|launch|creer|depecher|deployer|nommer)(?:es|s)?\b"
)
SET_UP = ("inquiry", "monitoring", "armed_presence", "court_referral")


def unrested(p: Paragraph, block: Block, facts: Facts) -> Objection | None:
    """A measure needs a carried option as strong as it is; a sub-paragraph may leave it to its head."""
    kind = kind_of(p)
    if kind is None:
        return None if p.level else objection("e", p, "does not say its measure.")
    decided = _decided(p, block)
    if decided and kind.cls is OptionClass.PEACEFUL:
        marked = f"is marked as {kind.name.lower()}, but decides what is coercive"
        return objection("e", p, f"{marked} ({decided.name.lower()}).")
    if not kind.rests and (other := _other_than(kind, p)):
        return objection(
            "e", p, f"is marked as {kind.name.lower()}, but its words take another measure ({other.name.lower()})."
        )
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
    opening, text = wording.fold(p.opening or block.head.opening), wording.fold(p.text)
    if SPEAKS_OF.match(opening) or RELIEVES.match(text):
        return None
    if REFERS.search(f"{opening} {text}"):
        return MEASURES["court_referral"]
    under = [other.text for other in block.all if other.level > p.level and kind_of(other) is None]
    kinds = measures_of(" ".join([p.text, *under]))
    if not DECIDES.match(opening) and not STATES_ACT.search(text):
        return None
    known = next((MEASURES[key] for key in kinds if key in IMPOSED), None)
    return known or (MEASURES["other_coercive"] if STATES_ACT.search(text) else None)


def _other_than(kind: MeasureKind, p: Paragraph) -> MeasureKind | None:
    """Of a paragraph marked with what rests on no option: the measure that its words take instead, None for none.

    A text that says what it is marked as may speak of other measures; to set up a body or a mission is another one always.
    """
    if RELIEVES.match(wording.fold(p.text)):
        return None
    said = measures_of(f"{p.opening} {p.text}")
    sets_up = SETS_UP.search(wording.fold(p.text)) is not None
    others = (MEASURES[key] for key in said if MEASURES[key].rests)
    return next((one for one in others if _takes(one, kind, said, sets_up=sets_up)), None)


def _takes(other: MeasureKind, kind: MeasureKind, said: Sequence[str], *, sets_up: bool) -> bool:
    """Whether a text marked as `kind` that speaks of `other` takes it; what is coercive is asked by _decided."""
    return (sets_up and other.key in SET_UP) or (kind.key not in said and other.cls is OptionClass.PEACEFUL)
