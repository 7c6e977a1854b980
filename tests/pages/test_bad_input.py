"""What cannot be read or stored gets a 4xx that names the field, at every door, and what was typed is kept (R25)."""

from __future__ import annotations

import base64
import json

import pytest
from django.test import Client

from cases.models import Estimate
from cases.services import open_round
from cases.services.answers import per_mille
from mad.common.errors import Invalid
from mad.common.web import keyset
from mad.docket.models import Entry
from tests.pages.cases_help import SECRET, at, text, visit
from tests.services.cases_steps import ELEMENTS, under_assessment

__all__ = ["visit"]  # a fixture

NUMBERS = {
    "74.5": 745,
    "74,5 %": 745,
    "٧٠": 700,
    "1000": 10_000,
    "74.55": None,
    "9e999999": None,
    "9e999998": None,
    "-9e999999": None,
    "1e1000000": None,
    "1e999999999999": None,
    "1e-999999": None,
    "sNaN": None,
    "Infinity": None,
    "0x10": None,
    "": None,
}


@pytest.mark.parametrize(("typed", "read"), NUMBERS.items())
def test_r25_a_percentage_is_read_or_is_none(typed, read):
    assert per_mille(typed) == read


@pytest.mark.parametrize("typed", ["9e999999", "9e999998", "sNaN", "1e-999999"])
def test_r25_whatever_is_typed_as_a_number_is_kept(people, visit, typed):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    given = {"round": round_.pk, "low": "60", "best": typed, "high": "80", "reasons": SECRET}
    assert visit("amal").post(at("estimate", case, ELEMENTS[0]), given).status_code in (302, 400)
    saved = Estimate.objects.get()
    assert (saved.best, saved.typed["best"], saved.reasons) == (None, typed, SECRET)


@pytest.mark.parametrize("typed", ["²", "9" * 30, "٣", "1 OR 1", "0"])
def test_r25_a_form_for_no_round_is_refused(people, visit, typed):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    given = {"round": typed, "low": "60", "best": "70", "high": "80", "reasons": SECRET}
    assert 400 <= visit("amal").post(at("estimate", case, ELEMENTS[0]), given).status_code < 500
    assert not Estimate.objects.exists()


@pytest.mark.parametrize("field", ["note", "item", "element", "direction", "weight"])
def test_r24_a_form_with_a_nul_is_refused_by_its_field(people, visit, field):
    case, items = under_assessment(people)
    given = {
        "item": items[0].number,
        "element": ELEMENTS[0],
        "direction": "supports",
        "weight": "2",
        "note": "",
        "seen": "",
    }
    before = Entry.objects.count()
    for data in ({**given, field: "a\0b"}, {**given, f"{field}\0": "a"}):
        response = visit("officer").post(at("case_cell", case), data)
        assert response.status_code == 400
        assert field in text(response)
    assert Entry.objects.count() == before


ADDRESSES = [
    "/cases/C%00/",
    "/cases/{n}/determination/D%00.pdf",
    "/cases/{n}/timeline/?span=%00",
    "/cases/{n}/elements/?q=%00&submission=%00",
    "/cases/{n}/framework/?at=%00",
    "/cases/{n}/estimate/%00/",
    "/watch/?x%00=1",
    "/search/?q=%00",
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_with_a_nul_is_refused(people, visit, url):
    case, _ = under_assessment(people)
    response = visit("officer").get(url.format(n=case.number))
    assert response.status_code == 400
    assert "NUL" in text(response)


def test_so_it_is_before_signing_in_and_at_the_api(people):
    client = Client()
    for url in ("/accounts/login/?next=%00", "/docket/heads/?json=%00"):
        assert client.get(url).status_code == 400
    signing_in = client.post("/accounts/login/", {"login": "a\0b", "password": "x"})
    assert "Null characters are not allowed" in text(signing_in)  # its own form says so, and keeps the rest
    told = client.get("/api/v1/submissions/?after=%00")
    assert told.status_code == 400
    assert told.json()["errors"][0]["field"] == "after"


def test_a_body_that_is_no_form_is_not_looked_into(people, visit):
    response = visit("officer").post("/cases/open/", b"\0\0", content_type="application/offset+octet-stream")
    assert "character NUL" not in text(response)


CURSORS = [
    b"[1e400]",
    b"[null]",
    b"[true]",
    b"[1.5]",
    b"[[1]]",
    b'["a\\u0000"]',
    b"[NaN]",
    b"{}",
    b"1",
    b"[" * 3000,
    b"[" * 200_000,
    b"[1, 2]",
    b"\xff",
]


@pytest.mark.parametrize("said", CURSORS, ids=lambda said: repr(said[:12]))
def test_a_cursor_that_was_not_given_out_is_refused(people, said):
    cursor = base64.urlsafe_b64encode(said).decode().rstrip("=")
    with pytest.raises(Invalid) as caught:
        keyset(Entry.objects.all(), by=["-id"], cursor=cursor)
    assert (caught.value.status, caught.value.field) == (400, "cursor")


@pytest.mark.parametrize("value", [10**40, -1, "7"])
def test_a_cursor_beyond_every_row_gives_a_page(people, value):
    cursor = base64.urlsafe_b64encode(json.dumps([value]).encode()).decode().rstrip("=")
    assert keyset(Entry.objects.all(), by=["-id"], cursor=cursor).rows is not None


@pytest.mark.parametrize("url", ["/cases/", "/cases/{n}/docket/"])
def test_a_page_says_so(people, visit, url):
    case, _ = under_assessment(people)
    said = base64.urlsafe_b64encode(b"[null]").decode().rstrip("=")
    response = visit("officer").get(url.format(n=case.number), {"after": said})
    assert response.status_code == 400
    assert "cursor" in text(response)


@pytest.mark.parametrize("asked", ["in=9999", "span=9999-12", "span=0000", "at=99999"])
def test_a_timeline_of_no_year_is_no_fault_of_ours(people, visit, asked):
    case, _ = under_assessment(people)
    assert visit("officer").get(f"{at('case_timeline', case)}?{asked}").status_code < 500
