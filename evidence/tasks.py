"""Heartbeats of Part II."""

from celery import shared_task

from evidence.services import run_waiting


@shared_task(name="evidence.load_events", ignore_result=True)
def load_events() -> None:
    run_waiting()
