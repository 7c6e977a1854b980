"""Search over what the apps hold: every script, every field, and the index that follows the docket (SCREENS 6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation import services as deliberation
from evidence.services import screen
from mad.common import clock, ports
from mad.common.errors import Invalid, Refused
from mad.docket.sealing import seal_all
from mad.search import statement, ways
from mad.search.asking import ask
from mad.search.indexing import follow
from mad.search.language import read
from mad.search.language.reading import BOUNDS
from mad.search.language.reading import FACTS as FIELDS
from mad.search.models import Document, Follower, Touched
from mad.search.selectors import NEWEST, RELEVANCE, search
from tests.deliberation_factory import Plenary
from tests.evidence_help import accepted, an_item, received
from tests.search_help import say_in

pytest_plugins = ["tests.deliberation_factory"]

PLACES = [{"name": "Deir ez-Zor", "lat": 35.33, "lon": 40.14}, {"name": "مخيم جباليا"}]


def index() -> int:
    """What the heartbeats do: seal, then follow."""
    seal_all()
    return follow()


def numbers(user, query: str, **options) -> list[str]:
    return [hit.number for hit in search(user, read(query), **options).hits]


@pytest.fixture
def corpus(people):
    """One submission of each language, by name."""
    texts = {
        "english": "A chemical attack on the hospital; witnesses of the attacks were heard.",
        "french": "Des témoins ont été blessés à l’hôpital d’Alep.",
        "arabic": "قُصِفَت المدرسة في إدلب وقُتل أحمد",
        "chinese": "联合国调查团报告了对平民的袭击。",
        "japanese": "学校への攻撃がありました。",
        "russian": "Нападение на село, ёлки сгорели.",
    }
    found = {name: received(people, narrative=text, title=f"Report {name}") for name, text in texts.items()}
    index()
    return found


FOUND_BY = {
    "attack": "english",
    "ATTACKS": "english",
    '"chemical attack"': "english",
    '"attack chemical"': "",
    "hospital -chemical": "",
    "hopital": "french",
    "témoin": "french",
    "hospital OR hopital": "english french",
    "(hospital OR hopital) -ete": "english",
    "chem*": "english",
    "المدرسه": "arabic",
    "ادلب": "arabic",
    "احمد": "arabic",
    "قصفت": "arabic",
    "袭击": "chinese",
    "联合国": "chinese",
    "国": "chinese",
    "合国调": "chinese",
    "国联合": "",
    "攻撃": "japanese",
    "学校": "japanese",
    "нападение": "russian",
    "ЕЛКИ": "russian",
    "\u200fأحمد\u200e": "arabic",
    "report": "english french arabic chinese japanese russian",
    "title:russian": "russian",
    "title:attack": "",
}


def test_words_of_every_script_are_found(corpus, people):
    by_number = {submission.number: name for name, submission in corpus.items()}
    found = {query: {by_number[number] for number in numbers(people.officer, query)} for query in FOUND_BY}
    assert found == {query: set(names.split()) for query, names in FOUND_BY.items()}


def test_every_fact_narrows(people):
    old = received(people, title="Old one", states=["MMR"], places=PLACES)
    new = accepted(people, title="New one", states=["SYR"], grading={"source_grade": "A", "info_grade": "1"})
    shut = received(people, title="Shut one", protect_source=True, sensitivity="strictly_confidential")
    index()
    item = new.items.get(file=None)

    def found(query: str, user=people.registrar) -> set[str]:
        return set(numbers(user, query))

    assert found("one state:MMR") == {old.number}
    assert found("one state:Myanmar") == {old.number}
    assert found("one Myanmar") == {old.number}
    assert found("one kind:item") == {item.number} == found("kind:items title:one")
    assert found("status:accepted") == {new.number}
    assert found("grade:A1 kind:submission") == found("grade:a kind:submission") == {new.number}
    assert found("kind:submission source:ohchr") == {old.number, new.number}
    assert found('source:"High Commissioner" kind:submission') <= {old.number, new.number}
    assert found("source:protected") == found("sensitivity:strict") == {shut.number}
    assert found(f"number:{old.number}") == found(old.number.lower()) == found(f"number:{old.number[:9]}* state:MMR")
    assert found("place:deir") == found('place:"Deir ez-Zor"') == found("place:جباليا") == {old.number}
    assert found("near:35.3,40.1,20km") == {old.number}
    assert found("near:35.3,41.1,20km") == set()
    case = next(iter(found("kind:case")))
    assert found(f"case:{case} kind:submission") == {new.number}
    today = clock.today()
    assert found(f"kind:submission from:{today} to:{today}") == {old.number, new.number, shut.number}
    assert found(f"kind:submission to:{today - timedelta(days=1)}") == set()
    assert found(f"kind:submission year:{today.year}") == {old.number, new.number, shut.number}


def test_cases_and_outputs_are_found(people):
    plenary = Plenary(people)
    call = {"kind": "emergency_call", "title": "Emergency session", "text": "The Council is asked to meet, zarzuela."}
    output = deliberation.make_call(case=plenary.case, by=people.amal, **call)
    index()
    assert numbers(people.amal, f"case:{plenary.case.number} kind:case") == [plenary.case.number]
    assert numbers(people.amal, "zarzuela") == [output.number]


def test_the_text_of_a_file_is_found_once_it_was_read(people):
    submission = received(people, ("note.txt", b"the text"))
    index()
    file = submission.files.get()
    assert numbers(people.officer, "zarzuela") == []
    say_in(file, "A zarzuela was heard at dawn.")
    assert Touched.objects.filter(number=submission.number).exists()
    index()
    (hit,) = search(people.officer, read("zarzuela")).hits
    assert (hit.kind, hit.number, hit.title) == ("file", submission.number, "note.txt")


def test_a_long_file_is_found_in_its_parts(people):
    submission = received(people, ("book.txt", b"the text"))
    text = "filler words stand here " * 9000 + "the zarzuela at the end"
    say_in(submission.files.get(), text)
    index()
    (hit,) = search(people.officer, read('"zarzuela at the end" title:book')).hits
    assert hit.part == hit.parts > 3
    say_in(submission.files.get(), "short now")
    index()
    assert Document.objects.filter(kind="file").count() == 1
    assert numbers(people.officer, "zarzuela") == []


def test_the_index_follows_every_act(people):
    submission = received(people)
    index()
    assert numbers(people.officer, "status:received") == [submission.number]
    screen(
        submission=submission,
        by=people.officer,
        decision="hold",
        grounds="x",
        hold_until=clock.now() + timedelta(days=2),
    )
    index()
    assert numbers(people.officer, "status:received") == []
    assert numbers(people.officer, "status:held") == [submission.number]


def test_following_again_writes_nothing(people):
    received(people)
    assert index() > 0
    before = list(Document.objects.order_by("pk").values())
    assert follow() == 0
    assert list(Document.objects.order_by("pk").values()) == before


def test_the_index_can_be_made_again_from_nothing(people):
    accepted(people, ("note.txt", b"the text"))
    index()
    facts = ("kind", "object_id", "part", "number", "title", "url", "at", "source", "status", "words")
    before = list(Document.objects.order_by("kind", "object_id").values(*facts))
    Document.objects.all().delete()
    call_command("reindex_search", verbosity=0)
    assert list(Document.objects.order_by("kind", "object_id").values(*facts)) == before


def test_making_it_again_drops_what_is_no_more(people):
    submission = received(people)
    index()
    Document.objects.create(
        kind="submission",
        object_id=10**9,
        number="S-1999-000001",
        title="Gone",
        url="/",
        at=clock.now(),
        revision=0,
        words="",
    )
    call_command("reindex_search", "submission", verbosity=0)
    assert [row.number for row in Document.objects.filter(kind="submission")] == [submission.number]


def test_hits_are_newest_first_and_paged_by_keyset(people):
    sent = [received(people, title=f"Number {n}").number for n in range(7)]
    index()
    query, seen, cursor = read("kind:submission"), [], ""
    while True:
        found = search(people.officer, query, cursor=cursor, size=3)
        seen += [hit.number for hit in found.hits]
        assert (found.total, found.count) == (7, "7")
        if not (cursor := found.next):
            break
    assert seen == sent[::-1]


def test_rank_puts_the_title_first(people):
    received(people, narrative="Only here: zarzuela, among many other words of no weight at all.", title="Other")
    titled = received(people, title="Zarzuela", narrative="Nothing.")
    received(people, narrative="Also here zarzuela among others.", title="Third")
    index()
    query, first = read("zarzuela"), titled.number
    ranked = search(people.officer, query, sort=RELEVANCE, size=2)
    assert ranked.hits[0].number == first
    after = search(people.officer, query, sort=RELEVANCE, size=2, cursor=ranked.next)
    assert len({hit.number for hit in (*ranked.hits, *after.hits)}) == 3


def test_counts_stop_at_a_thousand(people, monkeypatch):
    monkeypatch.setattr("mad.search.selectors.COUNTED", 3)
    for n in range(5):
        received(people, title=f"Number {n}")
    index()
    assert search(people.officer, read("kind:submission")).count == "3+"


@pytest.mark.parametrize("cursor", ["x", "WzFd", "e30", "W10", "WyJhIiwxXQ", "😀", "WzEsMl0" * 50])
def test_a_cursor_from_elsewhere_is_refused(people, cursor):
    with pytest.raises(Invalid):
        search(people.officer, read("report"), cursor=cursor)


def test_a_search_that_runs_away_is_stopped(people, monkeypatch):
    received(people)
    index()
    slow = statement.Statement().add("(SELECT true FROM pg_sleep(60))")
    monkeypatch.setattr("mad.search.statement.visible", lambda user: slow)
    monkeypatch.setitem(statement._SETTINGS, "statement_timeout", "20ms")
    changed = statement._SET.replace("5s", "20ms")
    monkeypatch.setattr("mad.search.statement._SET", changed)
    with pytest.raises(Refused, match="too long"):
        search(people.officer, read("report"))
    assert ports.search_sources


def test_what_a_search_sets_is_undone(people):
    search(people.officer, read("report"))
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


TYPED = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcde ()\"-:*|&“”«»'\\!<>OR,0123456789.~=%_/联合اé\u200f"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
NAMES = st.sampled_from([*FIELDS, *BOUNDS, "nothing"])
FACTS = st.builds(lambda name, value: f"{name}:{value}", NAMES, TYPED)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(TYPED, FACTS), max_size=4).map(" ".join), st.sampled_from([NEWEST, RELEVANCE]))
def test_no_query_is_more_than_the_database_takes(people, text, sort):
    search(people.officer, read(text), sort=sort)
    asked = ask(people.amal, read(text))
    if asked.matches:
        assert ways.expected(asked.matches) >= 0


def test_an_item_is_found_by_its_title(people):
    item = an_item(people, title="Zarzuela")
    index()
    assert item.number in numbers(people.amal, "zarzuela")
    assert Follower.objects.get().leaf >= 0
