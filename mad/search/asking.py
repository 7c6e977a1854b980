"""From a query as read to what the database is asked: names of States, sources and cases become labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mad.common import ports
from mad.search.language import Query
from mad.search.language.folding import fold
from mad.search.language.nodes import Fact, Near, Problem
from mad.search.language.tsquery import NOTHING, in_place, label, near_cells, ranking, tsquery
from mad.search.language.words import quoted, words
from mad.search.naming import PROTECTED, source_names, state_names

SENSITIVITIES = {"strict": "strictly_confidential", "strictly": "strictly_confidential"}
PLURALS = {"submissions": "submission", "files": "file", "items": "item", "cases": "case", "outputs": "output"}


@dataclass(frozen=True, slots=True)
class Asked:
    """matches, ranks: tsqueries, "" when there is none. first, before: moments, the second excluded."""

    matches: str
    ranks: str
    first: datetime | None
    before: datetime | None
    near: Near | None
    problems: tuple[Problem, ...]


def ask(user: Any, query: Query) -> Asked:
    """What `user` asks with `query`. A case that the user may not know of is a case that there is none of."""
    namer = _Namer(user)
    matches = tsquery(query.node, namer.labels) if query.node is not None else ""
    ranks = ranking(query.node, namer.labels)
    if query.near:
        cells = near_cells(query.near)
        matches = f"({matches} & {cells})" if matches else cells
    problems = tuple(dict.fromkeys((*query.problems, *namer.problems)))
    return Asked(matches, ranks, _start(query.first), _after(query.last), query.near, problems)


def _start(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, UTC) if day else None


def _after(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time.min, UTC) if day and day < date.max else None


class _Namer:
    """Each fact's value as it stands in the index."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.problems: list[Problem] = []

    def labels(self, fact: Fact) -> str:
        if fact.name == "place":
            return in_place(fact)
        named = getattr(self, f"_{fact.name}", None)
        values = named(fact) if named else [fact.value.lower().replace(" ", "_")]
        found = [quoted(label(fact.name, value)) + (":*" if fact.prefix else "") for value in values]
        return f"({' | '.join(found)})" if len(found) > 1 else found[0] if found else NOTHING

    def _wrong(self, fact: Fact, message: str) -> list[str]:
        self.problems.append(Problem(f"{fact.name}:{fact.value}", message))
        return []

    def _state(self, fact: Fact) -> list[str]:
        wanted, names = _plain(fact.value), state_names()
        if fact.value.upper() in names:
            return [fact.value]
        found = [code for code, name in names.items() if _plain(name) == wanted]
        found = found or [code for code, name in names.items() if wanted and wanted in _plain(name)]
        return found or self._wrong(fact, "No State has this name or code (ISO 3166 alpha-3).")

    def _source(self, fact: Fact) -> list[str]:
        wanted = _plain(fact.value)
        named = [code for code, name in source_names().items() if wanted and wanted in f" {_plain(name)} "]
        return [fact.value.lower(), *named] if wanted != PROTECTED else [PROTECTED]

    def _kind(self, fact: Fact) -> list[str]:
        kinds = [source.kind for source in ports.search_sources]
        value = fact.value.lower()
        value = PLURALS.get(value, value)
        return [value] if value in kinds else self._wrong(fact, f"The kinds are {', '.join(kinds)}.")

    def _sensitivity(self, fact: Fact) -> list[str]:
        value = fact.value.lower().replace(" ", "_")
        return [SENSITIVITIES.get(value, value)]

    def _case(self, fact: Fact) -> list[str]:
        number = fact.value.upper()
        known = any(visible(self.user).filter(number=number).exists() for visible in ports.visible_case_numbers)
        return [number] if known else []

    def _number(self, fact: Fact) -> list[str]:
        return [fact.value]

    def _year(self, fact: Fact) -> list[str]:
        return [fold(fact.value)]


def _plain(text: str) -> str:
    return " ".join(word.word for word in words(text))
