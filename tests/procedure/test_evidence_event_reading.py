"""R19: event files cut into pieces of whole records, whatever is in them."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence import eventfiles
from evidence.eventfiles import EventFile, Unreadable
from evidence.eventrecords import encoding_of, records_of, well_formed

CELLS = st.text(st.sampled_from('ab",\n;é#\\'), max_size=6)


def read(path, **options):
    """Header, and every record as (line, cells, broken)."""
    with EventFile(path, **options) as file:
        records = [record for piece in file.pieces() for record in records_of(piece, file.delimiter, len(file.header))]
        return file.header, [(record.line, record.cells, record.broken) for record in records]


def rows(path, **options):
    return [cells for _, cells, _ in read(path, **options)[1]]


def as_csv(table) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue().encode()


@settings(max_examples=150)
@given(table=st.lists(st.tuples(CELLS, CELLS, CELLS).map(list), min_size=1, max_size=30), size=st.integers(8, 64))
def test_r19_pieces_of_any_size_hold_each_record_once(tmp_path_factory, table, size):
    path = tmp_path_factory.mktemp("events") / "file.csv"
    path.write_bytes(b"x,y,z\n1,2,3\n" + as_csv(table))
    before = eventfiles.PIECE_BYTES
    eventfiles.PIECE_BYTES = size
    try:
        with EventFile(path) as file:
            pieces = list(file.pieces())
            assert all(piece.content is None or well_formed(piece.content, ",") for piece in pieces)
        assert rows(path) == [["1", "2", "3"], *table]
    finally:
        eventfiles.PIECE_BYTES = before


@given(st.binary(max_size=300))
def test_r19_any_bytes_are_read_or_refused_and_never_a_fault(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("events") / "file.csv"
    path.write_bytes(content)
    try:
        read(path)
    except Unreadable as error:
        assert str(error)


def test_r19_a_record_is_known_by_the_line_it_begins_on(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b'x,y\n1,"two\nlines"\n\n2,b\n3,c')
    assert [line for line, _, _ in read(path)[1]] == [2, 5, 6]


def test_r19_a_quotation_mark_inside_a_cell_swallows_nothing(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b'x,y\n1,5" gun\n2,b\n3,6" gun\n')
    assert rows(path) == [["1", '5" gun'], ["2", "b"], ["3", '6" gun']]


def test_r19_a_quotation_mark_never_closed_costs_its_own_line_alone(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b'x,y\n1,a\n2,"open\n3,c\n4,d\n')
    _, found = read(path)
    assert [(line, cells) for line, cells, broken in found if not broken] == [
        (2, ["1", "a"]),
        (4, ["3", "c"]),
        (5, ["4", "d"]),
    ]
    assert [(line, broken) for line, _, broken in found if broken] == [
        (3, "A quotation mark in the row is never closed.")
    ]


def test_r19_a_byte_order_mark_and_windows_line_ends_are_no_part_of_cells(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b"\xef\xbb\xbfx,y\r\n1,a\r\n")
    assert read(path)[0] == ["x", "y"]
    assert rows(path) == [["1", "a"]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_r19_the_mark_between_cells_is_found(tmp_path, mark):
    path = tmp_path / "file.csv"
    path.write_text(f"x{mark}y\n1{mark}a\n")
    assert rows(path) == [["1", "a"]]


def test_r19_what_is_no_csv_file_is_told_what_it_is(tmp_path):
    for content, said in (
        (b"", "is empty"),
        (b"PK\x03\x04rest", "Excel"),
        (b"%PDF-1.7", "PDF"),
        ("x,y\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02\n", "NUL"),
        (b"a" * 300_000, "does not end"),
        (gzip.compress(b""), "is empty"),
        (b"\x1f\x8bnot gzip", "damaged"),
    ):
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=said):
            read(path)
    with pytest.raises(Unreadable, match="cannot be opened"):
        read(tmp_path / "nowhere.csv")


def test_r19_an_archive_that_unpacks_too_large_is_refused(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"x,y\n" + b"1,2\n" * 500_000))
    with pytest.raises(Unreadable, match="more than 1 MB"):
        read(path, largest=2**20)


def test_r19_latin_1_is_known_from_damaged_utf_8(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes("x,y\n1,Ségou\n".encode("latin-1"))
    assert encoding_of(path) == "cp1252"
    assert rows(path, encoding="cp1252") == [["1", "Ségou"]]
    path.write_bytes("x,y\n1,Ségou\n2,Ségou\n".encode() + b"3,S\xe9gou\n")
    assert encoding_of(path) == "utf-8"
