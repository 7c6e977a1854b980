"""The files of event data that are read, recognised by their header (R19)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a cell is read: a number may be written as a float; a day in any of the styles of `cells.day`."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column by the name the product gives it. spellings: its names in files, lower case, newest first."""

    name: str
    kind: Kind
    spellings: tuple[str, ...]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A family of files. source: what its incidents are known by, with the source's own id."""

    source: str
    title: str
    attribution: str
    columns: tuple[Column, ...]

    def find(self, header: Sequence[str]) -> dict[str, int]:
        """Column name → its place in the header; absent columns are left out."""
        places = {_plain(cell): place for place, cell in reversed(list(enumerate(header)))}
        found: dict[str, int] = {}
        for column in self.columns:
            at = next((places[spelling] for spelling in column.spellings if spelling in places), None)
            if at is not None:
                found[column.name] = at
        return found

    def missing(self, header: Sequence[str]) -> list[str]:
        """The needed columns that the header lacks, by their newest spelling."""
        found = self.find(header)
        return [column.spellings[0] for column in self.columns if column.needed and column.name not in found]

    @property
    def kinds(self) -> Mapping[str, Kind]:
        return {column.name: column.kind for column in self.columns}


def _columns(kind: Kind, *names: str) -> tuple[Column, ...]:
    """Each "name=spelling|older" or, with a question mark, one that a file may lack."""
    made = []
    for text in names:
        name, _, spellings = text.removesuffix("?").partition("=")
        made.append(Column(name, kind, tuple((spellings or name).split("|")), not text.endswith("?")))
    return tuple(made)


GED = Layout(
    "ucdp-ged",
    "UCDP Georeferenced Event Dataset",
    "Uppsala Conflict Data Program, Georeferenced Event Dataset and Candidate Events Dataset, CC BY 4.0",
    (
        *_columns(Kind.NUMBER, "id", "type_of_violence", "latitude", "longitude", "where_prec", "date_prec"),
        *_columns(Kind.NUMBER, "deaths_civilians", "low=low|low_est", "best=best|best_est", "high=high|high_est"),
        *_columns(Kind.DAY, "date_start", "date_end"),
        *_columns(Kind.TEXT, "country", "country_id=country_id|gwno|gwno_loc|iso3|iso", "side_a", "side_b"),
        *_columns(Kind.TEXT, "region?", "adm_1?", "adm_2?", "conflict_name?", "source_office?", "code_status?"),
        *_columns(Kind.TEXT, "where_coordinates?"),
    ),
)
ACLED = Layout(
    "acled",
    "Armed Conflict Location & Event Data",
    "Armed Conflict Location & Event Data Project (ACLED), acleddata.com; its terms of use apply",
    (
        *_columns(Kind.TEXT, "event_id_cnty", "event_type", "sub_event_type?", "actor1", "actor2?"),
        *_columns(Kind.TEXT, "inter1?", "inter2?", "civilian_targeting?", "country", "iso=iso|iso3?", "region?"),
        *_columns(Kind.TEXT, "admin1?", "admin2?", "location?", "source?"),
        *_columns(Kind.NUMBER, "time_precision", "geo_precision", "latitude", "longitude", "fatalities"),
        *_columns(Kind.DAY, "event_date"),
    ),
)
LAYOUTS = (GED, ACLED)
BY_SOURCE = {layout.source: layout for layout in LAYOUTS}


class Unrecognised(ValueError):
    """The header is of no layout that is read; the message names the nearest and what it lacks."""


def recognise(header: Sequence[str]) -> Layout:
    """The layout of a file with this header. Raises Unrecognised."""
    lacking = [(layout.missing(header), layout) for layout in LAYOUTS]
    whole = [layout for missing, layout in lacking if not missing]
    if whole:
        return whole[0]
    missing, nearest = min(lacking, key=lambda pair: len(pair[0]) / len(pair[1].columns))
    raise Unrecognised(
        f"The header is neither of UCDP GED nor of ACLED. Nearest is {nearest.title}; it lacks {', '.join(missing)}."
    )


def is_tag_row(cells: Sequence[str]) -> bool:
    """True for the row of HXL tags that some published files carry under their header."""
    given = [cell.strip() for cell in cells if cell.strip()]
    return bool(given) and all(cell.startswith("#") for cell in given)


_CANDIDATE = re.compile(r"candidate|v\d\d[_.]0[_.]\d|v\d\d[_.]\d\d[_.]\d\d[_.]\d\d", re.IGNORECASE)


def is_candidate(file_name: str) -> bool:
    """True when a file's name says that it is a UCDP candidate release, which is revised before the yearly one."""
    return bool(_CANDIDATE.search(file_name))


def _plain(cell: str) -> str:
    return re.sub(r"[\s_]+", "_", cell.strip().lstrip("\ufeff").lower())
