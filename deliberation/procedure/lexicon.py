"""Word lists of the rules on form and mandate (R38, R39): opening words, force, regime, negotiation, fact.

The opening words are those that Council resolutions use most, counted (mad/reference/data/openings.csv). Patterns read folded text (see `wording.fold`):
lower case, no accents, no hyphens, single spaces. English and French. Words of force: force_lexicon.
"""

from collections.abc import Mapping

from mad.reference.files import read_csv


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split("|"))


_OPENINGS = tuple(read_csv("openings.csv"))


def _opening_words(part: str, language: str) -> tuple[str, ...]:
    return tuple(row["words"] for row in _OPENINGS if (row["part"], row["language"]) == (part, language))


LANGUAGES = ("en", "fr")
OPENINGS: Mapping[tuple[str, str], tuple[str, ...]] = {
    (part, language): _opening_words(part, language) for part in ("preambular", "operative") for language in LANGUAGES
}
FACT_OPENING = (
    r"\b(?:concern\w*|alarm\w*|appalled|grieved|deplor\w*|condemn\w*|regret\w*|shocked|disturbed|dismay\w*|outraged"
    r"|indignant|indignation|distressed|consternation|sorrow|having (?:\w+ )?(?:considered|heard|studied|examined|received"
    r"|reviewed|learned|been)|determining|observing|taking note|preoccupe\w*|alarme\w*|consterne\w*|indigne\w*|attriste\w*"
    r"|inquietude|preoccupation|ayant (?:examine|entendu)|constatant|prenant (?:note|acte))\b"
)

_RULERS = r"(?:governments?|leadership|rulers?|administration|cabinet|regime|president|parliament|leader\w*|authorities|minister|head of state|power|office)"
_DIRIGEANTS = r"(?:gouvernement|regime|president|parlement|dirigeants?|autorites|ministre|chef de l'etat)"

REGIME: tuple[str, ...] = (
    r"\bregime change\b|\bchange (?:of|in) (?:the )?(?:regime|government|leadership)\b",
    r"\b(?:step|stand)(?:s|ped|ping|ing)? (?:down|aside)\b|\bstood (?:down|aside)\b|\bresign(?:s|ed|ation)?\b",
    r"\b(?:overthrow\w*|oust\w*|depos(?:e|es|ed|ing)|topp\w+|unseat\w*)\b",
    r"\b(?:leav(?:e|es|ing)|relinquish\w*|ced(?:e|es|ing)|surrender\w*|giv(?:e|es|ing) up|hand(?:s|ing|ed)? over|transfer\w*)(?: of)? (?:\w+ ){0,3}?"
    r"(?:power|office|authority|the presidency)\b",
    r"\b(?:leav(?:e|es|ing)|relinquish\w*|surrender\w*|hand(?:s|ing|ed)? over) (?:\w+ ){0,2}?(?:the state|the government)\b",
    r"\bhand(?:s|ing|ed)? (?:over )?(?:the |all )?(?:state|country|power|powers|government|control)\b.{0,20}\b(?:to|over)\b",
    rf"\b{_RULERS}'s? (?:\w+ )?(?:removal|departure|exit|ouster|resignation|replacement|dismissal|overthrow)\b",
    rf"\b{_RULERS}\b (?:\w+ ){{0,3}}?(?:must|should|shall|has to|have to|needs? to|to) (?:be (?:replaced|removed|dissolved|dismissed|changed)"
    r"|go|leave|depart)\b(?! (?:to|into|from|the (?:area|zone|town|line)))",
    rf"\b{_RULERS} (?:\w+ ){{0,2}}?be (?:replaced|removed|changed|dissolved|dismissed)\b",
    r"\bnew (?:leadership|leaders|president|rulers?|head of state|head of government)\b",
    rf"\bremov(?:e|es|ed|al|ing)\b.{{0,60}}\b{_RULERS}\b",
    rf"\b(?:replac\w+|dissol\w+|dismiss\w*)\b.{{0,40}}\b{_RULERS}\b",
    r"\b(?:new|interim|transitional|caretaker|provisional) (?:\w+ )?"
    r"(?:government|governing body|authority|administration|council|leadership|presidency)\b",
    r"\bpolitical transition\b|\btransition of power\b",
    r"\b(?:no longer|lost|loss of|without) (?:\w+ )?legitima\w+\b",
    r"\billegitimate (?:government|authorities|regime)\b",
    r"\b(?:holds?|holding|occup\w+|remain\w*) (?:in )?(?:any )?(?:public )?office\b",
    r"\b(?:vacat(?:e|es|ing)|abdicat\w+) (?:\w+ ){0,2}(?:power|office|presidency|throne)?\b|\bhandover of power\b",
    r"\b(?:fall|end|downfall|departure) of (?:\w+ ){0,3}(?:regime|government|president|rule|dictatorship)\b",
    r"\bchangement de (?:regime|gouvernement|dirigeants?)\b|\brenvers(?:er|ement|ant|ent|e)\b|\bdestitu\w+\b",
    r"\bdemission\w*\b|\bse demettr\w+\b|\bse demett\w+\b|\bevinc\w+\b|\beviction\b|\babdiqu\w+\b",
    r"\b(?:quitt\w+|ced\w+|remett\w+|abandonn\w+|se retir\w+ d)\w* (?:[\w']+ ){0,3}?"
    r"(?:le pouvoir|du pouvoir|ses fonctions|la presidence)\b",
    r"\b(?:ecart|chass|eloign|priv)\w+ (?:[\w']+ ){0,3}?(?:du|de son|de leur) (?:pouvoir|poste|mandat)\b",
    rf"\b(?:remplac\w+|dissou\w+|dissolution)\b.{{0,50}}\b{_DIRIGEANTS}\b",
    rf"\b{_DIRIGEANTS}\b (?:[\w']+ ){{0,3}}?(?:se retir\w+|(?:parte|partent|partir)\b|s'en aill?\w+|soi(?:t|ent) remplac\w+|doi(?:t|vent) (?:partir|etre remplac\w+))",
    rf"\b(?:depart|chute|fin) d(?:u|e|es)\b (?:[\w']+ ){{0,2}}?{_DIRIGEANTS}\b",
    rf"\b{_RULERS}\b (?:to )?(?:must |should |shall )?(?:make way|give way|go into exile|retire)\b",
    rf"\bthe (?:\w+ )?{_RULERS} (?:is |are |to be |has |have )?(?:illegal|illegitimate|forfeited|no legitimacy|no longer represents?)\b",
    r"\b(?:sole|only) legitimate (?:representative|government|authority)\b|\bwithdraw\w* (?:of )?(?:its |their )?recognition\b"
    r"|\bseul\w* (?:representant|gouvernement|autorite)\w* legitime\w*\b",
    r"\b(?:delegat|hand|transfer)\w* (?:all )?(?:his|her|its) (?:\w+ )?powers\b|\bdeleguer (?:ses|tous ses) pouvoirs\b|\bimpeach\w*",
    r"\brendre le pouvoir\b|\brenoncer au pouvoir\b|\b(?:ceder?|cede|laisser) (?:sa|la) place\b|\bend (?:to|of) (?:the )?military rule\b",
    r"\btransition politique\b|\b(?:transfert|transmission|passation|alternance)(?: de| des| du| au)? pouvoirs?\b",
    r"\bgouvernement (?:de transition|interimaire|provisoire)\b|\bautorites? (?:de transition|interimaires?)\b",
    r"\b(?:nouveau gouvernement|nouvelles? autorites?|nouveau pouvoir|nouveau president)\b",
    r"\b(?:perdu|perte de|sans) (?:[\w']+ ){0,2}?legitimite\b|\b(?:gouvernement|autorites|regime) illegitimes?\b",
)

NEGOTIATION: tuple[str, ...] = (
    r"\bnegotiat\w*\b|\btalks\b|\bdialogue\b|\bmediat\w*\b|\bgood offices\b|\bconciliat\w*\b",
    r"\bpeace(?:ful)? (?:process|talks|settlement|agreement|solution)\b",
    r"\bpolitical (?:process|settlement|solution)\b",
    r"\b(?:cease ?fire|cessation of hostilities|truce|humanitarian pause)\b",
    r"\bnegoci\w*\b|\bpourparlers\b|\bbons offices\b|\breglement pacifique\b|\bcessez le feu\b",
    r"\bprocessus (?:de paix|politique)\b",
)

_TALKS = r"(?:negotiat\w*|talks|dialogue|mediation|negociations?|pourparlers)"
_OF_TALKS = r"(?:(?:all|any|the|further|more|new|direct|peace|political|other) )*"
_HOLD = r"(?:resume|enter into|begin|start|open|continue|conduct|hold|pursue|engage in|take part in|participate in)"
_HOLDING = (
    r"(?:resuming|entering into|beginning|starting|opening|continuing|conducting|holding|engaging in|taking part in)"
)
_TENIR = r"(?:reprendre|reprenne\w*|engager?|ouvrir|ouvre|poursuivre|tenir|tienne|entamer?|participer? (?:a|aux))"
AGAINST_TALKS = (
    r"^(?:\w+ )?(?:condemns|deplores|rejects|censures|deprecates|condamne|deplore|rejette)\b"
    r"(?!.*\b(?:and|et)(?: \w+)? (?:calls?|urges?|demands?|requests?|demande|exige|prie|engage)\b)"
    r"|\b(?:not|never) (?:to )?(?:negotiate|mediate|hold talks|enter into (?:talks|negotiations|dialogue))\b"
    rf"|(?<!not to )(?<!never )(?<!no party )(?<!steps that )(?<!acts that )\b(?:break off|abandon|suspend|halt|reject|refuse|end|cease|stop) (?:all |any |the |further )*{_TALKS}\b"
    rf"|\brefrain from (?:all |any |the |further )*(?:holding |opening )?{_TALKS}\b"
    rf"|\bno {_OF_TALKS}{_TALKS} (?:\w+ ){{0,2}}?(?:shall|may|must|should|take|be|with|between)\b"
    rf"|\b(?:not|never)(?: to)? {_HOLD} {_OF_TALKS}{_TALKS}"
    rf"|\b(?:avoid|forbid|prohibit|ban|shun|oppos|discourag)\w* {_OF_TALKS}{_TALKS}\b"
    rf"|\brefrain\w* from {_HOLDING} {_OF_TALKS}{_TALKS}"
    rf"|\baucune? (?:autre |nouvelle )?{_TALKS}|\b(?:pas|nul ne|personne ne|aucun(?:e)? \w+ ne) {_TENIR} (?:de |des |les |la |le |toutes? |tout )*{_TALKS}"
    rf"|\b(?:interdi\w+|evit\w+|proscri\w+|refus\w+) (?:de |des |les |la |le |toutes? |tout )*{_TALKS}"
    rf"|\b(?:ne pas|rompre|cesser|abandonner|suspendre) (?:toutes? |tout |les |la |le )*(?:negocier|{_TALKS})\b"
)

FACT: tuple[str, ...] = (
    r"(?<![\d,.] )(?<![\d,.])\b\d[\d ,.]{0,20} (?:\w+ ){0,3}?(?:civilians?|persons?|people|deaths?|children|women|men|refugees|families"
    r"|attacks?|incidents?|civils?|personnes|morts)\b",
    r"\b(?:were|was|been|being) (?:\w+ly )?(?:killed|executed|tortured|raped|displaced|detained|expelled"
    r"|burned|destroyed|starved|deported|committed|perpetrated)\b",
    r"\bdivision\b.{0,60}\b(?:found|finding|determination|determined)\b",
)
