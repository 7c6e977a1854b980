"""The duty-to-share ledger of the demonstration: two situations, a period that ends while it plays (R11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from deliberation.rehearsal.cast import Cast
from evidence.models import Situation
from evidence.services import open_watch, return_nil
from mad.reference.parameters import DEFAULTS

LENGTH = timedelta(days=DEFAULTS.report_every_days)
SITUATIONS = (("Syria", ("SYR",)), ("Spill-over into Jordan and Lebanon", ("JOR", "LBN")))
PERIODS_BEFORE = 2
ENDED_DAYS_AGO = 1


def watch(cast: Cast, now: datetime) -> list[Situation]:
    """Open the watches at the beginning of the play, so that their second period ends on the eve of `now`."""
    since = _first_day(now)
    registrar = cast.users["registrar"]
    return [open_watch(name=name, states=states, since=since, by=registrar) for name, states in SITUATIONS]


def report(cast: Cast, now: datetime) -> None:
    """OHCHR says in time that it knows of nothing on the second situation, and UNOCC for the first period, late."""
    states, first, today = list(SITUATIONS[1][1]), _first_day(now) + LENGTH, now.date()
    _nil(cast, "ohchr", states, first, today - timedelta(days=3))
    _nil(cast, "unocc", states, first - LENGTH, first - timedelta(days=1))


def _first_day(now: datetime) -> date:
    return now.date() - timedelta(days=ENDED_DAYS_AGO) - PERIODS_BEFORE * LENGTH


def _nil(cast: Cast, code: str, states: list[str], first: date, last: date) -> None:
    period = {"from": first.isoformat(), "to": last.isoformat()}
    return_nil(body={"states": states, "period": period}, by=cast.offices[code].machine)
