"""The reference data files: complete, consistent, and read once."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mad.reference import elements, framework, restraint, scales, sources, toolbox
from mad.reference.files import DATA, read_csv


def all_elements():
    for crime in elements.crimes():
        yield from (*crime.contextual, *crime.hints)
        for act in crime.acts:
            yield from act.elements


def test_r24_the_four_crimes_are_there_war_crimes_as_two_trees():
    assert {crime.id: crime.family for crime in elements.crimes()} == {
        "genocide": "genocide",
        "crimes_against_humanity": "crimes_against_humanity",
        "war_crimes_iac": "war_crimes",
        "war_crimes_niac": "war_crimes",
        "ethnic_cleansing": "ethnic_cleansing",
    }


def test_r24_every_act_has_elements_and_every_crime_a_context():
    for crime in elements.crimes():
        assert crime.contextual
        assert crime.acts
        assert all(act.elements for act in crime.acts)


def test_r24_element_ids_are_unique_and_found_by_id():
    ids = [element.id for element in all_elements()]
    assert len(ids) == len(set(ids)) == 280
    assert all(elements.element(element.id) == element for element in all_elements())


def test_r24_hints_are_no_elements_of_any_tree():
    counted = [
        e for crime in elements.crimes() for e in (*crime.contextual, *(x for a in crime.acts for x in a.elements))
    ]
    assert "policy_hint" not in {element.type for element in counted}


def test_r24_acts_that_ethnic_cleansing_rests_on_exist():
    acts = {act.id for crime in elements.crimes() for act in crime.acts}
    assert set(elements.crime("ethnic_cleansing").underlying) <= acts


def test_r24_an_unknown_crime_act_or_element_is_a_key_error():
    for ask in (
        elements.crime,
        elements.element,
        elements.crime("genocide").act,
        toolbox.tool,
        framework.factor,
    ):
        with pytest.raises(KeyError):
            ask("nothing")


def test_r22_fourteen_factors_with_141_indicators():
    assert [factor.number for factor in framework.factors()] == list(range(1, 15))
    assert sum(len(factor.indicators) for factor in framework.factors()) == 141


def test_r32_every_tool_has_one_of_the_three_classes():
    assert Counter(tool.cls for tool in toolbox.tools()) == {"peaceful": 34, "coercive": 17, "force": 12}
    assert all((tool.force_level != "") == (tool.cls == toolbox.FORCE) for tool in toolbox.tools())


def test_r10_the_bound_sources_are_those_the_rule_names():
    assert {"unocc", "ohchr", "ogpr2p", "jmac"} <= {source.id for source in sources.bound()}
    assert all(source.kind in ("secretariat", "mission_component", "peacekeeping") for source in sources.bound())


def test_r14_f_and_6_are_unknown_and_nothing_else_is():
    unknown = {
        code
        for scale in (scales.SOURCE_RELIABILITY, scales.INFORMATION_CREDIBILITY)
        for code, g in scale.items()
        if g.unknown
    }
    assert unknown == {"F", "6"}


def test_r16_three_sensitivities_in_rising_order():
    assert list(scales.SENSITIVITY) == ["unclassified", "confidential", "strictly_confidential"]


def test_r29_six_severity_scores_with_five_anchors_each():
    assert list(scales.SEVERITY_ANCHORS) == ["scale", "nature", "manner", "impact", "imminence", "trajectory"]
    assert {len(anchors) for anchors in scales.SEVERITY_ANCHORS.values()} == {5}


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0, "almost no chance"),
        (0.0499, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (Decimal("0.55"), "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (1, "almost certain"),
    ],
)
def test_r25_the_word_for_a_probability(p, word):
    assert scales.probability_word(p) == word


@given(st.floats(0, 1))
def test_r25_every_probability_has_a_word(p):
    assert scales.probability_word(p) in {term.term for term in scales.PROBABILITY_TERMS}


@pytest.mark.parametrize("p", [-0.01, 1.01, float("nan")])
def test_r25_what_is_no_probability_has_no_word(p):
    with pytest.raises(ValueError):
        scales.probability_word(p)


def test_r41_a_state_that_is_not_listed_is_unknown_not_absent():
    act_code = next(c for c in restraint.commitments() if c.id == "act_code")
    assert [act_code.joined(code) for code in ("FRA", "RUS", "MNG")] == [True, False, None]


def test_states_are_195_with_five_permanent_members():
    states = list(read_csv("states.csv"))
    assert len(states) == 195
    assert {row["iso3"] for row in states if row["is_p5"] == "1"} == {"CHN", "FRA", "GBR", "RUS", "USA"}
    assert {row["iso3"] for row in states if not row["group"]} == {"VAT", "PSE"}
    assert len({row["iso2"] for row in states}) == len({row["m49"] for row in states}) == 195


def test_states_name_their_origin_and_licence():
    head = (DATA / "states.csv").read_text(encoding="utf-8").split("iso3,")[0]
    assert "mledoze/countries" in head
    assert "Open Database License" in head


@pytest.mark.parametrize("year", range(1992, 2027))
def test_r03_the_council_has_fifteen_members_in_every_known_year(year):
    day = date(year, 7, 1).isoformat()
    rows = [row for row in read_csv("council_members.csv") if row["starts"] <= day <= (row["ends"] or day)]
    assert len({row["iso3"] for row in rows}) == len(rows) == 15


def test_no_text_of_the_reference_data_is_blank():
    texts = [e.text for e in all_elements()]
    texts += [t.description for t in toolbox.tools()]
    texts += [i.text for f in framework.factors() for i in f.indicators]
    assert all(re.search(r"\w{3}", text) and text.endswith(".") for text in texts)
