"""R26: opening and closing sealed rounds, discussion."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from cases import desk
from cases.models import Answer, Estimate, Label, Post, Round
from cases.selectors.panels import panel_page
from cases.selectors.reveal import reveal_page
from cases.services import (
    close_round,
    open_round,
    recuse,
    say,
)
from cases.services.rounds import close_due, draw_labels
from mad.clocks.models import Clock
from mad.clocks.services import extend, tick
from mad.common.clock import advance, now
from mad.common.errors import Refused
from mad.docket.models import Entry
from mad.membership.services import declare_tie
from mad.notices.models import Notice, Outbox

from .cases_steps import (
    ELEMENTS,
    LEGAL,
    answer,
    hold_round,
    save,
    under_assessment,
    write,
)


def refusal(act, **args):
    with pytest.raises(Refused) as caught:
        act(**args)
    return caught.value


# --- opening ---------------------------------------------------------------------------------------


def test_r36_a_round_lasts_72_hours_and_24_when_crimes_are_ongoing(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    assert round_.due_at - round_.opened_at == timedelta(hours=72)
    assert Clock.objects.running().get(kind="first_round", subject=case.number).due_at == round_.due_at


def test_r23_no_round_opens_with_two_legal_members(people):
    case, _ = under_assessment(people)
    for name in LEGAL[:3]:
        recuse(case=case, by=getattr(people, name), reason="I advised a party.")
    refused = refusal(open_round, case=case, by=people.registrar)
    assert refused.rule == "R23"
    assert "To be replaced" in refused.detail


def test_r26_one_round_at_a_time_and_two_in_all(people):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    assert refusal(open_round, case=case, by=people.registrar).rule == "R26"
    for name in LEGAL:
        answer(Round.objects.get(), getattr(people, name))
    hold_round(people, case)
    assert refusal(open_round, case=case, by=people.registrar).rule == "R26"


@pytest.mark.parametrize("who", ["officer", "amal", "admin", "auditor"])
def test_r9_who_may_not_open_a_round(people, who):
    case, _ = under_assessment(people)
    assert refusal(open_round, case=case, by=getattr(people, who)).rule == "R9"


# --- R26: closing ----------------------------------------------------------------------------------


def test_r26_the_last_answer_closes_the_round_and_draws_the_letters(people):
    case, _ = under_assessment(people)
    round_ = hold_round(people, case)
    assert round_.closed_at
    assert set(Label.objects.values_list("letter", flat=True)) == set("ABCDE")
    assert not Clock.objects.running().filter(kind="first_round").exists()
    assert Entry.objects.get(act="round.closed").facts == {
        "round": 1,
        "answered": 5,
        "panel": 5,
        "late_hours": 0,
    }


def test_r26_letters_follow_neither_name_nor_order_of_answering(people):
    """Drawn from the system's randomness: over many draws every member holds every letter."""
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    seen = set()
    for _ in range(60):
        point = transaction.savepoint()
        from_draw = _draw(round_, people)
        seen |= set(from_draw.items())
        transaction.savepoint_rollback(point)
    assert len(seen) == 25


def _draw(round_, people):
    draw_labels(round_.assessment, [m.pk for m in people.legal])
    return dict(Label.objects.values_list("member_id", "letter"))


def test_r26_not_before_its_time_while_somebody_is_missing(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:4]:
        answer(round_, getattr(people, name))
    assert refusal(close_round, round=round_, by=people.registrar).rule == "R26"


def test_r26_at_its_time_three_of_five_are_enough(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:3]:
        answer(round_, getattr(people, name))
    write(round_, people.chipo)
    advance(timedelta(hours=72))
    close_due(case.number, now())
    round_.refresh_from_db()
    assert round_.closed_at
    finding = reveal_page(case, people.amal)["findings"].by_element[ELEMENTS[0]]
    assert (finding.count, finding.panel, finding.met) == (3, 5, True)


def test_r26_too_few_and_it_stays_open_late_then_closes_with_the_third_answer(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:2]:
        answer(round_, getattr(people, name))
    advance(timedelta(hours=80))
    assert refusal(close_due, subject=case.number, now=now()).rule == "R26"
    tick()
    answer(round_, people.tomas)
    round_.refresh_from_db()
    assert round_.closed_at
    assert Entry.objects.get(act="round.closed").facts["late_hours"] == 8.0


def test_r36_an_extension_moves_the_time_of_closing(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:3]:
        answer(round_, getattr(people, name))
    extend(
        kind="first_round",
        subject=case.number,
        until=round_.due_at + timedelta(hours=24),
        reason="Illness.",
        by=people.betty,
    )
    advance(timedelta(hours=73))
    assert refusal(close_due, subject=case.number, now=now()).rule == "R26"
    advance(timedelta(hours=24))
    close_due(case.number, now())
    assert Round.objects.get().closed_at


def test_r26_saving_after_the_round_closed_is_refused_and_stores_nothing(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:3]:
        answer(round_, getattr(people, name))
    advance(timedelta(hours=72))
    close_due(case.number, now())
    refused = refusal(save, round_=round_, user=people.chipo)
    assert (refused.rule, "still on this page" in refused.detail) == ("R26", True)
    assert not Estimate.objects.filter(answer__member=people.member("chipo")).exists()


def test_r6_a_member_recused_mid_round_drops_out_and_the_answer_is_kept(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL[:4]:
        answer(round_, getattr(people, name))
    recuse(case=case, by=people.amal, reason="I advised a party.")
    recuse(case=case, by=people.nguyen, reason="I advised a party.")
    round_.refresh_from_db()
    assert round_.closed_at
    finding = reveal_page(case, people.ingrid)["findings"].by_element[ELEMENTS[0]]
    assert (finding.count, finding.panel) == (3, 3)
    assert Answer.objects.filter(submitted_at__isnull=False).count() == 4
    assert panel_page(case, people.ingrid)["departed"] == 1


def test_r3_a_member_barred_by_a_tie_mid_round_no_longer_answers(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    declare_tie(
        member=people.member("amal"),
        kind="financial",
        state="FRA",
        starts=date(2026, 1, 1),
        note="Shares",
        by=people.registrar,
    )
    assert refusal(save, round_=round_, user=people.amal).rule == "R3"


# --- discussion ------------------------------------------------------------------------------------


def test_r26_the_discussion_is_under_letters_and_hides_its_author(people):
    case, _ = under_assessment(people)
    round_ = hold_round(people, case)
    post = say(assessment=round_.assessment, element_id=ELEMENTS[0], text="I hold a little above.", by=people.amal)
    assert post.label.letter in "ABCDE"
    assert Entry.objects.get(act="discussion.said").actor == "protected"


def test_r26_who_is_spoken_to_finds_a_line_on_the_desk_until_an_answer(people):
    case, _ = under_assessment(people)
    assessment = hold_round(people, case).assessment
    letters = dict(Label.objects.filter(assessment=assessment).values_list("member__user__username", "letter"))
    spoken, other = letters[people.ingrid.username], letters[people.tomas.username]

    def lines(user) -> list[str]:
        return [item.title for item in desk.items(user, now()) if "spoken to" in item.title]

    before = (Outbox.objects.count(), lines(people.ingrid))
    say(assessment=assessment, element_id=ELEMENTS[1], text=f"@{spoken}: which report? mail@{other}", by=people.amal)
    assert lines(people.ingrid) == [f"You are spoken to on {ELEMENTS[1]}"]
    # A mail would tell the mail server whose letter it is.
    assert (Outbox.objects.count(), lines(people.tomas), lines(people.amal)) == (before[0], [], [])
    say(assessment=assessment, element_id=ELEMENTS[0], text="On another element.", by=people.ingrid)
    assert lines(people.ingrid)
    say(assessment=assessment, element_id=ELEMENTS[1], text="The second one.", by=people.ingrid)
    assert lines(people.ingrid) == []


def test_r26_no_discussion_before_the_first_round_closes(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    refused = refusal(say, assessment=round_.assessment, element_id=ELEMENTS[0], text="I think", by=people.amal)
    assert refused.rule == "R26"
    assert not Post.objects.exists()


def test_r26_both_rounds_are_kept_and_only_the_second_counts(people):
    case, _ = under_assessment(people)
    first = hold_round(people, case, best=30)
    hold_round(people, case, best=70)
    page = reveal_page(case, people.amal)
    line = page["elements"][0].lines[0]
    assert (line.rounds[1].best, line.rounds[2].best) == (300, 700)
    assert page["elements"][0].finding.met
    assert first.closed_at


def test_r52_notices_of_a_round_carry_no_content(people):
    case, _ = under_assessment(people)
    hold_round(people, case)
    for payload in Outbox.objects.filter(topic="notice").values_list("payload", flat=True):
        assert set(payload) <= {"kind", "subject", "url", "case", "roles", "users", "offices"}
    assert not Notice.objects.filter(subject__contains="Villages").exists()
