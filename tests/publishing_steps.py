"""Outputs on their way out, for the tests of publication, correspondence and the public site."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from typing import Any

from django.db import connection

from deliberation import services
from deliberation.models import Output
from deliberation.services import cast_ballot, close_vote, move, put_to_vote
from mad.common.clock import advance
from mad.common.errors import Refused
from tests.deliberation_factory import EVERYBODY, Plenary


def statement(plenary: Plenary, *, title: str = "Statement", text: str = "The Division is concerned.") -> Output:
    """A press statement adopted by the plenary."""
    output = services.create_output(case=plenary.case, by=plenary.people.helene, kind="press_statement", title=title)
    services.add_paragraph(output=output, by=plenary.people.helene, text=text)
    services.submit_for_review(output=output, by=plenary.people.helene)
    plenary.carry(plenary.move(kind="output", output=output))
    output.refresh_from_db()
    return output


def published(plenary: Plenary, **words: str) -> Output:
    output = statement(plenary, **words)
    services.transmit(output=output, by=plenary.people.registrar)
    services.publish(output=output, by=plenary.people.registrar)
    output.refresh_from_db()
    return output


def call(plenary: Plenary, people, *, text: str = "The Division calls for a session.") -> Output:
    """An emergency call by the presiding member, sent."""
    words = {"kind": "emergency_call", "title": "Session", "text": text}
    return services.make_call(case=plenary.case, by=people.betty, **words)


def adopted(output: Output, people) -> Output:
    """Moved and carried, in whatever case."""
    motion = move(case=output.case, by=people.amal, kind="output", output=output)
    put_to_vote(motion=motion, by=people.betty)
    for name in EVERYBODY[:12]:
        cast_ballot(motion=motion, by=getattr(people, name), choice="yes")
    advance(timedelta(hours=24))
    close_vote(motion=motion)
    output.refresh_from_db()
    return output


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads of their own, each on its own connection; answers or refusals in order."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        waiting = [pool.submit(copy_context().run, run, act) for act in acts]
        return [future.result(timeout=480) for future in waiting]
