"""Names by which a text can mean the homeland of a P5 State (R39 b)."""

from collections.abc import Mapping

ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "CHN": (
        *("China", "Chine", "Chinese territory", "Chinese soil", "territoire chinois", "sol chinois", "mainland China"),
        *("Beijing", "Pékin", "Shanghai", "Guangdong", "Sichuan", "Tibet", "Xinjiang", "Inner Mongolia", "Hong Kong"),
        *("Macao", "Hainan", "Yunnan"),
    ),
    "FRA": (
        *(
            "France",
            "French territory",
            "French soil",
            "territoire français",
            "sol français",
            "Paris",
            "Corsica",
            "Corse",
        ),
        *("Marseille", "Lyon", "French Guiana", "Guyane française", "Guadeloupe", "Martinique", "Réunion", "Mayotte"),
        *("New Caledonia", "Nouvelle-Calédonie", "French Polynesia", "Polynésie française"),
    ),
    "RUS": (
        *("Russia", "Russie", "Russian territory", "Russian soil", "territoire russe", "sol russe"),
        *("Moscow", "Moscou", "Saint Petersburg", "St. Petersburg", "Saint-Pétersbourg", "Chechnya", "Tchétchénie"),
        *("Siberia", "Sibérie", "Dagestan", "Daghestan", "Ingushetia", "Tatarstan", "Kaliningrad", "Kamchatka"),
        *("Sakhalin", "Belgorod", "Kursk", "Koursk", "Bryansk", "Rostov", "Vladivostok", "Sochi", "North Ossetia"),
    ),
    "GBR": (
        *(
            "United Kingdom",
            "Royaume-Uni",
            "Great Britain",
            "Grande-Bretagne",
            "British territory",
            "British soil",
            "U.K.",
        ),
        *("territoire britannique", "sol britannique", "England", "Angleterre", "Scotland", "Écosse", "Wales"),
        *("Pays de Galles", "Northern Ireland", "Irlande du Nord", "London", "Londres", "Edinburgh", "Gibraltar"),
    ),
    "USA": (
        *("United States", "États-Unis", "USA", "U.S.A.", "U.S.", "American territory", "American soil"),
        *("territoire américain", "sol américain", "Washington", "Alaska", "Hawaii", "Texas", "California", "Florida"),
        *("New York City", "Los Angeles", "Chicago", "Puerto Rico", "Guam", "Virginia"),
    ),
}


DEMONYM: Mapping[str, str] = {"CHN": "Chinese", "FRA": "French", "RUS": "Russian", "GBR": "British", "USA": "American"}
PLACES = ("cities", "towns", "ports", "provinces", "airspace", "territorial waters", "coast", "mainland", "homeland")


def homelands(names: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Per P5 State (ISO alpha-3): its names in the register of States, then the other usual ones.

    Forces, aircraft or ships of a State are not its homeland: of these nothing is said.
    """
    return {iso3: tuple(dict.fromkeys((*own, *_also(iso3)))) for iso3, own in names.items()}


def _also(iso3: str) -> tuple[str, ...]:
    places = (f"{DEMONYM[iso3]} {place}" for place in PLACES) if iso3 in DEMONYM else ()
    return (*ALSO_CALLED.get(iso3, ()), *places)
