"""Threads of discussion: on an option, a motion, a paragraph of an output."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from cases.models import Case
from cases.procedure.mentions import HANDLE, pieces
from deliberation.models import Motion, Option, Paragraph, Remark
from mad.common.prepared import Prepared
from mad.common.web import KEY_FIGURES, whole_number

from .thread_sql import THREAD

SHOWN_OF_PARAGRAPH = 80

_THREAD = Prepared("deliberation_thread", f"SELECT ({THREAD})::text", types={"case": "bigint"})


@dataclass(frozen=True)
class Subject:
    """What a thread is on. key: ordinal of an option, number of a motion, id of a paragraph; url: where it is read."""

    kind: str
    key: str
    title: str
    url: str


@dataclass(frozen=True)
class Said:
    """One version of a remark, its text cut into pieces with whether each speaks to a member."""

    version: int
    at: datetime
    text: str
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True)
class RemarkRow:
    """texts: the newest first. to_note: it speaks to the reader, who has not taken note."""

    pk: int
    name: str
    at: datetime
    own: bool
    to_note: bool
    texts: tuple[Said, ...]

    @property
    def newest(self) -> Said:
        return self.texts[0]

    @property
    def earlier(self) -> tuple[Said, ...]:
        return self.texts[1:]

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))


def subject_of(case: Case, kind: str, key: str) -> Subject | None:
    """What is discussed, if it belongs to the case; its title and address."""
    if kind == Remark.Subject.MOTION:
        motion = Motion.objects.filter(case=case, number=key).first()
        return Subject(kind, key, str(motion), reverse("motion", args=[key])) if motion else None
    number = whole_number(key, KEY_FIGURES)
    if number is None:
        return None
    if kind == Remark.Subject.OPTION:
        option = Option.objects.filter(case=case, ordinal=number).first() if number < 2**15 else None
        url = reverse("option", args=[case.number, number])
        return Subject(kind, str(number), str(option), url) if option else None
    if kind == Remark.Subject.PARAGRAPH:
        row = Paragraph.objects.select_related("output").filter(output__case=case, pk=number).first()
        return _of_paragraph(row) if row else None
    return None


def _of_paragraph(row: Paragraph) -> Subject:
    words = f"{row.opening} {row.text}".strip()
    shown = words if len(words) <= SHOWN_OF_PARAGRAPH else words[: SHOWN_OF_PARAGRAPH - 1] + "…"
    number = row.output.number
    return Subject("paragraph", str(row.pk), f"{number}: {shown}", reverse("output", args=[number]) + f"#p{row.pk}")


def remarks_on(case: Case, kind: str, key: str, user: Any) -> list[RemarkRow]:
    """The thread in the order of writing, for a reader who may open the case. One query."""
    ((text,),) = _THREAD.rows({"case": case.pk, "subject": kind, "key": key})
    return rows_of(json.loads(text), user)


def rows_of(remarks: list[dict[str, Any]], user: Any) -> list[RemarkRow]:
    return [_row(row, user) for row in remarks]


def _row(row: dict[str, Any], user: Any) -> RemarkRow:
    known = {one["username"] for one in row["spoken_to"]}
    said = [_said(text, known) for text in reversed(row["texts"])]
    to_note = any(one["username"] == user.username and not one["noted"] for one in row["spoken_to"])
    return RemarkRow(row["pk"], row["name"], _when(row["at"]), row["username"] == user.username, to_note, tuple(said))


def _said(row: dict[str, Any], known: Iterable[str]) -> Said:
    return Said(row["version"], _when(row["at"]), row["text"], pieces(row["text"], known, HANDLE))


def _when(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return found
