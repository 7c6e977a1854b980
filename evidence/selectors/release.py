"""Release terms in force (R16): of submissions, and of items with everything they go back to."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from evidence.models import Item, ReleaseTerm, Submission, SubmissionFile
from evidence.procedure.release import Terms, declared, effective, read_anew, strictest


def submission_terms(submission: Submission) -> Terms:
    """The source's terms as last read. One query."""
    sources, _ = _read([submission])
    return sources[submission.pk]


def file_terms(file: SubmissionFile) -> Terms:
    """Terms that go along with the bytes of a file: those of its item, or of its submission while it has none."""
    item = Item.objects.filter(file=file).first()
    return release_terms_of([item])[item.pk] if item else submission_terms(file.submission)


def release_terms_of(items: Iterable[Item]) -> dict[int, Terms]:
    """Item id → its terms: those of its source, its own, and those of every origin (R17). Few queries, no row each."""
    wanted = list(items)
    family = {item.pk: item for item in wanted}
    while missing := {item.derived_from_id for item in family.values() if item.derived_from_id} - family.keys():
        family |= {item.pk: item for item in Item.objects.filter(pk__in=missing)}
    submissions = Submission.objects.filter(pk__in={item.submission_id for item in family.values()})
    sources, own_readings = _read(submissions.only("release", "release_terms"), family)
    own = {
        pk: strictest([sources[item.submission_id], *([own_readings[pk].terms] if pk in own_readings else [])])
        for pk, item in family.items()
    }
    terms = effective(own, {pk: item.derived_from_id for pk, item in family.items()})
    return {item.pk: terms[item.pk] for item in wanted}


def _read(
    submissions: Iterable[Submission], items: Collection[int] = ()
) -> tuple[dict[int, Terms], dict[int, ReleaseTerm]]:
    """Submission id → its terms; item id → the last reading of its own. Two queries."""
    listed = list(submissions)
    readings = list(ReleaseTerm.objects.filter(Q(item=None, submission__in=listed) | Q(item__in=items)))
    read = _newest((one for one in readings if one.item_id is None), "submission_id")
    sources = {
        one.pk: read_anew(
            declared(one.release, one.release_terms),
            read[one.pk].terms if one.pk in read else None,
            consent=one.pk in read and read[one.pk].consent,
        )
        for one in listed
    }
    return sources, _newest((one for one in readings if one.item_id is not None), "item_id")


def _newest(readings: Iterable[ReleaseTerm], key: str) -> dict[int, ReleaseTerm]:
    """The last reading of each; a reading with the source's consent replaces those before it."""
    newest: dict[int, ReleaseTerm] = {}
    for reading in sorted(readings, key=lambda one: one.pk):
        newest[getattr(reading, key)] = reading
    return newest
