"""Names by which a text can mean the homeland of a P5 State (R39 b)."""

from collections.abc import Mapping

ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "CHN": ("China", "Chine", "Chinese territory", "Beijing", "Pékin", "Tibet", "Xinjiang", "Hong Kong"),
    "FRA": ("France", "French territory", "territoire français", "Paris", "Corsica"),
    "RUS": (
        "Russia",
        "Russie",
        "Russian territory",
        "Moscow",
        "Moscou",
        "Chechnya",
        "Tchétchénie",
        "Siberia",
    ),
    "GBR": (
        *("United Kingdom", "Royaume-Uni", "Great Britain", "Grande-Bretagne", "British territory"),
        *("England", "Scotland", "Wales", "Northern Ireland", "London", "Londres"),
    ),
    "USA": (
        *("United States", "États-Unis", "USA", "American territory", "Washington", "Alaska", "Hawaii"),
        *("Texas", "California", "New York City"),
    ),
}


def homelands(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Per P5 State (ISO alpha-3): its names in the register of States, then the other usual ones."""
    return {iso3: tuple(dict.fromkeys((*own, *ALSO_CALLED.get(iso3, ())))) for iso3, own in names.items()}
