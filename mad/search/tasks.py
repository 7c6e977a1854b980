"""The heartbeat of search."""

from celery import shared_task

from mad.search.alerts import alert_all
from mad.search.indexing import follow


@shared_task(name="search.follow", ignore_result=True)
def follow_docket() -> None:
    follow()
    alert_all()
