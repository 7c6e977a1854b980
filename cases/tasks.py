"""Heartbeats of Part III. Each only wakes work that waits in the database."""

from celery import shared_task

from cases.services.rounds import close_open


@shared_task(name="cases.close_rounds", ignore_result=True)
def close_rounds() -> None:
    close_open()
