"""R12: a submission is complete or refused as a whole, and every wrong field is named."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.procedure import intake
from evidence.procedure.receipt import ReceivedFile, statement
from mad.common.canonical import canonical
from mad.common.errors import Invalid

NOW = datetime(2026, 2, 9, 9, 30, tzinfo=UTC)
STATES = frozenset({"SYR", "SSD"})
PLAIN = {"title": "Report", "narrative": "What happened.", "states": ["SYR"], "sensitivity": "confidential"}


def read(**changes):
    body = {**PLAIN, **changes}
    return intake.read(body, known_states=STATES, now=NOW)


def refused_fields(body) -> set[str]:
    with pytest.raises(Invalid) as invalid:
        intake.read(body, known_states=STATES, now=NOW)
    assert invalid.value.rule == "R12"
    return set(invalid.value.errors)


def test_r12_the_four_required_fields_are_enough():
    assert read().states == ("SYR",)
    assert not read().alarm.up


def test_r12_everything_optional_is_read():
    full = read(
        known_since="2026-02-05T04:00:00+02:00",
        period={"from": "2026-02-04", "to": "2026-02-08"},
        places=[{"name": "Hadra", "lat": 35.1, "lon": 36}],
        protect_source=True,
        release_terms="Not beyond the Division.",
        quick_matrix={
            "incitement": {"answer": "worsening", "grounds": "Radio"},
            "group_targeting": {"answer": "worsening"},
        },
    )
    assert full.known_since == datetime(2026, 2, 5, 2, tzinfo=UTC)
    assert (full.period_from, full.period_to) == (date(2026, 2, 4), date(2026, 2, 8))
    assert full.alarm.up


@pytest.mark.parametrize("field", ["title", "narrative", "states", "sensitivity"])
def test_r12_a_missing_field_is_named(field):
    assert refused_fields({name: value for name, value in PLAIN.items() if name != field}) == {field}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": "x" * 201}, "title"),
        ({"title": "  "}, "title"),
        ({"title": 7}, "title"),
        ({"title": None}, "title"),
        ({"narrative": ["x"]}, "narrative"),
        ({"narrative": "half \ud800"}, "narrative"),
        ({"narrative": "nul \0"}, "narrative"),
        ({"states": "SYR"}, "states"),
        ({"states": []}, "states"),
        ({"states": ["SYR", "SYR"]}, "states"),
        ({"states": ["SYR", "XXX"]}, "states[1]"),
        ({"states": [3]}, "states[0]"),
        ({"sensitivity": "secret"}, "sensitivity"),
        ({"sensitivity": True}, "sensitivity"),
        ({"known_since": "yesterday"}, "known_since"),
        ({"known_since": 20260205}, "known_since"),
        ({"known_since": "2026-02-10T00:00:00Z"}, "known_since"),
        ({"known_since": "9999-12-31T23:59:59-10:00"}, "known_since"),
        ({"period": {"from": "2026-02-08", "to": "2026-02-04"}}, "period.to"),
        ({"period": {"from": "2026-13-01"}}, "period.from"),
        ({"period": {"since": "2026-02-04"}}, "period.since"),
        ({"period": "February"}, "period"),
        ({"places": [{"lat": 1}]}, "places[0].name"),
        ({"places": [{"name": "a", "lat": 91}]}, "places[0].lat"),
        ({"places": [{"name": "a", "lon": True}]}, "places[0].lon"),
        ({"places": [{"name": "a", "lon": float("nan")}]}, "places[0].lon"),
        ({"protect_source": "yes"}, "protect_source"),
        ({"release_terms": 1}, "release_terms"),
        ({"quick_matrix": {"weather": {"answer": "no"}}}, "quick_matrix.weather"),
        ({"quick_matrix": {"incitement": {"answer": "maybe"}}}, "quick_matrix.incitement.answer"),
        ({"quick_matrix": {"incitement": {}}}, "quick_matrix.incitement.answer"),
        ({"quick_matrix": {"incitement": "yes"}}, "quick_matrix.incitement"),
        ({"office": "unocc"}, "office"),
    ],
)
def test_r12_a_wrong_field_is_named(changes, named):
    assert refused_fields({**PLAIN, **changes}) == {named}


@pytest.mark.parametrize("body", [None, [], "text", 3])
def test_r12_a_body_that_is_no_object_is_refused(body):
    assert refused_fields(body) == {"body"}


def test_r12_all_wrong_fields_are_named_at_once():
    assert refused_fields({"title": "", "states": [], "x": 1}) == {"title", "states", "x", "narrative", "sensitivity"}


def test_r12_null_stands_for_left_out_where_a_field_is_optional():
    assert read(period=None, quick_matrix=None, known_since=None).period_from is None


@pytest.mark.parametrize(
    "name", ["", " ", "a/b.pdf", "..\\b.pdf", "..", "/etc/passwd", "a\0b", "a\nb", "x" * 5000, "é" * 200]
)
def test_r12_a_name_with_path_parts_or_too_long_is_refused(name):
    errors: dict[str, list[str]] = {}
    intake.check_name(name, "files", errors)
    assert "files" in errors


@pytest.mark.parametrize("name", ["report.pdf", "rapport été.pdf", "تقرير.pdf", "a b (2).tar.gz", ".hidden"])
def test_r12_a_plain_name_is_taken_as_it_is(name):
    errors: dict[str, list[str]] = {}
    intake.check_name(name, "files", errors)
    assert errors == {}


def file(name="a.pdf", size=3, sha256="a" * 64):
    return ReceivedFile(name, size, sha256)


@pytest.mark.parametrize(
    ("files", "declared", "named"),
    [
        ([file(size=0)], [], "files"),
        ([file(), file()], [], "files"),
        ([file()], [("a.pdf", "b" * 64)], "files[0].sha256"),
        ([file()], [("other.pdf", "a" * 64)], "files[0].name"),
    ],
)
def test_r12_files_that_are_not_what_was_declared_are_refused(files, declared, named):
    with pytest.raises(Invalid) as invalid:
        intake.check_files(files, declared)
    assert set(invalid.value.errors) == {named}


def test_r12_a_declared_hash_in_capitals_is_the_same_hash():
    intake.check_files([file()], [("a.pdf", "A" * 64)])


def test_r12_the_receipt_lists_each_file_and_can_be_signed():
    said = statement(
        number="S-2026-000123",
        received_at=NOW,
        office="ohchr",
        content_digest="d",
        files=[file().line()],
        docket={"entry": 7},
    )
    assert said["files"] == [{"name": "a.pdf", "size": 3, "sha256": "a" * 64}]
    assert b'"received_at":"2026-02-09T09:30:00.000000Z"' in canonical(said)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@given(JSON | st.fixed_dictionaries(dict.fromkeys(PLAIN, JSON)))
def test_r12_nothing_but_a_whole_submission_is_read(body):
    try:
        declared = intake.read(body, known_states=STATES, now=NOW)
    except Invalid as invalid:
        assert invalid.errors
    else:
        assert declared.title.strip()
        assert set(declared.states) <= STATES


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(intake.SUBMISSION.optional, JSON)))
def test_r12_any_optional_value_is_read_or_named(optional):
    try:
        intake.read({**PLAIN, **optional}, known_states=STATES, now=NOW)
    except Invalid as invalid:
        assert {name.split(".")[0].split("[")[0] for name in invalid.errors} <= set(optional)
