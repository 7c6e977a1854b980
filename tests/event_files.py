"""Event files made in the tests: one plain row of each layout, and writers of files of changes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

# Public samples, read where they lie beside the project; tests that need them are skipped where they are not.
_NEAR = [folder / "shared/data/events" for folder in Path(__file__).resolve().parents]
DATA = next((folder for folder in _NEAR if folder.is_dir()), _NEAR[0])
SYRIA = DATA / "ged_v19_1_syria.csv.gz"
CANDIDATE = DATA / "ged_candidate_v26_0_2.csv.gz"

GED = {
    "id": "214797.0", "type_of_violence": "3.0", "country": "Syria", "country_id": "652.0", "region": "Middle East",
    "adm_1": "Homs", "adm_2": "", "where_coordinates": "Homs town", "latitude": "34.8", "longitude": "36.7",
    "where_prec": "1.0", "date_prec": "1.0", "date_start": "2016-01-01", "date_end": "2016-01-02 00:00:00",
    "side_a": "Guards", "side_b": "Civilians", "conflict_name": "", "deaths_civilians": "2.0", "low": "2.0",
    "best": "2.0", "high": "4.0", "source_office": "SOHR",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "SYR101", "event_date": "01 January 2020", "year": "2020", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Violence against civilians", "sub_event_type": "Attack",
    "actor1": "Guards", "assoc_actor_1": "", "inter1": "1", "actor2": "Civilians (Syria)", "assoc_actor_2": "",
    "inter2": "7", "interaction": "17", "civilian_targeting": "Civilian targeting", "iso": "760",
    "region": "Middle East", "country": "Syria", "admin1": "Homs", "admin2": "", "admin3": "", "location": "Homs",
    "latitude": "34.8", "longitude": "36.7", "geo_precision": "1", "source": "SOHR", "source_scale": "National",
    "notes": "A report, with a comma.", "fatalities": "3", "tags": "", "timestamp": "1600000000",
}  # fmt: skip


def text(
    rows: Iterable[Mapping[str, str]], plain: Mapping[str, str] = GED, *, hxl: bool = False, mark: str = ","
) -> str:
    """A CSV file: each row is the plain one with these changes."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(plain), delimiter=mark)
    writer.writeheader()
    if hxl:
        writer.writerow({column: f"#{column}" for column in plain})
    writer.writerows({**plain, **row} for row in rows)
    return out.getvalue()


def write(path: Path, *rows: Mapping[str, str], **options) -> Path:
    path.write_bytes(text(rows, **options).encode("utf-8", "surrogateescape"))
    return path
