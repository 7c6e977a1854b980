"""R49: the contents that the docket committed to, worked out again from the rows (ports.docket_checks)."""

from collections.abc import Iterator
from itertools import groupby

from cases.models import Commitment, CrimeOutcome, Determination, FrameworkReading, LevelReview, Opinion, RecusalVote
from cases.services import framework, watch
from cases.services.aftermath import opinion_content
from cases.services.answers import answer_content
from cases.services.outcomes import outcome_content
from cases.services.recusals import ballot_content
from mad.common.canonical import digest

Check = tuple[int, str, str]


def contents() -> Iterator[Check]:
    """Entry id, digest worked out again, and what it is."""
    yield from _answers()
    yield from _ballots()
    yield from _determinations()
    yield from _opinions()
    yield from _readings()
    yield from _reviews()
    yield from _outcomes()


def _answers() -> Iterator[Check]:
    """Every commitment by its own content; the newest of a sealed answer also by the answer's rows."""
    rows = Commitment.objects.select_related("answer__round__assessment__case").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        label = f"sealed answer {row.pk}"
        yield row.entry_id, digest(row.content, bytes(row.salt)), label
        answer = row.answer
        if answer.submitted_at and answer.version == row.version:
            yield row.entry_id, digest(answer_content(answer, answer.round), bytes(row.salt)), label


def _ballots() -> Iterator[Check]:
    for row in RecusalVote.objects.order_by("pk").iterator():
        content = ballot_content(row.motion_id, row.member_id, row.favour)
        yield row.entry_id, digest(content, bytes(row.salt)), f"recusal vote {row.pk}"


def _determinations() -> Iterator[Check]:
    for row in Determination.objects.order_by("pk").iterator():
        yield row.entry_id, digest(row.document), f"determination {row.number}"


def _opinions() -> Iterator[Check]:
    for row in Opinion.objects.select_related("determination").order_by("pk").iterator():
        content = opinion_content(row.determination.number, row.member_id, row.kind, row.text)
        yield row.entry_id, digest(content), f"opinion {row.pk} on {row.determination.number}"


def _readings() -> Iterator[Check]:
    """Every saved form of the Framework, by its readings in the order they were written."""
    rows = FrameworkReading.objects.select_related("case").prefetch_related("evidence__item").order_by("entry", "pk")
    for entry, readings in groupby(rows.iterator(chunk_size=500), key=lambda row: row.entry_id):
        form = list(readings)
        number, at = form[0].case.number, form[0].at
        yield (
            entry,
            digest(framework.content_of(number, at, [framework.plain(row) for row in form])),
            f"readings of {number}",
        )


def _reviews() -> Iterator[Check]:
    for row in LevelReview.objects.select_related("case").order_by("pk").iterator():
        content = watch.content_of(
            row.case.number,
            row.at,
            row.grounds,
            row.reasons,
            proposed=row.proposed,
            level=row.level,
            next_review=row.next_review.isoformat(),
        )
        yield row.entry_id, digest(content), f"review {row.pk} of the level of {row.case.number}"


def _outcomes() -> Iterator[Check]:
    for row in CrimeOutcome.objects.select_related("determination").order_by("pk"):
        content = outcome_content(row.determination.number, row.crime_id, row.happened, row.source, row.reasons)
        yield row.entry_id, digest(content), f"outcome {row.pk} of {row.determination.number}"
