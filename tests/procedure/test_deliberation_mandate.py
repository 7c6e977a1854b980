"""R39: each refusal names its paragraph and its rule."""

import inspect
from dataclasses import replace

import pytest

from deliberation.procedure import wording
from deliberation.procedure.draft import (
    MEASURES,
    Citation,
    Clearance,
    Facts,
    OptionFact,
    Paragraph,
    State,
)
from deliberation.procedure.form import Part
from deliberation.procedure.gate import OptionClass
from deliberation.procedure.mandate import check, check_plain, to_clear

PP, OP = Part.PREAMBULAR, Part.OPERATIVE
FACTS = Facts(
    options={
        "O-1": OptionFact("O-1", OptionClass.PEACEFUL, carried=True),
        "O-2": OptionFact("O-2", OptionClass.COERCIVE, carried=True),
        "O-3": OptionFact("O-3", OptionClass.COERCIVE, carried=False, vote_open=True),
        "O-4": OptionFact("O-4", OptionClass.COERCIVE, carried=False),
        "O-5": OptionFact("O-5", OptionClass.FORCE, carried=True),
    },
    homelands={"RUS": ("Russian Federation", "Russia"), "FRA": ("France", "French Republic")},
    gate_open=False,
)
GATE_OPEN = replace(FACTS, gate_open=True)
RECALL = Paragraph("pp1", "PP1", PP, "the purposes of the Charter", "Recalling")
TALKS = Paragraph("1", "1", OP, "the parties to open talks", "Calls upon", measure="negotiation", option="O-1")
EMBARGO = Paragraph("2", "2", OP, "that no State supplies arms", "Decides", measure="arms_embargo", option="O-2")
SEIZED = Paragraph("3", "3", OP, "to remain seized of the matter", "Decides", measure="seized")
DRAFT = (RECALL, TALKS, EMBARGO, SEIZED)


def limb(letter, *paragraphs, facts=FACTS):
    return next(limb for limb in check(paragraphs, facts).limbs if limb.letter == letter)


def force(text="Member States to take all necessary measures", **more):
    usual = {"measure": "armed_presence", "option": "O-5", "territory": ("SYR",)}
    return Paragraph("9", "9", OP, text, "Authorizes", **usual | more)


def test_r39_a_lawful_draft_holds():
    mandate = check(DRAFT, FACTS)
    assert mandate.holds
    assert [limb.letter for limb in mandate.limbs] == list("abcdef")
    assert mandate.objections == ()


def test_r39_no_role_is_an_argument_of_the_check():
    assert list(inspect.signature(check).parameters) == ["paragraphs", "facts"]
    assert not {"role", "user", "by", "override"} & set(Facts.__dataclass_fields__)


def test_r39a_a_draft_must_seek_negotiation():
    refused = limb("a", RECALL, EMBARGO)
    assert refused.state is State.REFUSED
    assert refused.objections[0].rule == "R39 a"


def test_r39a_the_tag_alone_is_not_enough():
    sham = replace(TALKS, text="all States to stop supplying arms")
    assert limb("a", sham).objections[0].label == "1"


@pytest.mark.parametrize("text", ["les parties à ouvrir des négociations", "the parties to agree a cease-fire"])
def test_r39a_negotiation_in_other_words(text):
    assert limb("a", replace(TALKS, text=text)).state is State.HOLDS


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        ("Condemns", "the talks held in the capital"),
        ("Calls upon", "the Government not to negotiate with the militia"),
        ("Calls upon", "the parties to break off all negotiations"),
        ("Urges", "the parties to refrain from any dialogue"),
        ("Demande", "aux parties de rompre les négociations"),
        ("Decides", "that no negotiations shall take place between the parties"),
        ("Urges", "the parties not to resume negotiations"),
        ("Urges", "the parties to avoid negotiation"),
        ("Urges", "the parties to refrain from entering into talks"),
        ("Forbids", "negotiations"),
        ("Demande", "aux parties de ne pas engager de pourparlers"),
        ("Décide", "qu'aucune négociation n'aura lieu"),
    ],
)
def test_r39a_what_speaks_against_talks_seeks_none(opening, text):
    assert limb("a", replace(TALKS, opening=opening, text=text)).state is State.REFUSED


@pytest.mark.parametrize(
    "text",
    [
        "the parties not to abandon talks",
        "that no party obstruct the negotiations",
        "the parties not to delay negotiations",
        "the parties to prevent the collapse of the talks",
        "the parties to refrain from acts that harm the talks",
        "the parties to avoid steps that end the talks",
        "the parties to end the fighting and open talks",
        "the parties to cease hostilities and to resume negotiations without conditions",
    ],
)
def test_r39a_an_end_to_fighting_is_no_end_to_talks(text):
    assert limb("a", replace(TALKS, text=text)).state is State.HOLDS


def test_r39a_a_preambular_wish_is_not_an_operative_paragraph():
    assert limb("a", replace(TALKS, part=PP)).state is State.REFUSED


def test_r39b_force_on_the_homeland_of_a_permanent_member():
    refused = limb("b", force(territory=("SYR", "RUS")), facts=GATE_OPEN)
    assert (refused.objections[0].rule, refused.objections[0].label) == ("R39 b", "9")


def test_r39b_a_homeland_named_within_another_states_paragraph():
    named = force("Member States to take all necessary measures in Syria and in Russia", territory=("SYR",))
    assert limb("b", named, facts=GATE_OPEN).objections[0].words == "Russia"


def test_r39b_a_homeland_named_in_a_sub_paragraph():
    sub = Paragraph("9a", "9 (a)", OP, "in the north of the Russian Federation", level=1)
    assert limb("b", force(), sub, facts=GATE_OPEN).objections[0].label == "9 (a)"


def test_r39b_force_must_name_its_territory():
    assert limb("b", force(territory=()), facts=GATE_OPEN).state is State.REFUSED


def test_r39b_a_homeland_may_be_named_without_force():
    assert limb("b", replace(EMBARGO, territory=("RUS",), text="that Russia ends supplies")).state is State.HOLDS


CHANGE = replace(EMBARGO, text="that the President shall step down", clearances=())
LEGAL_1, LEGAL_2 = Clearance(1, "A. Benhaddou", True), Clearance(2, "I. Solheim", True)


def test_r39c_wording_that_suggests_a_change_of_regime_needs_clearing():
    refused = limb("c", CHANGE).objections[0]
    assert (refused.rule, refused.label, refused.words) == ("R39 c", "2", "step down")


def test_r39c_one_clearance_waits_and_names_who_gave_it():
    waiting = limb("c", replace(CHANGE, clearances=(LEGAL_1,)))
    assert waiting.state is State.WAITS
    assert "A. Benhaddou" in waiting.objections[0].reason


def test_r39c_two_legal_members_clear_it():
    assert limb("c", replace(CHANGE, clearances=(LEGAL_1, LEGAL_2))).state is State.HOLDS


@pytest.mark.parametrize("second", [LEGAL_1, Clearance(3, "B. Otieno", False)])
def test_r39c_not_the_same_member_twice_and_not_of_another_discipline(second):
    assert limb("c", replace(CHANGE, clearances=(LEGAL_1, second))).state is State.WAITS


FORCE_WORDS = [
    "to take all necessary means",
    "to take all necessary measures",
    "to use ALL  NECESSARY\u00a0MEANS",
    "to take all necessary and proportionate measures",
    "to take all measures necessary",
    "to use every means necessary",
    "to take whatever steps are required",
    "to take all such other measures as may be necessary",
    "to use all means at their disposal",
    "to use all neces\u00adsary me\u200bans",
    "to use all nесеssary means",  # Cyrillic letters
    "to take all-necessary-measures",
    "to resort to the use of force",
    "to authorize States to use robust armed force",
    "to carry out air strikes",
    "to establish a no-fly zone",
    "to conduct military operations in the north",
    "to act under Article 42 of the Charter",
    "à prendre toutes les mesures nécessaires",
    "à employer tous les moyens nécessaires",
    "à recourir à la force",
    "à prendre toutes mesures utiles et tous moyens qui s'imposent",
    "une intervention militaire",
]


@pytest.mark.parametrize("text", FORCE_WORDS)
@pytest.mark.parametrize("measure", ["protection", "humanitarian_access", "reporting"])
def test_r39d_words_of_force_are_force_whatever_the_tag(text, measure):
    refused = limb("d", force(text, measure=measure, option="O-1"))
    assert refused.state is State.REFUSED
    assert (refused.objections[0].rule, refused.objections[0].label) == ("R39 d", "9")


@pytest.mark.parametrize(
    "text",
    [
        "an immediate end to the use of force against civilians",
        "that all parties cease air strikes on hospitals",
        "the parties to lift the blockade of the camp",
        "Governments to take appropriate steps",
        "the necessary arrangements with all parties",
        "all parties to take part in talks",
        "l'arrêt immédiat des frappes, et condamne le recours à la force",
    ],
)
def test_r39d_words_that_forbid_force_are_not_force(text):
    assert wording.force_words(text) is None


def test_r39d_the_tag_of_force_is_force_without_any_such_word():
    assert limb("d", force("Member States to deploy a presence")).state is State.REFUSED


def test_r39d_words_split_between_paragraph_and_sub_paragraph():
    head = replace(TALKS, key="4", label="4", text="Member States to use all")
    sub = Paragraph("4a", "4 (a)", OP, "necessary means to protect the camp", level=1)
    assert limb("d", head, sub).state is State.REFUSED


def test_r39d_force_in_the_preamble_is_force():
    assert limb("d", replace(RECALL, text="that all necessary means be used")).objections[0].label == "PP1"


def test_r39d_with_the_gate_open_force_may_stand():
    assert check((*DRAFT, force()), GATE_OPEN).holds


@pytest.mark.parametrize(
    ("option", "state"),
    [
        ("O-2", State.HOLDS),
        ("O-3", State.WAITS),
        ("O-4", State.REFUSED),
        ("", State.REFUSED),
        ("O-99", State.REFUSED),
    ],
)
def test_r39e_a_measure_rests_on_an_option_the_plenary_carried(option, state):
    assert limb("e", replace(EMBARGO, option=option)).state is state


def test_r39e_a_measure_is_no_stronger_than_the_option_it_rests_on():
    refused = limb("e", replace(EMBARGO, option="O-1"))
    assert "carried as peaceful" in refused.objections[0].reason


def test_r39e_force_words_need_an_option_of_force():
    assert limb("e", force(option="O-2"), facts=GATE_OPEN).state is State.REFUSED
    assert limb("e", force(measure="reporting", option=""), facts=GATE_OPEN).state is State.REFUSED


def test_r39e_an_operative_paragraph_says_its_measure():
    assert limb("e", replace(EMBARGO, measure="")).state is State.REFUSED


def test_r39e_a_sub_paragraph_rests_where_its_paragraph_rests():
    sub = Paragraph("2a", "2 (a)", OP, "arms and ammunition", level=1, measure="arms_embargo")
    assert limb("e", EMBARGO, sub).state is State.HOLDS


FACT = Paragraph("pp2", "PP2", PP, "that at least 351 civilians were killed", "Gravely concerned")


@pytest.mark.parametrize(
    "fact",
    [
        FACT,
        replace(FACT, opening="Recalling", text="that 40 people were displaced"),
        replace(FACT, opening="Recalling", text="the events", of_fact=True),
        replace(FACT, opening="Taking note of", text="the determination of the Division"),
    ],
)
def test_r39f_a_fact_without_a_citation(fact):
    refused = limb("f", fact)
    assert (refused.state, refused.objections[0].label) == (State.REFUSED, "PP2")


def test_r39f_a_fact_that_cites_what_may_be_released():
    assert limb("f", replace(FACT, citations=(Citation("E-2026-0171"),))).state is State.HOLDS


def test_r39f_a_citation_that_may_not_be_released():
    barred = replace(FACT, citations=(Citation("E-2026-0171"), Citation("E-2026-0172", "it is confidential")))
    assert limb("f", barred).objections[0].words == "E-2026-0172"


def test_r39f_a_paragraph_of_principle_needs_no_citation():
    assert limb("f", RECALL).state is State.HOLDS


def test_r39_other_outputs_may_not_recommend_force_or_a_change_of_regime():
    plain = Paragraph("p", "Paragraph 1", Part.PLAIN, "Use all necessary means until the regime change.")
    mandate = check_plain([plain], FACTS)
    assert [o.rule for o in mandate.objections] == ["R39 c", "R39 d"]


def test_r39c_each_paragraph_of_a_block_is_cleared_for_itself():
    both = (Clearance(1, "A", legal=True), Clearance(2, "B", legal=True))
    head = Paragraph("1", "1", OP, "a political transition", "Supports", measure="reporting", clearances=both)
    below = Paragraph("2", "1 (a)", OP, "the overthrow of the Government", level=1)
    assert limb("c", head).state is State.HOLDS
    assert [o.key for o in limb("c", head, below).objections] == ["2"]
    assert limb("c", head, replace(below, clearances=both)).state is State.HOLDS


def test_r39d_a_sub_paragraph_does_not_forbid_what_the_next_one_asks_for():
    head = Paragraph("1", "1", OP, "the following", "Recommends", measure="protection")
    first = Paragraph("2", "1 (a)", OP, "an end to the attacks", level=1)
    second = Paragraph("3", "1 (b)", OP, "air strikes on the artillery by Member States", level=1)
    assert limb("d", head, first, second).objections[0].key == "3"
    cease = replace(head, opening="Demands", text="that the parties cease")
    strikes = replace(first, text="air strikes on towns")
    assert limb("d", cease, strikes, replace(second, text="military operations near hospitals")).state is State.HOLDS


@pytest.mark.parametrize(
    ("opening", "text", "measure", "option"),
    [
        ("Decides", "that all States shall freeze the funds of the militia", "cessation", ""),
        ("Also decides", "that no State permits the sale or supply of arms to the parties", "reporting", ""),
        ("Decides", "to refer the situation to the International Criminal Court", "accountability", "O-1"),
        ("Décide", "d'imposer un embargo sur les armes", "other_peaceful", "O-1"),
    ],
)
def test_r39e_what_the_words_decide_is_no_milder_for_its_mark(opening, text, measure, option):
    row = Paragraph("1", "1", OP, text, opening, measure=measure, option=option)
    assert "coercive" in limb("e", row).objections[0].reason


def test_r39e_what_sub_paragraphs_decide_is_read_with_their_paragraph():
    head = Paragraph("1", "1", OP, "on the following measures", "Decides", measure="reporting")
    assert limb("e", head, Paragraph("2", "1 (a)", OP, "an arms embargo", level=1)).objections[0].key == "1"


@pytest.mark.parametrize(
    ("opening", "text", "measure"),
    [
        ("Requests", "the Secretary-General to report on the arms embargo", "reporting"),
        ("Decides", "to lift the arms embargo", "reporting"),
        ("Decides", "to remain seized of the matter", "seized"),
        ("Demands", "that the parties end the supply of arms to children", "cessation"),
    ],
)
def test_r39e_what_speaks_of_a_measure_imposes_none(opening, text, measure):
    assert limb("e", Paragraph("1", "1", OP, text, opening, measure=measure)).state is State.HOLDS


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        ("Demands", "that all States freeze without delay all funds and assets of the persons listed"),
        ("Demands", "that all States shall prevent the sale or supply of arms"),
        ("Calls upon", "all States to impose an arms embargo"),
        ("Requires", "all States to freeze funds"),
        ("Affirms", "that all States shall freeze the funds"),
        ("Decides", "to dispatch a peacekeeping operation"),
        ("Decides", "that an oil embargo applies"),
        ("Decides", "that all States shall expel the diplomats"),
        ("Decides", "to establish a sanctions committee"),
        ("Reiterates", "its decision to refer the situation to the International Criminal Court"),
        ("Authorizes", "all States to seize vessels and dispose of their cargo"),
        ("Requests", "the Secretary-General to establish an international commission of inquiry"),
        ("Demande", "à tous les États de geler les avoirs"),
    ],
)
@pytest.mark.parametrize("measure", ["reporting", "cessation"])
def test_r39e_what_needs_no_option_takes_no_other_measure(opening, text, measure):
    row = Paragraph("1", "1", OP, text, opening, measure=measure)
    assert limb("e", row).state is State.REFUSED


@pytest.mark.parametrize(
    ("opening", "text", "measure"),
    [
        ("Requests", "the Secretary-General to report on the steps taken by States to freeze funds", "reporting"),
        ("Recalls", "its decision to refer the situation to the Court", "reporting"),
        ("Requests", "the commission of inquiry to report within 60 days", "reporting"),
        ("Demands", "that the parties cease all attacks and return to the negotiations", "cessation"),
        ("Takes note", "of the freezing of funds by States", "reporting"),
        (
            "Requests",
            "the Secretary-General to inform the Council of any obstruction of humanitarian access",
            "reporting",
        ),
        ("Requests", "the Secretary-General to report on options to establish a monitoring mission", "reporting"),
        ("Invites", "the Prosecutor to report to the Council on the progress of investigations", "reporting"),
        ("Calls upon", "all States to deny safe haven to perpetrators", "accountability"),
        ("Urges", "all States to seize the opportunity of the talks", "other_peaceful"),
    ],
)
def test_r39e_what_speaks_of_a_measure_takes_none(opening, text, measure):
    option = "O-1" if MEASURES[measure].rests else ""
    assert limb("e", Paragraph("1", "1", OP, text, opening, measure=measure, option=option)).state is State.HOLDS


def test_r39b_force_in_the_area_that_another_paragraph_names():
    area = Paragraph("1", "1", OP, "that the area comprises Kaliningrad", "Decides", measure="reporting")
    there = Paragraph(
        "2", "2", OP, "Member States to use all necessary means in the area named in paragraph 1", "Authorizes",
        measure="protection_force", territory=("SYR",),
    )  # fmt: skip
    facts = replace(FACTS, homelands={"RUS": ("Russian Federation", "Kaliningrad")}, gate_open=True)
    refused = next(one for one in check((area, there), facts).limbs if one.letter == "b").objections
    assert [(o.label, o.words) for o in refused] == [("2", "Kaliningrad")]
    of_another_text = replace(there, text=there.text.replace("paragraph 1", "paragraph 1 of resolution 2139 (2014)"))
    assert next(one for one in check((area, of_another_text), facts).limbs if one.letter == "b").state is State.HOLDS


def test_r39d_force_in_the_addressee_is_force():
    row = Paragraph("1", "1", OP, "the addressee to cooperate", "Urges", measure="cessation",
                    addressee="States, by all necessary means")  # fmt: skip
    assert limb("d", row).state is State.REFUSED


def test_r39c_what_paragraphs_suggest_together_is_cleared_in_the_words_of_all():
    head = Paragraph("1", "1", OP, "the orderly removal, by consent, of", "Supports", measure="reporting")
    below = Paragraph("2", "1 (a)", OP, "the President and his closest advisers", level=1)
    assert limb("c", head, below).objections[0].key == "1"
    ((key, said),) = to_clear((head, below)).items()
    assert key == "1"
    both = (replace(LEGAL_1, words=said), replace(LEGAL_2, words=said))
    assert limb("c", replace(head, clearances=both), below).state is State.HOLDS
    other = replace(below, text="the President and the judges of the Constitutional Court")
    assert limb("c", replace(head, clearances=both), other).state is State.REFUSED


def test_r39_every_objection_names_a_paragraph_that_exists():
    mandate = check((FACT, replace(EMBARGO, option=""), force(), CHANGE), FACTS)
    assert {o.label for o in mandate.objections if o.label} <= {"PP2", "2", "9"}
    assert not mandate.holds


def test_r39_every_measure_has_a_class_and_one_negotiates():
    assert any(kind.negotiates for kind in MEASURES.values())
    assert all(kind.cls is OptionClass.PEACEFUL for kind in MEASURES.values() if not kind.rests)
