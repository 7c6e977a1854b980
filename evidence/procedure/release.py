"""Release terms (R16): what a source allows, followed into everything that goes back to it. Pure.

Terms only ever add up along a chain of origins: the strictest wins, and no derivative is freer than what it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from .terms import Sensitivity


class Limit(StrEnum):
    """What a source can ask. The last includes the one before it."""

    NO_ATTRIBUTION = "no_attribution"
    NO_PUBLICATION = "no_publication"
    DIVISION_ONLY = "division_only"


class Use(StrEnum):
    """What the Division wants to do with evidence. Reading it inside is no release."""

    READ = "read"
    TRANSMIT = "transmit"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in force. not_before: the first day on which anything leaves the Division.

    unread: words were set that nobody has put into limits yet; until then nothing leaves the Division.
    """

    limits: frozenset[Limit] = frozenset()
    not_before: date | None = None
    words: tuple[str, ...] = ()
    unread: bool = False

    @property
    def any(self) -> bool:
        return bool(self.limits or self.not_before or self.unread)

    @property
    def keys(self) -> tuple[str, ...]:
        """The terms as machines read them, in a fixed order."""
        named = [limit.value for limit in Limit if limit in self.limits]
        return (
            *named,
            *((f"not_before={self.not_before.isoformat()}",) if self.not_before else ()),
            *(("unread",) if self.unread else ()),
        )

    @property
    def attributed(self) -> bool:
        """Whether the source may be named beside it."""
        return not (self.limits & {Limit.NO_ATTRIBUTION, Limit.DIVISION_ONLY} or self.unread)


FREE = Terms()


def declared(release: Mapping[str, Any], text: str) -> Terms:
    """The terms as a source sent them: structured, in words, or both. Words alone wait to be read."""
    words = (text.strip(),) if text.strip() else ()
    if not release:
        return Terms(words=words, unread=bool(words))
    day = release.get("not_before")
    return Terms(
        limits=frozenset(Limit(limit) for limit in release.get("limits") or ()),
        not_before=date.fromisoformat(day) if isinstance(day, str) else day,
        words=words,
    )


def strictest(terms: Iterable[Terms]) -> Terms:
    """All of them at once: every limit, the latest day, all words."""
    every = list(terms)
    days = [one.not_before for one in every if one.not_before]
    return Terms(
        limits=frozenset(limit for one in every for limit in one.limits),
        not_before=max(days) if days else None,
        words=tuple(dict.fromkeys(word for one in every for word in one.words)),
        unread=any(one.unread for one in every),
    )


def read_anew(source: Terms, reading: Terms | None, *, consent: bool) -> Terms:
    """A source's terms together with how the Division last read them.

    A reading gives words their limits and can only add to what the source structured itself; with the source's
    consent, on record, it takes its place.
    """
    if reading is None:
        return source
    if consent:
        return reading
    return strictest([Terms(source.limits, source.not_before, source.words), reading])


def is_freer(new: Terms, old: Terms) -> bool:
    """Whether `new` allows something that `old` did not. Words that nobody read yet count as no reading."""
    if old.unread:
        return False
    sooner = old.not_before is not None and (new.not_before is None or new.not_before < old.not_before)
    return bool(old.limits - new.limits) or sooner


def refusal(terms: Terms, use: Use, today: date) -> str:
    """Why `use` would break the terms, as the end of a sentence; "" when it keeps them."""
    if use is Use.READ:
        return ""
    if terms.unread:
        return "its source set release terms that nobody has read into limits yet"
    if Limit.DIVISION_ONLY in terms.limits:
        return "its source keeps it inside the Division"
    if use is Use.PUBLISH and Limit.NO_PUBLICATION in terms.limits:
        return "its source allows no publication"
    if terms.not_before and today < terms.not_before:
        return f"its source allows no release before {terms.not_before:%d %B %Y}"
    return ""


def citation_refusal(sensitivity: str, terms: Terms, *, retracted: bool, today: date) -> str:
    """Why an item may not be cited in public, as the end of a sentence; "" when it may (R16, R39 f)."""
    if retracted:
        return "it was retracted"
    if sensitivity != Sensitivity.UNCLASSIFIED:
        return f"it is {sensitivity.replace('_', ' ')}"
    return refusal(terms, Use.PUBLISH, today)


def effective(own: Mapping[int, Terms], derived_from: Mapping[int, int | None]) -> dict[int, Terms]:
    """Each item's terms: its own and those of everything it goes back to. A circle is walked once."""
    return {item: strictest(own[one] for one in _chain(item, derived_from) if one in own) for item in own}


def _chain(item: int, derived_from: Mapping[int, int | None]) -> list[int]:
    chain = [item]
    while (parent := derived_from.get(chain[-1])) is not None and parent not in chain:
        chain.append(parent)
    return chain
