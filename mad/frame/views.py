"""Pages that belong to no case: the rules, the components, accessibility; and what an error looks like."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from mad.common.errors import Refused
from mad.frame import gallery, rulebook


def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "mad/frame/rules.html", {"parts": rulebook.parts(), "nav_key": "rules"})


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "mad/frame/components.html", {**gallery.specimens(), "nav_key": "components", "charts": True})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "mad/frame/accessibility.html", {"nav_key": "accessibility"})


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page of a Refused that no form caught; the answer's status is the refusal's own."""
    context = {"refused": refusal, "back": back_from(request)}
    return render(request, "refused.html", context, status=refusal.status)


def back_from(request: HttpRequest) -> str:
    """The page of this site that the reader came from, or the desk."""
    before = request.META.get("HTTP_REFERER", "")
    host = f"{request.scheme}://{request.get_host()}"
    return before.removeprefix(host) if before.startswith(f"{host}/") else "/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """No context processor runs here: the page must draw even when the database is gone."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"back": back_from(request)}, status=403)
