"""The Atom feed (RFC 4287) and the sitemap of what is published."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils.translation import gettext as _

from deliberation.selectors.published import Shown
from deliberation.words import KIND_WORDS

from .kept import Built, Site

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SUMMARY_LENGTH = 400


def atom(site: Site, texts: list[Shown]) -> Built:
    """Stable ids by symbol, whatever the address of the site becomes; `updated` of what last changed."""
    updated = max((one.updated for one in texts), default=datetime(2026, 1, 1, tzinfo=UTC))
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": site.language})
    _add(feed, "id", _tag("2026-01-01", "public"))
    _add(feed, "title", _("Mass Atrocities Division: published texts"))
    _add(feed, "updated", _moment(updated))
    author = ET.SubElement(feed, "author")
    _add(author, "name", "Mass Atrocities Division")
    _link(feed, "self", f"{site.root}feed.atom", "application/atom+xml")
    _link(feed, "alternate", site.root, "text/html")
    for one in texts:
        _entry(feed, site, one)
    return Built(_bytes(feed), "application/atom+xml; charset=utf-8", updated if texts else None)


def _entry(feed: ET.Element, site: Site, one: Shown) -> None:
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", _tag(f"{one.row.year}-01-01", one.symbol))
    superseded = _("superseded")
    mark = f" ({superseded})" if one.superseded_at else ""
    _add(entry, "title", f"{one.symbol}: {one.row.title}{mark}")
    _add(entry, "published", _moment(one.row.published_at))
    _add(entry, "updated", _moment(one.updated))
    _link(entry, "alternate", site.at(one.symbol), "text/html")
    _link(entry, "alternate", site.file(one.symbol, "pdf"), "application/pdf")
    ET.SubElement(entry, "category", {"term": one.row.kind, "label": str(KIND_WORDS[one.row.kind])})
    _add(entry, "summary", _summary(one))


def _summary(one: Shown) -> str:
    said = " ".join(f"{line['opening']} {line['text']}".strip() for line in one.row.content["lines"])
    return said if len(said) <= SUMMARY_LENGTH else said[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + " …"


def sitemap(site: Site, texts: list[Shown]) -> Built:
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for address, moment in [(site.root, None), *((site.at(one.symbol), one.updated) for one in texts)]:
        url = ET.SubElement(root, "url")
        _add(url, "loc", settings.SITE_URL + address)
        if moment:
            _add(url, "lastmod", _moment(moment))
    return Built(_bytes(root), "application/xml; charset=utf-8", max((one.updated for one in texts), default=None))


def _tag(day: str, name: str) -> str:
    """A tag URI (RFC 4151) of this installation."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{day}:{name}"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NOT_XML.sub("", text)


def _link(parent: ET.Element, rel: str, path: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": settings.SITE_URL + path})


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _bytes(root: ET.Element) -> bytes:
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8")
