"""What of the matrix a reader wants to see, as the address of the page keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from cases.procedure import Support
from cases.trees import Placed
from mad.common.web import whole_number

ONLY = ("bare", "contradicted", "single_root", "ungradable")
UNGRADED = "ungraded"
SOURCES, CREDIBILITIES = "ABCDEF", "123456"
_TABLES = ("csv", "spreadsheet", "excel", "tab-separated")
_DOCUMENTS = ("pdf", "word", "opendocument.text", "rtf", "message", "powerpoint", "presentation")
KINDS = ("report", "document", "image", "recording", "table", "other")


class ItemRow(NamedTuple):
    """One item of the case as the matrix needs it."""

    pk: int
    number: str
    title: str
    source: str
    credibility: str
    retracted: bool
    derived_from_id: int | None
    submission: str
    kind: str

    @property
    def ungraded(self) -> bool:
        """Source or information cannot be judged (R14)."""
        return self.source in ("F", "") or self.credibility in ("6", "")


def kind_of(file: int | None, media_type: str | None) -> str:
    """One of KINDS, from what the bytes are; a submission's own text is a report."""
    if file is None:
        return "report"
    family, _, form = (media_type or "").partition("/")
    if family == "image":
        return "image"
    if family in ("audio", "video"):
        return "recording"
    if any(word in form for word in _TABLES):
        return "table"
    return "document" if family == "text" or any(word in form for word in _DOCUMENTS) else "other"


@dataclass(frozen=True, slots=True)
class Wanted:
    """crime, act, only: of elements; grade, kind, submission, q: of items; part: which columns; page: which rows.

    What is no known choice is left out, so that an old address still opens.
    """

    crime: str = ""
    act: str = ""
    only: str = ""
    grade: str = ""
    kind: str = ""
    submission: str = ""
    q: str = ""
    part: int = 1
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        given = {name: query.get(name, "").strip()[:100] for name in ("crime", "act", "submission", "q")}
        known = {"only": ONLY, "kind": KINDS, "grade": (*SOURCES, *CREDIBILITIES, UNGRADED)}
        chosen = {name: value if (value := query.get(name, "")) in values else "" for name, values in known.items()}
        return cls(**given, **chosen, part=_number(query.get("part", "")), page=_number(query.get("page", "")))

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return replace(self, part=1, page=1) != Wanted()

    def query(self, **changes: Any) -> str:
        """The query of this page's address with `changes`; a change begins again at the first part and page."""
        turned = replace(self, **({} if changes.keys() <= {"part", "page"} else {"part": 1, "page": 1}) | changes)
        given = {f.name: value for f in fields(turned) if (value := getattr(turned, f.name)) != f.default}
        return f"?{urlencode(given)}" if given else "?"

    def of_elements(self, elements: Sequence[Placed]) -> list[Placed]:
        """The elements of the crime and act; the contextual elements of its crime go with an act."""
        crimes = {e.crime for e in elements if not self.act or e.act == self.act}
        acts = ("", self.act)
        return [
            e
            for e in elements
            if e.crime in crimes and (not self.crime or e.crime == self.crime) and (not self.act or e.act in acts)
        ]

    def shows(self, found: Support) -> bool:
        return not self.only or bool(getattr(found, self.only))

    def of_items(self, items: Iterable[ItemRow]) -> list[ItemRow]:
        return [item for item in items if self._takes(item)]

    def _takes(self, item: ItemRow) -> bool:
        words = self.q.casefold()
        return (
            (not self.grade or self._graded(item))
            and (not self.kind or item.kind == self.kind)
            and (not self.submission or item.submission.casefold() == self.submission.casefold())
            and (not words or words in item.title.casefold() or words in item.number.casefold())
        )

    def _graded(self, item: ItemRow) -> bool:
        return item.ungraded if self.grade == UNGRADED else self.grade in (item.source, item.credibility)


def _number(text: str) -> int:
    return whole_number(text, figures=4) or 1
