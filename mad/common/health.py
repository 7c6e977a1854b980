"""Health for supervisors and load balancers."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when this process answers and reaches its database, 503 otherwise."""
    checks = {"database": _database()}
    return JsonResponse({"status": _status(checks), **checks}, status=200 if all(checks.values()) else 503)


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the broker is reached as well."""
    checks = {"database": _database(), "broker": _broker()}
    return JsonResponse({"status": _status(checks), **checks}, status=200 if all(checks.values()) else 503)


def _status(checks: dict[str, bool]) -> str:
    return "ok" if all(checks.values()) else "failing"


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return False
    return True


def _broker() -> bool:
    try:
        cache.get("readyz")
    except Exception:
        return False
    return True
