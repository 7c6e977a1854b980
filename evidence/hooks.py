"""Where the apps above learn that evidence changed (R30), and say where they rely on it.

item_changed: fn(item), called inside the transaction of the change.
reliance: fn(user, item) -> [(label, url)], what the item page lists under "Relied on in".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mad.common.ports import Port

item_changed: Port[Callable[[Any], None]] = Port()


reliance: Port[Callable[[Any, Any], list[tuple[str, str]]]] = Port()


def tell_item_changed(item: Any) -> None:
    """Call each function registered at `item_changed` with the changed Item."""
    for told in item_changed:
        told(item)
