"""`python -m tests.bench.produce outbox|noop|wake COUNT`: write tasks one at a time and wait until all are done."""

from __future__ import annotations

import sys
import time

import django

from mad.celery import app


def main() -> None:
    django.setup()
    kind, count, wait = sys.argv[1], int(sys.argv[2]), "--no-wait" not in sys.argv
    if kind == "noop":
        noops(count)
    elif kind == "outbox":
        rows(count, wait)
    else:
        wake()


def noops(count: int) -> None:
    from tests.bench.bare import noop  # noqa: PLC0415 - after django.setup()

    for _ in range(count):
        noop.apply_async(queue="mad")
    with app.connection_for_read() as broker:
        client = broker.default_channel.client
        while client.llen("mad") or client.hlen("unacked"):
            time.sleep(0.005)


def rows(count: int, wait: bool) -> None:
    from mad.notices.models import Outbox  # noqa: PLC0415 - after django.setup()
    from mad.notices.outbox import enqueue  # noqa: PLC0415 - after django.setup()

    for number in range(count):
        enqueue("bench.row", {"n": number})
        if wait and number % 500 == 0:
            wake()
    while wait and Outbox.objects.filter(done_at=None, dead_at=None, topic="bench.row").exists():
        wake()
        time.sleep(0.02)


def wake() -> None:
    from mad.notices.tasks import drain  # noqa: PLC0415 - after django.setup()

    drain.apply_async(queue="mad", expires=5)


if __name__ == "__main__":
    main()
