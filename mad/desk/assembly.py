"""One person's desk: what awaits them, soonest first (SCREENS 2). Pure: items in, groups out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mad.common.ports import DeskItem

LATE, TODAY, WEEK, LATER = "Late", "Today", "This week", "Later"


@dataclass(frozen=True)
class Group:
    label: str
    items: list[DeskItem]

    @property
    def late(self) -> bool:
        return self.label == LATE


def arrange(items: Iterable[DeskItem], now: datetime) -> list[Group]:
    """Groups in the order late, today, this week, later; each soonest first; empty ones left out."""
    timed = [replace(item, left=item.due - now) if item.due else item for item in items]
    timed.sort(key=lambda item: (not item.at_once, item.due is None, item.due or now, item.title))
    groups = {label: [item for item in timed if _group(item, now) == label] for label in (LATE, TODAY, WEEK, LATER)}
    return [Group(label, members) for label, members in groups.items() if members]


def _group(item: DeskItem, now: datetime) -> str:
    if item.due is None:
        return TODAY if item.at_once else LATER
    if item.late:
        return LATE
    if item.due.date() == now.date():
        return TODAY
    return WEEK if item.due - now < timedelta(days=7) else LATER
