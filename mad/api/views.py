"""API reference and getting started (SCREENS 21); both public, both without a script."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.generators import SchemaGenerator

from mad.api.reference import operations
from mad.common.web import page


@cache
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def reference(request: HttpRequest) -> HttpResponse:
    found = document()
    return page(request, "mad/api/reference.html", {"info": found["info"], "operations": operations(found)})


def getting_started(request: HttpRequest) -> HttpResponse:
    return page(request, "mad/api/getting_started.html", {"site": settings.SITE_URL})
