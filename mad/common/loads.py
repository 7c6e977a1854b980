"""What a command that loads a file says by its exit code."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.management.base import CommandError

TAKEN = ("added", "changed", "unchanged")


def check_taken(counts: Mapping[str, int]) -> None:
    """Raise CommandError when lines were refused and none was taken: what runs the command must hear of it.

    counts: refused, and those of TAKEN that the command has. Call when the counts are printed.
    """
    if counts["refused"] and not any(counts.get(name) for name in TAKEN):
        raise CommandError(f"Nothing was taken: {counts['refused']} refused, each with its reason.")
