"""The heartbeats of the outbox and of the webhooks."""

from celery import shared_task

from mad.notices import deliveries, outbox


@shared_task(name="outbox.drain", ignore_result=True)
def drain() -> None:
    outbox.drain_quick()


@shared_task(name="webhooks.deliver", ignore_result=True)
def deliver() -> None:
    deliveries.deliver()


@shared_task(name="outbox.drain_slow", ignore_result=True)
def drain_slow() -> None:
    """On a queue and in a worker of its own, so that no file holds up mail, reminders or the sealer."""
    outbox.drain_slow()
