"""Word lists of the rules on form and mandate (R38, R39): opening words, force, regime, negotiation, fact.

The opening words are those that Council resolutions use most. Patterns read folded text (see `wording.fold`):
lower case, no accents, no hyphens, single spaces. English and French.
"""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split("|"))


PREAMBULAR_OPENINGS = _listed(
    """Recalling | Recalling also | Recalling further | Reaffirming | Reaffirming also | Reiterating |
    Having considered | Having heard | Taking note of | Taking into account | Noting | Noting also |
    Noting with concern | Noting with appreciation | Noting with regret | Bearing in mind | Considering |
    Recognizing | Convinced | Mindful | Conscious | Concerned | Deeply concerned | Gravely concerned |
    Gravely alarmed | Alarmed | Appalled | Grieved | Deploring | Condemning | Strongly condemning |
    Expressing concern | Expressing appreciation | Welcoming | Commending | Stressing | Emphasizing |
    Underlining | Affirming | Determined | Determining | Acting"""
)
OPERATIVE_OPENINGS = _listed(
    """Demands | Decides | Decides also | Decides further | Calls upon | Requests | Requests also | Urges |
    Urges further | Strongly urges | Invites | Encourages | Appeals to | Recommends | Endorses | Supports |
    Approves | Authorizes | Directs | Instructs | Insists | Reaffirms | Reiterates | Recalls | Stresses |
    Emphasizes | Condemns | Strongly condemns | Deplores | Declares | Determines | Affirms | Confirms |
    Recognizes | Notes | Notes with concern | Notes with appreciation | Takes note of | Welcomes | Commends |
    Considers | Expresses its concern | Expresses its appreciation | Expresses its intention | Underlines |
    Reminds | Refers | Establishes | Appoints | Extends"""
)
FACT_OPENINGS = frozenset(
    _listed(
        """noting with concern | noting with regret | concerned | deeply concerned | gravely concerned |
        gravely alarmed | alarmed | appalled | grieved | deploring | condemning | strongly condemning |
        expressing concern | having considered | having heard | determining | taking note of"""
    )
)

_NECESSARY = (
    r"(?:necessary|neccessary|necesary|required|requisite|needed|indispensable|commensurate"
    r"|at (?:their|its|his) disposal)"
)
_MEANS = r"(?:means|measures?|steps?|actions?|ways|methods)"
_FEW = r"(?:[\w']+,? ){0,3}?"
_NECESSAIRE = r"(?:necessaires?|requis\w*|voulu\w*|utiles|qui s'imposent|a (?:leur|sa) disposition)"
_MOYENS = r"(?:moyens?|mesures?|actions?|dispositions)"

FORCE: tuple[str, ...] = (
    rf"\b(?:all|any|every|whatever|such) (?:the |other |such )?{_FEW}{_NECESSARY} {_FEW}{_MEANS}\b",
    rf"\b(?:all|any|every|whatever|such) (?:the |other )?{_FEW}{_MEANS} {_FEW}{_NECESSARY}\b",
    r"\bby (?:all|any|every) means\b",
    r"\b(?:under|pursuant to|in accordance with|invoking) (?:its )?article 42\b",
    r"\b(?:authori[sz]|permit|approv|mandat)\w*\b.{0,80}?\b(?:use|resort|recourse)(?: of| to)?"
    r"(?: \w+){0,2} force\b",
    r"\bmilitary (?:intervention|enforcement)\b",
    r"\b(?:humanitarian|armed|forcible) intervention\b",
    r"\bno fly zone\b",
    r"\bban on (?:all )?flights\b.{0,80}\benforc\w+\b",
    r"\benforc\w+\b.{0,80}\bban on (?:all )?flights\b",
    r"\b(?:air|sea|naval|land)(?:,? (?:air|sea|naval|land|or|and))* forces\b",
    r"\bneutrali[sz](?:e|ing) (?:the )?(?:armed|forces|groups|combatants|militia)\b",
    r"\bcoalition of the willing\b",
    rf"\btou(?:s|te|tes|t) (?:les |autres? )?{_FEW}{_MOYENS}(?: [\w']+){{0,3}}? {_NECESSAIRE}",
    rf"\btou(?:s|te|tes) (?:les )?{_NECESSAIRE} {_MOYENS}\b",
    r"\bpar tous (?:les )?moyens\b",
    r"\bautoris\w+\b.{0,80}?\b(?:recours|recourir|emploi|employer|usage|user)\b.{0,20}\bforce\b",
    r"\bintervention (?:militaire|armee)\b",
    r"\bzone d'exclusion aerienne\b",
    r"\bl'article 42\b",
)
FORCE_UNLESS_FORBIDDEN: tuple[str, ...] = (
    r"\b(?:use|resort to|recourse to) (?:of )?(?:\w+ ){0,2}force\b",
    r"\bby force\b|\bforce of arms\b|\bforcibly\b",
    r"\bmilitary (?:action|operations?|strikes?|force|measures|means|campaign|offensive)\b",
    r"\barmed (?:force|action|attack)\b",
    r"\b(?:air|missile|drone) ?strikes?\b|\bbombard\w*\b|\bbombing\b",
    r"\b(?:naval |air |maritime )?blockade\b",
    r"\b(?:recours|recourir|emploi|employer) (?:a |de )?la force\b",
    r"\b(?:action|operations?|frappes?|force) (?:militaires?|armees?|aeriennes?)\b|\bblocus\b",
)
FORBIDDING = (
    r"\b(?:ceas\w*|end\w*|stop\w*|halt\w*|refrain\w*|desist\w*|lift\w*|prohibit\w*|condemn\w*|deplor\w*"
    r"|reject\w*|without|against|victims? of|threats? of|renounc\w*|outraged|concern\w*|alarm\w*|appal\w*"
    r"|cess\w*|mettre fin|mettent fin|lever|s'abst\w*|condamn\w*|interdi\w*|sans)\b"
)

_RULERS = r"(?:government|regime|president|parliament|leader\w*|authorities|minister|head of state|power|office)"

REGIME: tuple[str, ...] = (
    r"\bregime change\b|\bchange (?:of|in) (?:the )?(?:regime|government|leadership)\b",
    r"\b(?:step|stand|stepping|standing) (?:down|aside)\b|\bresign(?:s|ed|ation)?\b",
    r"\b(?:overthrow\w*|oust\w*|depos(?:e|es|ed|ing)|topp\w+|unseat\w*)\b",
    r"\b(?:leave|relinquish\w*|cede|surrender|give up|hand over|transfer\w*)(?: of)? (?:\w+ ){0,3}?"
    r"(?:power|office|authority|the presidency)\b",
    rf"\bremov(?:e|es|ed|al|ing)\b.{{0,60}}\b{_RULERS}\b",
    rf"\b(?:replac\w+|dissol\w+|dismiss\w*)\b.{{0,40}}\b{_RULERS}\b",
    r"\b(?:new|interim|transitional|caretaker|provisional) (?:\w+ )?"
    r"(?:government|authority|administration|council)\b",
    r"\bpolitical transition\b|\btransition of power\b",
    r"\b(?:no longer|lost|loss of|without) (?:\w+ )?legitima\w+\b",
    r"\billegitimate (?:government|authorities|regime)\b",
    r"\b(?:holds?|holding|occup\w+|remain\w*) (?:in )?(?:any )?(?:public )?office\b",
    r"\bchangement de (?:regime|gouvernement)\b|\brenvers(?:er|ement)\b|\bdestitu\w+\b|\bdemission\w*\b",
    r"\bquitt\w+ (?:le pouvoir|ses fonctions)\b|\btransition politique\b|\btransfert du pouvoir\b",
    r"\bgouvernement (?:de transition|interimaire|provisoire)\b|\bautorite de transition\b",
)

NEGOTIATION: tuple[str, ...] = (
    r"\bnegotiat\w*\b|\btalks\b|\bdialogue\b|\bmediat\w*\b|\bgood offices\b|\bconciliat\w*\b",
    r"\bpeace(?:ful)? (?:process|talks|settlement|agreement|solution)\b",
    r"\bpolitical (?:process|settlement|solution)\b",
    r"\b(?:cease ?fire|cessation of hostilities|truce|humanitarian pause)\b",
    r"\bnegoci\w*\b|\bpourparlers\b|\bbons offices\b|\breglement pacifique\b|\bcessez le feu\b",
    r"\bprocessus (?:de paix|politique)\b",
)

FACT: tuple[str, ...] = (
    r"\b\d[\d ,.]* (?:\w+ ){0,3}?(?:civilians?|persons?|people|deaths?|children|women|men|refugees|families"
    r"|attacks?|incidents?|civils?|personnes|morts)\b",
    r"\b(?:were|was|been|being) (?:\w+ly )?(?:killed|executed|tortured|raped|displaced|detained|expelled"
    r"|burned|destroyed|starved|deported|committed|perpetrated)\b",
    r"\bdivision\b.{0,60}\b(?:found|finding|determination|determined)\b",
)
