"""R49: the contents that the docket committed to, worked out again from the rows (ports.docket_checks)."""

from collections.abc import Iterator

from cases.models import Commitment, CrimeOutcome, Determination, Opinion, RecusalVote
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


def _outcomes() -> Iterator[Check]:
    for row in CrimeOutcome.objects.select_related("determination").order_by("pk"):
        content = outcome_content(row.determination.number, row.crime_id, row.happened, row.source, row.reasons)
        yield row.entry_id, digest(content), f"outcome {row.pk} of {row.determination.number}"
