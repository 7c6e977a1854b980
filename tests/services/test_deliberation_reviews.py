"""R46: the regional quarterly review, from the watch list to what follows from its decisions."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from cases.services import open_case, recuse
from deliberation import followup_record
from deliberation.models import AgendaItem, Measure, RegionalReview
from deliberation.review_document import export_review
from deliberation.selectors.followup import measures_visible_to
from deliberation.selectors.reviews import earlier_decisions, page_of, raised_visible_to
from deliberation.services import followup, reviews
from deliberation.services.closing_cases import close_case
from mad.common import clock
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.docket.selectors import visible_to as docket_of
from mad.reference.models import State
from tests import pdf_help
from tests.deliberation_factory import Plenary
from tests.followup_steps import DAY, take, to_follow_up, words, write_plan
from tests.followup_steps import review as assess
from tests.services.cases_steps import adopted
from tests.services.test_cases_concurrency import together

REGION = "asia-pacific"  # Syria's


@pytest.fixture
def situation(people):
    """A case of Syria with a determination in force, and a quiet one of Sudan and one of Yemen."""
    case, _items, _determination = adopted(people)
    open_case(title="Quiet in Sudan", states=[State.objects.get(pk="SDN")], by=people.officer)
    open_case(title="Quiet in Yemen", states=[State.objects.get(pk="YEM")], by=people.officer)
    return case


def opened(people, **changes) -> RegionalReview:
    return reviews.open_review(**{"region": REGION, "year": 2026, "quarter": 1, "by": people.registrar, **changes})


def test_r46_the_agenda_is_made_from_the_watch_list_of_the_region(people, situation):
    review = opened(people)
    items = list(review.items.select_related("case"))
    assert [item.case.title for item in items] == [situation.title, "Quiet in Yemen"]
    assert items[0].standing > items[1].standing
    assert {ground["source"] for ground in items[0].grounds} >= {"alarms", "likely", "stage"}
    assert [page.serious for page in page_of(review, people.registrar).points] == [True, False]


def test_r46_what_comes_onto_the_watch_list_is_added_and_what_stands_stays(people, situation):
    review = opened(people)
    before = [(item.ordinal, item.case_id) for item in review.items.all()]
    open_case(title="New in Yemen", states=[State.objects.get(pk="YEM")], by=people.officer)
    (added,) = reviews.refresh_agenda(review=review, by=people.officer)
    assert added.case.title == "New in Yemen"
    assert [(item.ordinal, item.case_id) for item in review.items.all()] == [*before, (3, added.case_id)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"region": "atlantis"}, "region"),
        ({"quarter": 5}, "quarter"),
        ({"year": 1900}, "year"),
        ({"quarter": 2}, "quarter"),
    ],
)
def test_r46_bad_regions_and_quarters_are_refused_by_field(people, changes, field):
    with pytest.raises(Invalid) as caught:
        opened(people, **changes)
    assert (caught.value.field, caught.value.rule) == (field, "R46")
    assert not RegionalReview.objects.exists()


def test_r46_a_region_has_one_review_a_quarter(people):
    opened(people)
    with pytest.raises(Refused, match="there already"):
        opened(people)


def test_r46_two_open_it_at_once_and_there_is_one(committed_people):
    people = committed_people
    answers = together(lambda: opened(people), lambda: opened(people, by=people.officer))
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "RegionalReview"]


@pytest.mark.parametrize("who", ["amal", "betty", "auditor", "focal"])
def test_r9_the_secretariat_holds_reviews(people, who):
    with pytest.raises(NotPermitted):
        opened(people, by=getattr(people, who))


def test_r46_measures_follow_from_a_decision_in_its_case_or_in_none(people, situation):
    review = opened(people)
    item = review.items.first()
    on_case = reviews.decide(review=review, by=people.registrar, text="An envoy goes.", item=item)
    on_region = reviews.decide(review=review, by=people.officer, text="A regional meeting in May.")
    mine = followup.take_from_decision(decision=on_case, by=people.registrar, **words())
    general = followup.take_from_decision(decision=on_region, by=people.officer, **words(title="A meeting"))
    assert (mine.case, general.case) == (situation, None)
    assert [on_case.ordinal, on_region.ordinal] == [1, 2]
    assert set(measures_visible_to(people.amal)) == {mine, general}
    assert not measures_visible_to(people.ethics).exists()


def test_r46_the_most_serious_go_up_with_a_reason_once(people, situation):
    review = opened(people)
    item = review.items.first()
    with pytest.raises(NotPermitted):
        reviews.raise_item(item=item, by=people.officer, reason="Grave.")
    with pytest.raises(Invalid):
        reviews.raise_item(item=item, by=people.registrar, reason=" ")
    reviews.raise_item(item=item, by=people.registrar, reason="Crimes are likely and ongoing.")
    with pytest.raises(Refused, match="already"):
        reviews.raise_item(item=item, by=people.betty, reason="Again.")
    assert [up.item for up in raised_visible_to(people.amal)] == [item]


def test_r46_a_review_closes_when_each_decision_says_what_follows_or_why_nothing_does(people, situation):
    review = opened(people)
    item = review.items.first()
    envoy = reviews.decide(review=review, by=people.registrar, text="An envoy goes.", item=item, no_follow_up=" \u200b")
    reviews.decide(
        review=review, by=people.registrar, text="Watch it.", item=item, no_follow_up="The watch list does it."
    )
    reviews.decide(review=review, by=people.registrar, text="A regional meeting.")
    with pytest.raises(Refused, match="from decision 1, 3"):
        reviews.close_review(review=review, by=people.registrar, held_on=clock.today())
    for decision in (envoy, review.decisions.get(ordinal=3)):
        followup.take_from_decision(decision=decision, by=people.registrar, **words())
    assert reviews.close_review(review=review, by=people.registrar, held_on=clock.today()).closed_at
    said = [followup_record.decision_content(decision) for decision in review.decisions.all()]
    assert [one.get("no_follow_up") for one in said] == [None, "The watch list does it.", None]


def test_r46_a_closed_review_is_frozen_by_its_digest(people, situation):
    review = opened(people)
    with pytest.raises(Refused, match="No decision"):
        reviews.close_review(review=review, by=people.registrar, held_on=clock.today())
    watch = {"text": "Watch it weekly.", "item": review.items.first(), "no_follow_up": "The watch list does it."}
    reviews.decide(review=review, by=people.registrar, **watch)
    for day, said in ((clock.today() + DAY, "future"), (clock.today() - 60 * DAY, "before the quarter")):
        with pytest.raises(Invalid, match=said):
            reviews.close_review(review=review, by=people.registrar, held_on=day)
    review = reviews.close_review(review=review, by=people.registrar, held_on=clock.today())
    checked = {entry: said for entry, said, _name in followup_record.checks()}
    assert checked[review.entry_id] == review.digest == Entry.objects.get(pk=review.entry_id).digest
    for act in (
        lambda: reviews.decide(review=review, by=people.registrar, text="One more."),
        lambda: reviews.refresh_agenda(review=review, by=people.registrar),
        lambda: reviews.raise_item(item=review.items.first(), by=people.registrar, reason="Late."),
    ):
        with pytest.raises(Refused, match="closed"):
            act()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        RegionalReview.objects.filter(pk=review.pk).update(held_on=clock.today() - DAY)


def test_r46_decisions_of_the_review_before_come_up_again_with_what_is_overdue(people, situation):
    review = opened(people)
    decision = reviews.decide(review=review, by=people.registrar, text="An envoy goes.", item=review.items.first())
    followup.take_from_decision(decision=decision, by=people.registrar, **words(due=clock.today() + 5 * DAY))
    with clock.travel(clock.now() + 80 * DAY):
        later = opened(people, quarter=2)
        (found,) = earlier_decisions(later, people.registrar, clock.now())
        assert (found.pk, found.follows, found.late) == (decision.pk, 1, 1)


def test_r6_a_recused_member_finds_nothing_of_the_case_in_a_review(people, situation):
    review = opened(people)
    item = AgendaItem.objects.get(review=review, case=situation)
    reviews.decide(review=review, by=people.registrar, text="An envoy to the northern districts.", item=item)
    reviews.raise_item(item=item, by=people.registrar, reason="Grave there.")
    recuse(case=situation, by=people.amal, reason="A relative works there.")
    page = page_of(review, people.amal)
    assert [point.item.case.title for point in page.points] == ["Quiet in Yemen"]
    assert page.decisions == []
    assert not raised_visible_to(people.amal).exists()
    said = pdf_help.text(export_review(review=review, by=people.amal))
    assert "Quiet in Yemen" in said
    assert not [needle for needle in (situation.number, "envoy", "Grave", situation.title) if needle in said]
    entries = docket_of(people.amal).filter(object=review.number)
    assert not [entry for entry in entries if situation.number in str(entry.facts) + entry.case_number]
    assert not Measure.objects.exists()


def test_r46_the_pdf_is_tagged_and_says_what_was_decided(people, situation):
    review = opened(people)
    item = review.items.first()
    decision = reviews.decide(review=review, by=people.registrar, text="An envoy goes to the capital.", item=item)
    followup.take_from_decision(decision=decision, by=people.registrar, **words(title="Travel of the envoy"))
    made = export_review(review=review, by=people.registrar)
    said = " ".join(pdf_help.text(made).split())
    for needle in ("Asia-Pacific States", situation.title, "An envoy goes to the capital.", "Travel of the envoy"):
        assert needle in said
    assert pdf_help.tags(made)["Table"] >= 1
    assert Entry.objects.filter(act="review.exported", object=review.number).exists()


def decided_on(plenary, people):
    """A decision of a review on the plenary's case, which is then closed."""
    to_follow_up(plenary)
    review = opened(people)
    item = review.items.get(case=plenary.case)
    decision = reviews.decide(review=review, by=people.registrar, text="An envoy goes.", item=item)
    measure = take(plenary)
    write_plan(plenary)
    return decision, measure


def test_r44_a_decision_of_a_review_opens_no_measure_in_a_closed_case(plenary, people):
    decision, measure = decided_on(plenary, people)
    assess(measure, people.registrar, "done")
    close_case(case=plenary.case, by=people.registrar, plan_version=1)
    with pytest.raises(Refused) as caught:
        followup.take_from_decision(decision=decision, by=people.registrar, **words())
    assert caught.value.rule == "R44"
    assert not Measure.objects.filter(case=plenary.case, ended_at=None).exists()


def test_r44_a_case_closes_or_has_a_new_measure_and_never_both(committed_people):
    plenary, people = Plenary(committed_people), committed_people
    decision, measure = decided_on(plenary, people)
    assess(measure, people.registrar, "done")
    together(
        lambda: close_case(case=plenary.case, by=people.registrar, plan_version=1),
        lambda: followup.take_from_decision(decision=decision, by=people.registrar, **words()),
    )
    plenary.case.refresh_from_db()
    open_one = Measure.objects.filter(case=plenary.case, ended_at=None).exists()
    assert (plenary.case.stage == "closed") is not open_one
