"""What a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements of the block, there when it has ended.

    The head of the docket in the footer is left out: the frame reads it once in two seconds, for whichever page comes
    then, so that on a slow machine now one page has it and now another.
    """
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [query["sql"] for query in captured if "docket_treehead" not in query["sql"]]


def queries(client, address: str) -> list[str]:
    """The statements of a page that has been read once before."""
    client.get(address)
    with asked() as found:
        assert client.get(address).status_code == 200, address
    return found
