"""What kind of measure a paragraph of a Council text takes, by its wording (R39, R42): the keys of MEASURES.

Each kind has phrases, read in folded text, English and French. A paragraph can be of several kinds, or of none that is
known; an operative paragraph is asked whole, its sub-paragraphs each for themselves. A word alone is not enough where
it stands for other things too: "report" takes a request or a duty to report, "ceasefire" any mention, since a
paragraph that speaks of one concerns it. The rules are meant to be found by, and to propose; a person decides.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from .draft import MEASURES
from .wording import fold, force_words

PHRASES: Mapping[str, str] = {
    "cessation": r"\b(?:end|cease|cessation of|stop|halt)\w*\b.{0,40}\b(?:attacks?|violence|killings?|hostilities|abuses"
    r"|violations)\b|\bmett\w+ fin\b.{0,40}\b(?:attaques?|violences?|hostilites|violations)\b",
    "negotiation": r"\bnegotiat\w*\b|\b(?:peace|political) talks\b|\bresum\w+ (?:of )?(?:the )?talks\b|\bdialogue\b"
    r"|\bpolitical (?:process|settlement|solution)\b|\bnegoci\w*\b|\bpourparlers\b",
    "good_offices": r"\bgood offices\b|\bmediat\w*\b|\bconciliat\w*\b|\bspecial (?:envoy|representative)\b.{0,80}"
    r"\b(?:efforts|mission|appoint)|\bbons offices\b|\bmediation\b",
    "ceasefire": r"\bcease ?fire\b|\bcessation of hostilities\b|\btruce\b|\barmistice\b|\bhumanitarian pause\b"
    r"|\bcessez le feu\b|\btreve\b",
    "humanitarian_access": r"\bhumanitarian (?:access|corridors?)\b|\b(?:unimpeded|unhindered|safe|rapid|free|full) (?:and "
    r"\w+ )?(?:access|passage|delivery|flow)\b.{0,80}\b(?:humanitarian|relief|assistance|aid|food|medical)\b|\bhumanitarian"
    r" (?:relief|assistance|aid)\b.{0,60}\b(?:access|unimpeded|unhindered|delivery|reach)|\bacces humanitaire\b",
    "monitoring": r"\b(?:military |united nations )?observers?\b|\bobserver (?:mission|group|force)\b|\bmonitor(?:s|ing)?\b"
    r"|\bverification mission\b|\bobservateurs\b|\bmission d'observation\b",
    "inquiry": r"\bcommission of (?:inquiry|experts|investigation)\b|\bfact finding\b|\binvestigat\w*\b|\binquir(?:y|ies)\b"
    r"|\bcommission d'enquete\b|\betablissement des faits\b",
    "evidence": r"\b(?:preserv|collect|gather)\w*\b.{0,40}\bevidence\b|\bsubstantiated information\b.{0,80}\bviolations\b"
    r"|\bpreserv\w+ (?:\w+ ){0,3}(?:elements de )?preuves?\b",
    "protection": r"\bprotect\w*\b.{0,60}\b(?:civilian|population|refugees|displaced|inhabitants|women|children)|\bsafe areas?\b"
    r"|\bsafety, welfare and security\b|\bprotection des (?:civils|populations)\b",
    "accountability": r"\b(?:account for|held (?:\w+ )?(?:accountable|responsible)|individually responsible|brought to justice"
    r"|prosecut\w*|accountab\w+|impunity|international tribunal|punish\w*)\b|\bimpunite\b|\btraduits? en justice\b",
    "assistance": r"\b(?:technical|economic|financial|electoral|material|humanitarian|development) assistance\b"
    r"|\bassist\w*\b.{0,40}\b(?:reconstruction|rehabilitation|elections|training|capacity)|\bassistance technique\b",
    "arms_embargo": r"\barms embargo\b|\bembargo on (?:all )?(?:the )?(?:deliver|sale|suppl|weapons|arms)|\b(?:sale|supply|deliver"
    r"|shipment|provision|export)\w*\b.{0,60}\b(?:arms|weapons|ammunition|military equipment|armaments)\b"
    r"|\bembargo sur (?:les|la livraison d)\w*.{0,20}\barmes\b",
    "asset_freeze": r"\bfreez\w*\b.{0,80}\b(?:funds|assets|financial|resources)\b|\b(?:funds|assets|resources)\b.{0,60}\b(?:frozen|"
    r"freez\w*)|\bassets? freeze\b|\bnot make available\b.{0,80}\bfunds\b|\bgel des (?:avoirs|fonds)\b",
    "travel_ban": r"\btravel (?:ban|restrictions?)\b|\bprevent the entry\b|\bentry into or transit\b|\bdeny (?:entry|permission)\b"
    r".{0,60}\b(?:territor|persons|nationals|officials)|\binterdiction de voyager\b",
    "other_sanctions": r"\b(?:prohibit|prevent|ban|suspend|interrupt)\w*\b.{0,60}\b(?:import|export|trade|commodities|petroleum|oil"
    r"|flights?|aircraft|sporting|cultural|diplomatic)\b|\beconomic sanctions\b|\bmandatory sanctions\b|\boil embargo\b"
    r"|\bsanctions committee\b",
    "court_referral": r"\brefer\w*\b.{0,80}\b(?:international criminal court|prosecutor|international court of justice)\b"
    r"|\b(?:establish|creat)\w*\b.{0,40}\binternational tribunal\b|\bdefer\w* .{0,60}\bcour penale internationale\b"
    r"|\badvisory opinion\b|\bsaisir la cour\b",
    "protection_force": r"\ball necessary (?:means|measures)\b.{0,120}\b(?:protect\w*|safe areas?|civilian|humanitarian)\b"
    r"|\bprotection force\b.{0,80}\b(?:use of force|all necessary)|\btous les moyens necessaires\b.{0,80}\bprotege\w*",
    "no_fly_zone": r"\bno fly(?:ing)? zone\b|\bban on (?:all )?(?:\w+ )?flights\b|\bair exclusion zone\b|\bzone d'exclusion aerienne\b",
    "armed_presence": r"\b(?:establish|deploy|dispatch|send|extend|authori[sz]|maintain|stationing|mandate)\w*\b.{0,80}\b(?:peace keeping force"
    r"|peacekeeping (?:force|operation)|united nations (?:\w+ ){0,3}force|interim force|multinational force|protection force)\b",
    "reporting": r"\brequests? (?:\w+ )?(?:the |all |its )?.{0,80}\breports?\b|\b(?:inform|brief|address) (?:the |this )?(?:security )?council\b"
    r"|\b(?:report (?:to|on)|present (?:\w+ )?recommendations|rendre compte|presenter un rapport)\b|\b(?:submit|present)\w*\b.{0,40}\breports?\b"
    r"|\bto keep (?:the |it |itself )?.{0,30}\binformed\b|\bfaire rapport\b|\btenir .{0,20}informe\b",
    "seized": r"\b(?:remain|be) (?:actively )?seized\b|\bkeep (?:the|this) (?:question|matter|item|situation)\b.{0,30}\b(?:under|on)\b"
    r"|\b(?:rester|demeurer) (?:activement )?saisi\b",
}
_READ = {key: re.compile(pattern) for key, pattern in PHRASES.items() if key in MEASURES}
_FORCE = ("protection_force", "no_fly_zone", "armed_presence")


@lru_cache(4096)
def measures_of(text: str) -> tuple[str, ...]:
    """The kinds of measure that the words speak of, in the order of MEASURES."""
    folded = fold(text)
    found = {key for key, pattern in _READ.items() if pattern.search(folded)}
    if force_words(text) and not found & set(_FORCE):
        found.add("armed_presence")
    return tuple(key for key in MEASURES if key in found)
