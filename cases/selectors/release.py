"""What of a determination may be released today, from the items of its case (R16)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from django.db.models import Q, QuerySet

from cases.models import AllegedPerson, Case, Determination
from cases.procedure.release import Closed, Guard, Person, guard
from evidence.models import Extraction, Item, SubmissionFile
from evidence.procedure.release import Terms, citation_refusal
from evidence.procedure.terms import Sensitivity
from evidence.selectors import release_terms_of
from mad.common import clock
from mad.reference.vocabulary import ordinary

from .placing import all_items

SHORT_TITLE = 3
OPEN = Sensitivity.UNCLASSIFIED.value


def release_guard(determination: Determination, said: Iterable[str] = ()) -> Guard:
    """Which items may be named in `said`, the texts to be released, and what would give the others away: asked of every
    item that lies in the case, and of every item relied on, as they stand today. A constant number of queries."""
    frozen = Item.objects.filter(pk__in=determination.frozen.values("item"))
    return _guard(determination.case, all_items(determination.case) | frozen, said)


def case_guard(case: Case, said: Iterable[str]) -> Guard:
    """The same of every item that lies in a case, for words written of it in haste: a title of a word or two ("Report",
    "Field notes") is in every such text and gives nothing away."""
    return _guard(case, all_items(case), said, SHORT_TITLE)


def names_guard(case: Case, said: Iterable[str]) -> Guard:
    """What would name a protected person or source of the case in `said`; what its items say is not looked at."""
    items = list(all_items(case).select_related("submission__office"))
    sources = _sources(items, release_terms_of(items))
    free = [item for item in items if item.sensitivity == OPEN]
    return guard(
        (),
        [Closed(sources)],
        said=said,
        open_texts=chain((item.excerpt for item in free), _read_out_of(item.sha256 for item in free)),
        persons=protected_persons(case),
        sources=sources,
        ordinary=ordinary(),
    )


def _guard(case: Case, rows: QuerySet[Item], said: Iterable[str], shortest: int = 1) -> Guard:
    items = list(rows.select_related("submission__office", "file"))
    terms = release_terms_of(items)
    today = clock.today()
    barred = [
        item
        for item in items
        if citation_refusal(item.sensitivity, terms[item.pk], retracted=item.retracted_at is not None, today=today)
    ]
    shut = {item.pk for item in barred}
    free = [item for item in items if item.pk not in shut]
    sources = _sources(items, terms)
    return guard(
        [item.number for item in free],
        _closed(barred, free, sources, shortest),
        said=said,
        open_texts=chain((item.excerpt for item in free), _read_out_of(item.sha256 for item in free)),
        persons=protected_persons(case),
        sources=sources,
        ordinary=ordinary(),
    )


def _closed(barred: list[Item], free: list[Item], sources: tuple[str, ...], shortest: int) -> Iterator[Closed]:
    """One by one: of the long texts only a few are in memory."""
    yield Closed(sources)
    for item in barred:
        names = [item.title, item.submission.title, *([item.file.name] if item.file else [])]
        yield Closed(tuple(name for name in names if len(name.split()) >= shortest), (item.excerpt,))
    beneath = _beneath(barred, free)
    yield Closed(tuple(file.name for file in beneath if len(file.name.split()) >= shortest))
    for text in _read_out_of([item.sha256 for item in barred] + [file.stored_id for file in beneath]):
        yield Closed((), (text,))


def _read_out_of(stored: Iterable[str]) -> Iterator[str]:
    """The whole texts of stored files, by digest; "" is the digest of none."""
    rows = Extraction.objects.filter(stored__in={sha256 for sha256 in stored if sha256}).exclude(text="")
    return rows.values_list("text", flat=True).iterator(chunk_size=4)


def _beneath(barred: list[Item], free: list[Item]) -> list[SubmissionFile]:
    """Files taken out of the files of closed items, and redacted copies of them, but for those of items that are free."""
    files = [item.file_id for item in barred if item.file_id]
    within = Q(received_in__in=files) | Q(parent__in=files) | Q(redaction_of__in=files)
    return list(
        SubmissionFile.objects.filter(within).exclude(items__in=[item.pk for item in free]).only("name", "stored")
    )


def _sources(items: list[Item], terms: Mapping[int, Terms]) -> tuple[str, ...]:
    """Names of the offices that may not be told: of sources that are protected or ask for no attribution, and of what
    their items go back to; an item that may itself be released has such a source too."""
    family = _with_origins(items)
    offices = set()
    for item in items:
        one: Item | None = item
        walked: set[int] = set()
        while one is not None and one.pk not in walked:
            walked.add(one.pk)
            if one.submission.protect_source or not terms[item.pk].attributed:
                offices.add(one.submission.office)
            one = family.get(one.derived_from_id or 0)
    return tuple(name for office in offices for name in (office.name, office.code))


def _with_origins(items: list[Item]) -> dict[int, Item]:
    """The items and everything they go back to (R17), by id. A query for each step back."""
    family = {item.pk: item for item in items}
    while missing := {item.derived_from_id for item in family.values() if item.derived_from_id} - family.keys():
        family |= Item.objects.select_related("submission__office").in_bulk(missing)
    return family


def protected_persons(case: Case) -> list[Person]:
    rows = AllegedPerson.objects.filter(case=case)
    return [Person(name, said) for name, said in rows.values_list("name", "designation")]
