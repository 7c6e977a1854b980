"""What a person uploaded and has not submitted yet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from evidence.models import Upload
from mad.common import clock

SHOWN = 100


def waiting_uploads(user: Any, chosen: Collection[str] | None) -> list[Upload]:
    """Oldest first, each with `chosen`: whether the form is to send it. chosen: ids, or None for all."""
    waiting = Upload.objects.filter(by=user, submission=None, expires_at__gt=clock.now())[:SHOWN]
    uploads = list(waiting)
    for upload in uploads:
        upload.chosen = chosen is None or str(upload.pk) in chosen  # type: ignore[attr-defined]  # for the template
    return uploads
