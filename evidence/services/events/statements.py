"""The statements that judge and convert staged rows, one family of files each (R19).

A staged row has the columns of its layout: numbers as double precision, the rest as text. `values` gives the SQL of
each column of an incident; `refusals`, in order, a condition and the reason when it holds. A file has few different
days, so each is read once, into the table `days`. Everything here is constant text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.procedure.events import cells
from evidence.procedure.events.layouts import ACLED, GED, Kind, Layout
from evidence.procedure.events.places import Numbering

LARGEST = 2**31

COLUMNS = (
    *("source_id", "type_of_violence", "state_id", "country", "region", "adm_1", "adm_2", "place", "lat", "lon"),
    *("place_precision", "date_start", "date_end", "date_precision", "actor", "opponent", "conflict"),
    *("civilians", "low", "best", "high", "reported_by", "described_as", "provisional"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one layout becomes incidents. country, code: the staged columns that say the State."""

    layout: Layout
    id: str
    country: str
    code: str
    preferred: Numbering
    values: Mapping[str, str]
    refusals: tuple[tuple[str, str], ...]

    @property
    def days(self) -> tuple[str, ...]:
        """The staged columns that hold a day."""
        return tuple(name for name, kind in self.layout.kinds.items() if kind is Kind.DAY)

    @property
    def dated(self) -> str:
        """SQL: the staged rows with each day read, as <column>_days.day; null where the text is no day."""
        return "staged" + "".join(
            f" LEFT JOIN days AS {name}_days ON {name}_days.written = {name}" for name in self.days
        )

    @property
    def reason(self) -> str:
        """SQL: why a staged row is refused; null when it is not."""
        return "CASE " + " ".join(f"WHEN {condition} THEN {reason}" for condition, reason in self.refusals) + " END"


def read_days(reading: Reading) -> str:
    """SQL that fills `days`: every text of a day column that is a day, and the day. OFFSET 0: each is looked at once."""
    texts = " UNION ".join(f"SELECT {name} AS written FROM staged GROUP BY 1" for name in reading.days)  # noqa: S608 - own text
    return (
        "CREATE TEMPORARY TABLE days AS SELECT written, CASE WHEN iso THEN left(written, 10)::date ELSE written::date END AS day"  # noqa: S608 - own text
        f" FROM (SELECT written, written ~ '{cells.ISO_DAY}' AS iso FROM ({texts}) AS texts OFFSET 0) AS texts"
        f" WHERE iso OR written ~ '{cells.NAMED_DAY}'"
    )


def _text(column: str, longest: int) -> str:
    """The text cut to what its column holds: an explicit cast cuts, and copies nothing that fits."""
    return f"coalesce({column}, '')::varchar({longest})"


def _said(column: str, said: str) -> str:
    return f"'{column} {said}: ' || coalesce(left({column}::text, {cells.SHOWN}), 'empty') || '.'"


def _count(column: str, largest: int = LARGEST) -> tuple[str, str]:
    bad = f"({column} IS NULL OR {column} < 0 OR {column} >= {largest} OR {column} <> trunc({column}))"
    return bad, _said(column, "is no count")


def _within(column: str, low: int, high: int) -> tuple[str, str]:
    bad = f"({column} IS NULL OR {column} NOT BETWEEN {low} AND {high} OR {column} <> trunc({column}))"
    return bad, _said(column, f"is not one of {low} to {high}")


def _given(column: str) -> tuple[str, str]:
    return f"coalesce(btrim({column}), '') = ''", f"'{column} is empty.'"


def _degrees(column: str, most: int) -> tuple[str, str]:
    return f"{column} NOT BETWEEN -{most} AND {most}", _said(column, "is not on earth")


def _is_day(column: str) -> tuple[str, str]:
    return f"{column}_days.day IS NULL", _said(column, "is no date")


PLACED = (
    ("(latitude IS NULL) <> (longitude IS NULL)", "'Only one of latitude and longitude is given.'"),
    _degrees("latitude", 90),
    _degrees("longitude", 180),
)

_GED = Reading(
    GED,
    id="id",
    country="country",
    code="country_id",
    preferred=Numbering.GLEDITSCH_WARD,
    values={
        "source_id": "id::bigint::varchar(40)",
        "type_of_violence": "type_of_violence::smallint",
        "country": _text("country", 120),
        "region": _text("region", 40),
        "adm_1": _text("adm_1", 200),
        "adm_2": _text("adm_2", 200),
        "place": _text("where_coordinates", 300),
        "lat": "latitude",
        "lon": "longitude",
        "place_precision": "where_prec::smallint",
        "date_start": "date_start::date",
        "date_end": "date_end::date",
        "date_precision": "date_prec::smallint",
        "actor": _text("side_a", 300),
        "opponent": _text("side_b", 300),
        "conflict": _text("conflict_name", 300),
        "civilians": "deaths_civilians::integer",
        "low": "low::integer",
        "best": "best::integer",
        "high": "high::integer",
        "reported_by": "left(coalesce(source_office, ''), 2000)",
        "described_as": "''",
    },
    refusals=(
        _count("id", 2**53),
        _within("type_of_violence", 1, 3),
        *PLACED,
        _within("where_prec", 1, 7),
        _is_day("date_start"),
        _is_day("date_end"),
        ("date_end_days.day < date_start_days.day", "'date_end lies before date_start.'"),
        _within("date_prec", 1, 5),
        *(_count(column) for column in ("deaths_civilians", "low", "best", "high")),
    ),
)

# The order of ACLED's actors has no meaning; who is not a civilian is the actor. Its codes were numbers, now words.
_CIVILIANS = "coalesce({0}, '') IN ('7', '7.0', 'Civilians')"
_FIRST_IS_CIVILIAN = f"({_CIVILIANS.format('inter1')} AND NOT {_CIVILIANS.format('inter2')})"
_AGAINST_CIVILIANS = "(event_type = 'Violence against civilians' OR coalesce(civilian_targeting, '') <> '')"
_BY_A_STATE = "('1' IN (left(inter1, 1), left(inter2, 1)) OR 'State forces' IN (inter1, inter2))"

_ACLED = Reading(
    ACLED,
    id="event_id_cnty",
    country="country",
    code="iso",
    preferred=Numbering.ISO_NUMERIC,
    values={
        "source_id": "event_id_cnty::varchar(40)",
        "type_of_violence": f"CASE WHEN {_AGAINST_CIVILIANS} THEN 3"
        " WHEN event_type NOT IN ('Battles', 'Explosions/Remote violence')"
        " AND event_type NOT LIKE 'Battle-%%' AND event_type <> 'Remote violence' THEN 4"
        f" WHEN {_BY_A_STATE} THEN 1 ELSE 2 END::smallint",
        "country": _text("country", 120),
        "region": _text("region", 40),
        "adm_1": _text("admin1", 200),
        "adm_2": _text("admin2", 200),
        "place": _text("location", 300),
        "lat": "latitude",
        "lon": "longitude",
        "place_precision": "geo_precision::smallint",
        "date_start": "event_date::date",
        "date_end": "event_date::date",
        "date_precision": "time_precision::smallint",
        "actor": f"CASE WHEN {_FIRST_IS_CIVILIAN} THEN {_text('actor2', 300)} ELSE {_text('actor1', 300)} END",
        "opponent": f"CASE WHEN {_FIRST_IS_CIVILIAN} THEN {_text('actor1', 300)} ELSE {_text('actor2', 300)} END",
        "conflict": "''",
        "civilians": f"CASE WHEN {_AGAINST_CIVILIANS} THEN fatalities ELSE 0 END::integer",
        "low": "fatalities::integer",
        "best": "fatalities::integer",
        "high": "fatalities::integer",
        "reported_by": "left(coalesce(source, ''), 2000)",
        "described_as": "concat_ws(': ', event_type, nullif(sub_event_type, ''))::varchar(120)",
    },
    refusals=(
        _given("event_id_cnty"),
        ("length(event_id_cnty) > 40", _said("event_id_cnty", "is longer than an id")),
        _given("event_type"),
        _given("actor1"),
        *PLACED,
        _within("geo_precision", 1, 3),
        _is_day("event_date"),
        _within("time_precision", 1, 3),
        _count("fatalities"),
    ),
)

READINGS = {reading.layout.source: reading for reading in (_GED, _ACLED)}
