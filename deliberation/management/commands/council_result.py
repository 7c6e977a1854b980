"""`manage.py council_result --yes N --no STATE,… --abstain N --on DATE [--json]`: what a vote of the Council came to."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deliberation.procedure.council import Count, Kind, NotPossible, Result, decide, rule_on
from deliberation.selectors.council_seats import Named, named_on, refuse_unknown
from mad.common.web import whole_number


class Command(BaseCommand):
    help = (
        "Say whether a vote of the Security Council carried, and if not, whether by too few votes or by a veto (R41)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", required=True, metavar="N", help="number of votes in favour")
        parser.add_argument("--no", default="", metavar="STATE,…", help="who voted against: ISO codes, or names")
        parser.add_argument("--abstain", default="0", metavar="N", help="number of abstentions")
        parser.add_argument("--on", required=True, metavar="DATE", help="the day of the vote, YYYY-MM-DD")
        parser.add_argument("--procedural", action="store_true", help="a matter of procedure, which no veto stops")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = _day(options["on"])
            yes, abstain = _number("yes", options["yes"]), _number("abstain", options["abstain"])
            rule_on(on)
            refuse_unknown(on)
            names = [name.strip() for name in options["no"].split(",") if name.strip()]
            against = named_on(names, on)
            count = Count(yes, len(names), abstain, tuple(sorted(seat.holder for seat in against.permanent)))
            kind = Kind.PROCEDURAL if options["procedural"] else Kind.SUBSTANTIVE
            result = decide(count, on, kind)
        except NotPossible as fault:
            raise CommandError(f"--{fault.argument}: {fault.reason} (R41)", returncode=2) from fault
        self._print(result, against, on, as_json=options["json"])

    def _print(self, result: Result, against: Named, on: date, *, as_json: bool) -> None:
        unchecked = [state.pk for state in against.unchecked]
        note = _note(unchecked, on)
        if as_json:
            self.stdout.write(json.dumps(_as_json(result, on) | {"unchecked": unchecked, "note": note}))
            return
        self.stdout.write(result.arithmetic)
        self.stdout.write(f"Rule: {result.rule.source}.")
        if note:
            self.stdout.write(f"Note: {note}")


def _as_json(result: Result, on: date) -> dict[str, Any]:
    return {
        "carried": result.carried,
        "reason": result.reason.value,
        "permanent_no": list(result.count.permanent_no),
        "yes": result.count.yes,
        "no": result.count.no,
        "abstain": result.count.abstain,
        "absent": result.absent,
        "kind": result.kind.value,
        "on": on.isoformat(),
        "seats": result.rule.seats,
        "needed": result.rule.needed,
        "rule": result.rule.source,
        "arithmetic": result.arithmetic,
    }


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise NotPossible("on", f"“{typed[:40]}” is no day; write YYYY-MM-DD") from None


def _number(argument: str, typed: str | int) -> int:
    text = str(typed).strip()
    number = whole_number(text, figures=3)
    if number is None:
        raise NotPossible(argument, f"“{text[:40]}” is no number of votes")
    return number


def _note(unchecked: list[str], on: date) -> str:
    if not unchecked:
        return ""
    return (
        f"the elected members of {on.isoformat()} are not all on record; {', '.join(unchecked)} could not be checked."
    )
