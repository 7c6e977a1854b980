"""The language of search: what is one word, what a query says, what is marked. Pure."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mad.search.language import Marker, fragments, marked, read, split, vector
from mad.search.language.folding import fold, singular
from mad.search.language.marks import html
from mad.search.language.nodes import texts
from mad.search.language.reading import LONGEST, MOST_TERMS
from mad.search.language.tsquery import near_cells, tsquery
from mad.search.language.words import words

TYPED = st.text(
    alphabet=st.one_of(st.sampled_from("abc ()\"-:*|&“”«»'\\!<>OR،联合اé\u200f\x00"), st.characters()), max_size=80
)


def asked(text: str) -> str:
    node = read(text).node
    return tsquery(node, lambda fact: f"'={fact.name}:{fact.value}'") if node else ""


def problems(text: str) -> str:
    return " ".join(map(str, read(text).problems))


def shown(text: str, query: str) -> str:
    return html(marked(text, Marker(texts(read(query).node))))


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("Wałęsa", "walesa"),
        ("ÉLYSÉE", "elysee"),
        ("Straße", "STRASSE"),
        ("ёлка", "елка"),
        ("НАПАДЕНИЕ", "нападение"),
        ("أَحْمَد", "احمد"),
        ("إدلب", "ادلب"),
        ("مدرسة", "مدرسه"),
        ("عـــربي", "عربي"),
        ("على", "علي"),
        ("ایران", "ايران"),
        ("٢٠٢٦", "2026"),
        ("ＦＵＬＬ", "full"),
        ("ΟΔΟΣ", "οδος"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u200fقصف", "قصف"),
    ],
)
def test_case_accents_and_forms_of_letters_are_one(written, also):
    assert fold(written) == fold(also)


def test_marks_that_make_another_letter_stay():
    assert fold("が") != fold("か")
    assert fold("की") != fold("क")


@pytest.mark.parametrize(
    ("many", "one"), [("attacks", "attack"), ("bodies", "body"), ("lies", "ly"), ("status", "status"), ("loss", "loss")]
)
def test_plurals_stand_beside_their_singulars(many, one):
    assert singular(many) == one


@given(st.text(max_size=200))
def test_words_stand_in_order_and_lie_in_the_text(text):
    found = list(words(text))
    assert [word.place for word in found] == list(range(1, len(found) + 1))
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(word.word == fold(word.word) for word in found if not word.pair)


@given(st.text(max_size=120).map(lambda text: text.replace("\0", "")))
def test_plain_text_is_read_alike_by_the_short_way(text):
    plain = text.encode("ascii", "ignore").decode()
    long_way = {word.word for word in words(plain + " ééqq")} - {"eeqq"}
    assert {part.split("':")[0].strip("'") for part in vector([("B", plain)]).split()} - {
        f"~{singular(word)}" for word in long_way
    } == long_way


@given(TYPED)
def test_no_query_fails(text):
    query = read(text)
    if query.node is not None:
        assert asked(text)
    assert len(query.text) <= LONGEST


@given(TYPED, st.text(max_size=300))
def test_marking_changes_no_text(query, text):
    pieces = marked(text, Marker(texts(read(query).node)))
    assert "".join(piece.text for piece in pieces) == text.replace("\n", " ")
    fragments(text, Marker(texts(read(query).node)))


FEW = st.lists(
    st.sampled_from(["city", "cities", "citi", "raid", "raids", "y", "ies", "s", "bus", "a1", "A1s", "glass"])
)


@given(FEW, FEW, st.sampled_from(["", "*", '"']))
def test_plain_text_is_marked_alike_by_the_short_way(asked, written, mark):
    query = f'"{" ".join(asked[:1])}"' if mark == '"' else " ".join(word + mark for word in asked)
    marker, text = Marker(texts(read(query).node)), " ".join(written)
    if not marker.phrases:
        assert list(marker._plain(text)) == list(marker._marked(text))


def test_the_syntax():
    assert asked("ghouta 2013") == "(('ghouta' | '~ghouta') & '2013')"
    assert asked('"chemical attack"') == "('chemical' <1> 'attack')"
    assert asked("a1 -b2 OR c3") == "(('a1' & !'b2') | 'c3')"
    assert asked("(a1 OR b2) c3") == "(('a1' | 'b2') & 'c3')"
    assert asked("anti-war*") == "('anti' <1> 'war':*)"
    assert asked("联合国") == "('联合' <1> '合国')"
    assert asked("国") == "('国':*)" or asked("国") == "'国':*"
    assert asked("state:SYR kind:item") == "('=state:SYR' & '=kind:item')"
    assert asked('title:"night raid"') == "('night':A <1> 'raid':A)"
    assert asked("“deir ez-zor”") == "('deir' <1> 'ez' <1> 'zor')"


def test_dates_and_nearness_bound_the_whole():
    query = read("attack from:2026-02 to:2026 near:33.5,36.3,50km")
    assert (query.first, query.last) == (date(2026, 2, 1), date(2026, 12, 31))
    assert query.near is not None
    assert query.near.km == 50
    assert not query.problems


@pytest.mark.parametrize(
    ("query", "part", "searched"),
    [
        ('"night raid', "not closed", True),
        ("(raid", "not closed", True),
        ("raid)", "closes nothing", True),
        ("raid OR", "OR stands between", True),
        ("raid -", "no letter", True),
        ("colour:red", "no such field", True),
        ("raid state:", "Nothing follows the colon", True),
        ("ra*", "At least 3 letters", True),
        ("from:yesterday raid", "a year, a month or a day", True),
        ("from:2026-13 raid", "a year, a month or a day", True),
        ("near:here raid", "latitude, longitude", True),
        ("near:95,0,10 raid", "latitude, longitude", True),
        ("raid OR from:2026", "cannot stand in an OR", True),
        ("-to:2026 raid", "cannot stand in an OR", True),
        ("from:2026 to:2025 raid", "lies before", True),
        ("...", "no letter or digit", False),
        (" ".join(f"w{n}" for n in range(MOST_TERMS + 5)), "At most 32", True),
        ("x" * 600, "first 500 characters", True),
    ],
)
def test_wrong_syntax_is_named_and_the_rest_is_searched(query, part, searched):
    assert part in problems(query)
    assert (read(query).node is not None) is searched


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The attacks went on.", "attack", "The <mark>attacks</mark> went on."),
        ("The attacks went on.", '"attack"', "The attacks went on."),
        ("Elle a été blessée", "ete", "Elle a <mark>été</mark> blessée"),
        ("قصف المدرسة", "المدرسه", "قصف <mark>المدرسة</mark>"),
        ("中华人民共和国", "人民", "中华<mark>人民</mark>共和国"),
        ("中华人民共和国", "国", "中华人民共和<mark>国</mark>"),
        ("Нападение на село", "нападение", "<mark>Нападение</mark> на село"),
        ("<b>raid</b>", "raid", "&lt;b&gt;<mark>raid</mark>&lt;/b&gt;"),
        ("night raid, day raid", '"night raid" -day', "<mark>night raid</mark>, day raid"),
        ("chlorine gas", "chlor*", "<mark>chlorine</mark> gas"),
    ],
)
def test_marks_follow_the_rules_of_the_index(text, query, expected):
    assert shown(text, query) == expected


def test_passages_stand_around_the_hits():
    text = "word " * 400 + "sarin was used here. " + "word " * 400
    (passage,) = fragments(text, Marker(texts(read("sarin").node)))
    said = "".join(piece.text for piece in passage)
    assert "sarin was used" in said
    assert len(said) < 300


def test_long_texts_are_cut_so_that_no_phrase_is():
    text = " ".join(f"word{n}" for n in range(30_000))
    parts = split(text)
    assert len(parts) > 2
    assert all(len(vector([("B", part)]).encode()) < 1_000_000 for part in parts)
    for one, other in pairwise(parts):
        assert one[-60:] in other[:300]


def test_squares_of_one_degree_go_round_the_date_line_and_the_poles():
    assert "=cell:-17:179" in near_cells(read("near:-16.5,-179.9,100").near)
    assert ":*" in near_cells(read("near:89.5,10,100").near)


@given(
    st.text(alphabet="abs AB-_.9", max_size=60),
    st.lists(st.sampled_from(["ab", "abs", "a*", "abs*", '"b"', "9"]), max_size=3),
)
def test_the_short_way_of_marking_marks_the_same(text, asked_for):
    marker = Marker(texts(read(" ".join(asked_for)).node))
    by_the_long_way = [span for span in marker.spans(text + " é") if span.end <= len(text)]
    assert list(marker.spans(text)) == by_the_long_way
