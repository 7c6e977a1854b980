"""Words by which a Council paragraph is taken for a kind of measure, and how much its verb asks (R42).

They serve a proposal that a member confirms or changes; no decision rests on them.
"""

import re
from collections.abc import Mapping

_WORDS: Mapping[str, tuple[str, ...]] = {
    "cessation": (
        r"\b(cease|end|halt|stop|cessation)\w*\b.{0,60}\b(attack|violence|hostilit|violation|bombard|shelling)",
    ),
    "negotiation": (
        r"\bnegotiat",
        r"\bdialogue\b",
        r"\bpolitical (solution|process|settlement|transition)",
        r"\btalks\b",
    ),
    "good_offices": (r"\bgood offices\b", r"\bmediat", r"\bspecial envoy\b", r"\bspecial representative\b"),
    "ceasefire": (r"\bcease ?fire\b", r"\btruce\b", r"\bcessation of hostilities\b"),
    "humanitarian_access": (
        r"\bhumanitarian\b.{0,40}\b(access|relief|assistance|aid|corridor|personnel|pause)",
        r"\brelief (goods|supplies|convoys)",
        r"\bunhindered\b.{0,40}\baccess",
    ),
    "monitoring": (r"\bmonitor", r"\bobserver", r"\bobservation mission", r"\bverif(y|ication)"),
    "inquiry": (r"\b(commission|panel|committee) of (inquiry|experts)", r"\bfact finding\b", r"\binvestigat"),
    "evidence": (r"\b(preserv|collect|secur)\w* .{0,40}\bevidence\b", r"\bevidence\b.{0,40}\bpreserv"),
    "protection": (r"\bprotect\w* .{0,40}\b(civilian|population|camp|hospital|school)", r"\bsafe (area|zone|passage)"),
    "accountability": (r"\baccountab", r"\b(prosecut|bring to justice|brought to justice|impunity)"),
    "assistance": (r"\bcapacity building\b", r"\btechnical assistance\b", r"\bfinancial (support|assistance)\b"),
    "arms_embargo": (r"\barms embargo\b", r"\b(supply|sale|transfer|export)\b.{0,60}\b(arms|weapon|materiel|materiel)"),
    "asset_freeze": (r"\bfreez\w*\b.{0,60}\b(assets|funds)\b", r"\bassets? freeze\b"),
    "travel_ban": (r"\btravel ban\b", r"\bprevent the entry into or transit\b"),
    "other_sanctions": (r"\bsanctions?\b", r"\bexport ban\b", r"\btrade ban\b"),
    "court_referral": (r"\brefer\w*\b.{0,80}\b(court|prosecutor)\b",),
    "no_fly_zone": (r"\bno fly zone\b", r"\bban on (all )?flights\b"),
    "protection_force": (r"\ball necessary (means|measures)\b.{0,80}\bprotect", r"\bprotection force\b"),
    "armed_presence": (
        r"\b(multinational|stabili[sz]ation|intervention) force\b",
        r"\ball necessary (means|measures)\b",
    ),
    "reporting": (r"\breport\b.{0,60}\b(council|within|every|days|months)\b", r"\bkeep the council informed\b"),
    "seized": (r"\bremain (actively )?seized\b",),
}
MEASURE_WORDS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    key: tuple(re.compile(pattern) for pattern in patterns) for key, patterns in _WORDS.items()
}

_BY_STRENGTH: Mapping[int, str] = {
    5: "decides authorizes imposes establishes",
    4: "demands directs insists",
    3: "calls urges requests",
    2: "encourages invites recommends appeals supports asks",
    1: (
        "stresses emphasizes underlines underscores expresses welcomes notes commends reaffirms recalls recognizes "
        "reiterates affirms takes looks acknowledges condemns deplores"
    ),
}
STRENGTH: Mapping[str, int] = {verb: strength for strength, verbs in _BY_STRENGTH.items() for verb in verbs.split()}

COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "from",
        "all",
        "any",
        "its",
        "their",
        "his",
        "her",
        "which",
        "who",
        "whom",
        "whose",
        "into",
        "onto",
        "upon",
        "under",
        "over",
        "such",
        "shall",
        "should",
        "must",
        "will",
        "may",
        "can",
        "could",
        "would",
        "has",
        "have",
        "had",
        "been",
        "being",
        "are",
        "was",
        "were",
        "not",
        "nor",
        "but",
        "also",
        "other",
        "others",
        "than",
        "then",
        "there",
        "these",
        "those",
        "they",
        "them",
        "our",
        "your",
        "out",
        "per",
        "via",
        "including",
        "include",
        "includes",
        "without",
        "within",
        "between",
        "among",
        "through",
        "further",
        "more",
        "most",
        "including",
        "accordance",
        "order",
        "regard",
        "respect",
        "relevant",
        "appropriate",
        "immediately",
        "fully",
    ]
)

TELLING = frozenset({"immediately", "fully", "all", "without", "within", "not", "any"})
"""Common words whose loss changes what is asked all the same."""

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS: Mapping[str, int] = {
    **{word: number for number, word in enumerate(_ONES.split(), start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), start=2)},
}
