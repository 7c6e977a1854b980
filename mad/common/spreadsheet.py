"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations


def cell(text: str) -> str:
    """As text: a spreadsheet takes what begins like this for a formula, and works it out."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
