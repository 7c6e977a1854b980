"""SCREENS 16: follow-up, regional reviews, Council briefings, the annual account: roles, bad input, nothing lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.services import recuse
from deliberation.models import (
    AnnualAccount,
    Briefing,
    Closing,
    Measure,
    PreventionPlan,
    RegionalReview,
    ReviewDecision,
)
from deliberation.services import accounts, briefings, closing_cases, reviews
from mad.clocks import services as clocks
from mad.common import clock
from tests.deliberation_factory import PEACEFUL
from tests.followup_steps import DAY, closed, review, take, to_follow_up, words, write_plan
from tests.pages.page_queries import queries
from tests.services.test_deliberation_account import NEW_YEAR

pytest_plugins = ["tests.deliberation_factory"]
STAFF, OTHERS = ("amal", "betty", "registrar", "officer"), ("ethics", "auditor", "focal", "admin")
MOST = 8


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def as_(client, people):
    def sign_in(name: str):
        client.force_login(getattr(people, name))
        return client

    return sign_in


def text(response) -> str:
    return response.content.decode()


def get(client, name, *args, status=200, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == status, text(response)[:3000]
    return text(response)


def roles(as_, name, *args, query=""):
    url = reverse(name, args=args) + query
    return {who: as_(who).get(url).status_code for who in (*STAFF, *OTHERS)}


def only(readers, refused=403):
    return {who: 200 if who in readers else refused for who in (*STAFF, *OTHERS)}


def test_r9_every_page_with_an_object_by_role(plenary, as_, people):
    measure = take(plenary)
    held = reviews.open_review(region="asia-pacific", year=2026, quarter=1, by=people.registrar)
    reviews.decide(review=held, by=people.registrar, text="Watch.")
    briefings.draft_briefing(year=2026, month=2, by=people.registrar)
    number, region = plenary.case.number, ("asia-pacific", 2026, 1)
    assert roles(as_, "measure", measure.number) == only(STAFF)
    for name in ("case_follow_up", "measures_take", "prevention_plan"):
        assert roles(as_, name, number) == only(STAFF), name
    assert roles(as_, "review", *region) == only(STAFF)
    assert roles(as_, "review_pdf", *region) == only(STAFF)
    assert roles(as_, "decision_follow", *region, 1) == only(("registrar", "officer"))
    assert roles(as_, "briefing", 2026, 2) == only(STAFF)
    assert roles(as_, "briefing_pdf", 2026, 2) == only(STAFF)
    assert roles(as_, "account", 2026) == only((*STAFF, "ethics", "auditor"))
    assert roles(as_, "account", 2026, query="?edition=now") == only(("registrar", "officer"))
    csv = roles(as_, "account_csv", 2026)
    assert {who: csv[who] for who in ("registrar", "amal", "focal")} == {"registrar": 200, "amal": 404, "focal": 403}


def test_r6_a_recused_member_reads_nothing_of_it(plenary, as_, people):
    measure = take(plenary)
    recuse(case=plenary.case, by=people.amal, reason="A relative works there.")
    client = as_("amal")
    assert "R6" in get(client, "case_follow_up", plenary.case.number, status=403)
    get(client, "measure", measure.number, status=404)
    assert measure.title not in get(client, "follow_up")


@pytest.mark.parametrize(("name", "live"), [("registrar", 2), ("amal", 0)])
def test_r43_no_measure_is_offered_to_be_taken_where_it_would_be_refused(plenary, as_, name, live):
    plenary.carried_option(**PEACEFUL)
    shown = get(as_(name), "measures_take", plenary.case.number)
    assert shown.count('<button class="govuk-button" type="submit">Take') == live
    assert shown.count('aria-disabled="true"') == 2 - live


def test_r43_decided_things_are_taken_by_page_in_one_act(plenary, as_):
    option = plenary.carried_option(**PEACEFUL)
    client, url = as_("registrar"), reverse("measures_take", args=[plenary.case.number])
    assert "O-1" in text(client.get(url))
    rows = {
        "act": "choose",
        "rows-TOTAL_FORMS": 1,
        "rows-INITIAL_FORMS": 1,
        "rows-0-source": f"option:{option.pk}",
        "rows-0-take": "on",
        "rows-0-title": "Good offices of the SG",
        "rows-0-actor": "secretary-general",
        "rows-0-benchmark": "",
        "rows-0-due": "2026-04-01",
        "rows-0-starts": "2026-02-09",
    }
    refused = client.post(url, rows)
    assert refused.status_code == 400
    assert "By what one will know" in text(refused) or "Say by what one will know" in text(refused)
    assert "Good offices of the SG" in text(refused)
    assert client.post(url, {**rows, "rows-0-benchmark": "Both parties use it."}).status_code == 302
    measure = Measure.objects.get()
    assert (measure.option, measure.title) == (option, "Good offices of the SG")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"actor": "nobody"}, "nobody"),
        ({"starts": "2026-03-01", "due": "2026-02-20"}, "due before it begins"),
        ({"due": "tomorrow"}, "valid date"),
        ({"title": ""}, "Say what is done"),
    ],
)
def test_r43_bad_input_is_named_and_what_was_typed_is_kept(plenary, as_, changes, said):
    url = reverse("measures_take", args=[plenary.case.number])
    typed = {**words(benchmark="Kept words."), "starts": "2026-02-09", "due": "2026-04-01"}
    response = as_("registrar").post(url, {"act": "write", **typed, **changes})
    assert response.status_code == 400
    assert said in text(response)
    assert "Kept words." in text(response)
    assert not Measure.objects.exists()


def test_r43_a_review_by_page_and_one_that_came_too_late(plenary, as_):
    measure = take(plenary)
    url = reverse("measure", args=[measure.number])
    given = {"standing": "at_risk", "reason": "The road is cut.", "version": 0}
    assert as_("officer").post(url, given).status_code == 302
    late = as_("registrar").post(url, {**given, "reason": "All is well here."})
    assert late.status_code == 409
    assert "All is well here." in text(late)
    assert "The road is cut." in text(late)
    assert 'name="version" value="1"' in text(late)


def test_r43_the_page_of_a_finished_measure_refuses_a_review(plenary, as_, people):
    measure = take(plenary)
    review(measure, people.registrar, "done")
    url = reverse("measure", args=[measure.number])
    response = as_("registrar").post(url, {"standing": "open", "reason": "Again.", "version": 1})
    assert response.status_code == 409
    assert "follow-up has ended" in text(response)


@pytest.mark.parametrize("order", ["due", "status", "actor", "nonsense"])
def test_r43_the_board_in_each_order(plenary, as_, people, order):
    first = take(plenary, title="First measure")
    take(plenary, title="Second measure", actor="ocha", due=clock.today() + 3 * DAY)
    review(first, people.registrar, "at_risk")
    clock.advance(5 * DAY)
    shown = get(as_("amal"), "follow_up", query=f"?by={order}")
    assert "First measure" in shown
    assert "Overdue" in shown
    assert "Second measure" not in get(as_("amal"), "follow_up", query="?actor=secretary-general")
    assert "First measure" not in get(as_("amal"), "follow_up", query="?status=ended")


def test_r43_the_desk_of_the_secretariat_shows_what_is_to_be_reviewed(plenary, as_):
    measure = take(plenary)
    assert measure.title not in text(as_("officer").get("/"))
    clock.advance(25 * DAY)
    assert measure.title in text(as_("officer").get("/"))
    clock.advance(10 * DAY)
    clocks.tick()
    assert "Late" in text(as_("registrar").get("/"))


def test_r44_the_checklist_names_what_is_missing_and_the_case_closes_by_page(plenary, as_, people):
    number = plenary.case.number
    to_follow_up(plenary)
    measure = take(plenary)
    client = as_("registrar")
    shown = get(client, "case_follow_up", number)
    assert "R44" in shown
    assert measure.number in shown
    refused = client.post(reverse("case_close", args=[number]), {"plan": "1"})
    assert refused.status_code == 409
    plan = {
        "text": "A monitor stays.",
        "alarm": "on",
        "events": "Camps reopen.\nBorders close.",
        "level": "4",
        "after": "0",
    }
    assert client.post(reverse("prevention_plan", args=[number]), plan).status_code == 302
    assert PreventionPlan.objects.get().triggers.count() == 4
    late = client.post(reverse("prevention_plan", args=[number]), {**plan, "text": "Another plan."})
    assert late.status_code == 409
    assert "Another plan." in text(late)
    review(measure, people.registrar, "done")
    assert "is proposed now; the trigger by level 4 is met already" in get(client, "case_follow_up", number)
    assert client.post(reverse("case_close", args=[number]), {"plan": "1"}).status_code == 409
    higher = {**plan, "level": "5", "after": "1"}
    assert client.post(reverse("prevention_plan", args=[number]), higher).status_code == 302
    assert client.post(reverse("case_close", args=[number]), {"plan": "2"}).status_code == 302
    assert Closing.objects.count() == 1
    assert "A trigger has fired" in get(client, "case_follow_up", number)


def test_r44_a_closed_case_shows_the_plan_that_it_was_closed_on_and_no_earlier_one(plenary, as_):
    to_follow_up(plenary)
    review(take(plenary), plenary.people.registrar, "done")
    write_plan(plenary, triggers=[])
    plan = write_plan(plenary, after=1)
    closing_cases.close_case(case=plenary.case, by=plenary.people.registrar, plan_version=plan.version)
    shown = get(as_("amal"), "case_follow_up", plenary.case.number)
    assert "The case was closed on the plan below." in shown
    assert "No trigger yet." not in shown
    assert "Version 2" in shown


def test_r44_a_case_is_reopened_by_page(plenary, as_):
    made = closed(plenary)
    client, url = as_("registrar"), reverse("case_reopen", args=[plenary.case.number])
    assert "Armed men return to the camps." in text(client.get(url))
    trigger = made.plan.triggers.get(kind="event").pk
    assert client.post(url, {"trigger": trigger, "reason": ""}).status_code == 400
    assert client.post(url, {"trigger": trigger, "reason": "Seen by two."}).status_code == 302
    plenary.case.refresh_from_db()
    assert plenary.case.stage == "assessment"
    assert "Seen by two." in get(client, "case_follow_up", plenary.case.number)
    # The assessment begun now has held no round: the panel's page leads to no answers that cannot be read (R25).
    assert reverse("reveal", args=[plenary.case.number]) not in get(client, "case_panel", plenary.case.number)


def test_r46_a_review_by_page_from_opening_to_closing(plenary, as_):
    client = as_("registrar")
    asked = {"region": "asia-pacific", "year": 2026, "quarter": 5}
    bad = client.post(reverse("reviews"), asked)
    assert bad.status_code == 400
    assert "four quarters" in text(bad)
    assert client.post(reverse("reviews"), {**asked, "quarter": 1}).status_code == 302
    held = RegionalReview.objects.get()
    url = reverse("review", args=["asia-pacific", 2026, 1])
    item = held.items.get()
    assert plenary.case.title in get(client, "review", "asia-pacific", 2026, 1)
    assert client.post(url, {"act": "decide", "item": item.pk, "text": ""}).status_code == 400
    assert client.post(url, {"act": "decide", "item": item.pk, "text": "An envoy goes."}).status_code == 302
    assert client.post(url, {"act": "raise", "up-item": item.pk, "up-reason": "Grave."}).status_code == 302
    follow = reverse("decision_follow", args=["asia-pacific", 2026, 1, 1])
    given = {**words(), "starts": "2026-02-09", "due": "2026-04-01"}
    assert client.post(follow, given).status_code == 302
    assert ReviewDecision.objects.get().measures.count() == 1
    assert client.post(url, {"act": "close", "held_on": "2026-02-09"}).status_code == 302
    shown = get(client, "review", "asia-pacific", 2026, 1)
    assert "frozen" in shown
    assert client.post(url, {"act": "decide", "text": "One more."}).status_code == 409
    assert "Grave." in get(client, "principals")


@pytest.mark.parametrize("address", ["/reviews/african/2026-Q5/", "/reviews/african/1900-Q1/"])
def test_r46_an_address_that_is_no_quarter_gets_a_400_that_says_so(as_, address):
    response = as_("registrar").get(address)
    assert response.status_code == 400
    assert "R46" in text(response)


def test_r46_a_review_that_was_not_opened_or_a_region_that_is_none_is_not_found(as_):
    client = as_("registrar")
    assert client.get("/reviews/african/2026-Q1/").status_code == 404
    assert client.get("/reviews/atlantis/2026-Q1/").status_code == 404


def test_r47_a_brief_by_page_is_written_refused_and_issued(plenary, as_, people):
    client = as_("registrar")
    assert client.post(reverse("briefings"), {"year": 2026, "month": 2}).status_code == 302
    url = reverse("briefing", args=[2026, 2])
    typed = {"version": 1, "text_assessment": f"Look at {plenary.case.title}, {plenary.case.number}.", "act": "save"}
    refused = client.post(url, typed)
    assert refused.status_code == 400
    assert "has not been released" in text(refused)
    assert plenary.case.number in text(refused)
    given = {**typed, "text_assessment": "Look at the dry season.", "act": "issue"}
    assert client.post(url, given).status_code == 302
    issued = Briefing.objects.get()
    assert issued.issued_at
    assert "Look at the dry season." in get(as_("amal"), "briefing", 2026, 2)
    assert client.get("/briefings/2026-13/").status_code == 400


def test_r48_the_account_by_page(plenary, as_, people):
    client = as_("registrar")
    shown = get(client, "account", 2026)
    assert 'data-chart="trend"' in shown
    assert "From first warning to action" in shown
    assert client.get("/account/1900/").status_code == 400
    assert client.post(reverse("account", args=[2026]), {"after": "0"}).status_code == 409
    assert "Not published yet" in get(as_("amal"), "account", 2026)
    with clock.travel(NEW_YEAR):
        accounts.publish_account(year=2026, by=people.registrar, after=0)
        shown = get(as_("auditor"), "account", 2026)
        assert AnnualAccount.objects.get().digest[:4] in shown
        assert get(as_("auditor"), "accounts").count("AA-") == 0
        client = as_("registrar")
        url = reverse("account", args=[2026])
        bad = client.post(url, {"after": "1", "reason": ""})
        assert bad.status_code == 400
        assert client.post(url, {"after": "1", "reason": "A wrong month."}).status_code == 302
        assert "A wrong month." in get(client, "account", 2026)
        assert client.get(url + "?edition=9").status_code == 404
        assert client.get(reverse("account_pdf", args=[2026])).headers["Content-Type"] == "application/pdf"


def test_no_page_of_parts_vi_and_vii_asks_more_than_eight_queries(plenary, as_, people):
    for place in range(6):
        take(plenary, title=f"Measure {place}")
    write_plan(plenary)
    to_follow_up(plenary)
    held = reviews.open_review(region="asia-pacific", year=2026, quarter=1, by=people.registrar)
    reviews.decide(review=held, by=people.registrar, text="Watch.", item=held.items.get())
    briefings.draft_briefing(year=2026, month=2, by=people.registrar)
    with clock.travel(NEW_YEAR):
        accounts.publish_account(year=2026, by=people.registrar, after=0)
    measure = Measure.objects.first()
    assert measure is not None
    pages = [
        reverse("follow_up"),
        reverse("measure", args=[measure.number]),
        reverse("case_follow_up", args=[plenary.case.number]),
        reverse("reviews"),
        reverse("principals"),
        reverse("review", args=["asia-pacific", 2026, 1]),
        reverse("briefings"),
        reverse("briefing", args=[2026, 2]),
        reverse("accounts"),
        reverse("account", args=[2026]),
    ]
    counts = {}
    for who in ("amal", "betty", "registrar"):
        client = as_(who)
        for url in pages:
            counts[who, url] = len(queries(client, url))
    assert {page: count for page, count in counts.items() if count > MOST} == {}


@pytest.mark.parametrize("given", ["²", "٣", "9" * 5000, "-1", "\u0000"])
def test_a_number_that_is_none_is_answered_and_breaks_nothing(plenary, as_, given):
    client, number = as_("registrar"), to_follow_up(plenary).number
    client.post(reverse("briefings"), {"year": 2026, "month": 1})
    answers = {
        "close": client.post(reverse("case_close", args=[number]), {"plan": given}),
        "account": client.post(reverse("account", args=[2025]), {"after": given}),
        "briefing": client.get(reverse("briefing", args=[2026, 1]), {"edition": given}),
        "compare": client.get(reverse("option_compare", args=[number]), {"o": given}),
    }
    assert not [name for name, answer in answers.items() if answer.status_code >= 500 or answer.status_code == 302]


def test_r44_an_event_too_long_is_told_and_what_was_written_is_kept(plenary, as_):
    client, number = as_("registrar"), to_follow_up(plenary).number
    plan = {"text": "A monitor stays.", "events": "Camps reopen.\n" + "y" * 501, "after": "0"}
    answer = client.post(reverse("prevention_plan", args=[number]), plan)
    assert answer.status_code == 400
    assert "y" * 501 in text(answer)
    assert not PreventionPlan.objects.exists()
