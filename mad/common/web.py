"""Small pieces that every page uses."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mad.accounts.models import User
from mad.common.errors import Invalid

# Figures of the key of a row, at most: so many fit into a bigint, whatever they are.
KEY_FIGURES = 18


class SignedInRequest(HttpRequest):
    """A request of a signed-in person, as views under `person` receive it."""

    user: User


def person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """View decorator: a signed-in person; everybody else goes to the sign-in page."""
    return login_required(wraps(view)(view))


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    return render(request, template, context or {}, status=status)


def get_visible(queryset: QuerySet, **lookup: Any) -> Any:
    """The object, or 404 alike for what does not exist and what the reader may not know of."""
    return get_object_or_404(queryset, **lookup)


def whole_number(given: str, figures: int = 9) -> int | None:
    """A number as an address or a form sends it: at most so many plain figures, and no sign; else None.

    The nine of a version or a count fit into an integer column; a key takes KEY_FIGURES.
    """
    return int(given) if given.isascii() and given.isdigit() and len(given) <= figures else None


@dataclass(frozen=True)
class Slice:
    """One page of a keyset: rows, and the cursor of the next page or ''."""

    rows: list[Any]
    next: str


def keyset(queryset: QuerySet, *, by: Sequence[str], cursor: str = "", size: int = 25) -> Slice:
    """`size` rows of `queryset` after `cursor`, ordered by the non-null fields `by` ("-id" descends).

    No counting and no offset, so the last page costs what the first does. Raises Invalid for a cursor that
    this function did not make.
    """
    ordered = queryset.order_by(*by)
    if cursor:
        ordered = ordered.filter(_after(by, _decode(cursor, queryset.model, by)))
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    return Slice(rows[:size], _encode(rows[size - 1], by) if more else "")


def _after(by: Sequence[str], values: list[Any]) -> Q:
    condition, leading = Q(), by[0].lstrip("-")
    for place in range(len(by)):
        step = Q(**{by[i].lstrip("-"): values[i] for i in range(place)})
        name, back = by[place].lstrip("-"), by[place].startswith("-")
        condition |= step & Q(**{f"{name}__{'lt' if back else 'gt'}": values[place]})
    # Said once more outside the alternatives: of an OR no index makes a starting point, and a page far back would
    # be reached by reading and dropping every row before it.
    return Q(**{f"{leading}__{'lte' if by[0].startswith('-') else 'gte'}": values[0]}) & condition


def _encode(row: Any, by: Sequence[str]) -> str:
    values = [_value(row, name.lstrip("-")) for name in by]
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _decode(cursor: str, model: Any, by: Sequence[str]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_read(_field(model, name), value) for name, value in zip(by, values, strict=True)]
    except (ValueError, TypeError, ArithmeticError, RecursionError, ValidationError) as error:
        raise Invalid({"cursor": ["This cursor was not given out here."]}) from error


def _read(field: Any, value: Any) -> Any:
    """What `_encode` writes is a number or a string, of a field that is never null. Raises ValueError for anything else."""
    if type(value) not in (int, str) or "\0" in str(value):
        raise ValueError("no value of a keyset")
    return field.to_python(value)


def _field(model: Any, name: str) -> Any:
    *relations, last = name.lstrip("-").split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._meta.get_field(last)
