"""The page of search (SCREENS 6)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from mad.docket.sealing import seal_all
from mad.search.indexing import follow
from mad.search.models import SavedSearch
from tests.evidence_help import received
from tests.pages.page_queries import asked


@pytest.fixture
def ask(people, client, settings):
    """ask(query, …): the page as the officer gets it."""
    settings.DEMONSTRATION = True
    client.force_login(people.officer)
    return lambda q="", **options: client.get(reverse("search"), {"q": q, **options})


CHOICE = re.compile(r'<li><a href="([^"]*)"( aria-current="true")?>([^<]*)</a> <span class="num">([^<]*)</span></li>')


def index() -> None:
    seal_all()
    follow()


def body(answer) -> str:
    return answer.content.decode()


def test_hits_are_marked_and_escaped(ask, people):
    submission = received(people, title="A <b>zarzuela</b>", narrative="It was <script>zarzuela</script> & more.")
    index()
    page = body(ask("zarzuela"))
    assert f"{submission.get_absolute_url()}?q=zarzuela" in page
    assert "A &lt;b&gt;<mark>zarzuela</mark>&lt;/b&gt;" in page
    assert "&lt;script&gt;<mark>zarzuela</mark>&lt;/script&gt; &amp; more" in page
    assert "1 hit" in page


def facet(answer, name: str) -> dict[str, tuple[str, str, bool]]:
    """Label → (count, address, whether it is chosen), as the page shows them."""
    drawn = next(each for each in answer.context["facets"] if f"<summary>{name}</summary>" in each)
    assert drawn in answer.content.decode()
    return {label: (count, unescape(url), bool(chosen)) for url, chosen, label, count in CHOICE.findall(drawn)}


def test_facets_narrow_and_widen(ask, people):
    received(people, title="Zarzuela one", states=["SYR"])
    received(people, title="Zarzuela two", states=["SDN", "SYR"])
    index()
    state = facet(ask("zarzuela"), "State")
    assert {label: count for label, (count, _, _) in state.items()} == {"Syria": "2", "Sudan": "1"}
    narrowed = ask("zarzuela state:SDN")
    assert "q=zarzuela+state%3ASDN" in state["Sudan"][1]
    assert narrowed.context["found"].total == 1
    assert any(chosen for _, _, chosen in facet(narrowed, "State").values())
    (said, without), *_ = narrowed.context["chosen"]
    assert (said, without) == ("State: Sudan", f"{reverse('search')}?q=zarzuela")
    ((_, either, _),) = facet(ask("zarzuela OR other"), "Kind").values()
    assert "q=%28zarzuela+OR+other%29+kind%3Asubmission" in either


def test_dates_and_place_beside_the_query_are_written_into_it(ask):
    answer = ask("raid OR attack", **{"from": "2026-02-01", "to": "", "place": "Deir ez-Zor"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == (
        f"{reverse('search')}?q=%28raid+OR+attack%29+from%3A2026-02-01+place%3A%22Deir+ez-Zor%22"
    )


def test_an_empty_search_teaches_and_an_empty_result_says_the_way_on(ask):
    assert "How to ask" in body(ask())
    assert "Nothing that you may open holds all of this" in body(ask("zarzuela"))


def test_wrong_syntax_is_named_beside_what_was_found(ask, people):
    received(people, title="Zarzuela")
    index()
    page = body(ask('zarzuela colour:red OR "zarzuela'))
    assert "There is no such field" in page
    assert "not closed" in page
    assert "1 hit" in page


def test_searches_are_kept_and_dropped(ask, people, client):
    ask()
    client.post(reverse("save_search"), {"q": "zarzuela  state:SYR", "name": "Mine", "alerts": "on"})
    saved = SavedSearch.objects.get()
    assert (saved.name, saved.query, saved.alerts, saved.owner) == ("Mine", "zarzuela  state:SYR", True, people.officer)
    assert "Mine" in body(ask("zarzuela"))
    client.force_login(people.amal)
    client.post(reverse("drop_search", args=[saved.pk]))
    assert SavedSearch.objects.count() == 1
    client.force_login(people.officer)
    client.post(reverse("drop_search", args=[saved.pk]))
    assert SavedSearch.objects.count() == 0


def test_a_search_that_asks_nothing_is_not_kept(ask, client):
    assert client.post(reverse("save_search"), {"q": "...", "name": "x"}).status_code == 400


@pytest.mark.parametrize("who", ["focal", "ethics", "auditor", "admin"])
def test_r9_who_may_not_search_keeps_no_search(people, client, settings, who):
    settings.DEMONSTRATION = True
    client.force_login(getattr(people, who))
    assert client.post(reverse("save_search"), {"q": "raid"}).status_code == 403
    assert client.post(reverse("drop_search", args=[1])).status_code == 403
    assert "app-masthead__search" not in body(client.get("/"))


def test_the_field_stands_on_every_page_of_those_who_may_search(people, client, settings):
    settings.DEMONSTRATION = True
    client.force_login(people.amal)
    assert "app-masthead__search" in body(client.get("/"))


def test_a_cursor_from_elsewhere_is_refused(ask):
    assert ask("raid", after="abc").status_code == 400


def test_a_page_of_hits_asks_few_queries(ask, people):
    for n in range(6):
        received(people, title=f"Zarzuela {n}")
    index()
    ask("zarzuela")
    with asked() as found:
        ask("zarzuela")
    assert len(found) <= 14
