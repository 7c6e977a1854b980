"""R16, R18, R50: pictures of pages are led to by an authorised address and come from one that knows no cookie."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from evidence.models import Reading
from evidence.views.pages import VALID
from mad.common.clock import advance
from mad.docket.models import Entry
from tests.evidence_help import accepted, received
from tests.hostile_files import pdf

REPORT = ("report.pdf", pdf("Shelling of the market"))


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.DEMONSTRATION = True


def address(file, number=1) -> str:
    return f"/evidence/files/{file.pk}/pages/{number}/"


def test_r18_a_page_is_a_picture_from_a_path_without_cookies(people, client):
    file = received(people, REPORT).files.get()
    client.force_login(people.officer)
    led = client.get(address(file))
    assert (led.status_code, led["Cache-Control"]) == (302, "private, no-store")
    picture = Client().get(led["Location"])
    assert picture.status_code == 200
    assert picture["Content-Type"] in ("image/png", "image/webp")
    assert picture["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in picture["Cache-Control"]
    assert not picture.cookies
    assert "cookie" not in picture.get("Vary", "").lower()


def test_r16_the_address_of_a_page_ends_after_minutes_and_cannot_be_bent(people, client):
    file = received(people, REPORT).files.get()
    client.force_login(people.officer)
    signed = client.get(address(file))["Location"]
    assert Client().get(signed.replace("/pages/", "/pages/x")).status_code == 404
    advance(VALID + timedelta(seconds=1))
    assert Client().get(signed).status_code == 404


def test_r16_a_page_opens_for_those_who_may_open_the_file_and_no_other(people, client):
    file = accepted(people, REPORT).files.get()
    answers = {}
    for name in ("amal", "registrar", "officer", "ethics", "auditor", "focal", "admin"):
        client.force_login(getattr(people, name))
        answers[name] = client.get(address(file)).status_code
    assert answers == {
        "amal": 302,
        "registrar": 302,
        "officer": 302,
        "ethics": 404,
        "auditor": 404,
        "focal": 404,
        "admin": 404,
    }


def test_r16_who_lost_the_right_in_the_meantime_sees_no_page(people, client):
    file = received(people, REPORT).files.get()
    client.force_login(people.officer)
    signed = client.get(address(file))["Location"]
    people.officer.is_active = False
    people.officer.save()
    assert Client().get(signed).status_code == 404


def test_r50_opening_a_page_of_strict_material_is_recorded_with_its_number(people, client):
    file = received(people, REPORT, sensitivity="strictly_confidential").files.get()
    client.force_login(people.officer)
    client.get(address(file))
    assert Reading.objects.get().what == "File report.pdf, page 1"
    assert Entry.objects.filter(act="evidence.opened").get().facts == {"file": file.pk}


def test_r18_a_page_that_is_not_there_is_not_found(people, client):
    file = received(people, REPORT).files.get()
    client.force_login(people.officer)
    assert client.get(address(file, 2)).status_code == 404
    assert client.get(address(file, 0)).status_code == 404


def test_r50_handing_out_an_original_is_recorded_for_all_material(people, client):
    file = received(people, REPORT).files.get()
    client.force_login(people.officer)
    assert client.get(f"/evidence/files/{file.pk}/").status_code == 200
    entry = Entry.objects.get(act="evidence.exported")
    assert (entry.object, entry.facts) == (file.submission.number, {"file": file.pk})


def test_r18_pages_of_ours_take_pictures_from_this_site_alone(people, client):
    submission = received(people, REPORT)
    client.force_login(people.officer)
    policy = client.get(f"/screening/{submission.number}/")["Content-Security-Policy"]
    assert "img-src 'self';" in policy + ";"
    assert "data:" not in policy
