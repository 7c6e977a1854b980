"""What a person may not read is not found, counted, offered in a facet or marked (R6, R9, R16, R25).

The strongest form: the whole answer, page and API, over a corpus with hidden documents is, to the letter, the answer
over the corpus without them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from rest_framework.test import APIRequestFactory, force_authenticate

from cases.models import CaseSubmission
from cases.services import recuse
from deliberation import services as deliberation
from evidence.services import reclassify_item, screen, withdraw
from evidence.services.protection import name_reader
from mad.accounts.permissions import Act, may
from mad.accounts.tokens import SEARCH_SCOPE
from mad.common.clock import travel
from mad.docket.sealing import seal_all
from mad.search.api import Search
from mad.search.indexing import follow
from mad.search.language import read
from mad.search.selectors import found_objects, search
from tests.deliberation_factory import Plenary
from tests.evidence_help import accepted, received
from tests.search_help import say_in

pytest_plugins = ["tests.deliberation_factory"]

STRICT = "strictly_confidential"
QUERIES = (
    "zarzuela",
    "report",
    "zarzuela OR report",
    "-nothing",
    "kind:submission",
    "kind:item",
    "kind:case OR kind:output",
    "state:SDN",
    "source:ohchr",
    "sensitivity:strict",
    "status:accepted",
    "year:2026",
    "case:C-2026-0001",
    "case:C-2026-0002",
    "case:C-2026-0003",
    "number:S-2026*",
    "place:Khartoum",
    "near:15.5,32.5,50km",
    "from:2026",
    "zarz*",
    "title:hidden",
    "grade:B2",
)
HIDDEN = {
    "title": "Hidden report zarzuela",
    "narrative": "The zarzuela report of what nobody may know.",
    "states": ["SDN"],
    "places": [{"name": "Khartoum", "lat": 15.5, "lon": 32.5}],
}


def index() -> None:
    seal_all()
    follow()


def answers(client, user) -> dict[str, str]:
    """Page (its content) and API of every query, newest and by rank."""
    client.force_login(user)
    found = {}
    for query in QUERIES:
        for sort in ("newest", "relevance"):
            page = client.get(reverse("search"), {"q": query, "sort": sort}).content.decode()
            content = re.sub(
                r'name="csrfmiddlewaretoken" value="\w+"', "", page[page.index("<main") : page.index("</main>")]
            )
            found[f"page {sort} {query}"] = content
            found[f"api {sort} {query}"] = api(user, query, sort)
    return found


def api(user, query: str, sort: str = "newest") -> str:
    request = APIRequestFactory().get("/api/v1/search/", {"q": query, "sort": sort})
    force_authenticate(request, user=user, token=frozenset({SEARCH_SCOPE}))
    return Search.as_view()(request).rendered_content.decode()


@pytest.fixture
def plain(people, client, settings):
    """A corpus that every reader of the Division sees: one submission with a file, its items, its case."""
    settings.DEMONSTRATION = True
    found = accepted(people, ("note.txt", b"the text"), title="Plain report", narrative="A report of something.")
    say_in(found.files.get(), "Report in a file.")
    index()
    return found


def into(case: str, **changes) -> dict:
    return {"grading": {"destination": case, **changes}}


def case_of(submission) -> str:
    return CaseSubmission.objects.get(submission=submission).case.number


def hide_strict(people, plain) -> None:
    """Accepted as strictly confidential: the registrar and those named."""
    hidden = accepted(people, ("hidden.txt", b"hidden text"), **into(case_of(plain), sensitivity=STRICT), **HIDDEN)
    say_in(hidden.files.get(), "zarzuela report")


def hide_strict_and_protected(people, plain) -> None:
    accepted(people, protect_source=True, **into(case_of(plain), sensitivity=STRICT), **HIDDEN)


def hide_unaccepted(people, plain) -> None:
    """Members read what was accepted."""
    received(people, **HIDDEN)
    withdrawn = received(people, **HIDDEN)
    withdraw(submission=withdrawn, by=people.focal, reason="Sent in error.")


def hide_case_of_the_recused(people, plain) -> None:
    """A whole case with submission, items and output, from which bilal stands aside."""
    plenary = Plenary(people)
    accepted(people, ("hidden.txt", b"hidden text"), **into(plenary.case.number), **HIDDEN)
    call = {"kind": "emergency_call", "title": "Hidden session zarzuela", "text": "The report of a zarzuela."}
    deliberation.make_call(case=plenary.case, by=people.ingrid, **call)
    recuse(case=plenary.case, by=people.bilal, reason="A relative works there.")


@pytest.mark.parametrize(
    ("who", "hide"),
    [
        ("bilal", hide_strict),
        ("betty", hide_strict),
        ("officer2", hide_strict),
        ("amal", hide_strict_and_protected),
        ("amal", hide_unaccepted),
        ("bilal", hide_case_of_the_recused),
    ],
)
def test_hidden_documents_change_no_letter_of_any_answer(plain, people, client, who, hide):
    user = getattr(people, who)
    before = answers(client, user)
    hide(people, plain)
    index()
    assert answers(client, user) == before
    assert search(people.registrar, read("zarzuela")).total > 0
    assert any("Plain" in answer for answer in before.values())


def test_r06_a_recusal_counts_from_that_moment(people):
    plenary = Plenary(people)
    accepted(people, **into(plenary.case.number), **HIDDEN)
    index()
    assert search(people.bilal, read("zarzuela")).total > 1
    recuse(case=plenary.case, by=people.bilal, reason="A relative works there.")
    assert search(people.bilal, read("zarzuela")).total == 0
    assert found_objects(people.bilal, read("zarzuela")) == []


def test_r16_stricter_sensitivity_counts_from_that_moment(people):
    """Before the index has followed: what may be known is asked of the apps in the search itself."""
    submission = received(people, sensitivity="confidential", **HIDDEN)
    index()
    assert search(people.officer2, read("zarzuela")).total == 1
    screen(
        submission=submission,
        by=people.officer,
        decision="accept",
        **{"source_grade": "B", "info_grade": "2", "sensitivity": STRICT, "grounds": "x", "destination": "new"},
    )
    assert search(people.officer2, read("zarzuela kind:submission")).total == 0


def test_r16_a_named_reader_finds_it_and_reads_no_passage_in_the_list(people, client, settings):
    settings.DEMONSTRATION = True
    submission = accepted(
        people, title="Plain title", narrative="A zarzuela was heard.", grading={"sensitivity": STRICT}
    )
    index()
    assert search(people.amal, read("zarzuela")).total == 0
    name_reader(submission=submission, user=people.amal, by=people.registrar, reason="Legal opinion.")
    assert search(people.amal, read("zarzuela kind:submission")).total == 1
    client.force_login(people.amal)
    page = client.get(reverse("search"), {"q": "zarzuela kind:submission"}).content.decode()
    assert "was heard" not in page
    assert "was heard" not in api(people.amal, "zarzuela kind:submission")


def test_r16_a_text_made_stricter_by_itself_is_found_by_its_readers_alone_from_that_moment(people):
    submission = accepted(people, title="Plain title", narrative="A zarzuela was heard.")
    index()
    assert search(people.amal, read("zarzuela")).total == 2
    reclassify_item(item=submission.items.get(), by=people.officer, sensitivity=STRICT, reason="A name.")
    for user in (people.amal, people.officer2):
        assert search(user, read("zarzuela")).total == 0
    index()
    assert search(people.amal, read("zarzuela")).total == 0
    assert "was heard" not in api(people.officer, "zarzuela kind:submission")
    assert search(people.officer, read("zarzuela")).total == 2


def test_r50_a_file_made_stricter_by_itself_shows_no_passage_in_the_list(people):
    submission = accepted(people, ("a.txt", b"A word."))
    file = submission.files.get()
    say_in(file, "A zarzuela was heard.")
    index()
    item = submission.items.get(file=file)
    reclassify_item(item=item, by=people.officer, sensitivity=STRICT, reason="A name.")
    index()
    assert search(people.officer, read("zarzuela kind:file")).total == 1
    assert "was heard" not in api(people.officer, "zarzuela kind:file")


@pytest.mark.parametrize("who", ["amal", "officer", "registrar"])
def test_r16_a_protected_source_is_not_found_by_its_name(people, client, settings, who):
    settings.DEMONSTRATION = True
    accepted(people, protect_source=True, **HIDDEN)
    index()
    user = getattr(people, who)
    for query in ("source:ohchr", f'source:"{people.ohchr.name}"', people.ohchr.name, "ohchr"):
        assert search(user, read(f"{query} kind:submission")).total == 0
    found = search(user, read("zarzuela kind:submission"))
    assert found.facets["source"] == [("protected", 1)]
    assert people.ohchr.name not in api(user, "zarzuela")
    assert "ohchr" not in api(user, "zarzuela")


@pytest.mark.parametrize("who", ["focal", "ethics", "auditor", "admin"])
def test_r9_who_may_not_search_finds_nothing_by_any_door(plain, people, client, who):
    user = getattr(people, who)
    assert not may(user, Act.SEARCH)
    client.force_login(user)
    assert client.get(reverse("search"), {"q": "report"}).status_code == 403
    assert '"status":403' in api(user, "report").replace(" ", "")
    assert search(user, read("report")).total == 0


def test_r02_a_member_out_of_office_finds_nothing(plain, people):
    assert search(people.amal, read("report")).total > 0
    with travel(datetime(2029, 1, 5, tzinfo=UTC)):
        assert search(people.amal, read("report")).total == 0


def test_the_number_of_a_case_that_one_may_not_open_is_like_none(people):
    plenary = Plenary(people)
    accepted(people, **into(plenary.case.number), **HIDDEN)
    recuse(case=plenary.case, by=people.bilal, reason="A relative works there.")
    index()
    known = search(people.bilal, read(f"case:{plenary.case.number}"))
    unknown = search(people.bilal, read("case:C-1999-0001"))
    assert known == unknown
