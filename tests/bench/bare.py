"""What the product is held against: the least Django can do, on the same server with the same middleware."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from celery import shared_task
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_page
from django.views.decorators.csrf import csrf_exempt


class Row(models.Model):
    title = models.TextField()
    body = models.TextField()

    class Meta:
        app_label = "bench"
        db_table = "bench_row"
        managed = False


@csrf_exempt
def save_one(request: HttpRequest) -> HttpResponse:
    sent = json.loads(request.body)
    row = Row.objects.create(title=sent["title"], body=sent["narrative"])
    return JsonResponse({"id": row.pk}, status=201)


@csrf_exempt
def put_one(request: HttpRequest) -> HttpResponse:
    """A body to a file, hashed and synced."""
    folder = Path(settings.DATA_DIR) / "bench"
    folder.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        while block := request.read(256 * 1024):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return JsonResponse({"sha256": digest.hexdigest()}, status=201)


@login_required
def list_25(request: HttpRequest) -> HttpResponse:
    return render(request, "bench/list.html", {"rows": Row.objects.order_by("-id")[:25]})


_LINES = "".join(f"<p>{number}. The Division calls upon the Council to meet.</p>" for number in range(100))


@cache_page(600, cache="bare")
def cached(request: HttpRequest) -> HttpResponse:
    """A page that Django's own cache keeps in the process, as large as a published text."""
    return HttpResponse(f"<!doctype html><title>Bare</title>{_LINES}")


def do_row(payload: dict[str, Any], key: str) -> None:
    """The outbox's counterpart of a no-op: it leaves a mark, so that a lost or a doubled row shows."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_done (key) VALUES (%s)", [key])


@shared_task(name="bench.noop", ignore_result=True)
def noop() -> None:
    return None
