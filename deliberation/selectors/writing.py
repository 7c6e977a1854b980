"""Who is writing where in a draft, and one's own unsaved text (SCREENS 14). Nobody's unsaved text is another's to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from deliberation.models import Output, Writing
from mad.common import clock

AWAY_AFTER = timedelta(seconds=90)


@dataclass(frozen=True)
class Desk:
    """own: the reader's unsaved texts. others: paragraph id (None for a new one) → names of who is writing there."""

    own: tuple[Writing, ...]
    others: Mapping[int | None, tuple[str, ...]]

    @property
    def names(self) -> list[str]:
        return sorted({name for names in self.others.values() for name in names})

    def of(self, paragraph: int | None, part: str) -> Writing | None:
        """The reader's unsaved text in that place."""
        return next((w for w in self.own if w.paragraph_id == paragraph and (paragraph or w.part == part)), None)

    def kept(self, paragraph: int | None, part: str) -> Writing | None:
        row = self.of(paragraph, part)
        return row if row and row.kept_at else None


def desk_of(output: Output, reader: Any) -> Desk:
    """One query: the writings of the output, told apart."""
    return desk_with(list(Writing.objects.filter(output=output).select_related("writer")), reader)


def desk_with(rows: Iterable[Writing], reader: Any) -> Desk:
    """rows: the writings of one output."""
    rows = list(rows)
    since = clock.now() - AWAY_AFTER
    others: dict[int | None, tuple[str, ...]] = {}
    for row in rows:
        if row.writer_id != reader.pk and row.seen_at >= since:
            others[row.paragraph_id] = (*others.get(row.paragraph_id, ()), str(row.writer))
    return Desk(tuple(row for row in rows if row.writer_id == reader.pk), others)
