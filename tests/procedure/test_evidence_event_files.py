"""R19: what event files look like, pure: headers, cells, days, the State that a row speaks of."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure.events.cells import ISO_DAY, NAMED_DAY, BadCell, number
from evidence.procedure.events.gleditsch_ward import ISO3_BY_GW
from evidence.procedure.events.layouts import ACLED, GED, Unrecognised, is_candidate, is_tag_row, recognise
from evidence.procedure.events.places import Known, Numbering, Written, place, plain
from tests import event_files

STATES = [
    Known("SYR", "SY", 760, ("Syria", "Syrian Arab Republic")),
    Known("BTN", "BT", 64, ("Bhutan", "Kingdom of Bhutan")),
    Known("MMR", "MM", 104, ("Myanmar", "Republic of the Union of Myanmar")),
    Known("COD", "CD", 180, ("DR Congo", "Democratic Republic of the Congo")),
    Known("COG", "CG", 178, ("Congo", "Republic of the Congo")),
    Known("SOM", "SO", 706, ("Somalia", "Federal Republic of Somalia")),
    Known("CIV", "CI", 384, ("Côte d'Ivoire", "Republic of Côte d'Ivoire")),
]


def test_r19_a_header_tells_the_layout_in_any_order_and_case():
    assert recognise(list(event_files.GED)) is GED
    assert recognise([name.upper() for name in reversed(event_files.ACLED)]) is ACLED
    older = [{"best": "best_est", "low": "low_est", "high": "high_est"}.get(name, name) for name in event_files.GED]
    assert recognise(older) is GED


def test_r19_an_unknown_header_is_told_what_it_lacks():
    with pytest.raises(Unrecognised, match="lacks low"):
        recognise([name for name in event_files.GED if name != "low"])
    with pytest.raises(Unrecognised, match="neither of UCDP GED nor of ACLED"):
        recognise(["a", "b"])


def test_r19_a_row_of_tags_is_no_row_that_begins_with_a_hash():
    assert is_tag_row(["#event+id", "", "#date+year"])
    assert not is_tag_row(["214797", "#Insécurité", ""])
    assert not is_tag_row(["", ""])


def test_r19_a_candidate_release_is_known_by_its_name():
    assert all(map(is_candidate, ("ged_candidate_v26_0_2.csv.gz", "GEDEvent_v25_0_9.csv", "GEDEvent_v25_01_25_09.csv")))
    assert not any(map(is_candidate, ("ged_v19_1_syria.csv.gz", "ged251-csv.zip", "GEDEvent_v25_1.csv")))


ISO, NAMED = re.compile(ISO_DAY), re.compile(NAMED_DAY)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_r19_every_day_there_is_is_read_in_each_style(day):
    assert ISO.search(day.isoformat())
    assert ISO.search(f"{day} 00:00:00")
    assert NAMED.search(f"{day:%d %B %Y}")
    assert NAMED.search(f"{day:%d-%b-%Y}")
    if 1970 <= day.year < 2070:
        assert NAMED.search(f"{day.day}-{day:%b-%y}")


@given(st.integers(1900, 2099), st.integers(0, 13), st.integers(0, 32))
def test_r19_a_day_that_is_not_in_the_calendar_is_none(year, month, day):
    try:
        there = bool(date(year, month, day))
    except ValueError:
        there = False
    assert bool(ISO.search(f"{year}-{month:02}-{day:02}")) is there


@pytest.mark.parametrize(
    "text", ["", "yesterday", "1/2/2016", "01/02/03", "20160101", "2016-1-1", "0216-01-01", "30 February 2020", "29-Feb-2021",
             "31 June 2020", "01 Foo 2020", "2016-01-01x", "2016-01-01 12:30:00", "infinity", "0-Jan-20"],
)  # fmt: skip
def test_r19_what_could_be_read_in_two_ways_is_no_day(text):
    assert not ISO.search(text)
    assert not NAMED.search(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_r19_a_number_in_any_notation_is_one(value):
    assert float(number("best", f" {value!r} ")) == value


@pytest.mark.parametrize("text", ["x", "1_000", "0x10", "nan", "inf", "1,000", "1 2", "--1", "1e999", "1e-999"])
def test_r19_what_is_no_number_says_so(text):
    with pytest.raises(BadCell, match="best is no number"):
        number("best", text)


def test_r19_the_same_number_is_another_state_in_another_numbering():
    by_ward = place([Written("Syria", "652.0", 9), Written("Bhutan", "760", 1)], STATES, Numbering.GLEDITSCH_WARD)
    assert (by_ward.numbering, by_ward.iso3["Syria", "652.0"], by_ward.iso3["Bhutan", "760"]) == (
        Numbering.GLEDITSCH_WARD, "SYR", "BTN",
    )  # fmt: skip
    by_iso = place([Written("Syria", "760", 9), Written("Bhutan", "64", 1)], STATES, Numbering.GLEDITSCH_WARD)
    assert (by_iso.numbering, set(by_iso.iso3.values())) == (Numbering.ISO_NUMERIC, {"SYR", "BTN"})
    by_letters = place([Written("Syria", "syr", 9)], STATES, Numbering.GLEDITSCH_WARD)
    assert (by_letters.numbering, by_letters.iso3["Syria", "syr"]) == (Numbering.ISO_LETTERS, "SYR")
    assert by_ward.notes == by_iso.notes == by_letters.notes == ()


def test_r19_a_name_is_the_last_resort_and_says_so():
    placed = place([Written("Ivory Coast", "", 4), Written("Syria", "652", 2)], STATES, Numbering.GLEDITSCH_WARD)
    assert placed.iso3["Ivory Coast", ""] == "CIV"
    assert placed.notes == ("Ivory Coast: 4 rows were placed in CIV by name, since there is no code.",)


def test_r19_a_code_that_contradicts_its_name_counts_and_says_so():
    placed = place([Written("Syria", "652", 9), Written("Myanmar (Burma)", "520", 1)], STATES, Numbering.GLEDITSCH_WARD)
    assert placed.iso3["Myanmar (Burma)", "520"] == "SOM"
    assert "the name says MMR" in placed.notes[0]


def test_r19_what_is_no_state_of_the_reference_data_is_in_none():
    placed = place([Written("Kosovo", "347", 3)], STATES, Numbering.GLEDITSCH_WARD)
    assert placed.iso3["Kosovo", "347"] is None
    assert placed.notes == ("Kosovo: 3 rows are in no State of the reference data.",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("DR Congo (Zaire)", "DR Congo"), ("CÔTE D’IVOIRE", "Côte d'Ivoire"), ("The Gambia", "Gambia"), ("Bosnia & Herzegovina", "Bosnia and Herzegovina")],
)  # fmt: skip
def test_r19_a_name_is_the_same_in_any_dress(written, meant):
    assert plain(written) == plain(meant)


def test_r19_no_two_numbers_are_mixed_up():
    assert len(ISO3_BY_GW) == 195
    assert (ISO3_BY_GW[490], ISO3_BY_GW[484], ISO3_BY_GW[626], ISO3_BY_GW[625]) == ("COD", "COG", "SSD", "SDN")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Syria", "Bhutan", "Myanmar"]),
            st.sampled_from(["652", "760", "64", "x", ""]),
            st.integers(1, 99),
        )
    )
)
def test_r19_every_country_that_is_written_has_an_answer(rows):
    written = [Written(*row) for row in rows]
    placed = place(written, STATES, Numbering.GLEDITSCH_WARD)
    assert placed.iso3.keys() == {(row.country, row.code) for row in written}


def test_r19_days_of_leap_years_are_those_of_the_calendar():
    day = date(1999, 12, 28)
    while day < date(2001, 3, 2):
        assert ISO.search(day.isoformat())
        day += timedelta(days=1)
    assert not ISO.search("1900-02-29")
