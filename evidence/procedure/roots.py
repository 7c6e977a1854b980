"""Independence of sources (R17): what goes back to one origin corroborates once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from mad.common.errors import Refused

Key = TypeVar("Key", int, str)


def root_of(item: Key, derived_from: Mapping[Key, Key | None]) -> Key:
    """The origin that `item` goes back to. Raises Refused (R17) when the chain returns to itself."""
    seen = {item}
    while (parent := derived_from.get(item)) is not None:
        if parent in seen:
            raise Refused("R17", "These items are said to derive from one another in a circle.")
        seen.add(parent)
        item = parent
    return item


def roots(items: Iterable[Key], derived_from: Mapping[Key, Key | None]) -> dict[Key, Key]:
    """Each item with its origin. Corroboration is the number of distinct origins."""
    return {item: root_of(item, derived_from) for item in items}


def corroboration(items: Iterable[Key], derived_from: Mapping[Key, Key | None]) -> int:
    """How many independent origins stand behind `items`: a report repeated five times counts once."""
    return len(set(roots(items, derived_from).values()))


def check_derivation(item: Key, parent: Key, derived_from: Mapping[Key, Key | None]) -> None:
    """Raise Refused (R17) when `item`, said to derive from `parent`, would become its own origin."""
    root_of(item, {**derived_from, item: parent})
