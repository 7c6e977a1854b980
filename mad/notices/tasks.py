"""The heartbeats of the outbox and of the webhooks."""

from celery import shared_task

from mad.notices import deliveries, outbox


@shared_task(name="outbox.drain", ignore_result=True)
def drain() -> None:
    outbox.drain()


@shared_task(name="webhooks.deliver", ignore_result=True)
def deliver() -> None:
    deliveries.deliver()
