"""Where the apps above learn that evidence changed, inside the same transaction (R30)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mad.common.ports import Port

item_changed: Port[Callable[[Any], None]] = Port()


def tell_item_changed(item: Any) -> None:
    """Call each function registered at `item_changed` with the changed Item."""
    for told in item_changed:
        told(item)
