"""Where the opening words of a Council paragraph end: a small grammar, not a list (R38).

English. A preambular paragraph opens with a participle or an adjective ("Recalling", "Deeply concerned", "Having
considered", "Mindful"), an operative one with a verb in the third person ("Decides", "Strongly urges", "Takes note
of"). Adverbs stand before, "also" and "further" on either side. What the grammar does not know has no opening.
"""

import re

_ADVERBS = (
    r"(?:also|again|further|once again|once more|fully|(?!only|apply|supply|reply|rely|family|imply|comply)[a-z]+ly)"
)
_AFTER = r"(?: (?:also|again|further|furthermore|once again|once more|moreover|anew|fully|particularly|equally)\b)?"
_FEELING = (
    r"(?: with (?:(?:deep|deepest|grave|great|profound|serious|utmost|particular|keen|continuing|its|the|much|full)"
    r" )*(?:concern|appreciation|satisfaction|regret|regrets|interest|alarm|dismay|approval|gratitude|indignation"
    r"|consternation|sorrow|disappointment|shock|grief|hope|anxiety|horror|distress|sympathy|determination)"
    r"(?: and (?:concern|appreciation|satisfaction|regret|alarm|dismay|indignation|gratitude))?)?"
)
_ITS = (
    r" (?:its|the|once again its) (?:(?:deep|deepest|grave|great|profound|serious|utmost|strong|strongest|full|warm"
    r"|sincere|growing|continuing|particular|fervent|firm|special|continued|gratitude|grave|utter|keen) ?(?:and )?)*"
    r"(?:concern|appreciation|satisfaction|regret|alarm|dismay|gratitude|indignation|support|hope|conviction|intention"
    r"|readiness|determination|sympathy|condolences|thanks|outrage|shock|preoccupation|condemnation|sorrow|anxiety"
    r"|wish|confidence|disappointment|commendation|view|solidarity|willingness|desire|belief)\b"
)
_PRE_SPECIAL = (
    r"(?:bearing in mind|taking note(?: of)?|taking into (?:account|consideration)|taking account of|paying tribute to"
    r"|having regard(?: to)?|having in mind|having taken (?:note(?: of)?|into account)|having (?:also |further |again |carefully |thoroughly |now |fully )?"
    r"(?:been )?[a-z]+(?:ed|rd|nd|ken|en)\b|keeping in mind|calling (?:upon|for|on|attention)"
    r"|expressing" + _ITS + r"|expressing (?:grave |deep |serious )?concern|being [a-z]+(?:ed|us|ware)\b"
    r"|conscious|mindful|aware|cognizant|anxious|desirous|grateful|shocked|appalled|indignant|whereas|distressed|dismayed"
    r"|determined|convinced|grieved|in pursuance of|pursuant to|acting|confident|hopeful|supportive|in (?:view|virtue|the light|the exercise|accordance with the provisions) of|solicitous|profoundly shocked)"
)
_NOT_PARTICIPLES = (
    r"(?!(?:united|during|following|according|pending|notwithstanding|nothing|something|beginning|including|meeting"
    r"|beijing|king|armed|excluding|failing|owing|barring|concerning|regarding|document|supreme|limited|continued"
    r"|proceeding|building|training|funding|spring|string|morning|evening|reporting|financing|indeed|need|seed"
    r"|unprecedented|red|allied|detailed|proposed|revised|related|provided)\b)"
)
_PARTICIPLE = _NOT_PARTICIPLES + r"[a-z][a-z-]*(?:ing|ed)\b"
_OP_SPECIAL = (
    r"(?:calls (?:also |again |further |once again |once more |urgently )?(?:upon|for|on|attention to)"
    r"|takes (?:also |further )?(?:note(?: of)?|into account)|pays (?:special )?tribute to"
    r"|appeals (?:also |again |further |once again |urgently )?to|draws (?:the )?attention"
    r"|bears in mind|gives (?:its )?(?:full )?support|expresses (?:also |again |further |once again )?"
    + _ITS.strip()
    + r"|reserves the right|looks forward to|considers it)"
)
_THIRD = (
    r"(?:(?:re-?)?(?:accepts|acknowledges|adopts|adjourns|affirms|agrees|alerts|appeals|appoints|approves|asks|assigns"
    r"|associates|assures|authorizes|authorises|calls|censures|cautions|commends|concludes|concurs|condemns|confirms"
    r"|congratulates|considers|creates|declares|decides|defines|deems|defers|demands|denies|denounces|deplores|deprecates|dissolves|addresses|observes|believes|lends|mandates|relieves|reviews"
    r"|designates|desires|determines|directs|elects|emphasizes|emphasises|empowers|encourages|endorses|entrusts|envisages"
    r"|establishes|exhorts|expects|expresses|extends|extols|favours|finds|follows|fixes|gives|holds|hopes|implores"
    r"|impresses|insists|instructs|intends|invites|iterates|joins|lifts|looks|maintains|makes|mourns|notes"
    r"|notifies|notices|offers|orders|pays|places|pledges|postpones|praises|proclaims|proposes|prolongs|protests"
    r"|reaffirms|reassures|recalls|receives|recognizes|recognises|recommends|reconfirms|records|re-emphasizes|refers"
    r"|regards|regrets|reiterates|rejects|remains|reminds|renews|repeats|requests|requires|reserves|resolves|respects"
    r"|restates|retains|returns|rejoices|salutes|seeks|shares|stresses|submits|suggests|supports|suspends"
    r"|takes|terminates|thanks|transmits|trusts|undertakes|underlines|underscores|urges|vows|warns"
    r"|welcomes|wishes|withdraws))\b"
)
_LEAD = rf"(?:{_ADVERBS} |in particular |and |more |while )*"
_JOINED_PRE = rf"(?: and (?:{_ADVERBS} )?{_PARTICIPLE})?"
_JOINED_OP = rf"(?: and (?:{_ADVERBS} )?{_THIRD})?"
PREAMBULAR = re.compile(
    rf"{_LEAD}(?:{_PRE_SPECIAL}|{_PARTICIPLE}){_JOINED_PRE}{_AFTER}{_FEELING}(?= |,|;|$|:)", re.IGNORECASE
)
OPERATIVE = re.compile(
    rf"{_LEAD}(?:{_OP_SPECIAL}|{_THIRD}(?: {_ADVERBS}\b)?){_JOINED_OP}{_AFTER}{_FEELING}(?: note of)?(?= |,|;|$|:)",
    re.IGNORECASE,
)
_HEAD = 160


def preambular_opening(text: str) -> str:
    """The words that open a preambular paragraph, or "". text: single spaces."""
    return _opening(PREAMBULAR, text)


def operative_opening(text: str) -> str:
    """The words that open an operative paragraph, or ""."""
    return _opening(OPERATIVE, text)


def _opening(pattern: re.Pattern[str], text: str) -> str:
    head = text[:_HEAD]
    if not head[:1].isupper():
        return ""
    found = pattern.match(head)
    return found.group() if found else ""
