"""R38: moving paragraphs, changing their level, putting back what was taken out."""

from django.db import transaction

from deliberation.models import Output, Paragraph
from deliberation.procedure.arranging import Place, edge, moved, places, shifted
from deliberation.procedure.form import Part
from mad.common import clock
from mad.common.errors import Refused

from .drafting import LIMIT, editable
from .keeping import in_force, keep_version, keep_versions, record_draft, rows_of, touch
from .tabling import nothing_of_force_added

FARTHEST = 2 * LIMIT


@transaction.atomic
def move_paragraph(*, paragraph: Paragraph, by, places: int) -> Paragraph:
    """Move a paragraph with its sub-paragraphs up (negative) or down among its like; the closing line stays last.

    Raises Refused (R38) when it stands at the edge already.
    """
    output = editable(paragraph.output, by)
    row = in_force(output, paragraph)
    if row.fixed:
        raise Refused("R38", "The closing line stays last.")
    same, laid = _part_of(output, row)
    order = moved(laid, row.pk, max(-FARTHEST, min(FARTHEST, places)))
    if order == laid:
        raise Refused("R38", edge(laid, row.pk, places), "The draft stays as it was.", field="position")
    with nothing_of_force_added(output):
        _reorder(same, order)
    record_draft(output, "paragraph.moved", by, {"paragraph": row.pk, "order": [one.key for one in order]})
    touch(output, by, "paragraph.moved", row)
    row.refresh_from_db()
    return row


def _part_of(output: Output, row: Paragraph) -> tuple[list[Paragraph], list[Place]]:
    """The movable paragraphs of the row's part, and their places."""
    same = [other for other in rows_of(output) if other.part == row.part and not other.fixed]
    return same, places([(other.pk, other.level) for other in same])


def _reorder(same: list[Paragraph], order: list[Place]) -> None:
    by_key = {row.pk: row for row in same}
    changed = []
    for position, place in zip(sorted(row.position for row in same), order, strict=True):
        row = by_key[place.key]
        if row.position != position:
            row.position = position
            changed.append(row)
    Paragraph.objects.bulk_update(changed, ["position"], batch_size=500)


@transaction.atomic
def indent_paragraph(*, paragraph: Paragraph, by, steps: int) -> Paragraph:
    """A paragraph and those under it, deeper or (steps negative) higher; each gets a version of its own.

    Raises Refused (R38): no paragraph above to stand under, beyond four levels, or, for what would become a
    paragraph of its own, no opening words (field "opening").
    """
    output = editable(paragraph.output, by)
    row = in_force(output, paragraph)
    if row.fixed:
        raise Refused("R38", "The closing line stays last and on its own.")
    if row.part == Part.PLAIN:
        raise Refused("R38", "Only a draft resolution has sub-paragraphs.", field="level")
    _, laid = _part_of(output, row)
    levels = shifted(laid, row.pk, max(-LIMIT, min(LIMIT, steps)))
    if isinstance(levels, str):
        raise Refused("R38", levels, "The draft stays as it was.", field="level")
    if not levels[0].level and not row.opening:
        raise Refused(
            "R38",
            "A paragraph of its own begins with opening words.",
            "Open it, choose them, and set its level there.",
            field="opening",
        )
    changed = _set_levels(output, levels, by)
    touch(output, by, "paragraph.indented", changed[0])
    return changed[0]


def _set_levels(output: Output, levels: list[Place], by) -> list[Paragraph]:
    rows = {r.pk: r for r in Paragraph.objects.filter(pk__in=[p.key for p in levels]).select_related("option")}
    changed = []
    for place in levels:
        row = rows[place.key]
        row.output = output
        row.level, row.version, row.edited_by, row.edited_at = place.level, row.version + 1, by, clock.now()
        changed.append(row)
    with nothing_of_force_added(output):
        Paragraph.objects.bulk_update(changed, ["level", "version", "edited_by", "edited_at"], batch_size=500)
    if len(changed) == 1:
        keep_version(changed[0], by, "paragraph.indented")
    else:
        keep_versions(changed, by, "paragraph.indented")
    return changed


@transaction.atomic
def restore_paragraph(*, paragraph: Paragraph, by) -> Paragraph:
    """Put back what was taken out, with all that the same act took out, where it stood. Refused (R38) beyond the limit."""
    output = editable(paragraph.output, by)
    row = Paragraph.objects.get(pk=paragraph.pk)
    if row.output_id != output.pk or row.removed_at is None:
        raise Refused("R38", "This paragraph stands in the draft; there is nothing to put back.")
    taken = Paragraph.objects.filter(output=output, pk__in=_taken_with(output, row)).exclude(removed_at=None)
    back = list(taken.order_by("position", "id"))
    if len(rows_of(output)) + len(back) > LIMIT:
        raise Refused("R38", f"A draft has at most {LIMIT} paragraphs.", "Nothing was put back.", code="too-many")
    with nothing_of_force_added(output):
        Paragraph.objects.filter(pk__in=[one.pk for one in back]).update(
            removed_at=None, edited_by=by, edited_at=clock.now()
        )
    record_draft(output, "paragraph.restored", by, {"paragraphs": [one.pk for one in back]})
    touch(output, by, "paragraph.restored", row)
    row.refresh_from_db()
    return row


def _taken_with(output: Output, row: Paragraph) -> set[int]:
    """The paragraphs that the act which took this one out had taken out, this one among them."""
    later: set[int] = set()
    for kept in output.versions.order_by("-version").iterator(chunk_size=20):
        stood = {pk for pk, _ in kept.order}
        if row.pk in stood:
            return (stood - later) | {row.pk}
        later = stood
    return {row.pk}
