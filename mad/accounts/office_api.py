"""What every endpoint of the partner API does: scope, limit, JSON alone, ETag, RFC 9457 problems."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mad.accounts import rates
from mad.accounts.api_auth import Grant, HasScope
from mad.accounts.tokens import SUBMIT_SCOPE
from mad.common.errors import Invalid, Refused
from mad.common.json_body import JSONBody

SPOKEN = frozenset({"*/*", "application/*", "application/json", "application/problem+json"})


class JSONOnly(BaseContentNegotiation):
    """This API speaks JSON. A client that takes anything but JSON is told so (406)."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        sent = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        accepted = request.META.get("HTTP_ACCEPT", "").strip()
        if accepted and not _takes_json(accepted):
            raise NotAcceptable("Only application/json is offered here.")
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


def _takes_json(accepted: str) -> bool:
    return any(each.partition(";")[0].strip().lower() in SPOKEN for each in accepted.split(","))


class OfficeView(APIView):
    """For a token. required_scope: of every method, unless `scopes` names another for one.

    limits: the limit (a key of settings.API_RATES) of each method that is not counted under "requests".
    queried: the query parameters GET knows; any other is refused, since a filter misspelt would show too much. None:
    not looked at.
    cached_seconds: how long a client may keep what GET answers without asking again.
    """

    content_negotiation_class = JSONOnly
    parser_classes = [JSONBody]
    permission_classes = [HasScope]
    metadata_class = None
    required_scope: str = SUBMIT_SCOPE
    scopes: ClassVar[dict[str, str]] = {}
    limits: ClassVar[dict[str, str]] = {}
    queried: ClassVar[frozenset[str] | None] = None
    cached_seconds = 0
    _verdict: rates.Verdict | None = None

    @property
    def allowed_methods(self) -> list[str]:
        """What Allow says. OPTIONS only where a view has an answer of its own to it."""
        own = type(self).options is not APIView.options
        return [name.upper() for name in self.http_method_names if hasattr(self, name) and (name != "options" or own)]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.queried is not None and request.method == "GET":
            unknown = request.query_params.keys() - self.queried
            if unknown:
                raise Invalid({_shown(name): ["There is no such parameter."] for name in sorted(unknown)})

    def check_throttles(self, request: Request) -> None:
        if not isinstance(request.auth, Grant):
            return
        self._verdict = rates.take(request.auth.token, self.limits.get(request.method or "", "requests"))
        if not self._verdict.allowed:
            raise Refused(
                "",
                f"This token is limited to {self._verdict.limit} requests a minute.",
                f"Nothing was done. Try again in {self._verdict.reset} seconds.",
                status=429,
                code="too-many-requests",
            )

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self._verdict is not None:
            for name, value in self._verdict.headers().items():
                response.headers[name] = value
        if request.method in ("GET", "HEAD") and response.status_code == 200 and isinstance(response, Response):
            kept = f"max-age={self.cached_seconds}" if self.cached_seconds else "no-cache"
            response.headers.setdefault("Cache-Control", f"private, {kept}")
            patch_vary_headers(response, ["Authorization"])
            response.add_post_render_callback(lambda drawn: _conditional(request, drawn))
        return response


def _shown(name: str) -> str:
    return name.encode("ascii", "backslashreplace").decode()[:80] or "query"


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _conditional(request: Any, response: Any) -> HttpResponse | None:
    """304 when the client has just this; with the limits, which it wants to know all the same."""
    plain: HttpRequest = getattr(request, "_request", request)
    etag = etag_of(response.content)
    response.headers["ETag"] = etag
    answer = get_conditional_response(plain, etag=etag, response=response)
    if answer is None or answer is response:
        return None
    for name in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer


def check_match(request: Request, content: bytes) -> None:
    """Refuse (412) a change by a client whose If-Match is not what stands here now."""
    asked = request.headers.get("If-Match", "").strip()
    if asked and asked != "*" and etag_of(content) not in [each.strip() for each in asked.split(",")]:
        raise Refused(
            "", "This has changed since you read it.", "Read it again.", status=412, field="If-Match", code="changed"
        )
