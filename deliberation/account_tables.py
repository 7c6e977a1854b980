"""The account's figures as tables: the same ones on the page, in the PDF and in the file (R48)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from deliberation.account_council_tables import council_tables
from deliberation.account_table import NAMED, Table
from deliberation.models import Motion
from deliberation.procedure.outputs import OutputKind
from mad.clocks.kinds import ClockKind
from mad.reference.elements import crime


def tables(content: dict[str, Any]) -> list[Table]:
    """content: as selectors.account.shown_to gives it."""
    return list(_tables(content))


def _tables(c: dict[str, Any]) -> Iterator[Table]:
    yield _pairs("submissions", "Submissions", SUBMISSIONS, c["submissions"], "By what became of them since.")
    yield _months(c["year"], c["months"])
    yield _clocks(c["clocks"])
    yield _pairs("determinations", "Determinations", DETERMINATIONS, c["determinations"], "")
    yield _crimes(c["crimes"])
    yield _votes(c["votes"])
    yield _outputs(c["outputs"])
    yield from council_tables(c)
    yield _pairs("follow_up", "Follow-up", MEASURES, c["measures"], "")
    yield _sources(c["sources"])
    yield _gaps(c["gaps"])


SUBMISSIONS = {
    "received": "Received",
    "alarms": "With an alarm",
    "accepted": "Accepted",
    "declined": "Declined",
    "open": "Not decided yet",
}
DETERMINATIONS = {
    "proposed": "Proposed",
    "adopted": "Adopted",
    "likely": "Adopted that find a crime likely",
    "rejected": "Not adopted",
    "stale": "Become stale",
    "median_days": "Median days from opening to adoption",
}
MEASURES = {
    "taken": "Measures taken",
    "done": "Done",
    "failed": "Failed",
    "handed_over": "Handed over",
    "overdue": "Overdue at the end",
}


def _pairs(key: str, title: str, words: dict[str, str], values: dict[str, Any], note: str) -> Table:
    return Table(key, title, note, NAMED, tuple((label, values[name]) for name, label in words.items()))


def _months(year: int, counts: list[int]) -> Table:
    rows = tuple((f"{date(year, month, 1):%Y-%m}", count) for month, count in enumerate(counts, start=1))
    columns = (("Month", "month", False), ("Received", "best", True))
    said = f"Bar chart: submissions received in each month of {year}, {sum(counts)} in all."
    return Table("months", "Submissions by month", "", columns, rows, "trend", said)


def _clocks(rows: list[dict[str, Any]]) -> Table:
    columns = (
        ("Clock", "name", False),
        ("Ended", "ended", True),
        ("Median hours", "median", True),
        ("Ended late", "late", True),
        ("Still open, late", "open", True),
        ("Late, per cent", "value", True),
    )
    cells = tuple(
        (
            str(ClockKind(row["kind"]).label),
            row["ended"],
            row["median_hours"],
            row["late"],
            row["open_late"],
            row["share_late"],
        )
        for row in rows
    )
    note = "Working time, pauses left out. What ended within five minutes of its due time was on time."
    said = "Bar chart: share of clocks that were late, by kind."
    return Table("clocks", "Times against clocks", note, columns, cells, "bars", said)


def _crimes(rows: list[list[Any]]) -> Table:
    cells = tuple((crime_name(key), count) for key, count in rows)
    return Table("crimes", "Crimes found likely", "In determinations adopted in the year.", NAMED, cells)


def crime_name(key: str) -> str:
    try:
        return crime(key).name
    except KeyError:
        return key


def _votes(rows: list[dict[str, Any]]) -> Table:
    columns = (
        ("Motion", "name", False),
        ("Carried", "value", True),
        ("Not carried", "not_carried", True),
        ("Inquorate", "inquorate", True),
        ("Void", "void", True),
    )
    cells = tuple(
        (str(Motion.Kind(row["kind"]).label), row["carried"], row["not_carried"], row["inquorate"], row["void"])
        for row in rows
    )
    return Table("votes", "Votes of the plenary", "", columns, cells)


def _outputs(rows: list[dict[str, Any]]) -> Table:
    columns = (
        ("Output", "name", False),
        ("Begun", "drafted", True),
        ("Adopted", "adopted", True),
        ("Transmitted", "value", True),
        ("Published", "published", True),
    )
    cells = tuple(
        (
            OutputKind(row["kind"]).value.replace("_", " ").capitalize(),
            row["drafted"],
            row["adopted"],
            row["transmitted"],
            row["published"],
        )
        for row in rows
    )
    return Table("outputs", "Outputs", "", columns, cells)


def _sources(rows: list[dict[str, Any]]) -> Table:
    columns = (
        ("Source", "name", False),
        ("On time", "on_time", True),
        ("Late", "late", True),
        ("Silent", "value", True),
        ("Median hours to receipt", "median", True),
        ("Reports measured", "measured", True),
    )
    cells = tuple(
        (row["name"], row["on_time"], row["late"], row["silent"], row["median_hours"], row["measured"]) for row in rows
    )
    note = "Periods that ended in the year. A protected submission is not counted, since counting it would name its source."
    said = "Bar chart: periods in which each bound source was silent."
    return Table("sources", "The record of each bound source", note, columns, cells, "bars", said)


def _gaps(gaps: dict[str, Any]) -> Table:
    columns = (
        ("Case", "name", False),
        ("First warning", "warned", False),
        ("Determination", "determined", False),
        ("First act", "acted", False),
        ("Days", "value", True),
    )
    cells = tuple(
        (row["name"], row["warned"], row["determined"], row["acted"] or "none yet", row["days"]) for row in gaps["rows"]
    )
    median = "no case yet" if gaps["median_days"] is None else f"{gaps['median_days']} days"
    note = (
        f"From the first warning received to the first output transmitted to the Council. Median: {median}, over"
        f" {gaps['acted']} with an act in the year; {gaps['waiting']} without one by its end, whose days are counted up"
        " to then. Single cases stand here for those who may know of them."
    )
    return Table("gaps", "From first warning to action", note, columns, cells, "bars", "Bar chart: days in each case.")
