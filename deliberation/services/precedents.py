"""Loading past Council texts, and taking their language into a draft (R38, SCREENS 14)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from deliberation.models import Output, Paragraph, Precedent, PrecedentParagraph
from deliberation.procedure.agreed import Agreed, agreed
from deliberation.procedure.form import MAX_LEVEL, Part, clean, is_opening
from mad.common import clock
from mad.common.blank import blank
from mad.docket.services import record

from .drafting import add_paragraph

CONFIGS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
LONGEST_TEXT = 2_000_000
_SYMBOL = re.compile(r"[^\s].{0,58}[^\s]|\S")
KNOWN = frozenset({"en", "fr", "es", "ru", "ar", "zh"})


@dataclass
class Loaded:
    """How many lines were read, and what became of each; refusals: [(line, reason)]. alien: lines that are no JSON object,
    as those of a file of another kind."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    paragraphs: int = 0
    alien: int = 0
    refusals: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def load_precedents(rows: Iterable[tuple[int, Any]], *, tell: Callable[[Loaded], None] | None = None) -> Loaded:
    """Each row on its own: one that cannot be read is refused with its line and reason, and the rest goes on. Where the
    file itself breaks off (Invalid from `rows`), nothing of it stays.

    rows: (line, value), value an object with symbol, year, text and perhaps language, title, subject. A text loaded
    before, word for word, changes nothing; the same symbol with other words takes the place of what was there.
    """
    loaded = Loaded()
    for line, value in rows:
        loaded.read += 1
        loaded.alien += not isinstance(value, Mapping)
        try:
            outcome, paragraphs = _load(_read(value))
        except ValueError as error:
            loaded.refused += 1
            loaded.refusals.append((line, str(error)))
            continue
        setattr(loaded, outcome, getattr(loaded, outcome) + 1)
        loaded.paragraphs += paragraphs
        if tell is not None:
            tell(loaded)
    if loaded.added or loaded.changed:
        _record(loaded)
    return loaded


def _record(loaded: Loaded) -> None:
    counts = {name: getattr(loaded, name) for name in ("read", "added", "changed", "unchanged", "refused")}
    with transaction.atomic():
        record(act="precedents.loaded", by=None, obj="precedents", content=counts, facts=counts)


def _read(value: Any) -> dict[str, Any]:
    """The fields of a row. Raises ValueError saying what is wrong."""
    if isinstance(value, ValueError):
        raise value
    if not isinstance(value, Mapping):
        raise ValueError("the line is no JSON object")
    symbol, text, year = value.get("symbol"), value.get("text"), value.get("year")
    if not isinstance(symbol, str) or not _SYMBOL.fullmatch(clean(symbol)):
        raise ValueError("symbol: a text of 1 to 60 characters is needed")
    if not isinstance(text, str) or blank(text):
        raise ValueError("text: there is none")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"text: longer than {LONGEST_TEXT} characters")
    if type(year) is not int or not 1945 <= year <= clock.today().year + 1:
        raise ValueError("year: a whole number from 1945 to next year is needed")
    language = value.get("language") or "en"
    if not isinstance(language, str) or language.lower() not in KNOWN:
        raise ValueError("language: one of the six official languages is needed")
    title, subject = value.get("title") or "", value.get("subject") or ""
    if not isinstance(title, str) or not isinstance(subject, str):
        raise ValueError("title, subject: texts")
    return {
        "symbol": clean(symbol),
        "text": text,
        "year": year,
        "language": language.lower(),
        "title": clean(title)[:300],
        "subject": clean(subject)[:300],
    }


@transaction.atomic
def _load(row: dict[str, Any]) -> tuple[str, int]:
    """What became of one text, and how many paragraphs it has now that it had not."""
    digest = sha256("\x00".join((row["title"], row["subject"], str(row["year"]), row["text"])).encode()).hexdigest()
    key = {"symbol": row["symbol"], "language": row["language"]}
    known = Precedent.objects.select_for_update().filter(**key).first()
    if known is not None and known.digest == digest:
        return "unchanged", 0
    read = agreed(row["text"])
    if not read.paragraphs:
        raise ValueError("text: no paragraph of a Council text was found in it")
    values = {
        "year": row["year"],
        "title": row["title"] or read.title or row["symbol"],
        "subject": row["subject"] or read.subject,
        "digest": digest,
        "loaded_at": clock.now(),
    }
    if known is not None:
        known.paragraphs.all().delete()
    made, _ = Precedent.objects.update_or_create(**key, defaults=values)
    PrecedentParagraph.objects.bulk_create(_rows(made, read.paragraphs), batch_size=500)
    config = Value(CONFIGS.get(made.language, "simple"))
    made.paragraphs.update(words=SearchVector("opening", "text", config=config))
    return ("changed" if known else "added"), len(read.paragraphs)


def _rows(made: Precedent, paragraphs: Iterable[Agreed]) -> Iterable[PrecedentParagraph]:
    for ordinal, one in enumerate(paragraphs, start=1):
        yield PrecedentParagraph(
            precedent=made,
            year=made.year,
            ordinal=ordinal,
            kind=one.kind,
            number=one.number[:12],
            label=one.label[:40],
            level=min(one.level, 9),
            opening=one.opening[:160],
            text=one.text,
            measures=list(one.measures),
        )


def insert_precedent(*, output: Output, by, paragraph: PrecedentParagraph, after: Paragraph | None = None) -> Paragraph:
    """Take a paragraph's language into a draft, with its source noted. Opening words out of the list stay as text.

    Raises what add_paragraph raises: R33 for words of force put into a text in review while the gate is shut.
    """
    part = _part(output, paragraph)
    words: dict[str, Any] = {"source": paragraph.source}
    if part is Part.PLAIN:
        return add_paragraph(output=output, by=by, text=f"{paragraph.opening} {paragraph.text}", after=after, **words)
    known = is_opening(part, paragraph.opening)
    words["opening"] = paragraph.opening if known else ""
    words["text"] = paragraph.text if known else f"{paragraph.opening} {paragraph.text}".strip()
    words["level"] = min(paragraph.level, MAX_LEVEL)
    if part is Part.OPERATIVE:
        words["measure"] = next((key for key in paragraph.measures if key != "seized"), "")
    return add_paragraph(output=output, by=by, part=part, after=after, **words)


def _part(output: Output, paragraph: PrecedentParagraph) -> Part:
    if not output.is_resolution:
        return Part.PLAIN
    return Part.PREAMBULAR if paragraph.label.startswith("PP") else Part.OPERATIVE
