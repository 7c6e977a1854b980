"""R38, R40: differences of words, and the merge of two changes of one text."""

from hypothesis import given
from hypothesis import strategies as st

from deliberation.procedure.difference import (
    Conflict,
    Kind,
    Piece,
    after_of,
    before_of,
    difference,
    merge,
    opcodes,
    tokens,
)

WORDS = ["the", "parties", "to", "open", "talks", "peace", "now", ",", "cease-fire", "at", "once", "الأطراف", "停火"]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
BASE = "the parties to open talks at once under the good offices of the Secretary-General"


def shown(before, after):
    marks = {Kind.SAME: "{}", Kind.REMOVED: "[-{}]", Kind.ADDED: "[+{}]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in difference(before, after))


@given(TEXTS)
def test_r38_the_tokens_join_to_the_text(text):
    assert "".join(tokens(text)) == text


@given(TEXTS, TEXTS)
def test_r40_applying_the_difference_gives_the_other_text(before, after):
    pieces = difference(before, after)
    assert (before_of(pieces), after_of(pieces)) == (before, after)
    assert all(piece.text for piece in pieces)


@given(st.lists(st.sampled_from("abcde"), max_size=30), st.lists(st.sampled_from("abcde"), max_size=30))
def test_r40_the_runs_cover_both_sides_and_equal_ones_are_equal(before, after):
    i = j = 0
    for op in opcodes(before, after):
        assert (op.i1, op.j1) == (i, j)
        assert (before[op.i1 : op.i2] == after[op.j1 : op.j2]) is op.same
        assert op.i2 > op.i1 or op.j2 > op.j1
        i, j = op.i2, op.j2
    assert (i, j) == (len(before), len(after))


@given(TEXTS)
def test_r40_a_text_does_not_differ_from_itself(text):
    assert difference(text, text) == ((Piece(Kind.SAME, text),) if text else ())


@given(TEXTS, TEXTS)
def test_r38_what_only_one_person_changed_is_merged_whole(base, changed):
    assert merge(base, changed, base).text == merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed
    assert merge(base, changed, base).clean and merge(base, base, changed).clean


@given(TEXTS, TEXTS, TEXTS)
def test_r38_a_merge_takes_no_side(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    turned = tuple(Conflict(p.base, p.theirs, p.mine) if isinstance(p, Conflict) else p for p in other.parts)
    assert one.parts == turned


@given(st.lists(st.sampled_from(WORDS), min_size=1), st.lists(st.sampled_from(WORDS), min_size=1))
def test_r38_changes_at_both_ends_are_merged(head, tail):
    middle = "of the common text that nobody has touched"
    base = f"first {middle} last"
    merged = merge(base, f"{' '.join(head)} {middle} last", f"first {middle} {' '.join(tail)}")
    assert merged.clean
    assert merged.text == f"{' '.join(head)} {middle} {' '.join(tail)}"


def test_r40_a_difference_reads_by_words():
    assert shown("to open talks", "to open peace talks") == "to open [+peace ]talks"
    assert shown("within 14 days", "within 30 days") == "within [-14][+30] days"
    assert shown("a cease-fire", "a ceasefire") == "a [-cease-fire][+ceasefire]"
    assert shown("立即停火", "立即永久停火") == "立即[+永久]停火"
    assert shown("تدعو الأطراف", "تدعو جميع الأطراف") == "تدعو [+جميع ]الأطراف"


def test_r40_neighbouring_changes_read_as_one():
    assert shown("the parties to talk", "all sides to talk") == "[-the parties][+all sides] to talk"


def test_r40_a_moved_phrase_leaves_its_neighbours_whole():
    pieces = difference("one two three four five six", "four five six one two three")
    assert sum(piece.kind is not Kind.SAME for piece in pieces) == 2


def test_r38_two_people_in_different_places_are_merged():
    mine = BASE.replace("at once", "without preconditions")
    theirs = BASE.replace("Secretary-General", "Secretary-General and his envoy")
    merged = merge(BASE, mine, theirs)
    assert merged.clean
    assert merged.text == mine.replace("Secretary-General", "Secretary-General and his envoy")


def test_r38_two_people_on_the_same_words_conflict_and_nothing_is_lost():
    merged = merge(BASE, BASE.replace("at once", "today"), BASE.replace("at once", "within 14 days"))
    (conflict,) = merged.conflicts
    assert (conflict.mine, conflict.theirs) == ("today", "within 14 days")
    assert merged.text == BASE.replace("at once", "today")


def test_r38_two_people_adding_at_one_place_conflict():
    (conflict,) = merge("to open talks", "to open new talks", "to open direct talks").conflicts
    assert (conflict.base, conflict.mine.strip(), conflict.theirs.strip()) == ("", "new", "direct")


def test_r38_long_texts_without_anything_in_common_are_bounded():
    before, after = " ".join(["a", "b"] * 2500), " ".join(["b", "b", "a", "c"] * 1250)
    pieces = difference(before, after)
    assert (before_of(pieces), after_of(pieces)) == (before, after)
