"""Addresses of pages by name: worked out once for each name and its values, since a list asks for 25 of them."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def address(name: str, *values: str | int) -> str:
    """The path of the page `name` with `values` in their places. Raises NoReverseMatch."""
    return _address(settings.ROOT_URLCONF, get_script_prefix(), name, *values)


@lru_cache(maxsize=8192, typed=True)
def _address(urlconf: str, prefix: str, name: str, *values: str | int) -> str:
    return reverse(name, args=values)
