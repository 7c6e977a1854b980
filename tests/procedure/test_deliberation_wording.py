"""R39: words of force, of a change of regime, and names of homelands, however they are written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.procedure import wording
from deliberation.procedure.council_text import Kind, parse
from deliberation.procedure.draft import Facts, Paragraph, State
from deliberation.procedure.form import Part
from deliberation.procedure.homelands import homelands
from deliberation.procedure.mandate import check
from tests.council_files import resolutions

FORCE = [
    "to take all necessary means",
    "to take all necessary measures to protect civilians",
    "to take all the necessary measures",
    "to use all means necessary",
    "to adopt all measures necessary to that end",
    "to use such measures commensurate to the specific circumstances as may be necessary",
    "to use all means at its disposal",
    "to use all the means at the mission's disposal",
    "to use every available means",
    "to do whatever it takes",
    "acting under Chapter VII of the Charter, to end the attacks by all means",
    "to act in accordance with Article 42 of the Charter",
    "to act under Articles 41 and 42",
    "to resort to the use of force",
    "to use proportionate force against the militia",
    "to prevent, by the use of force if necessary, the arrival of vessels",
    "to take the necessary measures, including the use of force",
    "including the use of the requisite measure of force",
    "to take military action against the armed groups",
    "a military intervention in the province",
    "an armed intervention for humanitarian ends",
    "to carry out military operations in the north",
    "to establish a no-fly zone over the province",
    "to enforce a ban on all flights",
    "to carry out targeted air strikes",
    "to impose a naval blockade",
    "to neutralize armed groups",
    "to deploy a multinational force to the capital",
    "to deploy combat troops",
    "to launch an armed attack on the bases",
    "to end the violence by conducting air strikes",
    "to stop the attacks through military operations",
    "that States shall not refrain from the use of force",
    "until the attacks cease, conduct military operations in the area",
    "to lift the prohibition on the use of force",
    "to employ tous les moyens nécessaires",
    "à prendre toutes les mesures nécessaires",
    "à prendre toute mesure nécessaire",
    "à user de tous les moyens à sa disposition",
    "à employer l'ensemble des moyens nécessaires",
    "à protéger les civils par tous les moyens",
    "au recours à la force",
    "à faire usage de la force",
    "à mener une intervention militaire",
    "à mener des opérations militaires",
    "à imposer une zone d’exclusion aérienne",
    "à effectuer des frappes aériennes",
    "une coalition de volontaires",
    "agissant en vertu de l’Article 42",
    "to take the measures foreseen in Article 42",
    "acting under Chapter VII, Article 42",
    "that force may be used where needed",
    "to employ force in defence of the corridor",
    "to apply proportionate force",
    "to interdict vessels using force",
    "to compel compliance by armed means",
    "to engage the militia militarily",
    "to prepare a military response",
    "to conduct strikes on command posts",
    "to strike the bases from the air",
    "to carry out targeted strikes",
    "to bomb the airfields",
    "to shoot down aircraft over the province",
    "to send troops to the capital",
    "to dispatch an expeditionary corps",
    "to put boots on the ground",
    "to set up safe zones enforced by armed forces",
    "à recourir aux armes",
    "à reprendre la ville par les armes",
    "à mener des opérations de combat",
    "à envoyer des troupes",
    "à frapper les positions de la milice",
    "à déployer une force internationale",
    "à abattre les aéronefs",
    "des mesures de coercition armée",
    "to use the necessary means",
    "to use necessary and proportionate means to stop the attacks",
    "to act with all appropriate means",
    "such means as they see fit",
    "whatever means they deem fit",
    "to take the measures they consider necessary",
    "to take all neccessary meassures",
    "to take al necessary means",
    "under Art. 42 of the Charter",
    "Articles 39 to 42",
    "measures as provided for in Article 42",
    "to deploy troops to stop the killings",
    "to deploy their forces in the territory",
    "an armed contingent deployed by the region, to deploy an armed contingent",
    "to conduct air operations over the territory",
    "an armed humanitarian operation",
    "a coalition to intervene on the territory",
    "the invasion of the territory",
    "a military solution",
    "that force as a last resort is authorized",
    "limited force",
    "to ban all flights and to enforce compliance",
    "to disarm the militias by coercion",
    "that States destroy the artillery, and authorizes Member States to destroy it",
    "measures by armed units",
    "à user des moyens nécessaires",
    "à employer tous moyens appropriés",
    "à intervenir militairement",
    "à déployer des troupes",
    "l'envoi de forces armées",
    "une interdiction de survol du territoire",
    "agissant en vertu du Chapitre VII, Article 42",
    "d'imposer la paix",
    "such assistance as may be necessary to repel the armed attack",
    "Authorizes the Mission to take the necessary action in the areas of deployment of its forces",
    "Authorizes Member States to take necessary measures",
    "Authorizes Member States to enforce the ceasefire",
    "Authorizes Member States to intercept aircraft",
    "Member States to eradicate the safe haven",
    "Authorizes Member States to restore international peace and security in the area",
    "Authorizes Member States to do everything that is necessary",
    "the use of air power",
    "enforcement measures by air, sea or land",
    "a ground operation in the north",
    "armed escorts",
    "measures, including of a military nature",
    "under Chapter VII, Article forty-two",
    "to open fire on the militias",
    "to arm the opposition",
    "to intervene to stop the massacre",
    "Decides, without further delay, on air strikes",
    "Decides, deploring the killings, on a naval blockade",
    "Condemns the massacre, supports military action",
    "que la force pourra être employée",
    "à mener des frappes ciblées",
    "Autorise les États Membres à prendre les mesures nécessaires",
    "à désarmer de force les milices",
    "the deployment of an international force",
    "that peace shall be enforced",
    "à recourir à des mesures de coercition",
    "d'armer l'opposition",
    "d'intervenir pour mettre fin aux massacres",
]
NOT_FORCE = [
    "to refrain from the threat or use of force",
    "to refrain from any use of force in their international relations",
    "that no party shall use force",
    "that force shall not be used, and condemns in the strongest terms the use of force against civilians",
    "an immediate end to the use of force",
    "an immediate end to all military operations",
    "the parties to cease all air strikes and shelling",
    "the parties to stop conducting military operations near hospitals",
    "the parties to refrain from launching air strikes",
    "the parties to observe a ceasefire and to halt all military action",
    "an immediate ceasefire and the cessation of all military activities",
    "the violation of the ban on the use of force",
    "the inadmissibility of the acquisition of territory by force",
    "the lifting of the blockade",
    "at the loss of civilian life caused by air strikes",
    "the armed forces of both parties to withdraw to their lines",
    "non-State armed groups to release all children",
    "the parties to negotiate in good faith by peaceful means",
    "to use all peaceful means to settle the dispute",
    "the Force Commander to report on the strength of the force",
    "all States to take appropriate steps",
    "the Secretary-General to make the necessary arrangements",
    "to provide all necessary assistance to the mission",
    "the entry into force of the agreement",
    "to enforce the arms embargo",
    "the observers to have freedom of movement and all necessary facilities",
    "à s'abstenir de recourir à la force",
    "à mettre fin aux opérations militaires",
    "à cesser immédiatement les frappes aériennes",
    "condamne le recours à la force contre les civils",
    "les mesures voulues pour un cessez-le-feu",
    "the parties to stop sending troops across the border",
    "the parties not to employ force against demonstrators",
    "agreements with force of law between the parties",
    "condemns the targeted strikes on schools",
    "to send peacekeeping troops with the consent of the parties",
    "the obligations of Article 42 of the Hague Regulations",
    "the strike of transport workers on 5 May",
    "that force shall never be used",
    "à ne pas recourir aux armes",
    "à déployer une force de maintien de la paix avec le consentement des parties",
    "à l'interdiction de recourir aux armes",
    "l'entrée en vigueur de l'accord",
    "that there can be no military solution to the conflict",
    "that the conflict cannot be resolved by military means",
    "the parties to refrain from deploying troops near the border",
    "the parties to cease the deployment of armed forces along the line",
    "to deploy peacekeeping troops with the consent of the Government",
    "an immediate end to the invasion of the province",
    "condemns the invasion of the territory",
    "to use the necessary diplomatic means",
    "the use of necessary means of communication",
    "to provide the mission with the means necessary for its work",
    "à doter la mission des moyens nécessaires",
    "à prendre les mesures appropriées",
    "the parties to cease fire",
    "the return of all persons forcibly displaced",
    "the parties not to open fire",
    "the non-use of force",
    "la levée du blocus",
    "requests the Secretary-General to intervene to stop the violence",
    "condemns the armed attacks, and the use of force, against civilians",
    "concern at the loss of life, including from air strikes",
]


@pytest.mark.parametrize("text", FORCE)
def test_r39d_force_in_its_usual_forms(text):
    assert wording.force_words(text)


@pytest.mark.parametrize("text", NOT_FORCE)
def test_r39d_what_forbids_force_or_has_nothing_of_it_is_not_force(text):
    assert wording.force_words(text) is None


HIDDEN = {
    "capitals": "ALL NECESSARY MEANS",
    "line break": "all\nnecessary\r\nmeans",
    "hyphen": "all-necessary-means",
    "soft hyphen": "all neces\u00adsary means",
    "word broken at a line end": "all neces-\nsary means",
    "no-break space": "all\u00a0necessary\u202fmeans",
    "zero width": "all ne\u200bces\u200dsa\ufeffry me\u2060ans",
    "right to left marks": "all \u202enecessary\u202c \u200fmeans",
    "control characters": "all nec\x07essary\x00 means",
    "full width": "ａｌｌ ｎｅｃｅｓｓａｒｙ ｍｅａｎｓ",
    "Cyrillic letters": "аll nесеssаrу mеаns",
    "Greek letters": "αll necεssαry meαns".replace("ε", "e"),
    "mathematical letters": "𝐚𝐥𝐥 𝐧𝐞𝐜𝐞𝐬𝐬𝐚𝐫𝐲 𝐦𝐞𝐚𝐧𝐬",
    "accents": "áll nécessàry mëans",
    "accents decomposed": unicodedata.normalize("NFD", "áll nécessàry mëans"),
    "digits for letters": "a11 n3cessary means",
    "spaced letters": "a l l   n e c e s s a r y   m e a n s",
    "a space in a word": "all neces sary means",
    "dashes": "all—necessary–means",
    "quotation marks": "all “necessary” means",
    "brackets": "all (necessary) [means]",
    "emphasis": "all *necessary* **means**",
    "markup": "all <b>necessary</b> me<i></i>ans",
    "the sign of a note": "all necessary¹ means",
    "the number of a note": "all necessary2 means1",
    "blank Braille": "all\u2800necessary\u2800means",
    "Hangul fillers": "all\u3164neces\u115fsary\uffa0means",
    "letters of other scripts": "аll nеcеssаry mеαηs",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_r39d_no_way_of_writing_hides_the_words(text):
    assert wording.force_words(f"Member States to use {text} in the area")


@pytest.mark.parametrize(
    "text",
    [
        "Autoriza a los Estados Miembros a tomar todas las medidas necesarias",
        "a que utilicen todos los medios necesarios",
        "уполномочивает государства-члены принять все необходимые меры",
        "использовать все необходимые сре\u0301дства",
        "установить бесполётную зону",
        "باتخاذ جميع التدابير اللازمة لحماية المدنيين",
        "استخدام كَافَّةِ الوسائل اللازمة",
        "授权会员国采取一切必要措施保护平民",
        "使用一 切 必要手段",
        "设立禁飞区",
        "授权使用武力",
        "Autoriza el uso de la fuerza",
        "Autoriza el despliegue de tropas",
        "санкционирует применение силы",
        "يأذن باستخدام القوة",
    ],
)
def test_r39d_all_necessary_means_in_the_other_official_languages(text):
    assert wording.force_words(text)


@pytest.mark.parametrize(
    "text",
    [
        *("que se abstengan de recurrir al uso de la fuerza", "воздерживаться от применения силы", "不使用武力"),
        *("الامتناع عن استخدام القوة", "prohíbe el uso de la fuerza"),
        "a tomar medidas",
        "принять меры",
        "اتخاذ التدابير",
        "采取措施",
        "a <b>ban</b> on “arms”",
        "resolution 1973¹",
    ],
)
def test_r39d_ordinary_words_in_other_languages_and_with_marks_are_not_force(text):
    assert wording.force_words(text) is None


def test_r39d_what_one_text_forbids_it_does_not_forbid_in_another():
    assert wording.force_words("An end to the attacks air strikes") is None
    assert wording.force_in("An end to the attacks", "air strikes")
    assert wording.force_in("States take all", "necessary means")
    assert wording.force_in("An end to air strikes", "talks") is None


@given(st.text(max_size=300))
def test_r39d_whatever_is_typed_is_read(text):
    assert wording.fold(wording.fold(text)) == wording.fold(text)
    assert wording.force_words(f"all necessary means. {text}")


@pytest.mark.parametrize(
    "text",
    [
        "que le Président quitte le pouvoir",
        "que le chef de l’État se démette",
        "le départ du Président",
        "la chute du régime",
        "de remplacer le Gouvernement par un autre",
        "la dissolution du Parlement et du gouvernement",
        "un gouvernement de transition",
        "que de nouvelles autorités soient désignées",
        "d'évincer les dirigeants",
        "d’écarter le Président du pouvoir",
        "une passation de pouvoir",
        "constate que le Gouvernement a perdu toute légitimité",
        "le renversement du gouvernement",
        "that the President vacate his office",
        "the departure of the President",
        "that the President steps down and hands the State to the opposition",
        "that the President steps aside",
        "the President's removal",
        "that the Government must be replaced",
        "a new leadership",
        "a transitional governing body",
        "que le Président se retire",
        "que le Président parte",
        "the President to make way",
        "declares that the Government has forfeited its right to rule",
        "to withdraw recognition from the Government",
        "the sole legitimate representative of the people",
        "que le Président cède la place",
    ],
)
def test_r39c_a_change_of_regime_in_other_words(text):
    assert wording.regime_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "le Gouvernement à ouvrir des négociations",
        "the authorities to grant access",
        "the Government to cooperate with the Court",
        "les autorités compétentes à enquêter",
        "the President of the Security Council to keep the matter under review",
        "the forces of the Government to leave the town",
        "the authorities not to depart from the line agreed",
        "the Government should go to the talks",
    ],
)
def test_r39c_ordinary_words_suggest_no_change_of_regime(text):
    assert wording.regime_words(text) is None


P5 = homelands(dict.fromkeys(("CHN", "FRA", "RUS", "GBR", "USA"), ()))
FACTS = Facts(options={}, homelands=P5, gate_open=True)


def on_homeland(text: str, territory=("SYR",)):
    row = Paragraph("1", "1", Part.OPERATIVE, text, "Authorizes", measure="armed_presence", territory=territory)
    return next(limb for limb in check((row,), FACTS).limbs if limb.letter == "b")


@pytest.mark.parametrize(
    "place",
    [
        "Moscow",
        "Dagestan",
        "Кursk",
        "the U.S.",
        "États-Unis",
        "Tibet",
        "LONDON",
        "northern Irеland",
        "sol français",
        "Hawaii",
        "“Moscow”¹",
        "Russian cities",
        "American airspace",
        *("Murmansk", "Grozny", "Kazan", "the Kremlin", "Manchester", "Glasgow", "Belfast", "New York", "the Pentagon"),
        *(
            "Lhasa",
            "Urumqi",
            "Wuhan",
            "Bordeaux",
            "Москве",
            "в России",
            "中国境内",
            "在莫斯科",
            "في موسكو",
            "Estados Unidos",
        ),
    ],
)
def test_r39b_a_homeland_named_as_a_place_within_another_states_paragraph(place):
    refused = on_homeland(f"Member States to use all necessary means in Syria and in {place}")
    assert refused.state is State.REFUSED
    assert refused.objections[0].rule == "R39 b"


@pytest.mark.parametrize(
    "text",
    [
        "in Georgia",
        "near Brest in Belarus",
        "in Syria",
        "in the plain of Franceville",
        "in the Londonderry Islands quarter of Aleppo",
    ],
)
def test_r39b_a_name_within_another_word_is_no_homeland(text):
    assert on_homeland(f"Member States to use all necessary means {text}").state is State.HOLDS


def test_r39d_over_the_corpus_few_paragraphs_of_past_resolutions_are_force():
    """Read by hand, 2026-11: of 64 found all but a dozen ask for force or say "all necessary measures"."""
    read = [one for text in resolutions().values() for one in parse(text)]
    body = [one for one in read if one.kind in (Kind.PREAMBULAR, Kind.OPERATIVE, Kind.SUB)]
    found = [one for one in body if wording.force_words(one.words)]
    assert 45 <= len(found) <= 90
    said = [one for one in body if "all necessary measures" in wording.fold(one.words)]
    assert said
    assert all(one in found for one in said)


@pytest.mark.parametrize(
    "text",
    [
        "article " + "1" * 4000,
        "article " + "1, " * 3000,
        "paragraph " + "1" * 4000 + " of resolution",
        "use of the necessary " * 1500,
        "deploy a b c d " * 1500,
        "all the such those " * 1500,
        "states shall must will " * 1500,
        "government a b c " * 1500,
        "air, sea or " * 6000,
    ],
    ids=lambda text: text[:12],
)
def test_r39_no_text_holds_the_check_up(text):
    """A pattern that tries every way of parting such a text would never come to its end."""
    assert wording.force_words(text) is None
    assert wording.regime_words(text) is None
    assert wording.seeks_negotiation(text) is False
    assert wording.paragraphs_named(text) in ((), ("1",))
    assert wording.states_fact("Noting", text) is False
    assert wording.states_fact("Noting", "4, " * 6000) is False


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the area named in paragraph 2", ("2",)),
        ("paragraphs 2 and 4 to 6 above", ("2", "4", "5", "6")),
        ("paragraphe 12 et 13", ("12", "13")),
        ("paragraphs 1 (a) and 2", ("1", "2")),
        ("paragraph 12 of resolution 1973 (2011)", ()),
        ("paragraph by paragraph", ()),
    ],
)
def test_r39b_the_paragraphs_that_a_text_refers_to(text, numbers):
    assert wording.paragraphs_named(text) == numbers
