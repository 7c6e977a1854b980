"""The Celery application. Tasks wake claimers of rows; nothing lives in the broker alone."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mad.settings")

app = Celery("mad")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
