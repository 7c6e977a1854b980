"""Middleware that only pages need. A machine has no session, is sent no messages, and shows no page to protect."""

from __future__ import annotations

from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


def by_token(request: HttpRequest) -> bool:
    """Whether this is a request of the partner API under a token. No view there asks for a session then."""
    return request.path_info.startswith("/api/") and request.META.get("HTTP_AUTHORIZATION", "")[:7].lower() == "bearer "


class _ForPages:
    """Passes machines by."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if by_token(request) else super().__call__(request)  # type: ignore[misc] # the middleware that this is mixed into


class Session(_ForPages, SessionMiddleware):
    pass


class Language(_ForPages, LocaleMiddleware):
    """Pages are in the reader's language; the API speaks one, so that what it says can be searched for."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if by_token(request):
            translation.activate(settings.LANGUAGE_CODE)
        return super().__call__(request)


class Authentication(_ForPages, AuthenticationMiddleware):
    pass


class Messages(_ForPages, MessageMiddleware):
    pass


class Policy(_ForPages, CSPMiddleware):
    """The content policy of pages; what a machine is sent is no document at all, and may load nothing."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = super().__call__(request)
        if by_token(request):
            answer.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return answer
