"""The demonstration docket: the rehearsal's situation, left at two points where something awaits people, and before it a
first cycle that went to the Council and is followed up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cases.models import Case
from cases.services import choose_crime, open_assessment, open_case, open_round, place, recuse
from deliberation.rehearsal import assessment, history, intake, ledger, plenary, sitting, watching
from deliberation.rehearsal.cast import FOCAL_POINT, Cast, elect_all, seat
from deliberation.rehearsal.play import HOUR, Play
from deliberation.services import cast_ballot, move, put_to_vote
from evidence.services import receive
from mad.accounts.roles import Role
from mad.accounts.tokens import issue_token
from mad.common.clock import travel
from mad.membership.models import Member
from mad.reference.models import State

PASSWORD = "demonstration-only"  # noqa: S105 - printed on the sign-in page of the demonstration
BEGAN_AGO = 72 * HOUR
VOTE_OPENED_AGO = 3 * HOUR
DECLARED_AGO = timedelta(days=40)
RECUSED = ("bilal.haddad", "A near relative works for a party to the situation.")
HAVE_VOTED = (
    "ingrid.solheim",
    "betty.otieno",
    "mikael.lindqvist",
    "helene.vautrin",
    "arjun.wickramasinghe",
    "milica.stanic",
)
HAVE_ANSWERED = ("ingrid.solheim",)
HALF_WAY = "amal.benhaddou"
SEARCHER = "jonas.ferreira"


@dataclass(frozen=True)
class Demonstration:
    """What was loaded; accounts is the list that demo-accounts.json holds."""

    voting: Case
    in_round: Case
    past: Case
    accounts: list[dict[str, str | None]] = field(default_factory=list)


def load(now: datetime) -> Demonstration:
    """Fill an empty database: what the Council did in 2014, some months of watching, and the hours before `now`."""
    began = now - BEGAN_AGO
    with travel(history.BEGINS):
        year, seats = history.BEGINS.year, history.seats()
        cast = seat(year=year, declared_on=history.DECLARED_ON, password=PASSWORD, seats=seats)
        past = history.run(cast)
    with travel(watching.begins(began)):
        watched = watching.monitor(cast.users["jonas.ferreira"], began)
    with travel(watching.before(began, history.TAKEN_BEFORE)):
        history.take_up(past, now)
    with travel(watching.before(began, history.REVIEWED_BEFORE)):
        history.review(past)
    with travel(began):
        cast = elect_all(cast, year=now.year, declared_on=(now - DECLARED_AGO).date())
        accounts = _accounts(cast)
        ledger.watch(cast, now)
        ledger.report(cast, now)
        play = Play(cast, lambda line: None, opened=watched, paced=False)
        intake.run(play)
        recuse(case=play.case, by=play.user(RECUSED[0]), reason=RECUSED[1])
        assessment.run(play)
        options = plenary.table(play)
        session = sitting.begin(play, options)
        motions = {
            key: move(case=play.case, by=play.user("helene.vautrin"), kind="option", option=option)
            for key, option in options.items()
        }
        plenary.vote(play, motions["envoy"], "envoy")
        plenary.vote(play, motions["access"], "access")
        sitting.end(play, session)
    with travel(now - VOTE_OPENED_AGO):
        _leave_vote_open(play, motions["referral"], now)
        in_round = _leave_round_open(play)
        for facts in play.facts["pending"]:
            office = cast.offices[facts["office"]]
            receive(body=intake.body(facts), office=office, by=office.machine)
        play.beat()
    return Demonstration(play.case, in_round, past.case, accounts)


def _leave_vote_open(play: Play, motion, now: datetime) -> None:
    put_to_vote(motion=motion, by=play.presiding, closes_at=now + 21 * HOUR)
    for username in HAVE_VOTED:
        cast_ballot(
            motion=motion,
            by=play.user(username),
            choice=plenary.choice(play, "referral", username),
            explanation=plenary.explanation(play, "referral", username),
        )


def _leave_round_open(play: Play) -> Case:
    facts = play.facts["second_case"]
    case = open_case(
        title=facts["title"],
        states=State.objects.filter(pk__in=play.facts["states"]),
        by=play.officer,
        summary=facts["summary"].strip(),
        groups_at_risk=facts["groups_at_risk"],
        alleged=facts["alleged"],
        period_from=play.facts["period"]["from"],
        period_to=play.facts["period"]["to"],
        urgency="ongoing",
        on_alarm=True,
    )
    for key in facts["submissions"]:
        place(case=case, submission=play.submissions[key], by=play.officer)
    open_assessment(case=case, by=play.registrar, reason="Screened alarm", urgency="ongoing")
    for crime in facts["crimes"]:
        choose_crime(case=case, crime_id=crime["crime"], acts=crime["acts"], by=play.registrar)
    case.refresh_from_db()
    assessment.link_elements(play, case, {element for element in play.facts["elements"] if element.startswith("wc-")})
    round_ = open_round(case=case, by=play.registrar)
    for username in HAVE_ANSWERED:
        assessment.answer(play, round_, play.user(username), "first")
    assessment.answer(play, round_, play.user(HALF_WAY), "first", elements=round_.elements[:3], seal=False)
    return case


def _accounts(cast: Cast) -> list[dict[str, str | None]]:
    tokens = {code: issue_token(office=office, name="demonstration", by=None) for code, office in cast.offices.items()}
    officer = cast.users[SEARCHER]
    own = {FOCAL_POINT[0]: tokens[FOCAL_POINT[2]], SEARCHER: issue_token(person=officer, name="demonstration", by=None)}
    disciplines = dict(Member.objects.values_list("user__username", "discipline"))
    people = [
        {
            "username": user.username,
            "password": PASSWORD,
            "role": Role.PRESIDING.value if user.presiding else user.role,
            "discipline": disciplines.get(user.username),
            "office": user.office.code if user.office else None,
            "token": own.get(user.username),
        }
        for user in cast.users.values()
    ]
    machines = [
        {
            "username": office.machine.username,
            "password": None,
            "role": "partner",
            "discipline": None,
            "office": code,
            "token": tokens[code],
        }
        for code, office in cast.offices.items()
    ]
    return people + machines
