"""R41: `load_vetoes` over the real list, counted by other means; what is unfit; loading twice."""

from __future__ import annotations

import gzip
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, transaction

from deliberation.models import HistoricVeto
from deliberation.selectors.council import by_decade, vetoes
from deliberation.services.vetoes import LARGEST
from mad.docket.models import Entry

# The public list, read where it lies beside the project; the tests that need it are skipped where it does not.
_NEAR = [folder / "shared/data/council/vetoes_1946_2022-09.csv" for folder in Path(__file__).resolve().parents]
REAL = next((path for path in _NEAR if path.is_file()), _NEAR[0])
HEAD = "year,date,month,draft,meeting_record,agenda_item,crisis_topic,region,member_veto1,member_veto2,member_veto3\n"
GOOD = "1980,1/13/1980,1,S/13735,S/PV.2191,Letter,Iran,Middle East,USSR,,\n"


def load(path, *options: str) -> dict:
    out = StringIO()
    call_command("load_vetoes", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def written(tmp_path, people):
    def write(*rows: str, head: str = HEAD) -> Path:
        path = tmp_path / "vetoes.csv"
        path.write_text(head + "".join(rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def real() -> Path:
    if not REAL.is_file():
        pytest.skip("the public list of vetoes is not here")
    return REAL


def test_the_real_list_is_counted_right(people, real):
    # By other means than a CSV reader: a record ends where a line ends outside quotes, and its last eighteen columns are
    # plain, of which the first three name the States.
    whole = re.compile(r'(?:[^"\n]|"[^"]*")+').findall(real.read_text("utf-8"))[1:]
    cast = [[name for name in record.rsplit(",", 16)[1:4] if name] for record in whole]
    counts = load(real)
    assert counts == {"read": 214, "added": 214, "unchanged": 0, "refused": 0, "faults": []}
    assert len(whole) == HistoricVeto.objects.count() == 214
    expected = {
        code: sum(name in said for voted in cast for name in voted)
        for code, said in {
            "RUS": ("USSR", "Russia"),
            "USA": ("USA",),
            "GBR": ("UK",),
            "CHN": ("China",),
            "FRA": ("France",),
        }.items()
    }
    assert {code: vetoes(state=code).count() for code in expected} == expected
    assert expected == {"RUS": 121, "USA": 82, "GBR": 29, "CHN": 17, "FRA": 16}
    assert sum(sum(row.cast) for row in by_decade(vetoes())) == sum(map(len, cast)) == 265


def test_two_votes_of_one_day_on_one_subject_are_two(people, real):
    load(real)
    twice = HistoricVeto.objects.filter(draft="S/PV.49", subject="The Spanish question")
    assert sorted(twice.values_list("repeat", flat=True)) == [1, 2]


def test_loading_again_changes_nothing(people, real):
    load(real)
    before = list(HistoricVeto.objects.values_list())
    assert load(real) == {"read": 214, "added": 0, "unchanged": 214, "refused": 0, "faults": []}
    assert list(HistoricVeto.objects.values_list()) == before
    assert Entry.objects.filter(act="vetoes.loaded").count() == 1


def test_bad_rows_are_refused_by_line_and_the_others_taken(written):
    path = written(
        GOOD, "1980,13/1/1980,1,S/1,,Letter,,,USSR,,\n", GOOD.replace("USSR", "Germany"), GOOD.replace("13735", "2")
    )
    counts = load(path)
    assert (counts["read"], counts["added"], counts["refused"]) == (4, 2, 2)
    assert [fault["line"] for fault in counts["faults"]] == [3, 4]
    assert "is no day" in counts["faults"][0]["reason"]


def test_a_row_that_differs_from_the_one_loaded_is_refused_and_nothing_overwritten(written):
    load(written(GOOD))
    other = GOOD.replace("S/13735", "S/13736")
    counts = load(written(GOOD.replace("USSR", "USA"), other))
    assert (counts["added"], counts["unchanged"], counts["refused"]) == (1, 0, 1)
    assert "differs in states" in counts["faults"][0]["reason"]
    assert HistoricVeto.objects.get(draft="S/13735").states == ["RUS"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"year,date\n1980,1/1/1980\n", "lacks the columns draft, agenda_item, member_veto1"),
        (b"", "lacks the columns"),
        (HEAD.encode() + b"1980,1/13/1980,1,S/\xff", "Line 2 is not UTF-8"),
        (HEAD.encode() + b'1980,"1/13/1980"x,1\n', "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(people, tmp_path, content, said):
    path = tmp_path / "not.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        load(path)
    assert not HistoricVeto.objects.exists()


def test_a_packed_list_is_the_same_list_and_one_that_breaks_off_is_refused(written, tmp_path):
    packed = tmp_path / "vetoes.bin"
    packed.write_bytes(gzip.compress(written(GOOD).read_bytes()))
    assert load(packed)["added"] == 1
    assert load(written(GOOD))["unchanged"] == 1
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(CommandError, match="cannot be read"):
        load(packed)


def test_a_file_that_unpacks_to_more_than_such_a_list_is_refused(people, tmp_path):
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(bytes(LARGEST + 1)))
    with pytest.raises(CommandError, match="larger than"):
        load(bomb)


def test_a_file_that_is_not_there_is_named(people, tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            load(path)


def test_r15_a_loaded_veto_is_never_changed(written):
    load(written(GOOD))
    for change in (lambda rows: rows.update(states=["FRA"]), lambda rows: rows.delete()):
        with pytest.raises(Error), transaction.atomic():
            change(HistoricVeto.objects.all())


def test_a_list_of_which_nothing_could_be_taken_is_a_fault_and_its_counts_are_printed(written):
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was taken: 1 refused"):
        call_command("load_vetoes", str(written(GOOD.replace("1/13", "13/13"))), "--json", stdout=out)
    assert json.loads(out.getvalue())["refused"] == 1
    assert load(written(GOOD))["added"] == 1
    assert load(written(GOOD, GOOD.replace("1/13", "13/13")))["unchanged"] == 1


def test_the_command_prints_counts_for_a_person(written):
    out = StringIO()
    call_command("load_vetoes", str(written(GOOD, GOOD.replace("1/13", "13/13"))), stdout=out)
    assert "added        1" in out.getvalue()
    assert "line 3: date" in out.getvalue()
