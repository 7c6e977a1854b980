"""What of evidence can be found, and by whom (SCREENS 6). A protected source is not in what search keeps (R16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from evidence.models import Item, Submission, SubmissionFile
from evidence.procedure.hostile import Verdict
from evidence.procedure.terms import Sensitivity
from evidence.procedure.texts import Reading
from evidence.selectors import files_visible_to, items_visible_to, narratives_visible_to
from mad.common import ports
from mad.common.ports import SearchSource, SearchText
from mad.search.naming import PROTECTED

STRICT = Sensitivity.STRICT.value


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.select_related("office")


def _files() -> QuerySet[SubmissionFile]:
    read = SubmissionFile.objects.filter(verdict=Verdict.RELEASED.value, stored__extraction__state=Reading.DONE.value)
    return read.select_related("submission__office", "stored__extraction")


def _items() -> QuerySet[Item]:
    return Item.objects.select_related("submission__office")


def _texts_of_submissions(rows: Sequence[Submission]) -> Iterator[SearchText]:
    placed = _placed(row.pk for row in rows)
    apart = _strict_apart(Item.objects.filter(file=None, submission__in=rows), "submission_id")
    for row in rows:
        grounds = [str(given.get("grounds", "")) for given in row.quick_matrix.values()]
        yield SearchText(
            object_id=row.pk,
            number=row.number,
            title=row.title,
            text="\n\n".join(part for part in (row.narrative, *grounds) if part),
            url=row.get_absolute_url(),
            at=row.received_at,
            status=row.status,
            grade=row.source_grade + row.info_grade,
            sensitivity=STRICT if row.pk in apart else row.sensitivity,
            **_of_submission(row, placed),
        )


def _texts_of_files(rows: Sequence[SubmissionFile]) -> Iterator[SearchText]:
    placed = _placed(row.submission_id for row in rows)
    apart = _strict_apart(Item.objects.filter(file__in=rows), "file_id")
    for row in rows:
        submission = row.submission
        yield SearchText(
            object_id=row.pk,
            number=submission.number,
            title=row.name,
            text=row.stored.extraction.text,
            url=submission.get_absolute_url(),
            at=submission.received_at,
            status=submission.status,
            grade=submission.source_grade + submission.info_grade,
            sensitivity=STRICT if row.pk in apart else submission.sensitivity,
            **_of_submission(submission, placed),
        )


def _texts_of_items(rows: Sequence[Item]) -> Iterator[SearchText]:
    placed = _placed(row.submission_id for row in rows)
    for row in rows:
        yield SearchText(
            object_id=row.pk,
            number=row.number,
            title=row.title,
            text=row.excerpt,
            url=row.get_absolute_url(),
            at=row.created_at,
            status="retracted" if row.retracted_at else "in_force",
            grade=row.source_grade + row.info_grade,
            sensitivity=row.sensitivity,
            **_of_submission(row.submission, placed),
        )


def _strict_apart(items: QuerySet[Item], key: str) -> set[int]:
    """Of which of these the item is strictly confidential, whatever its submission is (R16)."""
    return set(items.filter(sensitivity=STRICT).values_list(key, flat=True))


def _of_submission(submission: Submission, placed: dict[int, list[str]]) -> dict[str, Any]:
    return {
        "states": submission.state_codes,
        "source": PROTECTED if submission.protect_source else submission.office.code,
        "places": [(place["name"], place.get("lat"), place.get("lon")) for place in submission.places],
        "cases": placed.get(submission.pk, []),
    }


def _placed(submissions: Iterable[int]) -> dict[int, list[str]]:
    """The numbers of the cases that each submission lies in."""
    wanted = list(dict.fromkeys(submissions))
    found: dict[int, list[str]] = {}
    for placements in ports.placements:
        for pk, numbers in placements(wanted).items():
            found.setdefault(pk, []).extend(numbers)
    return found


SUBMISSIONS = SearchSource(
    "submission", _("Submissions"), _submissions, "number", _texts_of_submissions, narratives_visible_to, linked=True
)
FILES = SearchSource("file", _("Files"), _files, "submission__number", _texts_of_files, files_visible_to, linked=True)
ITEMS = SearchSource("item", _("Evidence items"), _items, "number", _texts_of_items, items_visible_to, linked=True)
