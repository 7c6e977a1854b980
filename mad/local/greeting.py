"""What a newcomer reads when everything is up: the address and how to sign in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mad.local import checks

SHOWN = 8


def greeting(port: int, data: Path) -> str:
    """Address, a sign-in per role from ``demo-accounts.json`` (if there is one), and how to stop."""
    address = f"http://{checks.HOST}:{port}/"
    lines = ["", f"  Mass Atrocities Division is ready: {address}", ""]
    accounts = data / "demo-accounts.json"
    people = _people(accounts)
    if people:
        width = max(len(person["username"]) for person in people)
        lines.append("  This is a demonstration. Sign in as")
        lines += [f"    {p['username']:<{width}}  password {p['password']}   {_says(p)}" for p in people]
        lines += [f"  Everybody, and the tokens of the offices: {accounts}", ""]
    return "\n".join([*lines, f"  Logs: {data / 'logs'}   Stop: Ctrl-C", ""])


def _people(path: Path) -> list[dict[str, Any]]:
    """The first sign-in of each role and discipline."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    first: dict[str, dict[str, Any]] = {}
    for person in found:
        if person.get("username") and person.get("password"):
            first.setdefault(_says(person), person)
    return list(first.values())[:SHOWN]


def _says(person: dict[str, Any]) -> str:
    return ", ".join(str(person[key]) for key in ("role", "discipline") if person.get(key))
