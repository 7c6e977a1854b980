"""manage.py roster --on DATE [--json]: who may act on a day, and every reason why somebody may not."""

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mad.common import clock
from mad.membership.days import read_day
from mad.membership.independence import Reason, Standing
from mad.membership.models import Member
from mad.membership.selectors import members_on


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "text": reason.text,
        "tie": reason.kind if reason.rule == "R3" else None,
        "kind": reason.kind,
        "state": reason.state or None,
        "since": reason.since.isoformat() if reason.since else None,
        "until": reason.until.isoformat() if reason.until else None,
    }


def _row(member: Member, standing: Standing) -> dict[str, Any]:
    return {
        "id": member.pk,
        "name": member.name,
        "username": member.user.username,
        "discipline": member.discipline,
        "group": member.group,
        "in_office": standing.in_office,
        "sits": standing.sits,
        "reasons": [_reason(reason) for reason in standing.reasons],
        "declaration_due": standing.declaration_due,
    }


class Command(BaseCommand):
    help = "List every member with `sits` and, if not, each reason (R2, R3, R4)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="a day as YYYY-MM-DD; today when left out")
        parser.add_argument("--json", action="store_true", help="a JSON list instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [_row(member, standing) for member, standing in members_on(self._day(options["on"]))]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self._table(rows)

    def _day(self, text: str | None) -> date:
        try:
            return read_day(text) if text is not None else clock.today()
        except ValueError as error:
            self.stderr.write(f"roster: {error}")
            sys.exit(2)

    def _table(self, rows: list[dict[str, Any]]) -> None:
        width = max((len(row["name"]) for row in rows), default=4)
        for row in rows:
            sits = "sits" if row["sits"] else "does not sit"
            line = f"{row['name']:<{width}}  {row['discipline']:<12}  {row['group']:<16}  {sits}"
            self.stdout.write(line)
            for reason in row["reasons"]:
                self.stdout.write(f"{'':<{width}}  {reason['rule']}: {reason['text']}")
        self.stdout.write(f"{sum(row['sits'] for row in rows)} of {len(rows)} members sit.")
