"""What base.html needs on every page; at most one query beside the reader's own."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from mad.accounts.permissions import Act, may
from mad.accounts.roles import Role
from mad.common import ports
from mad.common.addresses import address
from mad.docket.models import TreeHead


def frame(request: HttpRequest) -> dict[str, Any]:
    """nav, demonstration, docket_head {size, at}, person, standing_line."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    sign_ins = _demo_signins() if settings.DEMONSTRATION and not signed_in else []
    return {
        "demonstration": settings.DEMONSTRATION,
        "rtl": get_language_bidi(),
        "person": user if signed_in else None,
        "standing_line": _standing_line(user) if signed_in else "",
        "nav": _nav(request) if signed_in else [],
        "demo_signins": sign_ins,
        "demo_password": _common_password(sign_ins),
        "docket_head": _docket_head() if signed_in else None,
        "may_search": signed_in and may(user, Act.SEARCH),
        "may_hold_token": signed_in and may(user, Act.KEEP_PERSONAL_TOKENS),
    }


@cache
def _demo_signins() -> list[dict[str, Any]]:
    """What the sign-in page of the demonstration lists: username, password, role, discipline, office."""
    try:
        people = json.loads((Path(settings.DATA_DIR) / "demo-accounts.json").read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [person for person in people if person["password"]]


def _common_password(sign_ins: list[dict[str, Any]]) -> str:
    """The password that all of them share, or nothing."""
    passwords = {person["password"] for person in sign_ins}
    return passwords.pop() if len(passwords) == 1 else ""


_HEAD_SECONDS = 2.0
_head: tuple[float, TreeHead | None] = (-_HEAD_SECONDS, None)


def _docket_head() -> TreeHead | None:
    """The latest head, read at most once in two seconds per process: a newer one is sealed no sooner (R49)."""
    global _head
    read, head = _head
    if time.monotonic() - read >= _HEAD_SECONDS:
        head = TreeHead.objects.only("size", "at").order_by("-size").first()
        _head = (time.monotonic(), head)
    return head


def _standing_line(user: Any) -> str:
    role = Role.PRESIDING if user.presiding else Role(user.role)
    member = user._state.fields_cache.get("member")
    discipline = _(member.discipline.capitalize()).lower() if member else ""
    return ", ".join(part for part in (_(str(role.label)), discipline) if part)


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    match = getattr(request, "resolver_match", None)
    here = getattr(request, "nav_key", None) or (match.url_name if match else "")
    items = [item for item in ports.nav if item.act is None or may(request.user, Act(item.act))]
    return [
        {
            "key": item.key,
            "label": item.label,
            "url": address(item.url_name),
            "count": item.count(request.user) if item.count else None,
            "current": item.key == here,
        }
        for item in sorted(items, key=lambda item: item.order)
    ]
