"""A plain text put into a draft as paragraphs (R38), through the same gate as every other way (R33)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from deliberation.models import Output, Paragraph
from deliberation.procedure.form import Part
from deliberation.procedure.pasting import Pasted, read
from mad.common import clock
from mad.common.errors import Invalid, Refused

from .drafting import LIMIT, editable
from .keeping import keep_versions, touch
from .tabling import nothing_of_force_added
from .wordings import read_words

LONGEST_TEXT = 2_000_000


@transaction.atomic
def paste(*, output: Output, by, text: str, after: Paragraph | None = None) -> list[Paragraph]:
    """The paragraphs written, each at the end of its part, or those of `after`'s part behind it. All or none.

    Raises Invalid (R38) when there is nothing to paste or a paragraph cannot be read, named by its place ("3.text"),
    Refused (R38, code "too-many") above the limit of a draft, and Refused (R33) naming the paragraph when the draft is
    in review, force is in the text and the gate is shut. Nothing is written then.
    """
    fresh = editable(output, by)
    pasted = pasted_of(fresh, text)
    rows = list(Paragraph.objects.filter(output=fresh, removed_at=None).order_by("position", "id"))
    _refuse_too_many(len(rows), len(pasted))
    values = _read(fresh, pasted, by)
    made: list[Paragraph] = []
    with nothing_of_force_added(fresh):
        for part in dict.fromkeys(one.part for one in pasted):
            given = [row for one, row in zip(pasted, values, strict=True) if one.part is part]
            made += _write(fresh, part, _room(fresh, rows, part, after, len(given)), given, by)
    keep_versions(made, by, "paragraphs.pasted")
    touch(fresh, by, "paragraphs.pasted")
    return made


def pasted_of(output: Output, text: str) -> tuple[Pasted, ...]:
    """What the text becomes. Raises Invalid (R38) for an empty text or one that is too long, Refused (R38, "too-many")."""
    if len(text) > LONGEST_TEXT:
        raise Invalid({"text": [f"At most {LONGEST_TEXT} characters."]}, rule="R38")
    pasted = read(text, resolution=output.is_resolution, language=output.language).pasted
    if not pasted:
        raise Invalid({"text": ["There is no paragraph in this text."]}, rule="R38")
    _refuse_too_many(0, len(pasted))
    return pasted


def _refuse_too_many(there: int, more: int) -> None:
    if there + more <= LIMIT:
        return
    reason = f"A draft has at most {LIMIT} paragraphs; it has {there}, and the text has {more} more."
    kept = "Nothing was added; the text is kept in the form."
    raise Refused(
        "R38",
        reason if there else f"A draft has at most {LIMIT} paragraphs; the text has {more}.",
        kept,
        code="too-many",
    )


def _read(output: Output, pasted: Sequence[Pasted], by) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = []
    errors: dict[str, list[str]] = {}
    for place, one in enumerate(pasted, start=1):
        given = {"level": one.level, "opening": one.opening, "text": one.text, "measure": one.measure}
        try:
            values.append(read_words(output, one.part, given, by=by, loose=True))
        except Invalid as invalid:
            errors |= {f"{place}.{name}": messages for name, messages in invalid.errors.items()}
    if errors:
        raise Invalid(errors, rule="R38")
    return values


def _room(output: Output, rows: Sequence[Paragraph], part: Part, after: Paragraph | None, count: int) -> int:
    """The first of `count` free positions; what stands behind moves on. Before the fixed last line."""
    same = [row for row in rows if row.part == part]
    open_ = [row for row in same if not row.fixed]
    at = next((row for row in open_ if after is not None and row.pk == after.pk), open_[-1] if open_ else None)
    first = at.position + 1 if at else (same[0].position if same else 1)
    behind = Paragraph.objects.filter(output=output, part=part, position__gte=first, removed_at=None)
    behind.update(position=F("position") + count)
    return first


def _write(output: Output, part: Part, first: int, given: Sequence[dict[str, Any]], by) -> list[Paragraph]:
    return Paragraph.objects.bulk_create(
        Paragraph(output=output, part=part, position=first + place, edited_by=by, edited_at=clock.now(), **values)
        for place, values in enumerate(given)
    )
