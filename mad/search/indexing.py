"""Writing the index: what the sources give becomes rows, in bulk, idempotently.

Whoever writes holds the follower's row, so revisions are committed in their order and no two writers meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg2.extras import execute_values

from mad.common import ports
from mad.common.ports import SearchSource, SearchText
from mad.docket.models import Leaf
from mad.search.language.tsquery import cell, label
from mad.search.language.words import split, vector, words
from mad.search.models import Document, Follower, Touched
from mad.search.naming import state_names

LEAVES = 2000
NUMBERS = 500
ROWS = 500
TITLE = 300

_COLUMNS = (
    "kind, object_id, part, parts, number, title, url, at, states, source, status, grade, sensitivity, lats, lons,"
    " revision, words"
)
_UPSERT = f"""
INSERT INTO search_document AS d ({_COLUMNS}) VALUES %s
ON CONFLICT (kind, object_id, part) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ") if name.strip() != "revision")},
    revision = CASE WHEN %(touch)s OR d.words IS DISTINCT FROM excluded.words THEN excluded.revision ELSE d.revision END
RETURNING d.id, d.kind, d.object_id, d.part
"""  # noqa: S608 - names of this module alone
_TEMPLATE = (
    "(" + ", ".join(["%s"] * 8) + ", %s::varchar[], %s, %s, %s, %s, %s::float8[], %s::float8[], %s, %s::tsvector)"
)
_BODIES = """
INSERT INTO search_body (document_id, text) VALUES %s ON CONFLICT (document_id) DO UPDATE SET text = excluded.text
"""

Key = tuple[str, int, int]


def follow() -> int:
    """Bring the index up to the docket; the number of documents written. 0 while another follows."""
    written = 0
    while (batch := _follow_batch()) is not None:
        written += batch
    return written


@transaction.atomic
def _follow_batch() -> int | None:
    """One batch of sealed entries and touched numbers; None when nothing waits or another writer is at work."""
    follower = _locked(skip_locked=True)
    if follower is None:
        return None
    leaves = list(
        Leaf.objects.filter(pk__gt=follower.leaf)
        .order_by("pk")
        .values_list("pk", "entry__object", "entry__case_number", "entry__facts__submission")[:LEAVES]
    )
    touched = list(Touched.objects.order_by("pk").values_list("pk", "number")[:LEAVES])
    if not leaves and not touched:
        return None
    follower.leaf = leaves[-1][0] if leaves else follower.leaf
    revision = _revise(follower)
    Touched.objects.filter(pk__in=[pk for pk, _ in touched]).delete()
    numbers = {number for _, *named in leaves for number in named} | {number for _, number in touched}
    return _rewrite(sorted(number for number in numbers if number), revision)


def _rewrite(numbers: Sequence[str], revision: int) -> int:
    """Make the documents of the docket `numbers` anew, and remove those that are no more."""
    written = 0
    for start in range(0, len(numbers), NUMBERS):
        some = numbers[start : start + NUMBERS]
        for source in ports.search_sources:
            rows = list(source.rows().filter(**{f"{source.number}__in": some}).order_by("pk"))
            keys = _write(source, rows, revision, touch=True)
            _remove_others(source.kind, some, keys)
            written += len(keys)
    return written


def rebuild(source: SearchSource) -> Iterator[int]:
    """Make every document of `source` anew, a batch a transaction; yields how many were written. Safe beside follow()."""
    last: Any = 0
    with transaction.atomic():
        _locked()
        started = Follower.reached()
    while True:
        with transaction.atomic():
            follower = _locked()
            rows = list(source.rows().filter(pk__gt=last).order_by("pk")[:ROWS])
            if not rows:
                break
            keys = _write(source, rows, _revise(follower), touch=False)
            _remove_stale_parts(source.kind, [row.pk for row in rows], keys)
            last = rows[-1].pk
        yield len(keys)
    _remove_orphans(source, started)


def _locked(*, skip_locked: bool = False) -> Follower | None:
    """The follower's row, held to the end of the transaction; None when it is another's and we do not wait."""
    Follower.objects.bulk_create([Follower(pk=1)], ignore_conflicts=True)
    return Follower.objects.select_for_update(skip_locked=skip_locked).filter(pk=1).first()


def _revise(follower: Follower | None) -> int:
    """The next revision. The row is ours: who waited for it has it."""
    if follower is None:
        raise RuntimeError("The follower's row is gone.")
    follower.revision += 1
    follower.save()
    return follower.revision


def _write(source: SearchSource, rows: Sequence[Any], revision: int, *, touch: bool) -> list[tuple[int, Key]]:
    """Upsert the documents of `rows`; their ids and keys. touch: all count as new to saved searches that look again."""
    documents: list[tuple[Any, ...]] = []
    bodies: dict[Key, str] = {}
    for given in source.texts(rows):
        for key, values, text in _documents(source.kind, given, revision):
            documents.append(values)
            bodies[key] = text
    if not documents:
        return []
    with connection.cursor() as cursor:
        upsert = _UPSERT.replace("%(touch)s", "true" if touch else "false")
        made = execute_values(cursor.cursor, upsert, documents, template=_TEMPLATE, page_size=ROWS, fetch=True)
        keys = [(pk, (kind, object_id, part)) for pk, kind, object_id, part in made]
        execute_values(cursor.cursor, _BODIES, [(pk, bodies[key]) for pk, key in keys], page_size=ROWS)
    return keys


def _documents(kind: str, given: SearchText, revision: int) -> Iterator[tuple[Key, tuple[Any, ...], str]]:
    """The rows of one thing: one, or as many as its text has parts. Nothing the database cannot hold is left in them."""
    title = _storable(given.title)[:TITLE]
    text = _storable(given.text)
    labels = list(_labels(kind, given))
    beside = " \n ".join([*(name for name, *_ in given.places), *(_state_name(code) for code in given.states)])
    at = [(lat, lon) for _, lat, lon in given.places if lat is not None and lon is not None]
    parts = split(text)
    for part, piece in enumerate(parts, start=1):
        found = vector([("A", title), ("A", given.number), ("B", piece), ("C", _storable(beside))], labels)
        values = (
            *(kind, given.object_id, part, len(parts), given.number, title, given.url, given.at),
            *(list(given.states), given.source, given.status, given.grade, given.sensitivity),
            *([lat for lat, _ in at], [lon for _, lon in at], revision, found),
        )
        yield (kind, given.object_id, part), values, piece


def _labels(kind: str, given: SearchText) -> Iterable[str]:
    facts = {
        "kind": [kind],
        "number": [given.number],
        "year": [str(given.at.year)],
        "state": given.states,
        "source": [given.source],
        "status": [given.status],
        "grade": [given.grade, *given.grade],
        "sensitivity": [given.sensitivity],
        "case": given.cases,
        "place": {word.word for name, *_ in given.places for word in words(_storable(name))},
    }
    yield from dict.fromkeys(label(name, value) for name, values in facts.items() for value in values if value)
    for lat, lon in dict.fromkeys((lat, lon) for _, lat, lon in given.places if lat is not None and lon is not None):
        yield cell(lat, lon)


def _storable(text: str) -> str:
    return text.replace("\0", " ")


def _state_name(code: str) -> str:
    return state_names().get(code, "")


def _remove_others(kind: str, numbers: Sequence[str], keys: list[tuple[int, Key]]) -> None:
    stale = Document.objects.filter(kind=kind, number__in=numbers)
    stale.exclude(pk__in=[pk for pk, _ in keys]).delete()


def _remove_stale_parts(kind: str, objects: Sequence[int], keys: list[tuple[int, Key]]) -> None:
    stale = Document.objects.filter(kind=kind, object_id__in=objects)
    stale.exclude(pk__in=[pk for pk, _ in keys]).delete()


def _remove_orphans(source: SearchSource, started: int) -> None:
    """Documents of things that are not to be found any more."""
    with transaction.atomic():
        _locked()
        old = Document.objects.filter(kind=source.kind, revision__lte=started)
        old.exclude(object_id__in=source.rows().order_by().values("pk")).delete()
