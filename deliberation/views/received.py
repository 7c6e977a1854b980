"""What an addressee opens by the secret link (R37): the text sent, without a sign-in; opening it is on the record."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from deliberation import documents
from deliberation.models import Delivery
from deliberation.services import open_delivery
from deliberation.services.correspondence import known_delivery
from deliberation.services.publishing import embargo_of
from deliberation.services.renditions import rendition
from deliberation.words import KIND_WORDS

from .kept import Site, site_of

PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Vary": "Accept-Language",
}


@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """The text. A HEAD, or a browser that looks ahead, does not count as opening it."""
    return _answer(request, token, lambda site, found: _page(site, found, token))


@require_safe
def received_pdf(request: HttpRequest, token: str) -> HttpResponse:
    return _answer(request, token, lambda site, found: _pdf(found))


def _answer(request: HttpRequest, token: str, make: Callable[[Site, Delivery], HttpResponse]) -> HttpResponse:
    site = site_of(request, "")
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    look = known_delivery if ahead or request.method == "HEAD" else open_delivery
    found = look(token)
    with translation.override(site.language):
        response = make(site, found) if found else _missing(site)
    for name, value in PRIVATE.items():
        response[name] = value
    return response


def _missing(site: Site) -> HttpResponse:
    context = {"site": site, "demonstration": settings.DEMONSTRATION, "by_link": True}
    return HttpResponse(render_to_string("public/missing.html", context), status=404)


def _page(site: Site, found: Delivery, token: str) -> HttpResponse:
    output = found.output
    said = documents.sent(output)
    context = {
        "site": site,
        "demonstration": settings.DEMONSTRATION,
        "delivery": found,
        "output": output,
        "kind": KIND_WORDS[output.kind],
        **{name: said[name] for name in ("heading", "enacting", "comma", "notes")},
        "embargo": embargo_of(output) if not output.published_at else None,
        "public": f"{site.root}{output.symbol}/" if output.published_at else "",
        "pdf": reverse("received_pdf", args=[token]),
    }
    return HttpResponse(render_to_string("public/received.html", context))


def _pdf(found: Delivery) -> HttpResponse:
    content, kind = rendition(found.output, "pdf", documents.sent(found.output))
    name = found.output.symbol.replace("/", "-")
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type=kind, headers=headers)
