"""A table of the annual account: the same one on the page, in the PDF and in the file (R48)."""

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """columns: (label, key, whether a figure). chart: "trend", "bars" or "". rows: a cell for each column."""

    key: str
    title: str
    note: str
    columns: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: str = ""
    said: str = ""

    @property
    def cells(self) -> list[list[tuple[Cell, str, bool]]]:
        """Each row as (cell, label, whether a figure)."""
        return [
            [(cell, label, figure) for cell, (label, _key, figure) in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]


NAMED = (("What", "name", False), ("Number", "value", True))
