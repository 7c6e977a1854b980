"""{% url %} from the addresses worked out before; a builtin, so that every template has it."""

from __future__ import annotations

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.utils.html import conditional_escape

from mad.common.addresses import address

register = Library()


class AddressNode(URLNode):
    """A page by its name and positional values; names and {% url … as … %} go Django's way."""

    def render(self, context: Context) -> str:
        if self.kwargs or self.asvar:
            return super().render(context)
        found = address(self.view_name.resolve(context), *(value.resolve(context) for value in self.args))
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = django_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
