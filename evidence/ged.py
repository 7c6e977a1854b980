"""Rows of UCDP GED files as incidents (R19). Pure: reads older and newer column sets, numbers written as floats."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from evidence.gw import ISO3_BY_GW
from evidence.procedure.fields import storable

SOURCE = "ucdp-ged"
COLUMNS = (
    *(
        "source_id",
        "type_of_violence",
        "state_id",
        "country",
        "region",
        "adm_1",
        "adm_2",
        "place",
        "lat",
        "lon",
    ),
    *("place_precision", "date_start", "date_end", "date_precision", "actor", "opponent", "conflict"),
    *("civilians", "low", "best", "high", "reported_by", "row_digest"),
)
TEXTS = ("country", "region", "adm_1", "adm_2", "place", "actor", "opponent", "conflict", "reported_by")
NEEDED = frozenset(
    {"id", "type_of_violence", "country", "country_id", "latitude", "longitude", "where_prec", "date_prec"}
    | {"date_start", "date_end", "side_a", "side_b", "deaths_civilians", "low", "best", "high"}
)

Row = tuple[object, ...]


class BadRow(ValueError):
    """The row cannot be an incident; the message says why."""


def is_hxl(row: Mapping[str, str]) -> bool:
    """True for the row of HXL tags that some published files carry under their header."""
    return any((value or "").startswith("#") for value in row.values() if isinstance(value, str))


def incident(row: Mapping[str, str]) -> Row:
    """The values of COLUMNS. Raises BadRow."""
    if None in row or None in row.values():
        raise BadRow("The row has more or fewer cells than the header.")
    starts, ends = _day(row, "date_start"), _day(row, "date_end")
    if ends < starts:
        raise BadRow("date_end lies before date_start.")
    values: Row = (
        str(_count(row, "id")),
        _within(row, "type_of_violence", 1, 3),
        ISO3_BY_GW.get(_count(row, "country_id")),
        _text(row, "country", 120),
        _text(row, "region", 40),
        _text(row, "adm_1", 200),
        _text(row, "adm_2", 200),
        _text(row, "where_coordinates", 300),
        _degrees(row, "latitude", 90),
        _degrees(row, "longitude", 180),
        _within(row, "where_prec", 1, 7),
        starts,
        ends,
        _within(row, "date_prec", 1, 5),
        _text(row, "side_a", 300),
        _text(row, "side_b", 300),
        _text(row, "conflict_name", 300),
        _count(row, "deaths_civilians"),
        _count(row, "low"),
        _count(row, "best"),
        _count(row, "high"),
        _text(row, "source_office", 2000),
    )
    digest = hashlib.sha256("\x1f".join(map(str, values)).encode()).hexdigest()
    return (*values, digest)


def _number(row: Mapping[str, str], name: str) -> float:
    try:
        return float(row[name])
    except ValueError:
        raise BadRow(f"{name} is no number: {row[name][:40]!r}.") from None


def _count(row: Mapping[str, str], name: str) -> int:
    number = _number(row, name)
    if not 0 <= number < 2**31 or number != int(number):
        raise BadRow(f"{name} is no count: {row[name][:40]!r}.")
    return int(number)


def _within(row: Mapping[str, str], name: str, low: int, high: int) -> int:
    count = _count(row, name)
    if not low <= count <= high:
        raise BadRow(f"{name} is {count}; the codebook has {low} to {high}.")
    return count


def _degrees(row: Mapping[str, str], name: str, most: int) -> float:
    degrees = _number(row, name)
    if not -most <= degrees <= most:
        raise BadRow(f"{name} is {row[name][:40]}, which is not on earth.")
    return degrees


def _day(row: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(row[name][:10])
    except ValueError:
        raise BadRow(f"{name} is no date: {row[name][:40]!r}.") from None


def _text(row: Mapping[str, str], name: str, longest: int) -> str:
    text = row.get(name) or ""
    if not storable(text):
        raise BadRow(f"{name} is not UTF-8 text.")
    return text[:longest]
