"""Whether a text tells what has not been released (R16, R47): every closed name and text of the record, one by one.

Rows stream; what they hold is compared and forgotten, and nothing of it is said. Linear in the size of the record.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from cases.models import (
    AllegedPerson,
    Case,
    CaseSummary,
    ContraryAnswer,
    Determination,
    Estimate,
    FrameworkReading,
    LevelReview,
    Opinion,
    Post,
)
from cases.procedure.words import words
from deliberation.models import (
    Ballot,
    ExpectedPosition,
    FailureReason,
    Measure,
    MeasureJudgement,
    MeasureReview,
    Minutes,
    Option,
    Output,
    Paragraph,
    PreventionPlan,
    RaisedItem,
    RemarkText,
    Reply,
    ReviewDecision,
    Step,
)
from deliberation.procedure.briefing import Told
from evidence.models import Item, Submission, SubmissionFile
from mad.reference.vocabulary import ordinary

CHUNK = 2000
FREE_WORDS = frozenset({"opening", "reasons", "panel"})
"""Where in a determination's document the panel's own words stand; elsewhere it has the words of the law."""


def published() -> QuerySet[Output]:
    """The outputs that the public may read."""
    return Output.objects.filter(published_at__isnull=False).order_by("published_at", "id")


def released_texts() -> list[str]:
    """Every text that was published, with its title."""
    return [
        "\n".join([output.title, *(f"{line['opening']} {line['text']}" for line in output.adopted_lines or [])])
        for output in published()
    ]


def released_numbers() -> frozenset[str]:
    """Numbers of published outputs, and of what these cite."""
    outputs = published()
    cited = Paragraph.objects.filter(output__in=outputs, removed_at=None).values_list("citations", flat=True)
    return frozenset([*outputs.values_list("number", flat=True), *(ref for refs in cited for ref in refs)])


def tells(text: str) -> bool:
    """Whether a text gives a number, a name or a quotation of what has not been released."""
    if not text.strip():
        return False
    told = Told(text, released_texts(), released_numbers())
    if told.numbers:
        return True
    if any(_person_told(told, name, said) for name, said in _persons()):
        return True
    return any(told.names(name) for name in _names()) or any(told.quotes(said) for said in _texts())


def _persons() -> Iterator[tuple[str, str]]:
    """Protected names, each with the designation that stands for it."""
    yield from AllegedPerson.objects.values_list("name", "designation").order_by("pk").iterator(chunk_size=CHUNK)


def _person_told(told: Told, name: str, designation: str) -> bool:
    return told.names(name, least=1) or told.names_part(name, {*words(designation), *ordinary()})


def _names() -> Iterator[str]:
    rows = [
        Case.objects.values_list("title"),
        AllegedPerson.objects.values_list("designation"),
        Item.objects.values_list("title"),
        Submission.objects.values_list("title"),
        SubmissionFile.objects.values_list("name"),
        Measure.objects.values_list("title"),
        Output.objects.filter(published_at=None).values_list("title"),
    ]
    for query in rows:
        yield from _each(query)


def _texts() -> Iterator[str]:
    rows = [
        Submission.objects.values_list("narrative"),
        Item.objects.exclude(file=None).values_list("excerpt"),
        CaseSummary.objects.values_list("text"),
        AllegedPerson.objects.values_list("grounds"),
        Estimate.objects.exclude(reasons="").values_list("reasons"),
        ContraryAnswer.objects.values_list("text"),
        Post.objects.values_list("text"),
        Opinion.objects.values_list("text"),
        FailureReason.objects.values_list("text"),
        Ballot.objects.exclude(explanation="").values_list("explanation"),
        Paragraph.objects.filter(output__published_at=None).values_list("text"),
        MeasureReview.objects.values_list("reason"),
        FrameworkReading.objects.exclude(grounds="").values_list("grounds"),
        LevelReview.objects.values_list("reasons"),
        MeasureJudgement.objects.values_list("reason"),
        Option.objects.values_list("aim", "effect", "risks"),
        Step.objects.values_list("what", "if_it_fails"),
        RemarkText.objects.values_list("text"),
        Minutes.objects.values_list("text"),
        ExpectedPosition.objects.values_list("reason"),
        Reply.objects.values_list("text"),
        PreventionPlan.objects.values_list("text"),
        ReviewDecision.objects.values_list("text"),
        RaisedItem.objects.values_list("reason"),
    ]
    for query in rows:
        yield from _each(query)
    for document in Determination.objects.order_by("pk").values_list("document", flat=True).iterator(chunk_size=50):
        yield from _own_words(document)


def _own_words(part: Any) -> Iterator[str]:
    """The texts under FREE_WORDS, however deep they stand."""
    if isinstance(part, list):
        for one in part:
            yield from _own_words(one)
    elif isinstance(part, dict):
        yield from (text for name, text in part.items() if name in FREE_WORDS and isinstance(text, str) and text)
        for one in part.values():
            yield from _own_words(one)


def _each(query: QuerySet) -> Iterator[str]:
    for row in query.order_by("pk").iterator(chunk_size=CHUNK):
        yield from (text for text in row if text)
