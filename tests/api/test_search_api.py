"""GET /api/v1/search/: the syntax of the page, for tokens of the secretariat (R9)."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from mad.accounts.tokens import issue_token
from mad.docket.sealing import seal_all
from mad.search.indexing import follow
from tests.evidence_help import received

PATH = "/api/v1/search/"


@pytest.fixture
def ask(people):
    """ask(query, …) with the token of an officer."""
    token = issue_token(person=people.officer, name="search", by=None, scopes=["search"])
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")
    return lambda q="", **options: client.get(PATH, {"q": q, **options})


def index() -> None:
    seal_all()
    follow()


def test_a_hit_with_its_facts_and_marked_passage(ask, people):
    submission = received(people, title="Night raid", narrative="Before. A zarzuela of zarzuelas was heard. After.")
    index()
    found = ask("zarzuela kind:submission").json()
    (hit,) = found["results"]
    assert (hit["number"], hit["title"], hit["kind"], hit["source"]) == (
        submission.number,
        "Night raid",
        "submission",
        "ohchr",
    )
    (passage,) = hit["passages"]
    assert [passage["text"][start:end] for start, end in passage["marks"]] == ["zarzuela", "zarzuelas"]
    assert (found["count"], found["more"], found["next"]) == (1, False, None)
    assert found["facets"]["kind"] == {"submission": 1}


def test_pages_follow_a_cursor_to_the_end(ask, people, monkeypatch):
    monkeypatch.setattr("mad.search.api.PAGE", 2)
    sent = [received(people, title=f"Number {n}").number for n in range(5)]
    index()
    for sort in ("newest", "relevance"):
        seen, cursor = [], ""
        while cursor is not None:
            answer = ask("number kind:submission", sort=sort, cursor=cursor).json()
            seen += [hit["number"] for hit in answer["results"]]
            cursor = answer["next"]
        assert sorted(seen) == sorted(sent)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"q": ""}, "q"),
        ({"q": '"open'}, "q"),
        ({"q": "a OR"}, "q"),
        ({"q": "colour:red"}, "q"),
        ({"q": "state:Atlantis"}, "q"),
        ({"q": "kind:thing"}, "q"),
        ({"q": "x" * 501}, "q"),
        ({"q": "raid", "sort": "best"}, "sort"),
        ({"q": "raid", "cursor": "abc"}, "cursor"),
        ({"q": "\x00"}, "q"),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(ask, people, asked, field):
    answer = ask(**asked)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == field


def test_r9_the_token_of_an_office_does_not_search(people):
    assert APIClient(HTTP_AUTHORIZATION=f"Bearer {people.token}").get(PATH, {"q": "raid"}).status_code == 403
    assert APIClient().get(PATH, {"q": "raid"}).status_code == 401
