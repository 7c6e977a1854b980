"""Words that mean force, in English and French (R39 d), and how a text that forbids force is told from one that asks for it.

Patterns read folded text (`wording.fold`). ALWAYS: force wherever it stands, even where the words around it forbid it;
"all necessary means" and its family are force whatever else is said. UNLESS_FORBIDDEN: force unless a word that ends,
condemns or forbids governs it. SQUEEZED: the family once more, read without spaces, so that no space, line end or
hyphen set inside a word hides it. ELSEWHERE: the same family in the other official languages, as their texts have it.
"""

_NECESSARY = (
    r"(?:nec+es+[ae]r(?:y|ily)|needful|required|requisite|needed|indispensable|essential|commensurate"
    r"|at (?:their|its|his|her|your|our|the (?:\w+ )?\w+'?s?) disposal|it takes|available to (?:it|them))"
)
_MEANS = r"(?:mea+ns?|mea+s+ures?|steps?|actions?|ways|methods)"
_FEW = r"(?:[\w']+,? ){0,3}?"
_NECESSAIRE = (
    r"(?:necessaires?|requis\w*|voulu\w*|utiles|indispensables?|qu'?il faut|qui (?:s'imposent|s'averent|seraient|sont)"
    r"|a (?:leur|sa|son|notre|votre) disposition|dont (?:ils?|elles?) dispos\w+)"
)
_MOYENS = r"(?:moyens?|mesures?|actions?|dispositions)"
_ALL = r"(?:al+|any|every|each|whatever|whichever|such)"
_PEACEFUL = r"(?:peaceful|diplomatic|political|legal|lawful|judicial|humanitarian|financial|pacifiques?|diplomatiques?)"
_PERMIT = r"(?:authori[sz]|permit|approv|mandat|empower|entitl|allow)\w*"
# Who may be given leave to act with arms, and what for. Of United Nations missions nothing is said: their troops have a
# mandate that other words state.
_STATES = r"(?:(?:member |other |all |neighbou?ring )*states|coalition|regional (?:\w+ )?(?:organi[sz]ations?|arrangements?|forces?))"
_TROOPS = (
    r"(?:troops|soldiers|ground forces|land forces|armed forces|armed (?:units?|contingents?|personnel)|air forces?"
    r"|naval forces?|(?:standby|regional|national|foreign|own) forces?|combat \w+|warships|warplanes|fighter (?:jets|aircraft))"
)
_MISSION = r"(?:peace ?keep\w*|united nations|african union mission|observer\w*|police|consent)"
# What States that are given leave do with arms, whatever it is called.
_ARMED_ACTS = (
    r"(?:deploy|intervene|destroy|disarm|occupy|strike|attack|conquer|enforce|intercept|board|target|repel|retake|liberate"
    r"|compel|combat|fight|eliminate|defeat|eradicate|suppress|open fire|return fire|restore (?:international )?peace"
    r"|do (?:all|everything|what|whatever)|act as necessary|take (?:the |such |any |those |further )*(?:\w+ )?"
    r"(?:necessary|needed|required|requisite|robust|decisive|forcible|coercive|military|all appropriate) (?:\w+ )?(?:means|measures|steps|action)"
    r"|seize (?:the )?(?:territory|province|capital|city|ports?|airfields?))"
)
_TROUPES = r"(?:troupes|soldats|militaires|contingents?(?: armes)?|forces? (?:armees?|terrestres?|navales?|aeriennes?|militaires?))"
_MAINTIEN = r"(?:maintien de la paix|nations unies|union africaine|observat\w+|consentement)"

ALWAYS: tuple[str, ...] = (
    rf"\b{_ALL} (?:of )?(?:the |other |such |those |their |its )?{_FEW}{_NECESSARY} {_FEW}{_MEANS}\b",
    rf"\b{_ALL} (?:of )?(?:the |other |such |those |their |its )?{_FEW}{_MEANS} {_FEW}{_NECESSARY}",
    r"\bby (?:all|any|every|whatever) (?:means|measures|methods|ways)\b",
    rf"\b(?:us(?:e|es|ing)|employ\w*|resort\w* to|tak(?:e|ing)) (?:of )?(?:all|any|every|whatever) "
    rf"(?!{_PEACEFUL})(?:\w+ ){{0,2}}means\b(?! of {_PEACEFUL})",
    r"\bnecessary (?:means|measures)\b.{0,40}\b(?:including|up to|not excluding)\b.{0,20}\b(?:force|military|armed)\b",
    rf"\b(?:us\w+|employ\w*|resort\w* to|act\w* (?:with|by|through)|with|by|through) (?:of )?(?:the |such |any |all |its |their )*"
    rf"(?!(?:\w+ ){{0,2}}{_PEACEFUL})(?:\w+ ){{0,3}}?{_NECESSARY}(?: and \w+)? means\b"
    r"(?! of (?:communication|transport|verification|identification|payment|peaceful))",
    r"\b(?:such|any|all|the|whatever|whichever|those) (?:mea+ns|mea+s+ures|force) (?:as |that |which )?(?:\w+ ){0,3}?"
    r"(?:see|sees|deem|deems|consider|considers|think|thinks|judge|judges|find|finds)\w*(?: \w+)? (?:fit|appropriate|proper"
    r"|necessary|useful|required|expedient)\b",
    rf"\b(?:with|by|through|us(?:e|es|ing)|employ\w*) (?:all|any|every) (?:the )?(?:appropriate|possible|adequate|suitable) means\b(?! of {_PEACEFUL})",
    r"\bwhatever (?:it takes|(?:\w+ ){0,2}force)\b|\bas much force\b",
    r"\bart(?:icles?|s)?\.? (?:\d{1,2}(?:, ?| (?:to |and |or |a |et |ou )?))*?42\b(?! of the (?:hague|geneva|fourth|vienna|statute|rome"
    r"|covenant|convention|constitution|third|first|additional))(?! (?:de la convention|du statut|du reglement|du pacte))",
    rf"\b{_PERMIT}\b.{{0,80}}?\b(?:use|using|resort|recourse)(?: of| to)?(?: \w+){{0,2}} force\b",
    rf"\b{_PERMIT}\b.{{0,60}}?\b{_STATES} to (?:\w+ly )?{_ARMED_ACTS}\b",
    rf"\b{_PERMIT}\b.{{0,60}}?\b(?:mission|force|brigade)s? to (?:engage|open fire|return fire|take (?:the )?(?:necessary|robust) (?:action|measures))\b",
    rf"\b{_PERMIT}\b.{{0,60}}?\b(?:use|engage)\w*(?: of)? (?:the |their |any |armed )*(?:drones|weapons|firepower|missiles)\b",
    r"\brepel(?:s|led|ling)? (?:the |any |all |this |such |an )*(?:armed )?(?:attacks?|aggress\w+|invasion)\b"
    r"|\brepouss\w+ (?:l'|les |toute |tout )(?:agress\w+|attaque\w*)",
    r"\b(?:articles?|art) (?:forty two|quarante deux)\b|\b(?:beyond|other than)(?: \w+){0,3} article 41\b",
    r"\bmeasures,?(?: \w+){0,2} (?:including|not excluding) (?:those )?(?:of a )?military\b|\b(?:mesures|moyens)\b[^.;]{0,40},? y compris militaires\b",
    r"\bforce\b(?! (?:of (?:law|circumstance)|majeure))(?: \w+){0,5} (?:is|are|be|being) (?:\w+ )?(?:authori[sz]ed|permitted|allowed|warranted)\b",
    r"\bmeasures? (?:\w+ ){0,3}?(?:by|through|with) (?:armed|military) (?:units?|forces?|means|power)\b",
    r"\bto respond with (?:\w+ )?(?:fire|force)\b|\bmandate to use (?:\w+ )?force\b|\bby coercion\b|\bpunitive expedition\b",
    r"\bimpos(?:e|es|ing|ition of) peace by\b|\bimposer la paix\b|\bimposition de la paix\b",
    r"\bmilitary enforcement\b|\bintervention (?:brigade|force)\b",
    r"\b(?:humanitarian|forcible|forceful) intervention\b",
    r"\buse of (?:\w+ ){0,3}measures? of force\b|\bforce,? (?:if|where|when|as|should) (?:\w+ ){0,3}(?:necessary|needed"
    r"|required|appropriate)\b|\bincluding (?:by |through )?(?:the use of |use of )?(?:armed |military )?force\b",
    r"\bno fly(?:ing)? zone\b|\bair exclusion (?:zone|area)\b|\bpeace (?:shall|will|must|is to) be enforced\b",
    r"\bban\w*(?: on)? (?:all |any |the )*(?:\w+ )?(?:flights|overflights?|aircraft)\b.{0,80}\benforc\w+\b",
    r"\benforc\w+\b.{0,80}\bban\w*(?: on)? (?:all |any |the )*(?:\w+ )?(?:flights|overflights?|aircraft)\b",
    r"\b(?:air|sea|naval|land|ground)(?:,? (?:air|sea|naval|land|ground|or|and)){0,8} forces\b.{0,40}\bnecessary\b",
    r"\b(?:action|measures|operations?|enforcement) by (?:air|sea|land)\b(?! (?:mail|freight|transport))",
    r"\bneutrali[sz](?:e|ing) (?:the )?(?:\w+ )?(?:armed|forces|groups|combatants|militias?)\b",
    r"\bcoalition of the willing\b|\bpeace enforcement\b",
    rf"\b(?:tou(?:s|te|tes|t)|l'ensemble des|quelques) (?:les |des |autres? ){{0,2}}{_FEW}{_MOYENS}(?: [\w']+){{0,3}}? "
    rf"{_NECESSAIRE}",
    rf"\btou(?:s|te|tes|t) (?:les )?{_NECESSAIRE} {_MOYENS}\b",
    rf"\b(?:us\w+|utilis\w+|emplo\w+|recour\w+|prendre|mettre en oeuvre) (?:de |d'|des |a |aux |les |tous |tout )*moyens? (?:[\w']+ ){{0,2}}?"
    rf"(?:{_NECESSAIRE}|appropries?|possibles?|adequats?)",
    r"\btous? (?:les )?moyens? (?:[\w']+ ){0,2}?(?:appropries?|possibles?|adequats?)\b(?! (?:pacifiques|diplomatiques))",
    r"\bautoris\w+\b.{0,60}?\b(?:etats|coalition|organisations? regionales?)\b.{0,20}? a (?:intervenir|deployer|detruire|desarmer|occuper|frapper|attaquer)\b",
    r"\bpar tous? (?:les )?moyens?\b|\bpar n'importe quel moyen\b",
    r"\bautoris\w+\b.{0,80}?\b(?:recours|recourir|emploi|employer|usage|user)\b.{0,20}\bforce\b",
    r"\bintervention de vive force\b|\bbrigade d'intervention\b|\bcoalition de volontaires\b",
    r"\by compris (?:par )?(?:le recours a |l'emploi de |l'usage de )?la force\b|\bforce,? (?:si|en cas de) (?:besoin|necessaire)\b",
    r"\bzone (?:d'exclusion aerienne|d'interdiction (?:aerienne|de (?:sur)?vol))\b|\binterdiction d(?:e|u) survol\b",
    r"\bneutraliser (?:les |la |tout |toute )?(?:groupes?|forces|milices?|combattants)\b",
    r"\bboots on the ground\b|\bkinetic (?:actions?|operations?|means|measures|force)\b",
)
UNLESS_FORBIDDEN: tuple[str, ...] = (
    r"\b(?:us(?:e|es|ing)|resort\w* to|recourse to) (?:of )?(?!peacekeeping|united nations|protection)"
    r"(?:(?:the|any|all|robust|lethal|deadly|armed|military|overwhelming|proportionate|necessary|limited|minimum) ){0,3}"
    r"force\b(?! (?:of \d|commander|level|strength|headquarters))",
    r"\bby (?:armed |military )?force\b(?! (?:of (?:law|circumstance)|majeure))|\bforce of arms\b|\bforcibly\b(?! (?:displac|transfer|recruit|disappear|return|abduct|deport|remov|conscript|evict|separat))",
    r"\b(?:us(?:e|es|ing)|employ\w*|mobili[sz]\w*) (?:of )?(?:the |their |its |any |all )*(?:(?:air|naval|military|armed) (?:power|assets|forces)|firepower)\b",
    r"\b(?:ground|land) operations?\b|\bhot pursuit\b|\bcommando raids?\b|\bshow of force\b|\bnaval quarantine\b",
    r"\barmed (?:escorts?|measures|reprisals?|response|coercion)\b|\bmilitary steps\b|\btroops on the ground\b",
    r"\b(?:eliminat(?:e|ing)|defeat(?:ing)?|eradicat(?:e|ing)|fight|combat) (?:the |all |any )*(?:\w+ )?(?:armed groups?|militias?|safe havens?)\b",
    r"(?<!cease )\b(?:open|return) fire\b|\bwag(?:e|ing) war\b|\bforce is to be used\b",
    r"\barm(?:ing)? the (?:opposition|resistance|rebels)\b|\b(?:weapons|arms|military (?:assistance|support|aid)) to the (?:opposition|resistance|rebels)\b",
    r"(?<!general to )\bintervene(?:s|d)? (?:there )?to (?:stop|end|halt|protect|prevent)\b",
    r"\butilis\w+ (?:de )?la force\b|\brecouru a la force\b|\bforce (?:pourra|peut|pourrait|devra|doit|sera)(?: etre)? (?:employee|utilisee)\b",
    r"\bfrappes? (?:ciblees?|contre|preventives?|punitives?)\b|\boperations? (?:offensives?|terrestres?|navales?)\b|\bappui aerien\b",
    r"\bdesarm\w+ (?:\w+ )?de force\b|\b(?:ripostes?|reponses?|escortes?|represailles) armees?\b|\bouv\w+ le feu\b|\bdemonstration de force\b",
    r"\b(?:us\w+|emplo\w+|recour\w+|mobilis\w+) (?:de |d'|a |aux |leurs? |les |des )*(?:forces armees|puissance aerienne)\b",
    r"\b(?:deploiement|deployer) (?:d'|de )?une force (?:internationale|regionale|de stabilisation|de protection)\b",
    r"\bautoris\w+ (?:les |des )?(?:etats|organisations?)(?: \w+){0,4} a (?:prendre (?:les|des|toutes les) mesures|faire (?:tout|le necessaire|respecter|appliquer)"
    r"|combattre|repousser|liberer|contraindre|chasser|intercepter|arraisonner|retablir la paix|ouvrir le feu)\b",
    r"\b(?:military|armed) interventions?\b|\binterventions? (?:militaires?|armees?)\b",
    r"\b(?:air|aerial|airborne|amphibious) operations?\b|\barmed (?:\w+ )?operations?\b|\boperations? aeriennes?\b"
    r"|\b(?:limited|minimum|proportionate|overwhelming|deadly|lethal) force\b(?! (?:level|strength|posture))",
    r"\bmilitary (?:solutions?|options?)\b|\b(?:solutions?|options?) militaires?\b",
    rf"\bdeploy(?:s|ed|ing|ment of)?\b(?!.{{0,90}}\b{_MISSION}\b) (?:\w+ ){{0,4}}?{_TROOPS}\b|\bdeploy (?:their|its) forces\b",
    rf"\b(?:send|dispatch|commit)(?:s|ing)? (?:\w+ ){{0,4}}?{_TROOPS}\b(?!.{{0,60}}\b{_MISSION}\b)",
    r"\bintervene(?:s|d)? (?:\w+ ){0,2}?(?:on|in|into|within) (?:the |its |their )?(?:territory|soil)\b|\bintervene(?:s|d)? (?:by|with) (?:force|arms|troops)\b"
    r"|\bintervention (?:by|of) (?:the |a )?(?:regional|foreign|armed|multinational) (?:forces?|troops)\b",
    r"\b(?:invad(?:e|es|ing)|invasion of) (?:the |any |its |their )?(?:\w+ )?(?:territory|province|country|capital|state)\b",
    r"\boccupation of the (?:capital|province|city)\b",
    rf"\b(?:deploi\w*|deployer|deployant|deploiement d\w*|envoi|envoyer|depecher|depeche)\b(?!.{{0,90}}\b{_MAINTIEN}\b) (?:[\w']+ ){{0,3}}?{_TROUPES}\b",
    r"\bmilitairement\b|\bmesures? de coercition\b(?! (?:economiques?|financieres?|sans))|\b(?:us|emplo)\w+ (?:de )?tout moyen\b|\barm\w+ l'opposition\b",
    r"\bintervenir pour (?:mettre fin|arreter|proteger|empecher)\b",
    r"\bdeploy\w*(?: of)? (?:an? |the )?international force\b(?!.{0,60}\bconsent\b)",
    r"\bmilitary (?:actions?|operations?|strikes?|force|measures|means|campaigns?|offensives?|escorts?|deployments?)\b",
    r"(?<!national )\barmed (?:force(?!s)|actions?|operations?)\b"
    r"|\b(?:launch|carry out|conduct|undertak|mount|make|deliver)\w* (?:\w+ ){0,2}armed attacks?\b|\boffensive operations?\b|\benforcement (?:action|operations?)\b",
    r"\b(?:air|missile|drone|aerial) ?strikes?\b|\bbombard\w*\b|\bbombing\b|\bair (?:raids?|campaign|cover|support)\b",
    r"\b(?:naval |air |maritime )?blockade\b|\b(?:naval|maritime) interdiction\b",
    r"\b(?:ground|land|sea) (?:invasion|offensive|assault)\b|\binvade\b|\bcombat (?:operations?|troops|mission|forces)\b",
    r"\b(?:deploy\w*|dispatch\w*|send\w*|establish\w*|creat\w*|authori[sz]\w*) (?:\w+ ){0,4}?"
    r"(?:multinational|stabili[sz]ation|expeditionary|rapid reaction|intervention) forces?\b",
    r"\b(?:recours|recourir|emploi|employer|employant|usage|user|usant) (?:a |de |d'une )?(?:la )?force\b|\bpar la force\b",
    r"\b(?:actions?|operations?|frappes?|force|moyens|mesures|raids?|offensives?|campagnes?|attaques?) "
    r"(?:militaires?|armees?|aeriens|aeriennes?)\b",
    r"\b(?:employ\w*|appl(?:y|ies|ying)|application of|exercise of|exert\w*|with) (?:(?:armed|military|lethal|deadly|limited"
    r"|overwhelming|proportionate|necessary|minimum) )*force\b(?! (?:of|commander|level|strength|headquarters|majeure))",
    r"\bforce (?:may|shall|can|should|might|will|must|could) (?:then |also |thus )?be (?:used|employed|applied)\b",
    r"\b(?:lethal|armed) means\b|\bmilitarily\b(?! (?:significant|important|sensitive|useful|relevant))"
    r"|\bmilitary (?:response|engagement|retaliation|pressure|coercion|capacity|capabilities)\b",
    r"\b(?:targeted|precision|surgical|preventive|pre ?emptive|punitive|retaliatory) strikes?\b"
    r"|\b(?:conduct|carry|carrying|launch|undertak|authori[sz]|deliver|mount)\w* (?:out )?(?:\w+ ){0,2}strikes?\b"
    r"|\bstrik(?:e|es|ing) (?:the |any |all |at |against ){0,2}(?:\w+ )?(?:bases?|positions|targets?|airfields?|command posts?"
    r"|installations|depots)\b",
    r"\bto bomb\b|\bto shell (?:the )?\w+|\bto shoot down\b|\bto occupy (?:the |any )?(?:province|territory|capital|city|ports?)\b",
    r"\b(?:send|dispatch|commit)\w* (?!peacekeep|united nations|unarmed)(?:\w+ ){0,3}?(?:troops|ground forces|combat units"
    r"|expeditionary (?:corps|forces?)|armed contingents?|battle ?groups?)\b|\bspecial (?:forces|operations) (?:operations?|raids?)\b",
    r"\benforced by (?:\w+ )?(?:armed forces|naval vessels|warships|combat aircraft|troops)\b",
    r"\b(?:recours|recourir) aux armes\b|\bpar les armes\b|\boperations? de combat\b|\btroupes de combat\b"
    r"|\b(?:envoi|envoyer|depecher) (?:de |des |d'autres )?troupes\b|\bcoerciti(?:on|ves?) (?:armee|militaires?)\b",
    r"\bfrapper (?:les |des |toute |tout )?(?:positions?|bases?|cibles?|aerodromes?)\b|\babattre (?:les |des |tout )?"
    r"(?:aeronefs?|avions?|helicopteres?)\b|\bdeployer une force (?:armee|militaire|internationale|d'intervention)\b",
    r"\bblocus\b|\bbombard\w*\b|\btroupes au sol\b|\bforce (?:multinationale|d'intervention)\b",
)
SQUEEZED = (
    r"allnecessarymea(?:ns|sures)|allmea(?:ns|sures)necessary|tou(?:s|t)lesmoyensnecessaires"
    r"|touteslesmesuresnecessaires|tousmoyensnecessaires|toutesmesuresnecessaires"
    r"|noflyzone|zonedexclusionaerienne"
)
ELSEWHERE = (
    *(
        "todos los medios necesarios",
        "todas las medidas necesarias",
        "zona de exclusión aérea",
        "zona de prohibición de vuelos",
    ),
    *("все необходимые средства", "всеми необходимыми средствами", "всех необходимых средств", "бесполетной зоны"),
    *(
        "все необходимые меры",
        "всеми необходимыми мерами",
        "всех необходимых мер",
        "бесполетная зона",
        "бесполетную зону",
    ),
    *(
        "جميع الوسائل اللازمة",
        "كافة الوسائل اللازمة",
        "كل الوسائل اللازمة",
        "جميع الوسائل الضرورية",
        "كل الوسائل الضرورية",
    ),
    *("جميع التدابير اللازمة", "كافة التدابير اللازمة", "كل التدابير اللازمة", "منطقة حظر جوي", "منطقة لحظر الطيران"),
    *("一切必要手段", "一切必要措施", "所有必要手段", "所有必要措施", "一切必要的手段", "一切必要的措施", "禁飞区"),
)
# "Use of force" and the like in the other official languages, and the words that refuse it. Read without spaces.
USE_OF_FORCE_ELSEWHERE = (
    *("uso de la fuerza", "empleo de la fuerza", "recurrir a la fuerza", "recurso a la fuerza", "fuerza militar"),
    *(
        "intervención militar",
        "acción militar",
        "operaciones militares",
        "intervenir militarmente",
        "despliegue de tropas",
    ),
    *("применение силы", "применения силы", "применить силу", "применять силу", "применению силы", "применением силы"),
    *("военное вмешательство", "военную силу", "военной силы", "военные действия", "ввод войск", "ввести войска"),
    *(
        "استخدام القوة",
        "باستخدام القوة",
        "استعمال القوة",
        "اللجوء إلى القوة",
        "التدخل العسكري",
        "القوة العسكرية",
        "نشر قوات",
    ),
    *("使用武力", "动用武力", "诉诸武力", "军事干预", "军事行动", "军事打击", "出兵"),
)
REFUSED_ELSEWHERE = (
    *(
        "sin el",
        "sin recurrir",
        "contra el",
        "prohib",
        "cese",
        "absten",
        "absteng",
        "renunci",
        "conden",
        "amenaza",
        "no se",
        "no al",
    ),
    *("без", "против", "запре", "отказ", "прекра", "воздерж", "осужда", "угроз", "не ", "непримен"),
    *("عدم", "دون", "ضد", "حظر", "وقف", "الامتناع", "تدين", "التهديد"),
    *("不", "禁止", "停止", "避免", "放弃", "谴责", "反对", "非", "威胁"),
)
HEADS = (
    r"\b(?:can ?not|not|never) be (?:\w+ )?(?:resolved|settled|solved|achieved|imposed|ended) (?:by|through|with)\b"
    r"|\b(?:ceas\w+|cessation|end(?:s|ed|ing)?|stop\w*|halt\w*|refrain\w*|abstain\w*|desist\w*|forgo|lift\w*|prohibit\w*"
    r"|forbid\w*|ban(?:s|ned|ning)?|condemn\w*|deplor\w*|deprecat\w*|censur\w*|reject\w*|renounc\w*|renunciation|avoid\w*"
    r"|prevent\w*|withdraw\w*|without(?! (?:further |any )?(?:prejudice|delay|interruption|notice|hesitation|reservation))|against|victims?|threats?|subjected|targets?|suffer(?:s|ing)?|caused by|killed by"
    r"|injur\w+|damage\w*|destruction|loss(?:es)?|outraged|indignant|concern\w*|alarm\w*|appalled|shocked|grieved"
    r"|disturbed|regret\w*|dismay\w*|inadmissib\w+|unaccept\w+|acqui(?:sition|red)|taking of territory|seiz(?:e|ed|ing|ure)|charged|accused|investigat\w*"
    r"|responsib\w+ for|perpetrat\w*|base (?:for|of)|illegal\w*|unlawful\w*|response to|violat\w*|escalat\w*|resum\w+"
    r"|(?:caused|killed|injured|destroyed|inflicted|suffered|committed) (?:by|in|during)|no(?! less| later|(?: further)? (?:warning|notice|delay))|non(?= $)|levee|nor|neither"
    r"|not(?! only| exclud| rul| preclud| prevent| hesitat| limit| refrain| ceas| end"
    r"| prohibit| stop| lift)|never|cannot|cess\w*|mettre fin|mettent fin|mettre un terme|fin d\w*|arret\w*|renonc\w*|lever"
    r"|s'abst\w*|condamn\w*|deplor\w*|interdi(?!ct(?:s|ed|ing)?\b)\w*|sans(?! (?:prejudice|delai|retard|hesit))|contre|victimes?|menaces?|rejet\w*|eviter|ne|preoccup\w*"
    r"|alarme\w*|indigne\w*)\b"
)
CANCELLED = (
    r"(?:\b(?:not|never|unless|until|if|failing|instead of|rather than|a moins qu\w*|jusqu'?\w*|si|faute de|ne)"
    r"(?: [\w']+){0,4}|\b(?:lift|suspend|relax|waiv|lev)\w*(?: \w+){0,3}) $"
)
FIRST_ACT = (
    r"^,? ?(?:immediately |forthwith |at once |immediatement |sans delai )?(?:and \w+ )?(?:from |to |the |all |any |further "
    r"|de |d'|a |aux |toute |tout |les |la |other ){0,3}(?:\w+ing(?: out| to)? |mener |lancer |conduire |recourir a |employer "
    r"|use |resort to |undertake |conduct )?"
)
# Of these only what follows at once is forbidden, where an act is asked for before them: after a comma, "with" or "on" the
# text goes on with what it asks ("Decides, deploring the killings, on a blockade").
SOFT = (
    r"(?:against|threats?|prevent\w*|perpetrat\w*|responsib\w+ for|response to|violat\w*|loss(?:es)?|concern\w*|alarm\w*"
    r"|contre|menaces?|preoccup\w*|deploring|regretting|condemning|deplorant|condamnant)"
)
GOES_ON = r",|\b(?:with|including|on|y compris|avec)\b"
ASKING = r"\b(?:authori[sz]\w*|autoris\w*|decid\w*|urges? action|calls? (?:up)?on (?:all |member )*states)\b"
ENABLING = (
    r"\b(?:supports?|endors\w*|welcom\w*|encourag\w*|commends?|appuie|approuve|by|through|conduct\w*|carry|carrying|carried|launch\w*|undertak\w*|authori[sz]\w*|permit\w*|approv\w*"
    r"|mandat\w*|deploy\w*|employ\w*|using|enforc\w*|establish\w*|requests?|recommends?|decid\w+|urges?|calls? (?:upon|for|on)"
    r"|invites?|par|mener|conduire|lancer|autoris\w*|entreprendre|recommand\w*|decide|demande"
    r"|prohibitions?|bans?|moratorium)\b|[;:.]"
)
