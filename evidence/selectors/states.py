"""Codes of States, kept in memory: they are asked for with every submission and hardly ever change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mad.reference.models import State

_known: frozenset[str] = frozenset()


def state_codes(body: Mapping[str, Any]) -> frozenset[str]:
    """All ISO alpha-3 codes; read afresh when `body` names one that is not among those in memory."""
    global _known
    asked = body.get("states") if isinstance(body, Mapping) else None
    if not _known or (isinstance(asked, list) and not all(isinstance(s, str) and s in _known for s in asked)):
        _known = frozenset(State.objects.values_list("iso3", flat=True))
    return _known
