"""The live page in Council style: `{% load council_page %}`."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from deliberation.selectors.editor import Printed

register = template.Library()


@register.simple_tag
def printed_lines(items: Iterable[Printed]) -> SafeString:
    """The paragraphs of the page."""
    return SafeString("".join(map(_drawn, items)))


@lru_cache(4096)
def _drawn(item: Printed) -> SafeString:
    """At each pause of the keys one line has changed; the others are as they were drawn."""
    return render_to_string("deliberation/parts/line.html", {"item": item})
