"""R19: rows of UCDP GED files, older and newer."""

from datetime import date

import pytest

from evidence.ged import COLUMNS, BadRow, incident, is_hxl
from evidence.gw import ISO3_BY_GW

ROW = {
    "id": "214797.0", "type_of_violence": "3.0", "country": "Syria", "country_id": "652.0", "region": "Middle East",
    "adm_1": "Homs", "adm_2": "", "where_coordinates": "Homs town", "latitude": "34.8", "longitude": "36.7",
    "where_prec": "1.0", "date_prec": "1.0", "date_start": "2016-01-01", "date_end": "2016-01-02 00:00:00",
    "side_a": "Guards", "side_b": "Civilians", "conflict_name": "", "deaths_civilians": "2.0", "low": "2.0",
    "best": "2.0", "high": "4.0", "source_office": "SOHR",
}  # fmt: skip


def read(**changes):
    return dict(zip(COLUMNS, incident({**ROW, **changes}), strict=True))


def test_r19_numbers_written_as_floats_are_counts():
    row = read()
    assert (row["source_id"], row["best"], row["high"]) == ("214797", 2, 4)
    assert (row["date_start"], row["date_end"]) == (date(2016, 1, 1), date(2016, 1, 2))


def test_r19_a_gleditsch_ward_number_becomes_an_iso_code():
    assert read()["state_id"] == "SYR"
    assert read(country_id="775", country="Myanmar (Burma)")["state_id"] == "MMR"
    assert read(country_id="713", country="Taiwan")["state_id"] is None


def test_r19_no_two_numbers_are_mixed_up():
    assert len(ISO3_BY_GW) == 195
    assert (ISO3_BY_GW[490], ISO3_BY_GW[484], ISO3_BY_GW[626], ISO3_BY_GW[625]) == ("COD", "COG", "SSD", "SDN")


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""}, {"id": "x"}, {"id": "nan"}, {"best": "-1"}, {"best": "1.5"}, {"low": "inf"}, {"type_of_violence": "4"},
        {"latitude": "91"}, {"longitude": "x"}, {"date_start": "2016-13-01"}, {"date_end": "2015-12-31"},
        {"where_prec": "9"}, {"country": "Sy\udcffria"}, {"high": None},
    ],
)  # fmt: skip
def test_r19_a_bad_row_says_why(changes):
    with pytest.raises(BadRow) as bad:
        read(**changes)
    assert str(bad.value)


def test_r19_any_change_of_a_row_changes_its_digest():
    assert read()["row_digest"] == read()["row_digest"]
    assert read(best="3")["row_digest"] != read()["row_digest"]


def test_r19_the_row_of_hxl_tags_is_known():
    assert is_hxl({"id": "#event+id", "year": "#date+year"})
    assert not is_hxl(ROW)
