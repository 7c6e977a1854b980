"""`python -m tests.bench.corpus COUNT`: COUNT submissions into the database with what search keeps of them.

Words come in Zipf's frequencies from an invented vocabulary; word 1 is the most frequent. Up to DISTINCT texts are
written and read by the product's own code; the other submissions say the same again at other times, set-based.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

import django

VOCABULARY = 30_000
FIRST_ID = 10_000_000
NEWEST = datetime(2026, 11, 1, tzinfo=UTC)
TOTAL = 1_000_000
DISTINCT = 50_000
BATCH = 5_000
APART = 60
STATES = ("SYR", "SDN", "MMR", "COD", "YEM", "ETH", "UKR", "HTI", "MLI", "SSD")
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def word(rank: int) -> str:
    """The word of this rank, from 1: the same in every process."""
    rank, parts = rank + 70, []
    while rank:
        rank, part = divmod(rank, len(SYLLABLES))
        parts.append(SYLLABLES[part])
    return "".join(parts)


WORDS = [word(rank) for rank in range(1, VOCABULARY + 1)]
WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(1, VOCABULARY + 1)))


def text(choice: random.Random, count: int) -> str:
    return " ".join(choice.choices(WORDS, cum_weights=WEIGHTS, k=count))


def submissions(first: int, last: int, count: int) -> Iterator[dict[str, Any]]:
    choice = random.Random(first)
    for n in range(first, last):
        yield {
            "id": FIRST_ID + n,
            "number": f"S-1999-{n:07}",
            "title": text(choice, 6).capitalize(),
            "narrative": text(choice, max(10, int(choice.lognormvariate(4.0, 0.5)))),
            "received_at": NEWEST - timedelta(seconds=APART * (count - n)),
            "due_at": NEWEST + timedelta(seconds=n),
            "state_codes": "{" + ",".join(choice.sample(STATES, choice.choice((1, 1, 1, 2)))) + "}",
        }


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    count = int(sys.argv[1])
    written = min(count, DISTINCT)
    for start in range(0, written, BATCH):
        _load(connection, list(submissions(start, min(start + BATCH, written), count)))
    with connection.cursor() as cursor:
        for start in range(written, count, written):
            _repeat(cursor, start, min(written, count - start))


def _repeat(cursor: Any, start: int, count: int) -> None:
    """The first `count` once more, as number `start` and following."""
    moved = {
        "id": f"t.id + {start}",
        "object_id": f"t.object_id + {start}",
        "document_id": f"t.document_id + {start}",
        "number": f"'S-1999-' || lpad((t.id - {FIRST_ID} + {start})::text, 7, '0')",
        "url": f"'/submissions/S-1999-' || lpad((t.id - {FIRST_ID} + {start})::text, 7, '0') || '/'",
        "received_at": f"t.received_at + {start * APART} * interval '1 second'",
        "at": f"t.at + {start * APART} * interval '1 second'",
        "due_at": f"t.due_at + {start} * interval '1 second'",
        "idempotency_key": "NULL",
    }
    for table, key in (("evidence_submission", "id"), ("search_document", "id"), ("search_body", "document_id")):
        names = _columns(cursor, table)
        values = ", ".join(moved.get(name, f"t.{name}") for name in names)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} AS t "
            f"WHERE t.{key} >= {FIRST_ID} AND t.{key} < {FIRST_ID + count} ORDER BY t.{key}"
        )


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", [table]
    )
    return [name for (name,) in cursor.fetchall()]


def _load(connection: Any, rows: list[dict[str, Any]]) -> None:
    from mad.common.ports import SearchText  # noqa: PLC0415 - after django.setup()
    from mad.search.indexing import _COLUMNS, _documents  # noqa: PLC0415 - after django.setup()

    documents, bodies = [], []
    for row in rows:
        given = SearchText(
            object_id=row["id"],
            number=row["number"],
            title=row["title"],
            text=row["narrative"],
            url=f"/submissions/{row['number']}/",
            at=row["received_at"],
            states=row["state_codes"].strip("{}").split(","),
            source="ohchr",
            status="received",
            sensitivity="confidential",
        )
        for _, values, piece in _documents("submission", given, 1):
            documents.append([row["id"], *(_written(value) for value in values)])
            bodies.append([row["id"], piece])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS fresh (LIKE evidence_submission)")
        cursor.execute("ALTER TABLE fresh ALTER COLUMN id DROP NOT NULL")
        names = list(rows[0])
        for column in _others(cursor, names):
            cursor.execute(f"ALTER TABLE fresh ALTER COLUMN {column} DROP NOT NULL")
        _copy(cursor, f"fresh ({', '.join(names)})", ([row[name] for name in names] for row in rows))
        _spread(cursor, names)
        _copy(cursor, f"search_document (id, {_COLUMNS})", documents)
        _copy(cursor, "search_body (document_id, text)", bodies)


def _others(cursor: Any, names: list[str]) -> list[str]:
    return [name for name in _columns(cursor, "evidence_submission") if name not in names]


def _spread(cursor: Any, names: list[str]) -> None:
    """Everything else as in one submission that was received."""
    others = [name for name in _others(cursor, names) if name not in ("idempotency_key", "status")]
    cursor.execute(
        f"INSERT INTO evidence_submission ({', '.join(names)}, {', '.join(others)}, status) "
        f"SELECT {', '.join(f'f.{name}' for name in names)}, {', '.join(f's.{name}' for name in others)}, 'received' "
        "FROM fresh AS f, (SELECT * FROM evidence_submission WHERE id < 10000000 AND status = 'received' ORDER BY id LIMIT 1) AS s"
    )
    if cursor.rowcount == 0:
        raise RuntimeError("the demonstration holds no submission to copy")
    cursor.execute("TRUNCATE fresh")


def _written(value: Any) -> Any:
    return "{" + ",".join(map(str, value)) + "}" if isinstance(value, list) else value


def _copy(cursor: Any, target: str, rows: Iterable[list[Any]]) -> None:
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    lines.seek(0)
    # An empty field is an empty text here; nothing written is NULL.
    cursor.copy_expert(f"COPY {target} FROM STDIN WITH (FORMAT csv, NULL '\\N')", lines)


if __name__ == "__main__":
    main()
