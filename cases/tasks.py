"""Heartbeats of Part III. Each only wakes work that waits in the database."""

from celery import shared_task

from cases.services.adoption import settle_open
from cases.services.rounds import close_open


@shared_task(name="cases.close_rounds", ignore_result=True)
def close_rounds() -> None:
    close_open()


@shared_task(name="cases.settle_determinations", ignore_result=True)
def settle_determinations() -> None:
    settle_open()
