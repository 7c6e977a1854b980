"""Pages that belong to no case: the rules, the components, accessibility; and what an error looks like."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.cache import cache_control

from mad.common.for_pages import for_everybody
from mad.common.problems import page_problem
from mad.frame import gallery, rulebook


def rules(request: HttpRequest) -> HttpResponse:
    return _for_everybody(request, "mad/frame/rules.html", {"parts": rulebook.parts()})


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "mad/frame/components.html", {**gallery.specimens(), "charts": True})


def accessibility(request: HttpRequest) -> HttpResponse:
    return _for_everybody(request, "mad/frame/accessibility.html", {})


def _for_everybody(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that the public site leads to: who is not signed in gets it without a form, and so without a cookie."""
    if request.user.is_authenticated:
        return render(request, template, context)
    context["demonstration"] = settings.DEMONSTRATION
    return HttpResponse(render_to_string(template, context))


@cache_control(public=True, max_age=24 * 3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for beside an answer that is no page. A 404 page here would carry a form and its cookie, which
    takes the place of the one that a page opened at the same moment relies on."""
    return redirect(static("img/mark.svg"))


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/v1/")


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Where an answer is for everybody the page has no form, and so no cookie."""
    if for_everybody(request):
        return HttpResponse(render_to_string(template, {"demonstration": settings.DEMONSTRATION}), status=status)
    return render(request, template, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_problem(400) if _is_api(request) else _error(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_problem(403) if _is_api(request) else _error(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_problem(404) if _is_api(request) else _error(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """No context processor runs here: the page must draw even when the database is gone."""
    return page_problem(500) if _is_api(request) else HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, "403_csrf.html", 403)
