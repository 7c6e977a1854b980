"""R31 to R40 as a machine: whatever the plenary does in whatever order, no text is adopted that may not be, and no
sealed ballot is seen.

Recusals, a Council that changes at New Year, gates that lapse, determinations that are replaced, amendments, votes
again, withdrawals. What a rule refuses must change nothing.
"""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from deliberation.models import Amendment, Ballot, Motion, Option, Vote
from deliberation.procedure.amendments import Change, takes_effect
from deliberation.procedure.mandate import forceful
from deliberation.procedure.outputs import Stage
from deliberation.procedure.votes import carries, result
from deliberation.selectors import ballots_visible_to, carried_options, gate_of, mandate_of, voters
from deliberation.selectors.amendments import undecided
from deliberation.selectors.ballotbox import box
from deliberation.selectors.facts import checked_paragraphs
from deliberation.services.tabling import force_added
from mad.common.canonical import digest
from mad.docket.models import Entry
from mad.notices.models import Outbox
from tests.services.plenary_acts import DEPTHS, DISGUISED, LIVE, Acting

READERS = ("amal", "betty", "sione", "registrar", "officer", "admin")


class Deliberating(Acting):
    """What always holds. adopted: outputs found adopted before; recommended: recommendations found carried before.

    known: per output, the blocks of force that stood in its text when the gate was last open; gated: options and
    motions of force seen before.
    """

    def __init__(self, people, depth: str) -> None:
        super().__init__(people, depth)
        self.adopted: dict[int, str] = {}
        self.known: dict[int, tuple] = {}
        self.gated: set[tuple[str, int]] = set()
        self.recommended: set[int] = set()

    @invariant()
    def r37_what_is_adopted_was_voted_on_word_for_word(self) -> None:
        for output in self.outputs if hasattr(self, "case") else []:
            if output.stage not in (Stage.ADOPTED, Stage.TRANSMITTED, Stage.PUBLISHED):
                self.adopted.pop(output.pk, None)
                continue
            motion = Motion.objects.get(output=output, kind="output", state="carried")
            vote = motion.votes.order_by("-ordinal").first()
            assert vote.outcome == "carried"
            assert carries(yes=vote.yes, entitled=vote.entitled)
            assert digest(output.adopted_lines) == output.adopted_digest
            assert all(line["text"] in vote.text for line in output.adopted_lines)
            assert undecided(output) == []
            if output.pk not in self.adopted:
                # R39 at the moment of adoption; later a gate may lapse, and transmission is refused.
                assert output.stage == Stage.ADOPTED
                assert mandate_of(output).holds
            assert self.adopted.setdefault(output.pk, output.adopted_digest) == output.adopted_digest

    @invariant()
    def r33_nothing_of_force_is_on_the_table_that_the_gate_did_not_let_in(self) -> None:
        if not hasattr(self, "case"):
            return
        opened = gate_of(self.case).open
        seen = {
            ("option", pk) for pk in Option.objects.filter(case=self.case, cls="force").values_list("pk", flat=True)
        }
        seen |= {
            ("motion", pk)
            for pk in Motion.objects.filter(case=self.case, cls="force", state__in=LIVE).values_list("pk", flat=True)
        }
        assert opened or seen <= self.gated, seen - self.gated
        self.gated |= seen
        for output in self.outputs:
            if output.stage != Stage.IN_REVIEW:
                continue
            text = checked_paragraphs(output)
            assert opened or not force_added(text, self.known.get(output.pk, ())), output
            self.known[output.pk] = (*self.known.get(output.pk, ()), *forceful(text))

    @invariant()
    def r33_words_of_force_are_of_class_force(self) -> None:
        if hasattr(self, "case"):
            assert not Option.objects.filter(case=self.case, aim=DISGUISED["aim"]).exclude(cls="force").exists()

    @invariant()
    def r32_a_recommendation_is_adopted_of_options_that_are_carried(self) -> None:
        if not hasattr(self, "case"):
            return
        carried = Motion.objects.filter(case=self.case, kind="recommendation", state="carried")
        for motion in carried.exclude(pk__in=self.recommended):
            steps = list(motion.recommendation.steps.select_related("option"))
            labels = {option.label for option in carried_options(self.case)}
            assert {step.option.label for step in steps} <= labels
            assert motion.cls != "force" or gate_of(self.case).open
            assert motion.cls == "force" or not any("force" in step.what for step in steps)
            self.recommended.add(motion.pk)

    @invariant()
    def r35_what_failed_comes_back_once_a_stage_and_by_no_other_way(self) -> None:
        if not hasattr(self, "case"):
            return
        rows = Motion.objects.filter(case=self.case, kind="option").exclude(state="withdrawn").order_by("pk")
        seen: dict[tuple, list[Motion]] = {}
        for motion in rows.select_related("option"):
            seen.setdefault((motion.stage_entry, motion.option.title, motion.option.aim), []).append(motion)
        for same in seen.values():
            failed = next((n for n, motion in enumerate(same) if motion.state == "not_carried"), None)
            after = [] if failed is None else [m for m in same if m.moved_at > _closed(same[failed])]
            assert len(after) <= 1
            assert all(m.reconsiders and _voted_no(m.reconsiders, m.moved_by_id) for m in after)

    @invariant()
    def r34_every_closed_vote_adds_up(self) -> None:
        for vote in Vote.objects.filter(closed_at__isnull=False).select_related("motion"):
            ballots = {b.member_id: b for b in vote.ballots.order_by("version")}
            assert all(b.cast_at <= vote.closed_at and b.entry_id < vote.closing_entry_id for b in ballots.values())
            struck = {row["member"] for row in vote.struck}
            counted = result(voters(vote, ballots, without=struck))
            assert (counted.count.yes, counted.count.no, counted.count.abstain) == (vote.yes, vote.no, vote.abstain)
            assert counted.count.entitled == vote.entitled
            assert vote.outcome in (counted.outcome.value, "void")
            assert (vote.void_reason != "") is (vote.outcome == "void")

    @invariant()
    def r34_no_sealed_ballot_is_seen(self) -> None:
        if not hasattr(self, "case"):
            return
        for vote in Vote.objects.filter(motion__case=self.case, closed_at=None).select_related("motion"):
            assert "zqx" not in repr(box(vote))
            for name in READERS:
                own = [words for who, motion, words in self.secrets if who == name and motion == vote.motion_id]
                shown = ballots_visible_to(self.member(name), vote)
                assert all(b.member.user_id == self.member(name).pk for b in shown), name
                assert all(b.explanation in ("", *own) for b in shown)

    @invariant()
    def r34_nor_is_it_in_docket_or_outbox(self) -> None:
        if not hasattr(self, "case"):
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
        for facts in entries.filter(act="ballot.sealed").values_list("facts", flat=True):
            assert set(facts) == {"vote", "version"}

    @invariant()
    def r40_a_text_holds_the_amendments_that_were_decided_for_it(self) -> None:
        if not hasattr(self, "case"):
            return
        for one in Amendment.objects.filter(output__case=self.case).exclude(output__stage=Stage.WITHDRAWN):
            state = one.motion.state
            decided = state in ("carried", "not_carried")
            assert (one.effect is not None) is (decided and takes_effect(Change(one.change), state == "carried"))
        for output in self.outputs:
            assert Motion.objects.filter(output=output, state="voting").count() <= 1

    @invariant()
    def r34_ballots_are_those_that_were_cast(self) -> None:
        for ballot in Ballot.objects.exclude(explanation=""):
            assert any(words == ballot.explanation for _, _, words in self.secrets)


def _closed(motion: Motion) -> datetime:
    return motion.votes.latest("ordinal").closed_at


def _voted_no(motion: Motion, member: int) -> bool:
    """Whether the member's last ballot was on the side that prevailed: no, or where nobody said no, abstaining."""
    vote = motion.votes.latest("ordinal")
    last = {b.member_id: b.choice for b in vote.ballots.order_by("version")}
    side = "no" if "no" in last.values() else "abstain"
    return last.get(member) == side


@pytest.mark.django_db
@pytest.mark.parametrize("depth", DEPTHS)
def test_r31_to_r40_whatever_the_plenary_does(people, depth):
    """An example begins at each step of the way: left to chance it hardly ever comes as far as a vote on a text."""
    run_state_machine_as_test(
        lambda: Deliberating(people, depth),
        settings=settings(
            max_examples=2,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
