"""Which State a row of event data speaks of, whatever numbering its file uses (R19)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence.procedure.events.gleditsch_ward import ISO3_BY_GW


class Numbering(StrEnum):
    """What the codes of a file are. NONE: there are none, or none that fits; names are all there is."""

    GLEDITSCH_WARD = "Gleditsch-Ward numbers"
    ISO_NUMERIC = "ISO 3166 numbers"
    ISO_LETTERS = "ISO 3166 letters"
    NONE = "no code"


@dataclass(frozen=True, slots=True)
class Known:
    """One State of the reference data."""

    iso3: str
    iso2: str
    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """How a file writes one country, and in how many rows."""

    country: str
    code: str
    rows: int


@dataclass(frozen=True, slots=True)
class Placement:
    """The States of all that a file writes; None where no State of the reference data is meant. notes: for people."""

    numbering: Numbering
    iso3: Mapping[tuple[str, str], str | None]
    notes: tuple[str, ...]


def place(written: Sequence[Written], states: Sequence[Known], preferred: Numbering) -> Placement:
    """Each written country's State: by its code, and by its name where the code says nothing.

    The numbering is the one whose codes agree with the names in most rows, `preferred` when they tie: 652 is Syria
    in one and 760 in another, and 760 is Bhutan in the first.
    """
    known = {state.iso3 for state in states}
    by_name, readers = _by_name(states), _readers(states)
    numbering = _numbering(written, by_name, readers, preferred)
    read = readers.get(numbering, _no_code)
    placed: dict[tuple[str, str], str | None] = {}
    notes: list[str] = []
    for row in written:
        coded, named = read(row.code), by_name.get(plain(row.country))
        iso3 = coded or named
        placed[row.country, row.code] = iso3 if iso3 in known else None
        notes += _said(row, coded, named, numbering)
    return Placement(numbering, placed, tuple(notes))


def _no_code(code: str) -> str | None:
    return None


def _said(row: Written, coded: str | None, named: str | None, numbering: Numbering) -> list[str]:
    if coded and named and coded != named:
        return [
            f"{row.country} ({row.code}): {row.rows} rows were placed in {coded} by {numbering.value}; the name says {named}."
        ]
    if not coded and named:
        why = (
            "there is no code" if not row.code.strip() else f"{row.code.strip()[:20]} is none of the {numbering.value}"
        )
        return [f"{row.country}: {row.rows} rows were placed in {named} by name, since {why}."]
    if not coded and not named:
        return [f"{row.country or 'No country'}: {row.rows} rows are in no State of the reference data."]
    return []


def _numbering(
    written: Sequence[Written],
    by_name: Mapping[str, str],
    readers: Mapping[Numbering, Callable[[str], str | None]],
    preferred: Numbering,
) -> Numbering:
    agreeing: Counter[Numbering] = Counter()
    for row in written:
        named = by_name.get(plain(row.country))
        for numbering, read in readers.items():
            if named and read(row.code) == named:
                agreeing[numbering] += row.rows
    if not agreeing:
        return preferred if any(row.code.strip() for row in written) else Numbering.NONE
    best = max(agreeing.values())
    return preferred if agreeing[preferred] == best else max(agreeing, key=lambda numbering: agreeing[numbering])


def _readers(states: Iterable[Known]) -> dict[Numbering, Callable[[str], str | None]]:
    numbers = {state.number: state.iso3 for state in states}
    letters = {code: state.iso3 for state in states for code in (state.iso3, state.iso2)}
    return {
        Numbering.GLEDITSCH_WARD: lambda code: ISO3_BY_GW.get(_whole(code)),
        Numbering.ISO_NUMERIC: lambda code: numbers.get(_whole(code)),
        Numbering.ISO_LETTERS: lambda code: letters.get(code.strip().upper()),
    }


def _whole(code: str) -> int:
    """652 from "652", "652.0" or "004"; -1 when it is no whole number."""
    found = re.fullmatch(r"(\d{1,6})(\.0*)?", code.strip())
    return int(found[1]) if found else -1


def plain(name: str) -> str:
    """A name without accents, case, punctuation, what stands in brackets, and small words."""
    bare = unicodedata.normalize("NFD", re.sub(r"\([^)]*\)", " ", name)).casefold()
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("&", " and ")
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    return " ".join(word for word in words if word not in {"the", "of", "and"})


def _by_name(states: Iterable[Known]) -> dict[str, str]:
    names = {plain(name): state.iso3 for state in states for name in state.names}
    return {**names, **{plain(name): iso3 for name, iso3 in OTHER_NAMES.items()}}


# Names that UCDP and ACLED write and that the reference data do not have, from general knowledge of the two.
OTHER_NAMES = {
    "Bolivia": "BOL", "Bosnia-Herzegovina": "BIH", "Brunei": "BRN", "Burma": "MMR", "Cape Verde": "CPV", "Congo": "COG",
    "Republic of Congo": "COG", "Congo-Brazzaville": "COG", "DR Congo": "COD", "Democratic Republic of Congo": "COD",
    "Congo, Democratic Republic of": "COD", "Cote d'Ivoire": "CIV", "Ivory Coast": "CIV", "Czech Republic": "CZE",
    "East Timor": "TLS", "Timor Leste": "TLS", "Eswatini": "SWZ", "Kingdom of eSwatini": "SWZ", "Swaziland": "SWZ",
    "eSwatini": "SWZ", "Holy See": "VAT", "Vatican City": "VAT", "Iran": "IRN", "Laos": "LAO", "Macedonia": "MKD",
    "Macedonia, FYR": "MKD", "North Macedonia": "MKD", "Micronesia": "FSM", "Moldova": "MDA", "Myanmar": "MMR",
    "North Korea": "PRK", "South Korea": "KOR", "Palestine": "PSE", "State of Palestine": "PSE", "Rumania": "ROU",
    "Russia": "RUS", "Soviet Union": "RUS", "Sao Tome and Principe": "STP", "Serbia and Montenegro": "SRB",
    "Yugoslavia": "SRB", "Surinam": "SUR", "Syria": "SYR", "Tanzania": "TZA", "Turkey": "TUR", "Turkiye": "TUR",
    "United Kingdom": "GBR", "United States": "USA", "United States of America": "USA", "Venezuela": "VEN",
    "Vietnam": "VNM", "Viet Nam": "VNM", "Yemen": "YEM", "North Yemen": "YEM", "South Yemen": "YEM", "Zaire": "COD",
}  # fmt: skip
