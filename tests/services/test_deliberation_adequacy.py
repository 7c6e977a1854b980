"""R42: two texts compared measure by measure, judged by members, and the comment that follows."""

from __future__ import annotations

import pytest
from django.db import Error, transaction

from cases.services import recuse
from deliberation import services
from deliberation.models import Adequacy, AdequacyComment, MeasureJudgement
from deliberation.selectors import paragraphs_of
from deliberation.selectors.adequacy import beside
from deliberation.services.adequacy import draft_comment, judge_measure, open_comparison
from deliberation.services.council import correct_text
from mad.common.errors import Invalid, NotPermitted, Refused
from tests.council_factory import council_text, transmitted

pytest_plugins = ["tests.deliberation_factory"]


class Compared:
    """A Council text beside the Division's, whose one measure is good offices."""

    def __init__(self, plenary) -> None:
        self.plenary, self.people = plenary, plenary.people
        self.output = transmitted(plenary)
        self.text = council_text(plenary, self.output)
        self.adequacy = open_comparison(text=self.text, by=plenary.people.helene)
        self.row = beside(self.text, self.adequacy).rows[0]

    def judge(self, by: str = "amal", **changes) -> MeasureJudgement:
        given = {"finding": "weaker", "reason": "It only urges.", "answered_by": "1", "seen_version": 0, **changes}
        given.setdefault("paragraph", int(self.row.key))
        return judge_measure(adequacy=self.adequacy, by=getattr(self.people, by), **given)

    def comment(self, by: str = "helene", **changes):
        given = {"sufficient": False, "why": "Nothing binds the parties.", **changes}
        return draft_comment(adequacy=self.adequacy, by=getattr(self.people, by), **given)


@pytest.fixture
def compared(plenary) -> Compared:
    return Compared(plenary)


def refused(act, **given) -> Refused:
    with pytest.raises(Refused) as caught:
        act(**given)
    return caught.value


def test_r42_each_measure_stands_beside_the_paragraph_that_answers_it(compared):
    aligned = compared.row.aligned
    assert (aligned.measure.label, compared.row.kinds) == ("1", "Good offices and mediation")
    assert aligned.answer.label == "1"
    assert aligned.proposed.value == "weaker"
    shown = beside(compared.text, compared.adequacy)
    assert [clause.label for clause in shown.comparison.added] == ["2"] or shown.comparison.added[0].label == "2"
    assert shown.unjudged == ("1",)


def test_r42_a_text_without_paragraphs_is_not_compared(plenary, people):
    output = transmitted(plenary)
    for number, words in enumerate(("", "Recalling its resolutions,"), start=1):
        text = council_text(plenary, output, words, symbol=f"S/2026/{number}")
        why = refused(open_comparison, text=text, by=people.helene)
        assert why.rule == "R42" and "without operative paragraphs" in why.reason
    assert not Adequacy.objects.exists()


def test_r42_an_output_without_measures_has_nothing_to_compare(plenary, people):
    call = {"kind": "emergency_call", "title": "Now", "text": "The Council should meet."}
    output = services.make_call(case=plenary.case, by=people.betty, **call)
    text = council_text(plenary, output)
    assert "no measure" in refused(open_comparison, text=text, by=people.helene).reason


def test_r42_a_text_under_comparison_no_longer_changes(compared):
    facts = {"symbol": "S/2026/100", "title": "Another", "dated": compared.text.dated}
    why = refused(correct_text, text=compared.text, by=compared.people.registrar, version=1, reason="x", **facts)
    assert why.rule == "R42"
    again = open_comparison(text=compared.text, by=compared.people.amal)
    assert again == compared.adequacy


def test_r42_a_member_judges_with_a_reason_and_the_proposal_is_kept_beside(compared):
    judged = compared.judge(finding="part", reason="Talks are asked for.")
    assert (judged.finding, judged.proposed, judged.answered_by, judged.version) == ("part", "weaker", ["1"], 1)
    assert beside(compared.text, compared.adequacy).unjudged == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"finding": "splendid"}, "finding"),
        ({"answered_by": ""}, "answered_by"),
        ({"answered_by": "99"}, "answered_by"),
        ({"paragraph": 0}, "paragraph"),
    ],
)
def test_r42_a_judgement_names_what_is_wrong(compared, changes, field):
    with pytest.raises(Invalid) as caught:
        compared.judge(**changes)
    assert field in caught.value.errors
    assert not MeasureJudgement.objects.exists()


def test_r42_absent_needs_no_paragraph(compared):
    assert compared.judge(finding="absent", answered_by="1").answered_by == []


def test_r42_judged_twice_at_once_the_second_is_told_and_nothing_is_lost(compared):
    compared.judge()
    with pytest.raises(Refused) as caught:
        compared.judge(by="ingrid", finding="full", reason="It is enough.")
    assert (caught.value.rule, caught.value.code) == ("R42", "conflict")
    assert "weaker" in caught.value.reason
    again = compared.judge(by="ingrid", finding="full", reason="It is enough.", seen_version=1)
    assert again.version == 2
    assert MeasureJudgement.objects.count() == 2


@pytest.mark.parametrize("name", ["registrar", "officer", "admin", "auditor"])
def test_r9_members_judge(compared, name):
    with pytest.raises(NotPermitted):
        compared.judge(by=name)


def test_r6_who_is_recused_judges_nothing(compared):
    recuse(case=compared.plenary.case, by=compared.people.amal, reason="A brother is a party.")
    assert refused(compared.judge).rule == "R6"


def test_r15_a_judgement_is_never_changed(compared):
    compared.judge()
    compared.comment()
    for rows in (MeasureJudgement.objects.all(), AdequacyComment.objects.all()):
        with pytest.raises(Error), transaction.atomic():
            rows.delete()


def test_r42_no_comment_while_a_measure_is_unjudged(compared):
    why = refused(compared.comment)
    assert (why.rule, why.reason) == ("R42", "Nobody has judged paragraph 1 yet.")
    compared.judge()
    with pytest.raises(Invalid):
        compared.comment(why=" ")


def test_r42_the_comment_is_drafted_adopted_by_supermajority_transmitted_and_published(compared):
    compared.judge()
    comment = compared.comment()
    said = [row.text for row in paragraphs_of(comment)]
    assert "S/2026/100" in said[0] and compared.output.symbol in said[0]
    assert said[1] == (
        "Paragraph 1 (Good offices and mediation): weaker, beside paragraph 1 of the Council’s text. It only urges."
    )
    assert said[2] == "The Division finds the text not sufficient. Nothing binds the parties."
    plenary = compared.plenary
    services.submit_for_review(output=comment, by=compared.people.helene)
    plenary.carry(plenary.move(kind="output", output=comment))
    services.transmit(output=comment, by=compared.people.registrar)
    services.publish(output=comment, by=compared.people.registrar)
    comment.refresh_from_db()
    assert (comment.kind, comment.stage) == ("comment", "published")


def test_r42_judgements_rest_while_a_comment_stands_and_move_again_once_it_is_withdrawn(compared):
    compared.judge()
    comment = compared.comment()
    assert comment.number in refused(compared.judge, seen_version=1).reason
    assert comment.number in refused(compared.comment).reason
    services.withdraw(output=comment, by=compared.people.betty, reason="Judged too soon.")
    compared.judge(seen_version=1, finding="part", reason="On reflection.")
    assert compared.comment(sufficient=True).pk != comment.pk


def test_r42_the_comment_names_the_text_it_is_on_where_the_public_reads_it(compared):
    compared.judge()
    assert compared.comment().commented.symbol == "S/2026/100"
