"""What a person types into a draft, kept as their own until it is saved; and who is writing where (SCREENS 14).

No act: nothing of the draft changes, nobody else reads it, and the docket does not speak of it.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from deliberation.models import Output, Paragraph, Writing
from deliberation.procedure.form import Part, bare, clean
from mad.common import clock
from mad.common.errors import Invalid

from .drafting import may_draft

LONGEST = 100_000
OVERTAKEN_WITHIN = timedelta(seconds=30)
KEPT = ("opening", "text", "measure", "addressee", "territory", "elsewhere", "option", "of_fact", "citations",
        "more_citations", "level", "after")  # fmt: skip


@transaction.atomic
def keep_writing(
    *, output: Output, paragraph: Paragraph | None, part: Part, version: int, fields: Mapping[str, list[str]], by
) -> Writing:
    """Keep the fields as typed. version: of the paragraph the form was opened on. Raises Invalid when too long."""
    may_draft(by, output.case)
    kept = {name: [str(value) for value in fields[name]] for name in KEPT if name in fields}
    if sum(len(value) for values in kept.values() for value in values) > LONGEST:
        raise Invalid({"text": [f"At most {LONGEST} characters are kept while you write."]}, rule="R38")
    now = clock.now()
    if _saved_already(output, paragraph, kept, by):
        return _at(output, paragraph, part, by, {"fields": {}, "kept_at": None, "seen_at": now})
    return _at(output, paragraph, part, by, {"version": version, "fields": kept, "kept_at": now, "seen_at": now})


def _saved_already(output: Output, paragraph: Paragraph | None, kept: Mapping[str, list[str]], by) -> bool:
    """These very words were just saved by the same hand: what was sent before the save arrived after it."""
    typed = " ".join(kept.get("text", []))
    since = clock.now() - OVERTAKEN_WITHIN
    rows = Paragraph.objects.filter(output=output, edited_by=by, edited_at__gte=since)
    if paragraph:
        rows = rows.filter(pk=paragraph.pk, version__gt=1)
    return bool(typed) and rows.filter(text__in=[clean(typed), bare(typed)]).exists()


def note_presence(*, output: Output, paragraph: Paragraph | None, part: Part, by) -> None:
    """Somebody has this paragraph open; what they kept before stays."""
    seen = {"seen_at": clock.now()}
    if not Writing.objects.filter(output=output, paragraph=paragraph, part=part.value, writer=by).update(**seen):
        with transaction.atomic():
            _at(output, paragraph, part, by, seen)


def _at(output: Output, paragraph: Paragraph | None, part: Part, by, values: dict[str, Any]) -> Writing:
    place = {"output": output, "paragraph": paragraph, "writer": by, "part": part.value}
    row, _ = Writing.objects.update_or_create(**place, defaults=values)
    return row


@transaction.atomic
def drop_writing(*, output: Output, paragraph: Paragraph | None, part: Part, by) -> None:
    """Their own unsaved text goes, because it was saved or because they say so."""
    Writing.objects.filter(output=output, paragraph=paragraph, part=part.value, writer=by).delete()
