"""SCREENS 20: what is published is there for everybody, and nothing else leaves a trace."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliberation import services
from deliberation.models import Dispatch
from deliberation.selectors import published as selector
from deliberation.views import kept
from mad.common import clock
from mad.common.canonical import digest
from tests.publishing_steps import call, published, statement

pytest_plugins = ["tests.deliberation_factory"]
NEEDLE = "amaranthine"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(selector, "GENERATION_SECONDS", 3600.0)
    selector.forget()
    kept.forget_all()


def at(symbol: str, ending: str = "/") -> str:
    return f"/public/{symbol}{ending}"


def doors(symbol: str) -> list[str]:
    """Every address at which a text could show."""
    own = [at(symbol), *(at(symbol, end) for end in (".pdf", ".json", ".docx", ".xml", "/proof.json"))]
    french = f"/public/fr/{symbol}/"
    lists = ["/public/", "/public/feed.atom", "/public/index.json", "/public/sitemap.xml"]
    return [*own, french, *lists, f"/public/?q={NEEDLE}", "/public/?kind=press_statement", "/public/?state=SYR"]


def test_a_published_text_is_read_without_cookie_session_or_form(plenary, client):
    output = published(plenary, title="On the river", text="The river rose.")
    answer = client.get(at(output.symbol))
    body = answer.content.decode()
    assert answer.status_code == 200
    for words in ("On the river", "The river rose.", output.symbol, output.adopted_digest, "proof.json"):
        assert words in body
    assert not answer.cookies
    assert "csrf" not in body
    assert 'method="post"' not in body.lower()
    assert answer["Vary"] == "Accept-Language"
    assert "public" in answer["Cache-Control"]
    assert "script-src" in answer["Content-Security-Policy"]
    for name in ("Helene", "Vautrin", "helene.vautrin"):
        assert name not in body


def test_a_signed_in_reader_gets_the_same_bytes_and_no_session_is_read(plenary, people, client):
    output = published(plenary)
    anonymous = client.get(at(output.symbol))
    client.force_login(people.amal)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(at(output.symbol))
    assert answer.content == anonymous.content
    assert "Cookie" not in answer["Vary"]
    assert not [query for query in captured if "session" in query["sql"] or "accounts_user" in query["sql"]]


def test_a_page_asked_for_again_costs_no_query(plenary, client):
    output = published(plenary)
    client.get(at(output.symbol))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(at(output.symbol)).status_code == 200
    assert len(captured) == 0
    again = published(plenary, title="Another")
    assert client.get(at(again.symbol)).status_code == 200


def test_whoever_has_the_page_already_is_told_so(plenary, client):
    output = published(plenary)
    first = client.get(at(output.symbol))
    assert client.get(at(output.symbol), headers={"If-None-Match": first["ETag"]}).status_code == 304
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(at(output.symbol), headers=since).status_code == 304
    assert client.head(at(output.symbol)).status_code == 200


def states_of(plenary, people):
    """Outputs at every stage before publication, each with the needle in title and text."""
    words = {"title": f"Of {NEEDLE}", "text": f"It is {NEEDLE}."}
    draft = services.create_output(case=plenary.case, by=people.helene, kind="press_statement", title=words["title"])
    services.add_paragraph(output=draft, by=people.helene, text=words["text"])
    yield draft
    adopted = statement(plenary, **words)
    yield adopted
    services.transmit(output=adopted, by=people.registrar)
    yield adopted
    services.set_embargo(output=adopted, by=people.registrar, until=clock.now() + timedelta(days=3))
    yield adopted
    withdrawn = statement(plenary, **words)
    services.withdraw(output=withdrawn, by=people.betty, reason=NEEDLE)
    yield withdrawn
    yield call(plenary, people, text=words["text"])


def test_what_is_not_published_shows_at_no_door(plenary, people, client):
    plenary.case.title = f"Case of {NEEDLE}"
    plenary.case.save()
    missing = client.get(at("MAD/PS/2026/999"))
    for output in states_of(plenary, people):
        selector.forget()
        for door in doors(output.symbol):
            for answer in (client.get(door), client.head(door)):
                assert output.number.encode() not in answer.content
                assert output.symbol.encode() not in answer.content.replace(door.encode(), b"")
                if "?q=" not in door:
                    assert NEEDLE.encode() not in answer.content, door
        page = client.get(at(output.symbol))
        assert (page.status_code, page.content) == (404, missing.content)
        assert client.get(at(output.symbol, ".json")).status_code == 404
        assert client.get(f"/public/?q={NEEDLE}").content.count(NEEDLE.encode()) == 2  # the two search fields


def test_a_text_that_is_not_public_costs_what_none_costs(plenary, people, client):
    hidden = statement(plenary)

    def asked(symbol: str) -> list[str]:
        selector.forget()
        with CaptureQueriesContext(connection) as captured:
            client.get(at(symbol))
        return [query["sql"].replace(symbol, "…") for query in captured]

    assert asked(hidden.symbol) == asked("MAD/PS/2026/999")


def test_json_carries_what_the_digest_is_taken_from(plenary, client):
    output = published(plenary)
    facts = json.loads(client.get(at(output.symbol, ".json")).content)
    assert digest(facts["lines"]) == facts["text_sha256"] == output.adopted_digest
    assert facts["status"] == "published"
    assert not {"drafted_by", "case", "number"} & facts.keys()


def test_r49_the_proof_of_adoption_is_checked_offline(plenary, client, seal, tmp_path):
    output = published(plenary)
    assert client.get(at(output.symbol, "/proof.json")).status_code == 503
    seal()
    answer = client.get(at(output.symbol, "/proof.json"))
    document = json.loads(answer.content)
    assert digest(document["content"]) == document["proof"]["leaf"]["digest"]
    assert document["content"]["text"] == output.adopted_digest
    file = tmp_path / "proof.json"
    file.write_bytes(answer.content)
    script = django_settings.BASE_DIR / "mad" / "docket" / "offline" / "check_proof.py"
    done = subprocess.run([sys.executable, str(script), str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_r49_the_proof_names_nobody_even_where_the_presiding_member_closed_the_vote(
    plenary, people, client, seal, tmp_path
):
    output = services.create_output(case=plenary.case, by=people.helene, kind="press_statement", title="On the river")
    services.add_paragraph(output=output, by=people.helene, text="The river rose.")
    services.submit_for_review(output=output, by=people.helene)
    motion = plenary.vote(plenary.move(kind="output", output=output), yes=plenary.all, close=False)
    services.close_vote(motion=motion, by=people.betty)
    output.refresh_from_db()
    services.transmit(output=output, by=people.registrar)
    services.publish(output=output, by=people.registrar)
    seal()
    content = client.get(at(output.symbol, "/proof.json")).content
    assert json.loads(content)["proof"]["leaf"]["actor"] == "system"
    assert not [user.username for user in get_user_model().objects.all() if f":{user.username}" in content.decode()]
    file = tmp_path / "proof.json"
    file.write_bytes(content)
    script = django_settings.BASE_DIR / "mad" / "docket" / "offline" / "check_proof.py"
    done = subprocess.run([sys.executable, str(script), str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_pdf_is_the_published_text(plenary, client):
    output = published(plenary)
    answer = client.get(at(output.symbol, ".pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "MAD-PS-2026-1.pdf" in answer["Content-Disposition"]


def test_a_superseded_text_says_so_in_every_form(plenary, people, client):
    old = published(plenary, title="First")
    services.supersede(output=old, by=people.betty, with_output=statement(plenary, title="Second"))
    assert "Superseded" in client.get(at(old.symbol)).content.decode()
    assert json.loads(client.get(at(old.symbol, ".json")).content)["status"] == "superseded"
    assert "superseded" in client.get("/public/feed.atom").content.decode()
    assert "Second" not in client.get(at(old.symbol)).content.decode()


def test_the_feed_is_atom_with_stable_ids(plenary, client):
    outputs = [published(plenary, title=title) for title in ("One", "Two & <three>")]
    answer = client.get("/public/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    for name in ("id", "title", "updated", "author", "link"):
        assert feed.find(f"{ATOM}{name}") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}id").text.rpartition(":")[2] for entry in entries] == [o.symbol for o in outputs[::-1]]
    for entry in entries:
        assert entry.find(f"{ATOM}updated").text.endswith("Z")
        assert entry.find(f"{ATOM}link").get("href").startswith("http")
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    selector.forget()
    assert [
        e.find(f"{ATOM}id").text for e in ET.fromstring(client.get("/public/fr/feed.atom").content).iter(f"{ATOM}entry")
    ] == ids


def test_the_list_is_searched_and_filtered(plenary, client):
    one = published(plenary, title="On the Rivière", text="Water.")
    two = published(plenary, title="On roads", text="Dust.")

    def symbols(query: str) -> set[str]:
        body = client.get(f"/public/?{query}").content.decode()
        return {output.symbol for output in (one, two) if output.symbol in body}

    both = {one.symbol, two.symbol}
    assert symbols("q=riviere") == {one.symbol}
    assert symbols("q=DUST") == {two.symbol}
    assert symbols("q=riviere+dust") == set()
    assert symbols("kind=press_statement") == symbols("state=SYR") == symbols("year=2026") == both
    assert symbols("kind=findings") == symbols("state=FRA") == symbols("year=2020") == set()


@pytest.mark.parametrize(
    "query",
    ["kind=secret", "state=%00", "year=now", "year=0026", "year=%C2%B2026", "after=nonsense", "q=" + "x" * 300],
)
def test_what_cannot_be_read_is_refused_by_its_field(db, client, query):
    answer = client.get(f"/public/?{query}")
    assert answer.status_code == 400
    assert not answer.cookies


@pytest.mark.parametrize("query", ["q=%00%27--", "q=%28%26%7C%21", "q=%E5%AE%89%E7%90%86", "unknown=1"])
def test_odd_searches_find_nothing_and_break_nothing(db, client, query):
    assert client.get(f"/public/?{query}").status_code == 200


def test_the_language_is_by_path_or_by_the_header_and_by_no_cookie(plenary, client):
    output = published(plenary)
    client.cookies["django_language"] = "fr"
    assert client.get(at(output.symbol))["Content-Language"] == "en"
    assert client.get(at(output.symbol), headers={"Accept-Language": "fr-CH, en;q=0.5"})["Content-Language"] == "fr"
    arabic = client.get(f"/public/ar/{output.symbol}/", headers={"Accept-Language": "fr"})
    assert arabic["Content-Language"] == "ar"
    assert 'dir="rtl"' in arabic.content.decode()
    assert client.get("/public/xx/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/public/nothing", "/public/MAD/", "/public/MAD/PS/x/1/", "/public/MAD/PS/2026/99999999999999999999/"]
)
def test_other_addresses_are_not_found_and_set_no_cookie(db, client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert not answer.cookies


def test_nothing_is_sent_to_the_public_site(db, client):
    for path in ("/public/", "/public/feed.atom", "/public/MAD/PS/2026/1/"):
        assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/public/%00", "/public/MAD/%00/2026/1/", "/public/MAD/P%00/2026/1/proof.json", "/public/MAD/PS/2026/1.%00"],
)
def test_an_address_with_a_nul_is_no_address(db, client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert not answer.cookies


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xml", ".json", "/"])
def test_a_query_has_no_text_set_anew(plenary, client, ending):
    output = published(plenary)
    first = client.get(at(output.symbol, ending))
    with CaptureQueriesContext(connection) as captured:
        again = client.get(f"{at(output.symbol, ending)}?n=1")
    assert (again.status_code, again.content) == (200, first.content)
    assert len(captured) == 0


def test_a_text_has_one_address_and_no_other_sets_it_anew(plenary, client):
    output = published(plenary)
    assert output.symbol == "MAD/PS/2026/1"
    for other in ("MAD/PS/2026/01", "MAD/PS/02026/1", "MAD/PS/2026/0000000001", "MAD/ps/2026/1"):
        for ending in (".pdf", "/"):
            assert client.get(at(other, ending)).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "<em>Le Conseil de sécurité</em>,"), ("ar", "<em>إن مجلس الأمن</em>،")]
)
def test_the_council_speaks_in_the_language_of_the_text(plenary, people, client, language, said):
    output = plenary.lawful_draft()
    type(output).objects.filter(pk=output.pk).update(language=language)
    plenary.carry(plenary.move(kind="output", output=output))
    services.transmit(output=output, by=people.registrar)
    link = reverse("received", args=[Dispatch.objects.filter(delivery__output=output).first().token])
    assert said in client.get(link).content.decode()
    services.publish(output=output, by=people.registrar)
    assert said in client.get(at(output.symbol)).content.decode()


@pytest.mark.parametrize("name", ["docket_heads", "offline_checker", "rules", "accessibility"])
def test_what_the_public_site_leads_to_sets_no_cookie_either(plenary, client, seal, name):
    seal()
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.fixture
def stale_cookie(people, client):
    """A browser that signed in once and whose session has ended since, and one that sends nonsense."""
    client.force_login(people.amal)
    client.session.flush()
    return [{"sessionid": client.cookies["sessionid"].value}, {"sessionid": "x"}]


def test_a_session_that_has_ended_is_no_matter_to_what_is_public(plenary, people, stale_cookie, seal):
    output = published(plenary)
    token = Dispatch.objects.filter(delivery__output=output).first().token
    seal()
    received = [
        reverse("received", args=[token]),
        reverse("received_pdf", args=[token]),
        "/received/x/",
        "/received/x/y/",
    ]
    heads = reverse("docket_heads") + "?json"
    files = [reverse("offline_checker"), heads, "/favicon.ico", "/healthz"]
    for address in [*doors(output.symbol), *received, *files, "/public/nothing", "/public/%00", "/received/%00/"]:
        for sent in [*stale_cookie, {"csrftoken": "x" * 32, "messages": "x", "sessionid": "y" * 32}]:
            browser = Client(enforce_csrf_checks=True)
            browser.cookies.load(sent)
            with CaptureQueriesContext(connection) as captured:
                answer = browser.get(address)
            assert not answer.cookies, address
            assert "cookie" not in answer.get("Vary", "").lower(), address
            assert "django_session" not in str(captured.captured_queries), address
            assert not browser.post(address).cookies, address
