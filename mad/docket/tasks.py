"""The sealer's heartbeat."""

from celery import shared_task

from mad.docket.sealing import seal_all


@shared_task(name="docket.seal", ignore_result=True)
def seal() -> None:
    seal_all()
