"""The heartbeat of the outbox."""

from celery import shared_task

from mad.notices import outbox


@shared_task(name="outbox.drain", ignore_result=True)
def drain() -> None:
    outbox.drain()
