"""How the public site answers: in which language, from what was kept, with validators for caches on the way."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header

from deliberation.selectors import published
from mad.common import clock

KEPT_BYTES = 32 * 1024 * 1024
MAX_AGE = 60
CODES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Built:
    """An answer before it is sent. modified: when what it shows last changed."""

    body: bytes
    type: str
    modified: datetime | None = None
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.body).hexdigest()[:32]}"')


@dataclass(frozen=True)
class Site:
    """The language of this answer; chosen: by the path, else by what the browser asks for."""

    language: str
    chosen: bool

    @property
    def rtl(self) -> bool:
        return bool(get_language_info(self.language)["bidi"])

    @property
    def root(self) -> str:
        return f"/public/{self.language}/" if self.chosen else "/public/"

    def at(self, symbol: str) -> str:
        """The address of a text in this language; "": of the list."""
        return f"{self.root}{symbol}/" if symbol else self.root

    def file(self, symbol: str, form: str) -> str:
        """A file is the same in every language of the page around it."""
        return f"/public/{symbol}/proof.json" if form == "proof.json" else f"/public/{symbol}.{form}"

    def ways(self, symbol: str) -> list[tuple[str, str, str, bool]]:
        """(code, own name, address, whether it is this one) of the same page in each language."""
        return [
            (code, get_language_info(code)["name_local"], Site(code, True).at(symbol), code == self.language)
            for code in CODES
        ]


def site_of(request: HttpRequest, language: str) -> Site:
    """By the path, else by Accept-Language. No cookie is looked at: one address has one answer for one header."""
    if language:
        return Site(language, True)
    for wanted, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:500].lower()):
        known = wanted if wanted in CODES else _known(wanted)
        if known:
            return Site(known, False)
    return Site(settings.LANGUAGE_CODE, False)


def _known(wanted: str) -> str:
    base = wanted.split("-")[0]
    return next((code for code in CODES if code.split("-")[0] == base), "")


_held: OrderedDict[tuple[str, ...], Built] = OrderedDict()
_size = 0
_lock = Lock()


def kept(
    request: HttpRequest, site: Site, build: Callable[[Site], Built | None], *, asks: bool = False
) -> Built | None:
    """The answer to this address, built once until something is published.

    asks: the address reads its query, and what carries one is not kept. Elsewhere a query makes no other answer, so
    that nobody has a page set anew by adding one.
    """
    name = (published.generation(), clock.today().isoformat(), request.path, site.language)
    if asks and request.META.get("QUERY_STRING"):
        return build(site)
    with _lock:
        if name in _held:
            _held.move_to_end(name)
            return _held[name]
    built = build(site)
    if built is not None:
        _keep(name, built)
    return built


def _keep(name: tuple[str, ...], built: Built) -> None:
    """At most KEPT_BYTES, the longest unused going first; answers of an earlier state go at once."""
    global _size
    with _lock:
        for old in [other for other in _held if other[:2] != name[:2]]:
            _size -= len(_held.pop(old).body)
        if name not in _held and len(built.body) <= KEPT_BYTES // 4:
            _held[name] = built
            _size += len(built.body)
        while _size > KEPT_BYTES:
            _size -= len(_held.popitem(last=False)[1].body)


def forget_all() -> None:
    global _size
    with _lock:
        _held.clear()
        _size = 0


def served(request: HttpRequest, site: Site, built: Built, *, status: int = 200, name: str = "") -> HttpResponse:
    """The answer with its validators; 304 when the asker has it already."""
    response = HttpResponse(built.body, content_type=built.type, status=status)
    response["Content-Language"] = site.language
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["Vary"] = "Accept-Language"
    if name:
        response["Content-Disposition"] = f'inline; filename="{name}"'
    if status != 200:
        return response
    response["ETag"] = built.etag
    modified = None
    if built.modified:
        modified = int(built.modified.astimezone(UTC).timestamp())
        response["Last-Modified"] = http_date(modified)
    return get_conditional_response(request, built.etag, modified, response) or response
