"""Middleware that only pages need. A machine has no session, is sent no messages, and shows no page to protect; what is
public has no session either, whatever cookie a request brings, so that caches keep one answer for everybody."""

from __future__ import annotations

from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


def by_token(request: HttpRequest) -> bool:
    """Whether this is a request of the partner API under a token. No view there asks for a session then."""
    return request.path_info.startswith("/api/") and request.META.get("HTTP_AUTHORIZATION", "")[:7].lower() == "bearer "


OPEN = ("/public/", "/received/")
OPEN_FILES = frozenset({"/docket/check_proof.py", "/favicon.ico", "/healthz", "/readyz"})
HEADS = "/docket/heads/"


def for_everybody(request: HttpRequest) -> bool:
    """Whether the answer is the same for everybody who may have it: no view there asks who is signed in."""
    path = request.path_info
    return path.startswith(OPEN) or path in OPEN_FILES or (path == HEADS and "json" in request.GET)


class _ForPages:
    """Passes machines by."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if by_token(request) else super().__call__(request)  # type: ignore[misc] # the middleware that this is mixed into


class _ForReaders(_ForPages):
    """Passes by what is for everybody, too."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if for_everybody(request) else super().__call__(request)


class Session(_ForReaders, SessionMiddleware):
    pass


class Language(_ForPages, LocaleMiddleware):
    """Pages are in the reader's language; the API speaks one, so that what it says can be searched for."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if by_token(request):
            translation.activate(settings.LANGUAGE_CODE)
        return super().__call__(request)


class Authentication(_ForReaders, AuthenticationMiddleware):
    """Nobody is signed in where there is no session."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if for_everybody(request):
            request.user = AnonymousUser()
        return super().__call__(request)


class Messages(_ForReaders, MessageMiddleware):
    pass


class Policy(_ForPages, CSPMiddleware):
    """The content policy of pages; what a machine is sent is no document at all, and may load nothing."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = super().__call__(request)
        if by_token(request):
            answer.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return answer
