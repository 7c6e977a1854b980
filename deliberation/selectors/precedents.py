"""Finding agreed language (SCREENS 14): full text over past Council texts, newest first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from deliberation.models import Paragraph, Precedent, PrecedentParagraph
from deliberation.procedure.draft import MEASURES
from deliberation.procedure.form import bare
from mad.common.web import keyset

SIZE = 20
LONGEST = 300
_OPEN, _SHUT = "\ue000", "\ue001"


@dataclass(frozen=True)
class Asked:
    """words: as typed; measure: a key of MEASURES; part: preambular or operative; years: inclusive."""

    words: str = ""
    measure: str = ""
    part: str = ""
    since: int | None = None
    until: int | None = None

    @property
    def empty(self) -> bool:
        return not (self.words or self.measure or self.part or self.since or self.until)


@dataclass(frozen=True)
class Hit:
    """A paragraph found. pieces: its words in order, each with whether it answers to what was asked."""

    paragraph: PrecedentParagraph
    pieces: tuple[tuple[str, bool], ...]

    @property
    def measures(self) -> list[str]:
        return [MEASURES[key].name for key in self.paragraph.measures if key in MEASURES]


@dataclass(frozen=True)
class Hits:
    rows: tuple[Hit, ...]
    next: str


def find(asked: Asked, cursor: str = "") -> Hits:
    """A page of what was found. Two queries. Raises Invalid for a cursor not given out here."""
    found = keyset(_matching(asked), by=["-year", "-precedent_id", "ordinal"], cursor=cursor, size=SIZE)
    marked = _marked([row.pk for row in found.rows], asked.words)
    return Hits(tuple(Hit(row, _pieces(row, marked.get(row.pk))) for row in found.rows), found.next)


def _matching(asked: Asked) -> QuerySet[PrecedentParagraph]:
    rows = PrecedentParagraph.objects.select_related("precedent").defer("words")
    if asked.words:
        rows = rows.filter(_says(asked.words))
    if asked.measure:
        rows = rows.filter(measures__contains=[asked.measure])
    if asked.part:
        preambular = Q(label__startswith="PP")
        rows = rows.filter(preambular if asked.part == "preambular" else ~preambular)
    if asked.since:
        rows = rows.filter(year__gte=asked.since)
    if asked.until:
        rows = rows.filter(year__lte=asked.until)
    return rows


def _query(words: str, config: str) -> SearchQuery:
    return SearchQuery(words[:LONGEST].replace("\x00", " "), config=config, search_type="websearch")


def _says(words: str) -> Q:
    """As English stems them, as French does, or as they stand, since texts are in several languages."""
    said = Q()
    for config in ("english", "french", "simple"):
        said |= Q(words=_query(words, config))
    return said


def _marked(ids: Sequence[int], words: str) -> dict[int, str]:
    if not words or not ids:
        return {}
    whole = Concat(F("opening"), Value(" "), F("text"), output_field=TextField())
    headline = SearchHeadline(
        whole, _query(words, "english"), config="english", start_sel=_OPEN, stop_sel=_SHUT, highlight_all=True
    )
    rows = PrecedentParagraph.objects.filter(pk__in=ids).annotate(marked=headline)
    return dict(rows.values_list("pk", "marked"))


def _pieces(row: PrecedentParagraph, marked: str | None) -> tuple[tuple[str, bool], ...]:
    text = marked if marked is not None else f"{row.opening} {row.text}"
    pieces: list[tuple[str, bool]] = []
    for place, piece in enumerate(text.split(_OPEN)):
        said, _, rest = piece.partition(_SHUT) if place else ("", "", piece)
        pieces += [(said, True)] if said else []
        pieces += [(rest, False)] if rest else []
    return tuple(pieces)


def named(sources: Iterable[str]) -> dict[str, list[PrecedentParagraph]]:
    """The paragraphs loaded under each source (PrecedentParagraph.source), in every language there is."""
    wanted = {source for source in sources if ", " in source}
    if not wanted:
        return {}
    parted = [(one[: at.start()], one[at.end() :]) for one in wanted for at in re.finditer(", ", one)]
    symbols, labels = {symbol for symbol, _ in parted}, {label for _, label in parted}
    rows = PrecedentParagraph.objects.select_related("precedent").defer("words")
    found: dict[str, list[PrecedentParagraph]] = {}
    for row in rows.filter(precedent__symbol__in=symbols, label__in=labels):
        if row.source in wanted:
            found.setdefault(row.source, []).append(row)
    return found


def agreed_of(paragraphs: Iterable[Paragraph]) -> frozenset[int]:
    """Those of which the words are still those of the source they name, white space and case aside."""
    with_source = [row for row in paragraphs if row.source]
    known = named(row.source for row in with_source)
    return frozenset(
        row.pk
        for row in with_source
        if any(same_words(f"{row.opening} {row.text}", one) for one in known.get(row.source, ()))
    )


def same_words(words: str, of: PrecedentParagraph) -> bool:
    return folded(words) == folded(f"{of.opening} {of.text}")


def folded(words: str) -> str:
    """The words without what is produced (the mark at the end), white space and case."""
    return " ".join(bare(words).split()).casefold()


def years() -> tuple[int, int] | None:
    """The first and the last year of what is loaded."""
    first = Precedent.objects.order_by("year").values_list("year", flat=True).first()
    last = Precedent.objects.order_by("-year").values_list("year", flat=True).first()
    return (first, last) if first is not None and last is not None else None


def one(pk: int) -> PrecedentParagraph | None:
    return PrecedentParagraph.objects.select_related("precedent").defer("words").filter(pk=pk).first()
