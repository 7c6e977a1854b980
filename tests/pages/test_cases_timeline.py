"""R20: a case's timeline from years to days, as each person may see it (SCREENS 8)."""

from __future__ import annotations

import re

import pytest

from cases.models import Case
from cases.services import open_round
from evidence.services import import_events
from mad.common import clock
from tests import event_files
from tests.evidence_help import an_item
from tests.pages.cases_help import at, text, visit
from tests.pages.page_queries import queries
from tests.services.cases_steps import answer, case_with_items, under_assessment

__all__ = ["visit"]  # a fixture


@pytest.fixture
def loaded(people, tmp_path):
    """Two days of February 2026 and one of December 2025, in Syria: 5, 7 and 30 civilians killed."""
    plain = {"type_of_violence": "3", "country": "Syria", "low": "1", "high": "90"}
    days = (("1", "2026-02-03", "5"), ("2", "2026-02-11", "7"), ("3", "2025-12-24", "30"))
    rows = [{**plain, "id": one, "date_start": day, "date_end": day, "best": best} for one, day, best in days]
    import_events(event_files.write(tmp_path / "ged.csv", *rows), by=people.officer)


def rows(page: str) -> dict[str, list[str]]:
    """What the table says: period → cells."""
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.S):
        cells = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        found[cells[0]] = cells[1:]
    return found


def test_r20_from_years_to_days(people, visit, loaded):
    case, _ = case_with_items(people)
    client, here = visit("amal"), at("case_timeline", case)
    this_year = str(clock.today().year)
    years = rows(text(client.get(here)))
    assert [years["2025"][0], years[this_year][0]] == ["30", "12"]
    assert years[this_year][4] != "–"
    months = rows(text(client.get(f"{here}?at=2026")))
    assert len(months) == 12
    assert (months["Feb 2026"][0], months["Mar 2026"][0]) == ("12", "–")
    days = rows(text(client.get(f"{here}?at=2026-02")))
    assert len(days) == 28
    assert (days["3 Feb 2026"][0], days["11 Feb 2026"][0], days["4 Feb 2026"][0]) == ("5", "7", "–")


def test_r20_evidence_stands_where_it_tells_of(people, visit):
    item = an_item(people, period={"from": "2019-05-02", "to": "2019-05-03"})
    case = Case.objects.get(placed__submission=item.submission)
    page = text(visit("officer").get(f"{at('case_timeline', case)}?at=2019-05"))
    assert item.number in page
    assert "tells of 2 May 2019 to 3 May 2019" in " ".join(page.split())


def test_r20_decisions_stand_there_and_sealed_answers_do_not(people, visit):
    case, *_ = under_assessment(people)
    answer(open_round(case=case, by=people.registrar), people.amal)
    page = text(visit("betty").get(f"{at('case_timeline', case)}?at={clock.today():%Y-%m}"))
    assert "Assessment opened" in page
    assert "Round opened" in page
    assert "Answer sealed" not in page
    assert "Answer sealed" in text(visit("betty").get(at("case_docket", case)))


@pytest.mark.parametrize("wrong", ["x", "2026-13", "26", "2026-02-11", "0000", "2026-02&at=x"])
def test_r20_a_span_that_is_none_is_refused_by_name(people, visit, wrong):
    case, _ = case_with_items(people)
    answer = visit("amal").get(f"{at('case_timeline', case)}?at={wrong}")
    assert (answer.status_code, "Write a year" in text(answer)) == (400, True)


def test_r16_an_item_that_one_may_not_open_is_not_counted(people, visit):
    case, items = case_with_items(people)
    here = f"{at('case_timeline', case)}?at={clock.today().year}"
    month = f"{clock.today():%b %Y}"
    before = rows(text(visit("betty").get(here)))[month][4]
    items[0].sensitivity = "strictly_confidential"
    items[0].save(update_fields=["sensitivity"])
    after = rows(text(visit("betty").get(here)))[month][4]
    assert int(before) == len(items)
    assert after == (str(len(items) - 1) if len(items) > 1 else "–")


def test_the_timeline_asks_few_queries(people, visit, loaded):
    case, _ = case_with_items(people)
    client, here = visit("amal"), at("case_timeline", case)
    for span in ("", "?at=2026", "?at=2026-02"):
        assert len(queries(client, here + span)) <= 8


@pytest.fixture
def placed(people, tmp_path):
    """Three incidents of 2026 on one square, one on another, one known by its province alone; one of 2025."""
    plain = {"type_of_violence": "3", "country": "Syria", "low": "1", "best": "5", "high": "9", "where_prec": "1"}
    where = (
        ("1", "2026-02-03", "36.21", "37.11", "Aleppo"),
        ("2", "2026-02-04", "36.22", "37.12", "Aleppo"),
        ("3", "2026-03-05", "36.23", "37.13", "Aleppo"),
        ("4", "2026-02-06", "33.51", "36.31", "Damascus"),
        ("5", "2025-02-06", "34.73", "36.71", "Homs"),
    )
    rows = [
        {
            **plain,
            "id": key,
            "date_start": day,
            "date_end": day,
            "latitude": lat,
            "longitude": lon,
            "where_coordinates": at,
        }
        for key, day, lat, lon, at in where
    ]
    vague = {**rows[0], "id": "6", "where_prec": "4"}
    import_events(event_files.write(tmp_path / "ged.csv", *rows, vague), by=people.officer)


def squares(page: str) -> list[list[str]]:
    table = page[page.index("Incidents by square") :]
    return [*rows(table).items()]


def test_r20_the_map_counts_incidents_by_square_in_the_span(people, visit, placed):
    case, _ = case_with_items(people)
    client, here = visit("amal"), at("case_timeline", case)
    assert [(name, cells[0]) for name, cells in squares(text(client.get(here)))] == [
        ("Aleppo", "3"),
        ("Damascus", "1"),
        ("Homs", "1"),
    ]
    february = text(client.get(f"{here}?at=2026-02"))
    assert [(name, cells[0]) for name, cells in squares(february)] == [("Aleppo", "2"), ("Damascus", "1")]
    assert "1 incident is on no square" in february
    assert "no square" not in text(client.get(f"{here}?at=2025"))


def test_r20_without_a_place_there_is_no_map(people, visit):
    case, _ = case_with_items(people)
    assert "by square" not in text(visit("amal").get(at("case_timeline", case)))
