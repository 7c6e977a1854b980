"""A JSON body, read as the standard has it, of a bounded size; every fault names the body (400, 413)."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import UnreadablePostError
from rest_framework.parsers import BaseParser

from mad.common.errors import Invalid, Refused

LARGEST = 256 * 1024


def load_json(text: str | bytes, field: str = "body", rule: str = "") -> Any:
    """No NaN, no name twice. Raises Invalid naming `field`."""
    try:
        return json.loads(text, object_pairs_hook=_distinct, parse_constant=_no_constant)
    except RecursionError:
        raise Invalid({field: ["The JSON is nested too deeply."]}, rule=rule) from None
    except ValueError as error:
        raise Invalid({field: [f"This is no JSON: {error}."]}, rule=rule) from None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a name is given twice in one object")
    return read


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


class JSONBody(BaseParser):
    """application/json → the value."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            content = stream.read(LARGEST + 1)
        except UnreadablePostError:
            raise Invalid({"body": ["The connection broke off."]}) from None
        if len(content) > LARGEST:
            raise Refused("", f"At most {LARGEST // 1024} kB are taken here.", status=413, field="body")
        return load_json(content)
