"""Refusals as pages; who may be signed in at all."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from mad.accounts.factors import has_second_factor
from mad.common.errors import Refused
from mad.common.problems import problem_response

GetResponse = Callable[[HttpRequest], HttpResponse]


def _is_here(request: HttpRequest) -> bool:
    """From this machine, and not passed on by a proxy on it."""
    if {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys():
        return False
    address = ip_address(request.META["REMOTE_ADDR"])
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


class LoopbackOnly:
    """The demonstration asks no second factor, so it answers this machine only (SCREENS 1)."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.DEMONSTRATION:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_here(request):
            return HttpResponseForbidden("The demonstration answers this machine only.", content_type="text/plain")
        return self.get_response(request)


class SignedInPersons:
    """A person needs a second factor before anything else; a machine cannot sign in; times in the reader's zone."""

    ALLOWED = ("/accounts/", "/static/", "/api/", "/healthz", "/readyz", "/i18n/", "/pages/", "/public/", "/received/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.ALLOWED):
            return self.get_response(request)
        user = request.user
        if user.is_authenticated:
            if user.is_machine:
                logout(request)
                return redirect(settings.LOGIN_URL)
            if not has_second_factor(request):
                return redirect("mfa_index")
            timezone.activate(user.timezone)
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class Refusals:
    """Turns a Refused that no view caught into a page or, under /api/, into problem+json."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/"):
            return problem_response(exception)
        if not request.user.is_authenticated:
            return redirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")
        return render(request, "refused.html", {"refused": exception}, status=exception.status)
