"""R20 to R30 as a machine: whatever people do in whatever order, no sealed value leaves and no determination stands
without its conditions."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases import desk
from cases.models import Answer, Assessment, Determination, DeterminationVote, Estimate, Post, Round
from cases.procedure import SCALES
from cases.selectors.people import panel_state
from cases.selectors.reveal import reveal_page
from cases.services import (
    close_round,
    open_round,
    propose_determination,
    recuse,
    save_estimate,
    save_severity,
    say,
    submit_answers,
    take_back_answers,
    vote_determination,
)
from evidence.models import Item
from evidence.services import regrade, retract
from mad.clocks.services import extend, tick
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.docket.models import Entry
from mad.notices.models import Outbox
from tests.services.undone import undone

from .cases_steps import ELEMENTS, LEGAL, hold_round, under_assessment

MEMBERS = st.sampled_from(LEGAL)
BESTS = st.sampled_from(["49.9", "50", "50.1", "70", "99.9"])
READERS = (*LEGAL, "betty", "registrar", "officer", "admin")
_serial = count()


class Assessing(RuleBasedStateMachine):
    """secrets: (member, words) of reasons and replies in the open round; every one is unlike any other text."""

    def __init__(self, people, depth: str) -> None:
        super().__init__()
        self.people, self.depth, self.sealed = people, depth, []
        self.undone = undone()
        self.undone.__enter__()
        self.travel = clock.travel(clock.now())
        self.travel.__enter__()

    @initialize()
    def begin(self) -> None:
        depth = self.depth
        self.case, self.items = under_assessment(self.people, contrary=True)
        self.entries = Entry.objects.latest("pk").pk
        if depth == "open":
            self.opens_a_round()
        for _ in range({"fresh": 0, "open": 0, "revealed": 1}.get(depth, 2)):
            hold_round(self.people, self.case, contrary=self.items[1].number)
        if depth in ("proposed", "adopted"):
            self.proposes()
            assert Determination.objects.filter(case=self.case).exists()
        if depth == "adopted":
            self.all_agree()
            assert Determination.objects.filter(case=self.case, adopted_at__isnull=False).exists()

    def teardown(self) -> None:
        self.travel.__exit__(None, None, None)
        self.undone.__exit__(None, None, None)

    # --- what people do ---------------------------------------------------------------------------

    def attempt(self, act, **arguments) -> bool:
        """Whether the rules let it be done; an act that is refused changes nothing."""
        before = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
        try:
            with transaction.atomic():
                act(**arguments)
        except (Refused, Invalid):
            assert Entry.objects.order_by("-pk").values_list("pk", flat=True).first() == before
            return False
        return True

    @property
    def round(self) -> Round | None:
        return Round.objects.filter(assessment__case=self.case, closed_at=None).first()

    @rule()
    def opens_a_round(self) -> None:
        if self.attempt(open_round, case=self.case, by=self.people.registrar):
            self.sealed = []

    @precondition(lambda self: self.round)
    @rule(who=MEMBERS, best=BESTS, whole=st.booleans(), seals=st.booleans())
    def writes(self, who: str, best: str, whole: bool, seals: bool) -> None:
        """Some or all of an answer; perhaps sealed."""
        user, round_ = getattr(self.people, who), self.round
        words = f"zqx{next(_serial):06}zqx"
        for element in ELEMENTS if whole else ELEMENTS[:1]:
            reply = {item.number: words for item in self.items[1:2]} if element == ELEMENTS[0] else {}
            done = self.attempt(
                save_estimate,
                round=round_,
                by=user,
                element_id=element,
                typed={"low": "1.3", "best": best, "high": "99.9"},
                reasons=words,
                contrary=reply,
            )
            if not done:
                return
        self.sealed.append((who, words))
        self.attempt(save_severity, round=round_, by=user, scores=dict.fromkeys(SCALES, 4), temporal="ongoing")
        if seals:
            self.attempt(submit_answers, round=round_, by=user)

    @precondition(lambda self: self.round)
    @rule(bests=st.lists(BESTS, min_size=5, max_size=5))
    def all_answer(self, bests: list[str]) -> None:
        """The short way to a closing: everybody who has not sealed yet answers whole."""
        for who, best in zip(LEGAL, bests, strict=True):
            if self.round:
                self.writes(who, best, whole=True, seals=True)

    @rule()
    def all_agree(self) -> None:
        for who in LEGAL:
            self.votes(who, "yes")

    @precondition(lambda self: self.round)
    @rule(who=MEMBERS)
    def takes_back(self, who: str) -> None:
        self.attempt(take_back_answers, round=self.round, by=getattr(self.people, who))

    @precondition(lambda self: self.round)
    @rule()
    def asks_for_the_closing(self) -> None:
        self.attempt(close_round, round=self.round, by=self.people.registrar)

    @rule(hours=st.sampled_from([1, 30, 80]))
    def time_goes_by(self, hours: int) -> None:
        clock.advance(timedelta(hours=hours))
        tick()

    @precondition(lambda self: self.round)
    @rule()
    def extends(self) -> None:
        kind = "first_round" if self.round.ordinal == 1 else "second_round"
        until = self.round.due_at + timedelta(hours=24)
        self.attempt(extend, kind=kind, subject=self.case.number, until=until, reason="Illness.", by=self.people.betty)

    @rule(who=st.sampled_from(LEGAL[3:]))
    def stands_aside(self, who: str) -> None:
        self.attempt(recuse, case=self.case, by=getattr(self.people, who), reason="I advised a party.")

    @rule(what=st.sampled_from(["retract", "regrade"]))
    def evidence_changes(self, what: str) -> None:
        item = Item.objects.get(pk=self.items[1].pk)
        if what == "retract":
            self.attempt(retract, item=item, reason="It was forged.", by=self.people.officer)
        else:
            grades = {"source_grade": "D", "info_grade": "4"}
            self.attempt(regrade, item=item, reason="Doubtful.", by=self.people.officer, **grades)

    @rule(who=MEMBERS)
    def speaks(self, who: str) -> None:
        assessment = Assessment.objects.get(case=self.case, ordinal=1)
        self.attempt(
            say, assessment=assessment, element_id=ELEMENTS[0], text="I hold so.", by=getattr(self.people, who)
        )

    @rule()
    def proposes(self) -> None:
        contrary = {(ELEMENTS[0], self.items[1].number): "Another district."}
        self.attempt(propose_determination, case=self.case, by=self.people.registrar, contrary=contrary)

    @rule(who=MEMBERS, vote=st.sampled_from(["yes", "no"]))
    def votes(self, who: str, vote: str) -> None:
        before_panel = Determination.objects.filter(case=self.case, adopted_at=None, rejected_at=None).first()
        if before_panel:
            size = panel_state(self.case).size
            self.attempt(vote_determination, determination=before_panel, by=getattr(self.people, who), vote=vote)
            before_panel.refresh_from_db()
            # R23: below three nothing is decided.
            assert size >= 3 or before_panel.adopted_at is None

    # --- what always holds ------------------------------------------------------------------------

    @invariant()
    def r25_nothing_of_an_open_round_is_read_by_another(self) -> None:
        if not hasattr(self, "case") or self.round is None:
            return
        for name in READERS:
            said = self.all_that_is_said_to(name)
            assert not [words for who, words in self.sealed if who != name and words in said], name

    def all_that_is_said_to(self, name: str) -> str:
        user = getattr(self.people, name)
        try:
            page = reveal_page(self.case, user)
        except Refused as refused:
            assert refused.rule == "R25"
            page = {}
        lines = [(line.label, line.cells, line.reasons) for view in page.get("elements", ()) for line in view.lines]
        return repr([lines, desk.items(user, clock.now()), page.get("severity_rows")])

    @invariant()
    def r25_nor_is_it_in_docket_or_outbox(self) -> None:
        if not hasattr(self, "case") or self.round is None:
            return
        entries = Entry.objects.filter(pk__gt=self.entries)
        told = json.dumps(
            [
                list(entries.values_list("actor", "act", "object", "facts")),
                list(Outbox.objects.values_list("payload", flat=True)),
            ],
            default=str,
        )
        assert "zqx" not in told
        # Who sealed is known; what, is not: no entry of a round says a number that an answer holds.
        assert all(
            set(facts) == {"round"}
            for facts in entries.filter(act__startswith="answer.").values_list("facts", flat=True)
        )

    @invariant()
    def r26_a_round_that_closed_had_its_answers(self) -> None:
        for closed in Round.objects.filter(closed_at__isnull=False):
            given = Answer.objects.filter(round=closed, submitted_at__isnull=False, submitted_at__lte=closed.closed_at)
            assert given.count() >= 3

    @invariant()
    def r27_a_closed_round_does_not_change(self) -> None:
        for answer in Answer.objects.filter(round__closed_at__isnull=False).select_related("round"):
            latest = Estimate.objects.filter(answer=answer).order_by("-saved_at").first()
            assert latest is None or latest.saved_at <= answer.round.closed_at

    @invariant()
    def r30_a_determination_stands_on_its_conditions(self) -> None:
        for found in Determination.objects.filter(adopted_at__isnull=False):
            second = Round.objects.get(assessment=found.assessment, ordinal=2)
            assert second.closed_at
            assert second.closed_at <= found.proposed_at <= found.adopted_at
            yes = DeterminationVote.objects.filter(determination=found, vote="yes").count()
            assert yes >= 2
            assert found.frozen.exists()
            changed = [
                row.item.number
                for row in found.frozen.select_related("item")
                if row.item.retracted_at or row.item.digest() != row.digest
            ]
            assert bool(found.stale_since) or not changed

    @invariant()
    def r26_the_discussion_is_between_and_after_rounds(self) -> None:
        first = Round.objects.filter(ordinal=1).first()
        for post in Post.objects.all():
            assert first
            assert first.closed_at
            assert post.at >= first.closed_at


@pytest.mark.django_db
@pytest.mark.parametrize("depth", ["fresh", "open", "revealed", "both", "proposed", "adopted"])
def test_r20_to_r30_whatever_people_do(people, depth):
    """Left to chance an example hardly ever comes as far as a determination, so it begins at each step of the way."""
    assert connection.in_atomic_block
    run_state_machine_as_test(
        lambda: Assessing(people, depth),
        settings=settings(
            max_examples=2,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
