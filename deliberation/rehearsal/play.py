"""The simulated day: who acts, when, and the log that a reader follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from cases.models import Case
from deliberation.rehearsal.cast import Cast
from evidence.models import Item, Submission
from mad.accounts.models import User
from mad.clocks.services import tick
from mad.common import clock
from mad.common.errors import Refused
from mad.docket.sealing import seal_all
from mad.notices import outbox
from mad.reference.files import parse_yaml

SCENARIO = "syria_2014.yaml"
HOUR = timedelta(hours=1)


@cache
def scenario() -> dict[str, Any]:
    """The scenario file; see its head for what is fact and what is invented."""
    return parse_yaml(resources.files(__package__).joinpath("data", SCENARIO).read_text("utf-8"))


@dataclass
class Play:
    """One run of the scenario. `write` receives each line of the log. paced: the heartbeats run whenever hours pass;
    without it only where the play asks for them, which is quicker and enough where nobody waits for a reminder."""

    cast: Cast
    write: Callable[[str], None]
    facts: dict[str, Any] = field(default_factory=scenario)
    submissions: dict[str, Submission] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    opened: Case | None = None
    paced: bool = True

    @property
    def case(self) -> Case:
        """The case of the scenario. Raises LookupError before a submission was accepted."""
        if self.opened is None:
            raise LookupError("no submission was accepted yet")
        return self.opened

    @case.setter
    def case(self, case: Case) -> None:
        self.opened = case

    def user(self, username: str) -> User:
        return self.cast.users[username]

    @property
    def officer(self) -> User:
        return self.user("jonas.ferreira")

    @property
    def registrar(self) -> User:
        return self.user("registrar")

    @property
    def presiding(self) -> User:
        return next(user for user in self.cast.users.values() if user.presiding)

    def chapter(self, title: str) -> None:
        self.write(f"\n{title}\n{'─' * len(title)}")

    def say(self, rule: str, text: str) -> None:
        self.write(f"{clock.now():%d %b %Y %H:%M}  {rule:<10}{text}")

    def later(self, hours: float) -> None:
        """Let the hours pass; reminders go out, votes and rounds close, the docket is sealed, as by the heartbeats."""
        clock.advance(HOUR * hours)
        if self.paced:
            self.beat()

    def beat(self) -> None:
        tick()
        outbox.drain()
        seal_all()

    @contextmanager
    def refused(self, what: str) -> Iterator[None]:
        """Inside, the act must be refused; the log quotes the refusal. Raises AssertionError when it was not."""
        try:
            yield
        except Refused as refusal:
            self.say(refusal.rule, f"refused: {what}. {refusal.reason}")
            return
        raise AssertionError(f"{what} was not refused")


def moment(text: str | datetime) -> datetime:
    return text if isinstance(text, datetime) else datetime.fromisoformat(text)
