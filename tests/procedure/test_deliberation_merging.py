"""R38: two people saved one paragraph; what only one changed is taken, the rest is shown."""

from hypothesis import given
from hypothesis import strategies as st

from deliberation.procedure.merging import join

BASE = {"part": "operative", "text": "the parties to open talks at once", "opening": "Urges", "measure": "",
        "citations": ["E-1"], "territory": []}  # fmt: skip


def test_r38_different_fields_and_different_words_are_joined():
    mine = {
        **BASE,
        "text": "all the parties to open talks at once",
        "measure": "negotiation",
        "citations": ["E-1", "E-2"],
    }
    theirs = {**BASE, "text": "the parties to open talks today", "opening": "Demands", "citations": ["D-1"]}
    joined = join(BASE, mine, theirs)
    assert joined.clean
    assert joined.values == {
        **BASE,
        "text": "all the parties to open talks today",
        "opening": "Demands",
        "measure": "negotiation",
        "citations": ["D-1", "E-2"],
    }


def test_r38_the_same_field_changed_by_both_is_a_conflict_and_mine_stands():
    joined = join(BASE, {**BASE, "opening": "Demands"}, {**BASE, "opening": "Calls upon"})
    assert [(c.name, c.mine, c.theirs) for c in joined.conflicts] == [("opening", "Demands", "Calls upon")]
    assert joined.values["opening"] == "Demands"


WORDS = st.fixed_dictionaries(
    {
        "text": st.lists(st.sampled_from(["a", "b", "c", "d"])).map(" ".join),
        "opening": st.sampled_from(["", "Urges", "Demands"]),
        "citations": st.lists(st.sampled_from(["E-1", "E-2", "D-1"]), unique=True),
    }
)


@given(WORDS, WORDS)
def test_r38_who_alone_changed_it_is_taken_whole(base, changed):
    one, other = join(base, changed, base), join(base, base, changed)
    assert one.clean and other.clean
    for joined in (one, other):
        assert {**joined.values, "citations": set(joined.values["citations"])} == {
            **changed,
            "citations": set(changed["citations"]),
        }
