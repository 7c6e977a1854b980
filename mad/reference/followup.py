"""Who acts in follow-up, and common preventive actions that a measure starts from (R43)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mad.reference.files import read_yaml

STATE = "state:"


@dataclass(frozen=True, slots=True)
class Actor:
    """said: how texts call it, in lower case, the more exact first."""

    id: str
    name: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A common preventive action. due_days: from its beginning; review_days: the usual interval of review."""

    id: str
    name: str
    actor: str
    benchmark: str
    due_days: int
    review_days: int


@cache
def actors() -> tuple[Actor, ...]:
    """Organs, offices and others; States are actors beside them, as "state:" and their code."""
    return tuple(Actor(row["id"], row["name"], tuple(row["said"])) for row in read_yaml("followup.yaml")["actors"])


@cache
def templates() -> tuple[Template, ...]:
    return tuple(Template(**row) for row in read_yaml("followup.yaml")["templates"])


def template(template_id: str) -> Template | None:
    return next((one for one in templates() if one.id == template_id), None)


def actor_of_words(text: str) -> str:
    """The id of the first actor that a text names ("SG / Special Adviser" → secretary-general), or ""."""
    found = []
    for actor in actors():
        places = [match.start() for words in actor.said if (match := _named(words).search(text))]
        if places:
            found.append((min(places), actor.id))
    return min(found)[1] if found else ""


@cache
def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(words)}\b", re.IGNORECASE)
