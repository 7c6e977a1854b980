"""Templates compiled once per language: what depends on the language alone is worked out then, not at each rendering.

`Loader` keeps each template once per language; the tag library stands in for Django's `i18n` and differs in one
thing: {% translate "words" %} leaves the words of that language in the compiled template. Why: docs/decisions/0011-templates-per-language.md.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, Library, Node, Variable
from django.template.base import Parser, TextNode, Token
from django.template.loaders import cached
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class Loader(cached.Loader):
    """Django's cached loader with one copy of each template per language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"


class Words(Node):
    """The words of the template's language, into a variable."""

    child_nodelists = ()

    def __init__(self, words: str, name: str) -> None:
        self.words, self.name = words, name

    def render(self, context: Context) -> str:
        context[self.name] = self.words
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's tag; a literal becomes its translation when the template is compiled."""
    node = i18n.do_translate(parser, token)
    said, name = node.filter_expression, node.asvar
    if node.message_context or said.filters or not isinstance(said.var, Variable) or said.var.literal is None:
        return node
    node.asvar = None
    words = node.render(Context())
    return Words(words, name) if name else TextNode(words)
