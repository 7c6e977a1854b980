"""What the pages of Parts VI and VII share: their place in the navigation and the way between them."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from mad.accounts.permissions import Act, may
from mad.common.web import page

from .common import mark_nav

# key, label, name of the address, the act that opens it
PARTS = (
    ("follow_up", "Follow-up", "follow_up", Act.READ_REVIEWS),
    ("reviews", "Regional reviews", "reviews", Act.READ_REVIEWS),
    ("briefings", "Council briefings", "briefings", Act.READ_BRIEFINGS),
    ("account", "Annual account", "accounts", Act.READ_ACCOUNT),
)


def show_part(
    request: HttpRequest, template: str, part: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of Parts VI and VII beside its neighbours."""
    mark_nav(request, "accounts" if part == "account" else "follow_up")
    parts = [(key, label, view) for key, label, view, act in PARTS if may(request.user, act)]
    return page(request, template, {"parts": parts, "part": part, **context}, status=status)


def as_file(content: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
