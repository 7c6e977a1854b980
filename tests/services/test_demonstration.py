"""The demonstration docket: what somebody who starts the product for the first time finds in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cases.procedure import Stage
from deliberation.models import (
    AdequacyComment,
    Amendment,
    AnnualAccount,
    CouncilText,
    CouncilVote,
    Measure,
    MeasureJudgement,
    Motion,
    Output,
    Remark,
)
from deliberation.rehearsal.demonstration import Demonstration, load
from deliberation.rehearsal.play import scenario
from deliberation.selectors.adequacy import clauses_of
from mad.accounts.models import User
from mad.common.clock import travel
from mad.docket.models import Entry
from mad.docket.sealing import seal_all
from mad.docket.verification import verify

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def shown(committed_db, settings):
    settings.DEMONSTRATION = True
    with travel(NOW):
        yield load(NOW)


def test_a_newcomer_finds_a_case_that_went_to_the_council_and_is_followed_up(shown: Demonstration, client):
    past = shown.past
    past.refresh_from_db()
    assert past.stage == Stage.FOLLOW_UP
    _the_council_is_told_as_the_public_record_has_it()
    _the_comparison_is_judged_and_the_comment_published(past)
    _an_amendment_was_merged_after_a_discussion(past)
    _measures_stand_differently(past)
    _pages_answer(past, client)
    _the_docket_holds_in_the_order_of_time()


def _the_council_is_told_as_the_public_record_has_it() -> None:
    facts = scenario()["council"]
    cast = CouncilVote.objects.get()
    assert (cast.reason, cast.yes, cast.no, cast.abstain) == ("veto", facts["in_favour"], 2, 0)
    assert sorted(cast.permanent_no) == sorted(facts["against"])
    assert cast.meeting.held_on == facts["date"]
    assert "own words" in CouncilText.objects.get().paragraphs[0]["text"]


def _the_comparison_is_judged_and_the_comment_published(past) -> None:
    text = CouncilText.objects.get()
    assert [clause.label for clause in clauses_of(text)] == [str(n) for n in range(1, 9)]
    assert {row.finding for row in MeasureJudgement.objects.all()} == {"absent", "full", "weaker"}
    comment = AdequacyComment.objects.get()
    assert (comment.sufficient, comment.output.stage) == (False, "published")
    assert Output.objects.filter(case=past, stage="published").count() == 2


def _an_amendment_was_merged_after_a_discussion(past) -> None:
    amendment = Amendment.objects.get()
    assert amendment.motion.state == Motion.State.CARRIED
    assert "edited" in amendment.effect
    assert Remark.objects.filter(case=past).count() == 2


def _measures_stand_differently(past) -> None:
    statuses = sorted(Measure.objects.filter(case=past).values_list("status", flat=True))
    assert statuses == ["at_risk", "failed", "on_track", "open"]
    assert AnnualAccount.objects.get().year == 2014


def _pages_answer(past, client) -> None:
    output = Output.objects.get(case=past, kind="draft_resolution")
    client.force_login(User.objects.get(username="registrar"))
    pages = {
        reverse("output_council", args=[output.number]): "13 yes, 2 no",
        reverse("adequacy", args=[output.number]): "Nothing in it speaks of talks.",
        reverse("amendments", args=[output.number]): "medical and surgical supplies",
        reverse("account", args=[2014]): "Vetoes and commitments",
        reverse("case_follow_up", args=[past.number]): "Talks under good offices",
    }
    for address, words in pages.items():
        answer = client.get(address)
        assert (answer.status_code, words in answer.content.decode()) == (200, True), address
    client.logout()
    assert output.symbol in client.get("/public/").content.decode()


def _the_docket_holds_in_the_order_of_time() -> None:
    seal_all()
    assert verify().holds
    times = list(Entry.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
