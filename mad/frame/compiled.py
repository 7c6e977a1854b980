"""Templates compiled once per language: what depends on the language alone is worked out then, not at each rendering.

`Loader` keeps each template once per language; the tag library stands in for Django's `i18n` and differs in two
things: {% translate "words" %} leaves the words of that language in the compiled template (why:
docs/decisions/0011-templates-per-language.md), and {% translate variable %} also says a sentence that has values in it
(mad/frame/heard.py), as the filter `say` does for a value of {% blocktranslate %}.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, Library, Node, Variable
from django.template.base import Parser, TextNode, Token
from django.template.loaders import cached
from django.templatetags import i18n
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import get_language

from mad.frame.heard import say

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)
register.filter("say", say)


class Loader(cached.Loader):
    """Django's cached loader with one copy of each template per language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        return f"{get_language()}:{super().cache_key(template_name, skip)}"


class Spoken:
    """The variable of a {% translate %}: its words in the reader's language, before any filter."""

    literal = None
    translate = False

    def __init__(self, var: Variable) -> None:
        self.var = var

    def resolve(self, context: Context) -> Any:
        words = self.var.resolve(context)
        said = say(words)
        return mark_safe(said) if isinstance(words, SafeData) else said  # noqa: S308 (as safe as it came)


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
    if node.message_context or not isinstance(said.var, Variable):
        return node
    if said.var.literal is None:
        said.var = Spoken(said.var)
    if said.filters or isinstance(said.var, Spoken):
        return node
    node.asvar = None
    words = node.render(Context())
    return Words(words, name) if name else TextNode(words)
