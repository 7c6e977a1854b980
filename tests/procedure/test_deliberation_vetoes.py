"""R41: rows of a public list of vetoes, read strictly."""

from datetime import date

import pytest

from deliberation.procedure.vetoes import Unfit, cast_by, read_row

TODAY = date(2026, 2, 9)
ROW = {
    "year": "1980",
    "date": "1/13/1980",
    "month": "1",
    "draft": "S/13735",
    "meeting_record": "S/PV.2191",
    "agenda_item": "Letter dated 22 December 1979",
    "crisis_topic": "Iran",
    "region": "Middle East",
    "member_veto1": "USSR",
    "member_veto2": "",
    "member_veto3": "",
}


def read(**changes):
    return read_row(ROW | changes, TODAY)


def test_a_row_names_seats_by_todays_holder():
    found = read()
    assert (found.day, found.states, found.draft) == (date(1980, 1, 13), ("RUS",), "S/13735")
    assert read(member_veto2="UK", member_veto1="USA").states == ("GBR", "USA")


def test_china_means_the_seat_whoever_held_it():
    found = read(year="1955", date="12/13/1955", month="12", member_veto1="China")
    assert found.states == ("CHN",)
    assert cast_by(found.states, found.day) == "Republic of China"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": ""}, "date is empty"),
        ({"date": "2/30/1980"}, "is no day"),
        ({"date": "1/13/1940", "year": "1940"}, "held no vote"),
        ({"date": "1/13/2030", "year": "2030"}, "held no vote"),
        ({"year": "1981"}, "year says 1981, date says 1980"),
        ({"month": "2"}, "month says 2"),
        ({"draft": " "}, "draft is empty"),
        ({"draft": "S" * 61}, "more than 60"),
        ({"agenda_item": ""}, "agenda_item is empty"),
        ({"crisis_topic": "Ir\x00an"}, "control characters"),
        ({"member_veto1": ""}, "no State is named"),
        ({"member_veto1": "Germany"}, "holds no permanent seat"),
        ({"member_veto1": "Russia"}, "Soviet Union (SUN) did"),
        ({"member_veto2": "USSR"}, "RUS is named twice"),
        ({None: ["more"]}, "more columns"),
    ],
)
def test_a_bad_row_says_what_is_wrong(changes, said):
    with pytest.raises(Unfit) as refused:
        read(**changes) if None not in changes else read_row(ROW | changes, TODAY)
    assert said in str(refused.value)


def test_every_fault_of_a_row_is_named():
    with pytest.raises(Unfit) as refused:
        read(draft="", member_veto1="Germany", year="1999")
    assert str(refused.value).count(";") == 2
