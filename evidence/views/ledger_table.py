"""The ledger as a table: sources down, months across, each cell the gravest of its lines (SCREENS 18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from evidence.procedure.duties import Standing, gravest
from evidence.selectors.duties import Line
from mad.accounts.models import Office

LABELS = {
    Standing.ON_TIME: _("On time"),
    Standing.LATE: _("Late"),
    Standing.SILENT: _("Silent"),
    Standing.OPEN: _("Due"),
}
KINDS = {Standing.ON_TIME: "stage", Standing.LATE: "dashed", Standing.SILENT: "alarm", Standing.OPEN: ""}


@dataclass(frozen=True, slots=True)
class Cell:
    """What ended in one month for one source. of: how many lines, as_shown: how many stand as the gravest."""

    month: date
    standing: Standing | None
    of: int = 0
    as_shown: int = 0

    @property
    def label(self) -> str:
        return str(LABELS[self.standing]) if self.standing else ""

    @property
    def kind(self) -> str:
        return KINDS[self.standing] if self.standing else ""


@dataclass(frozen=True, slots=True)
class Row:
    """counts: in the order on time, late, silent. delay: None when no report says since when the source knew."""

    office: Office
    cells: list[Cell]
    counts: tuple[int, int, int]
    delay: timedelta | None
    measured: int


def month_of(line: Line) -> date:
    """The month in which the report was due."""
    return line.period.last.replace(day=1)


def months_back(today: date, count: int) -> date:
    """The first day of the month `count` - 1 months before today's."""
    index = today.year * 12 + today.month - count
    return date(index // 12, index % 12 + 1, 1)


def months_of(lines: Iterable[Line]) -> list[date]:
    return sorted({month_of(line) for line in lines})


def rows(lines: list[Line], sources: Iterable[Office], delays: Mapping[int, tuple[timedelta, int]]) -> list[Row]:
    """A row per source, also for one with no line."""
    months = months_of(lines)
    return [_row(office, [line for line in lines if line.office.pk == office.pk], months, delays) for office in sources]


def _row(office: Office, own: list[Line], months: list[date], delays: Mapping[int, tuple[timedelta, int]]) -> Row:
    delay, measured = delays.get(office.pk, (None, 0))
    counts = [sum(line.standing is each for line in own) for each in (Standing.ON_TIME, Standing.LATE, Standing.SILENT)]
    return Row(office, [_cell(month, own) for month in months], (counts[0], counts[1], counts[2]), delay, measured)


def _cell(month: date, own: list[Line]) -> Cell:
    standings = [line.standing for line in own if month_of(line) == month]
    worst = gravest(standings)
    return Cell(month, worst, len(standings), sum(each is worst for each in standings))
