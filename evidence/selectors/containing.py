"""Which items show what others show: a mail what is attached to it (R16), a redacted copy its original (R15)."""

from __future__ import annotations

from evidence.models import Item, SubmissionFile


def holders_of(item: Item) -> list[Item]:
    """Items of the files that an item's file was taken out of, nearest first; retracted ones too."""
    holders: list[Item] = []
    above = item.file.parent if item.file else None
    while above is not None:
        holders += Item.objects.filter(submission=item.submission_id, file=above)
        above = above.parent
    return holders


def held_in(item: Item) -> list[Item]:
    """Items of the files that were taken out of an item's file, through any number of steps; retracted ones too."""
    found: set[int] = set()
    within = {item.file_id} if item.file_id else set()
    while within:
        within = set(SubmissionFile.objects.filter(parent__in=within).values_list("pk", flat=True))
        found |= within
    return list(Item.objects.filter(submission=item.submission_id, file__in=found)) if found else []


def redacted_copies_of(item: Item) -> list[Item]:
    """Redacted copies made of an item's own file, oldest first; retracted ones too."""
    return list(Item.objects.filter(redaction__item=item).order_by("pk"))
