"""The public site (SCREENS 20): what is published, to anybody, without a cookie or a session.

Nothing here reads the signed-in person or any table of a case: what is not published cannot be told from what does not
exist. Every answer is kept by its process until something is published, so a page asked for again costs no query.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deliberation import documents
from deliberation.selectors import published
from deliberation.selectors.published import Shown
from deliberation.services.renditions import FORMS, as_json, published_facts, rendition
from deliberation.words import KIND_WORDS
from mad.common.errors import Invalid, Refused
from mad.common.web import keyset
from mad.docket import proofs

from . import feed
from .kept import Built, Site, kept, served, site_of

PAGE = "text/html; charset=utf-8"
JSON = "application/json"
RETRY_SECONDS = 5
Build = Callable[[Site], Built | None]


def _draw(site: Site, template: str, context: dict[str, Any], modified: Any = None) -> Built:
    """A page without a request: no context processor, so no session, no person, no token of a form."""
    body = render_to_string(template, {"site": site, "demonstration": settings.DEMONSTRATION, **context})
    return Built(body.encode(), PAGE, modified)


def _answer(request: HttpRequest, language: str, build: Build, name: str = "", *, asks: bool = False) -> HttpResponse:
    site = site_of(request, language)
    with translation.override(site.language):
        try:
            built = kept(request, site, build, asks=asks)
        except Invalid as invalid:
            return served(
                request, site, _draw(site, "public/refused.html", {"refused": invalid}), status=invalid.status
            )
        except Refused as refused:
            response = served(request, site, _draw(site, "public/refused.html", {"refused": refused}), status=503)
            response["Retry-After"] = str(RETRY_SECONDS)
            return response
        if built is None:
            return served(request, site, _draw(site, "public/missing.html", {}), status=404)
        return served(request, site, built, name=name)


@require_safe
def front(request: HttpRequest, language: str = "") -> HttpResponse:
    """The list, newest first, and the search in it."""
    return _answer(request, language, lambda site: _front(request, site), asks=True)


def _front(request: HttpRequest, site: Site) -> Built:
    wanted = published.asked(request.GET)
    rows = keyset(published.found(wanted), by=["-published_at", "-id"], cursor=request.GET.get("after", ""))
    texts = [published.shown(row) for row in rows.rows]
    choices = published.choices()
    context = {
        "texts": texts,
        "next": rows.next,
        "asked": wanted,
        "kinds": [(kind, KIND_WORDS[kind]) for kind in choices["kinds"]],
        "states": [(code, _(name)) for code, name in choices["states"]],
        "years": choices["years"],
        "kind_words": KIND_WORDS,
        "here": site.at(""),
        "ways": site.ways(""),
    }
    return _draw(site, "public/front.html", context, max((text.updated for text in texts), default=None))


def _symbol(prefix: str, year: int, serial: int) -> str:
    return f"MAD/{prefix}/{year}/{serial}"


@require_safe
def text(request: HttpRequest, prefix: str, year: int, serial: int, language: str = "") -> HttpResponse:
    """One text as a reading page."""
    return _answer(request, language, lambda site: _text(site, _symbol(prefix, year, serial)))


def _text(site: Site, symbol: str) -> Built | None:
    found = published.by_symbol(symbol)
    if found is None:
        return None
    context = {
        "text": found,
        "content": found.row.content,
        "notes": [(note["number"], note["text"]) for note in found.row.content["notes"]],
        "kind": KIND_WORDS[found.row.kind],
        "forms": [(form, site.file(symbol, form)) for form in FORMS],
        "proof": site.file(symbol, "proof.json"),
        "here": site.at(symbol),
        "ways": site.ways(symbol),
    }
    return _draw(site, "public/text.html", context, found.updated)


@require_safe
def file(request: HttpRequest, prefix: str, year: int, serial: int, form: str, language: str = "") -> HttpResponse:
    """One text as a file: pdf, json, or the proof that its adoption is on the docket."""
    symbol = _symbol(prefix, year, serial)
    name = f"{symbol.replace('/', '-')}.{form}"
    return _answer(request, language, lambda site: _file(symbol, form), name)


def _file(symbol: str, form: str) -> Built | None:
    found = published.by_symbol(symbol)
    if found is None or (form != "proof.json" and form not in FORMS):
        return None
    if form == "proof.json":
        return _proof(found)
    if form == "json":
        return Built(as_json(_facts(found)), JSON, found.updated)
    content, kind = rendition(found.row.output, form, documents.published(found.row))
    return Built(content, kind, found.updated)


def _facts(found: Shown) -> dict[str, Any]:
    successor = found.successor.symbol if found.successor else ""
    return published_facts(found.row, status=found.status, superseded_at=found.superseded_at, successor=successor)


def _proof(found: Shown) -> Built:
    """What check_proof.py holds against the log: the entry of the adoption, and what its digest is taken from."""
    proof = proofs.inclusion(found.row.entry_id)
    if proof is None:
        raise Refused("R49", _("This entry is being sealed."), _("Ask again in a few seconds."))
    content = found.row.content
    entry = {"stage": "adopted", "version": content["version"], "text": content["digest"]}
    return Built(as_json({"symbol": found.symbol, "content": entry, "proof": proof}), JSON, found.updated)


@require_safe
def index(request: HttpRequest, language: str = "") -> HttpResponse:
    """The list as JSON, newest first, with the addresses of the texts."""
    return _answer(request, language, _index)


def _index(site: Site) -> Built:
    texts = published.newest(1000)
    listed = [
        {
            "symbol": one.symbol,
            "kind": one.row.kind,
            "title": one.row.title,
            "language": one.row.language,
            "states": one.row.states,
            "published_at": one.row.published_at.isoformat(),
            "status": one.status,
            "url": settings.SITE_URL + site.at(one.symbol),
        }
        for one in texts
    ]
    return Built(as_json({"texts": listed}), JSON, max((one.updated for one in texts), default=None))


@require_safe
def atom(request: HttpRequest, language: str = "") -> HttpResponse:
    return _answer(request, language, lambda site: feed.atom(site, published.newest()))


@require_safe
def sitemap(request: HttpRequest, language: str = "") -> HttpResponse:
    return _answer(request, language, lambda site: feed.sitemap(site, published.newest(5000)))


@require_safe
def missing(request: HttpRequest, language: str = "", rest: str = "") -> HttpResponse:
    """Whatever else is asked for below /public/: the answer, and the query, of a text that is not public."""
    return _answer(request, language, lambda site: _nothing(rest))


def _nothing(rest: str) -> None:
    published.by_symbol(f"?{rest[:39]}")
