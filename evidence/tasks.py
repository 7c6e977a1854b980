"""Heartbeats of Part II. Each only wakes work that waits in the database."""

from celery import shared_task

from evidence import store
from evidence.services import run_waiting
from evidence.services.likeness import sign_waiting
from evidence.services.uploads import sweep_uploads as run_sweep


@shared_task(name="evidence.load_events", ignore_result=True)
def load_events() -> None:
    run_waiting()


@shared_task(name="evidence.sign_texts", ignore_result=True)
def sign_texts() -> None:
    sign_waiting()


@shared_task(name="evidence.sweep_uploads", ignore_result=True)
def sweep_uploads() -> None:
    run_sweep()
    store.sweep()
