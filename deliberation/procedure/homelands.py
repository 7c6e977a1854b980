"""Names by which a text can mean the homeland of a P5 State (R39 b)."""

from collections.abc import Mapping

from mad.reference.files import read_csv

DEMONYM: Mapping[str, str] = {"CHN": "Chinese", "FRA": "French", "RUS": "Russian", "GBR": "British", "USA": "American"}
PLACES = (
    *("cities", "towns", "ports", "provinces", "airspace", "territorial waters", "coast", "mainland", "homeland"),
    *("bases", "airfields", "border regions", "capital", "islands", "waters"),
)


def _listed() -> dict[str, tuple[str, ...]]:
    """ISO alpha-3 → names, those of the State first: the refusal is told by the first."""
    found: dict[str, list[str]] = {iso3: [] for iso3 in DEMONYM}
    for row in sorted(read_csv("homelands.csv"), key=lambda row: row["kind"] != "other"):
        found[row["iso3"]].append(row["name"])
    return {iso3: tuple(names) for iso3, names in found.items()}


ALSO_CALLED: Mapping[str, tuple[str, ...]] = _listed()


def homelands(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Per P5 State (ISO alpha-3): its names in the register of States, then the other usual ones.

    Forces, aircraft or ships of a State are not its homeland: of these nothing is said.
    """
    return {iso3: tuple(dict.fromkeys((*own, *_also(iso3)))) for iso3, own in names.items()}


def _also(iso3: str) -> tuple[str, ...]:
    places = (f"{DEMONYM[iso3]} {place}" for place in PLACES) if iso3 in DEMONYM else ()
    return (*ALSO_CALLED.get(iso3, ()), *places)
