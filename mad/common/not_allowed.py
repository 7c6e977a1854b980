"""The page of an address that takes only what a form sends: somebody reloaded the answer to one by its address."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404, resolve

GetResponse = Callable[[HttpRequest], HttpResponse]
OTHERS = ("/api/", "/public/", "/static/")
"""For machines, or without the reader's session."""


class NotAllowed:
    """Says so in the product's look, with the way to the form; the status and the header Allow stay."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed) or request.path.startswith(OTHERS):
            return answer
        page = render(request, "405.html", {"form_at": page_above(request.path_info)}, status=answer.status_code)
        page.headers["Allow"] = answer.headers["Allow"]
        return page


def page_above(path: str) -> str:
    """The nearest address above `path` that can be read: where its form stands. The desk when there is none."""
    parts = path.strip("/").split("/")
    for end in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:end])}/"
        try:
            found = resolve(above)
        except Resolver404:
            continue
        if _is_read(found.func):
            return above
    return "/"


def _is_read(view: Any) -> bool:
    """Whether a view answers GET, as its decorators of django.views.decorators.http say; every one of them is asked."""
    for _depth in range(20):
        allowed = (
            inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
        )
        if allowed is not None and "GET" not in allowed:
            return False
        view = getattr(view, "__wrapped__", None)
        if view is None:
            break
    return True
