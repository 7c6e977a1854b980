"""`python -m tests.bench.ballots_work ROUNDS`: so many votes of forty members, measured; prints JSON.

Ballots and bare INSERTs run in turn on the same forty threads and connections, each statement committed by itself, so
that both meet the same machine.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from threading import Barrier
from typing import Any

import django

MEMBERS = 40
CHOICES = ("yes", "yes", "yes", "no", "abstain")


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    case, voters = _plenary()
    rounds = int(sys.argv[1])
    times: dict[str, list[float]] = {"opening": [], "ballots": [], "bare": [], "closing": []}
    wrong = miscounted = 0
    with ThreadPoolExecutor(MEMBERS) as pool:
        for number in range(rounds + 1):
            motion, opening = _timed(lambda number=number: _opened(case, voters[0], number))
            choices = {voter.pk: CHOICES[(number + place) % len(CHOICES)] for place, voter in enumerate(voters)}
            both = [
                ("ballots", [_ballot(motion, voter, choices[voter.pk]) for voter in voters]),
                ("bare", [_row(number) for _ in voters]),
            ]
            # Whichever comes first after the opening meets forty sleeping servers, so they take turns at it.
            taken = {name: _at_once(pool, works) for name, works in both[:: -1 if number % 2 else 1]}
            vote, closing = _timed(lambda motion=motion: _closed(motion))
            wrong += _wrong(vote, voters, choices)
            miscounted += _miscounted(vote, choices)
            if number:  # in the first every thread connects and learns its statements
                for name, seconds in (taken | {"opening": opening, "closing": closing}).items():
                    times[name].append(seconds)
        _at_once(pool, [lambda: connection.close()] * MEMBERS)
    facts = {name: MEMBERS / median(times[name]) for name in ("ballots", "bare")}
    facts |= {name: median(times[name]) * 1000 for name in ("opening", "closing")}
    print(json.dumps(facts | {"wrong": wrong, "miscounted": miscounted}))


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    found = work()
    return found, time.perf_counter() - began


def _at_once(pool: ThreadPoolExecutor, works: list[Callable[[], Any]]) -> float:
    """Seconds from the moment that all are ready until the last is done."""
    start = Barrier(len(works) + 1)

    def run(work: Callable[[], Any]) -> None:
        start.wait()
        work()

    waiting = [pool.submit(run, work) for work in works]
    start.wait()
    began = time.perf_counter()
    for one in waiting:
        one.result()
    return time.perf_counter() - began


def _plenary() -> tuple[Any, list[Any]]:
    """A case before a plenary of forty, and the members' users, the presiding one first."""
    from cases.models import Case  # noqa: PLC0415 - after django.setup()
    from cases.selectors.people import entitled  # noqa: PLC0415 - after django.setup()

    case = Case.objects.filter(stage="deliberation").earliest("pk")
    _elect(MEMBERS - len(entitled(case)))
    users = sorted((member.user for member in entitled(case)), key=lambda user: not user.presiding)
    if len(users) != MEMBERS or not users[0].presiding:
        raise RuntimeError(f"a plenary of {len(users)}, not of {MEMBERS}")
    return case, users


def _elect(more: int) -> None:
    from mad.accounts.models import User  # noqa: PLC0415 - after django.setup()
    from mad.common import clock  # noqa: PLC0415 - after django.setup()
    from mad.membership.models import Election, Member, Place, Term  # noqa: PLC0415 - after django.setup()
    from mad.membership.services import sign_declaration  # noqa: PLC0415 - after django.setup()

    election, today = Election.objects.earliest("pk"), clock.today()
    disciplines = ("legal", "mediation", "sanctions", "intervention")
    for number in range(more):
        user = User.objects.create_user(f"voter.{number}", None, full_name=f"Voter {number:02}", role="member")
        place = Place.objects.create(election=election, discipline=disciplines[number % 4], ordinal=100 + number)
        member = Member.objects.create(user=user, discipline=place.discipline, group="African")
        ends = today.replace(month=12, day=31)
        Term.objects.create(member=member, place=place, starts=today.replace(month=1, day=1), ends=ends)
        sign_declaration(member=member, by=user)


def _opened(case: Any, presiding: Any, number: int) -> Any:
    from deliberation import services  # noqa: PLC0415 - after django.setup()

    words = {"title": f"Course {number}", "cls": "peaceful", "charter_basis": "Art. 33", "who": "The parties"}
    option = services.table_option(case=case, by=presiding, aim="Talks", **words)
    motion = services.move(case=case, by=presiding, kind="option", option=option)
    services.put_to_vote(motion=motion, by=presiding)
    return motion


def _ballot(motion: Any, voter: Any, choice: str) -> Callable[[], Any]:
    from deliberation.services import cast_ballot  # noqa: PLC0415 - after django.setup()

    return lambda: cast_ballot(motion=motion, by=voter, choice=choice, seen_version=0)


def _row(number: int) -> Callable[[], Any]:
    from tests.bench.bare import Row  # noqa: PLC0415 - after django.setup()

    return lambda: Row.objects.create(title=f"Vote {number}", body="yes")


def _closed(motion: Any) -> Any:
    from deliberation.services import close_vote  # noqa: PLC0415 - after django.setup()

    return close_vote(motion=motion)


def _wrong(vote: Any, voters: list[Any], choices: dict[int, str]) -> int:
    """Members whose ballots are not one, of the choice they made."""
    from deliberation.models import Ballot  # noqa: PLC0415 - after django.setup()

    kept: dict[int, list[str]] = {voter.pk: [] for voter in voters}
    for user, choice in Ballot.objects.filter(vote=vote).values_list("member__user", "choice"):
        kept[user].append(choice)
    return sum(kept[user] != [choice] for user, choice in choices.items())


def _miscounted(vote: Any, choices: dict[int, str]) -> bool:
    said = [list(choices.values()).count(choice) for choice in ("yes", "no", "abstain")]
    return (vote.entitled, vote.yes, vote.no, vote.abstain) != (MEMBERS, *said)


if __name__ == "__main__":
    main()
