"""Names that a query may use and facets show, kept in memory: they are few and hardly ever change."""

from __future__ import annotations

import time
from collections.abc import Callable

from mad.accounts.models import Office
from mad.reference.models import State

PROTECTED = "protected"
_SECONDS = 60.0


class _Names:
    """A table of code → name, read again once a minute and while it is empty."""

    def __init__(self, load: Callable[[], dict[str, str]]) -> None:
        self._load, self._read_at = load, -_SECONDS
        self._names: dict[str, str] = {}

    def __call__(self) -> dict[str, str]:
        if not self._names or time.monotonic() - self._read_at >= _SECONDS:
            self._names, self._read_at = self._load(), time.monotonic()
        return self._names


state_names = _Names(lambda: dict(State.objects.values_list("iso3", "name")))
source_names = _Names(lambda: dict(Office.objects.values_list("code", "name")))
