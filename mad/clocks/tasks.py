"""The heartbeat of the clocks."""

from celery import shared_task

from mad.clocks.services import tick as run_tick


@shared_task(name="clocks.tick", ignore_result=True)
def tick() -> None:
    run_tick()
