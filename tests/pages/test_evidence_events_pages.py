"""R19 on pages: States with their trend and flags, imports with what they changed, and who may see which."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import ImportRun
from evidence.services import import_events, run_waiting
from tests import event_files


@pytest.fixture
def officer(people, client, settings):
    settings.DEMONSTRATION = True
    client.force_login(people.officer)
    return client


@pytest.fixture
def loaded(people, tmp_path) -> ImportRun:
    """Forty-seven quiet months and one of forty killed, then a release that changes one incident."""
    quiet = [
        {"id": str(n), "date_start": f"{2018 + n // 12}-{n % 12 + 1:02}-03", "date_end": "2022-01-01"}
        for n in range(47)
    ]
    peak = {
        "id": "99",
        "date_start": "2021-12-05",
        "date_end": "2021-12-05",
        "deaths_civilians": "40",
        "best": "40",
        "high": "44",
    }
    import_events(event_files.write(tmp_path / "ged.csv", *quiet, peak, {"id": "x"}), by=people.officer)
    changed = {**peak, "where_coordinates": "<b>Homs</b> city"}
    return import_events(event_files.write(tmp_path / "ged_candidate.csv", changed), by=people.officer)


def test_r19_a_flagged_month_says_its_numbers(officer, loaded):
    shown = officer.get("/events/SYR/").content.decode()
    assert "40 killed in December 2021; the 24 months before: median 2, every month the same." in shown
    assert "25 on 5 Dec" in shown
    assert "Uppsala Conflict Data Program" in shown


def test_r19_the_list_shows_states_with_incidents_only(officer, loaded):
    shown = officer.get("/events/").content.decode()
    assert 'href="/events/SYR/"' in shown
    assert "/events/FRA/" not in shown
    assert "No incident is known here" in officer.get("/events/FRA/").content.decode()
    assert officer.get("/events/QQQ/").status_code == 404


def test_r19_incidents_are_filtered_and_paged_without_loss_or_repeat(officer, loaded):
    seen, address = [], "/events/SYR/?kind=3&since=2018-01-01"
    while address:
        answer = officer.get(address)
        seen += [row.source_id for row in answer.context["rows"]]
        address = (
            f"/events/SYR/?{answer.context['query']}&after={answer.context['next']}" if answer.context["next"] else ""
        )
    assert len(seen) == len(set(seen)) == 48
    assert [row.source_id for row in officer.get("/events/SYR/?deaths=30").context["rows"]] == ["99"]
    assert not officer.get("/events/SYR/?actor=nobody").context["rows"]
    assert len(officer.get("/events/SYR/?actor=guard&until=2018-01-31").context["rows"]) == 1


@pytest.mark.parametrize("asked", ["since=x", "kind=9", "deaths=-1", "after=nonsense"])
def test_r19_a_bad_filter_is_refused_by_name(officer, loaded, asked):
    assert officer.get(f"/events/SYR/?{asked}").status_code == 400


def test_r19_an_import_lists_what_it_changed(officer, people, tmp_path, loaded):
    later = {
        "id": "99",
        "date_start": "2021-12-05",
        "date_end": "2021-12-05",
        "best": "41",
        "deaths_civilians": "40",
        "high": "44",
    }
    run = import_events(
        event_files.write(tmp_path / "final.csv", {**later, "where_coordinates": "<b>Homs</b>"}), by=people.officer
    )
    shown = officer.get(f"/imports/{run.pk}/").content.decode()
    assert "killed, best" in shown
    assert "&lt;b&gt;Homs" in shown
    assert "<b>Homs</b>" not in shown


def test_r19_an_upload_by_page_leads_to_its_progress_and_its_result(officer, people):
    content = event_files.text([{"id": "1"}, {"id": "x"}]).encode()
    answer = officer.post(
        "/imports/", {"file": SimpleUploadedFile("ged.csv", content), "release": "GED 26.1"}, follow=True
    )
    assert answer.redirect_chain == [(f"/imports/{ImportRun.objects.get().pk}/", 302)]
    assert 'data-live="running"' in answer.content.decode()
    run_waiting()
    run = ImportRun.objects.get()
    shown = officer.get(f"/imports/{run.pk}/").content.decode()
    assert 'data-live="running"' not in shown
    assert "Rows and reasons, as a file" in shown
    report = officer.get(f"/imports/{run.pk}/report.csv")
    assert report["Content-Disposition"].startswith("attachment")
    assert b"id is no number: 'x'." in b"".join(report.streaming_content)
    assert "GED 26.1" in officer.get("/imports/").content.decode()


def test_r19_a_page_without_a_file_says_so(officer):
    answer = officer.post("/imports/", {"release": "x"})
    assert answer.status_code == 400
    assert "id_file" in answer.content.decode()


def test_r19_a_failed_upload_can_be_started_again(officer):
    officer.post("/imports/", {"file": SimpleUploadedFile("odd.csv", b"a,b\n1,2\n")})
    run_waiting()
    run = ImportRun.objects.get()
    assert "neither of UCDP GED nor of ACLED" in officer.get(f"/imports/{run.pk}/").content.decode()
    officer.post(f"/imports/{run.pk}/again/")
    run.refresh_from_db()
    assert run.state == "waiting"
    answer = officer.post(f"/imports/{run.pk}/again/", follow=True)
    assert "Only a failed upload can be started again." in answer.content.decode()


@pytest.mark.parametrize("role", ["amal", "betty", "ethics", "auditor", "focal", "admin", "registrar", "officer"])
def test_r9_who_may_see_event_data_and_imports(people, client, settings, loaded, role):
    settings.DEMONSTRATION = True
    client.force_login(getattr(people, role))
    reads, loads = role in {"amal", "betty", "registrar", "officer"}, role in {"registrar", "officer"}
    assert client.get("/events/SYR/").status_code == (200 if reads else 403)
    for address in (f"/imports/{loaded.pk}/", f"/imports/{loaded.pk}/report.csv"):
        assert client.get(address).status_code == (200 if loads else 403)
    assert client.post(f"/imports/{loaded.pk}/again/").status_code == (302 if loads else 403)
    if reads:
        assert ("/imports/" in client.get("/events/").content.decode()) is loads
