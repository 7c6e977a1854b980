"""R36: which clocks are extended is said once; the service, the page and the presiding member's desk agree on each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import desk
from mad.clocks import services
from mad.clocks.extension import EXTENDABLE, FIXED, extendable
from mad.clocks.kinds import ClockKind
from mad.clocks.models import Clock
from mad.common import clock
from mad.common.errors import Refused
from mad.notices.audience import Audience
from tests.pages.cases_help import visit
from tests.services.cases_steps import case_with_items

__all__ = ["visit"]  # a fixture

HOUR = timedelta(hours=1)


def test_r36_every_kind_of_clock_is_one_or_the_other():
    assert EXTENDABLE.keys() | FIXED.keys() == set(ClockKind.values)
    assert not EXTENDABLE.keys() & FIXED.keys()
    assert not extendable("another")


@pytest.fixture
def late(people):
    """Of each kind a clock of a case that is an hour late."""
    case, _ = case_with_items(people)
    Clock.objects.all().delete()
    now = clock.now()
    with clock.travel(now - 10 * HOUR):
        for kind in ClockKind.values:
            due, to = clock.now() + 9 * HOUR, Audience.presiding()
            services.start(kind=kind, subject=f"T-{kind}", url="/", due=due, to=to, by=None, case=case.number)
    return {row.kind: row for row in Clock.objects.all()}


def extended(running: Clock, by) -> bool:
    try:
        until = clock.now() + HOUR
        services.extend(kind=running.kind, subject=running.subject, until=until, reason="Two travel.", by=by)
    except Refused as refused:
        assert refused.rule == "R36"
        return False
    return True


def test_r36_the_service_the_page_and_the_desk_agree(visit, people, late):
    client = visit("betty")
    offered = {item.url for item in desk._late(people.betty, clock.now()) if item.action == "Extend"}
    assert offered == {f"/clocks/{row.pk}/extend/" for kind, row in late.items() if kind in EXTENDABLE}
    for kind, row in late.items():
        address = f"/clocks/{row.pk}/extend/"
        assert (b'name="hours"' in client.get(address).content) == extendable(kind), kind
        if not extendable(kind):
            refused = client.post(address, {"hours": "5", "reason": "Two travel."})
            assert refused.status_code == 409 and b"R36" in refused.content, kind
        assert extended(row, people.betty) == extendable(kind), kind
