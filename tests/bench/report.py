"""One row per figure: name | measured | bar | ok or short."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def at_least(self, name: str, measured: float, bar: float) -> None:
        self._add(name, f"{measured:.2f}", f"≥ {bar:g}", measured >= bar)

    def at_most(self, name: str, measured: float, bar: float) -> None:
        self._add(name, f"{measured:.2f}", f"≤ {bar:g}", measured <= bar)

    def exactly(self, name: str, measured: object, bar: object) -> None:
        self._add(name, str(measured), f"= {bar}", measured == bar)

    def note(self, text: str) -> None:
        print(f"# {text}", flush=True)

    def _add(self, *row) -> None:
        self.rows.append(row)
        print(self.line(row), flush=True)

    @staticmethod
    def line(row: tuple[str, str, str, bool]) -> str:
        name, measured, bar, ok = row
        return f"{name} | {measured} | {bar} | {'ok' if ok else 'short'}"

    @property
    def short(self) -> bool:
        return any(not row[-1] for row in self.rows)
