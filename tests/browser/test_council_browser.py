"""The Council's answer and the comparison in a browser: entered by keyboard, read on a phone, nothing for axe."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from deliberation.models import CouncilText, CouncilVote, HistoricVeto, MeasureJudgement
from deliberation.services.adequacy import open_comparison
from mad.common import clock
from tests.council_factory import council_text, meeting, transmitted, vote
from tests.deliberation_factory import Plenary

pytestmark = pytest.mark.browser
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def answered(seated):
    """A draft resolution that the Council met on, of the past days: the server's threads read the real clock."""
    with seated(days=6) as people:
        plenary = Plenary(people)
        output = transmitted(plenary)
        held = meeting(plenary, output)
        text = council_text(plenary, output)
        vote(plenary, held, text, RUS="no", FRA="no")
        open_comparison(text=text, by=plenary.people.helene)
    HistoricVeto.objects.create(
        draft="S/1",
        day=date(1980, 1, 9),
        subject="x",
        topic="Iran",
        states=["RUS"],
        file_digest="0",
        loaded_at=clock.now(),
    )
    return plenary, output, held


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desktop", "phone"])
def test_nothing_that_axe_finds(answered, seen_by, axe, size):
    plenary, output, _ = answered
    number, people = output.number, plenary.people
    pages = [
        (people.helene, "output_council", (number,)),
        (people.helene, "council_text", (number, 1)),
        (people.helene, "adequacy", (number,)),
        (people.registrar, "council_meeting_new", (number,)),
        (people.registrar, "council_vote", (number, 1, 1)),
        (people.helene, "council_votes", ()),
        (people.helene, "council_vetoes", ()),
    ]
    found = {}
    for who, view, args in pages:
        page = seen_by(who, reverse(view, args=args), bypass_csp=True, **size)
        found[view] = axe(page)
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            found[view].append("wider than the screen")
    assert {view: faults for view, faults in found.items() if faults} == {}


def test_r41_a_vote_is_entered_by_keyboard(answered, seen_by):
    plenary, output, _ = answered
    page = seen_by(plenary.people.registrar, reverse("council_vote_new", args=[output.number, 1]))
    page.get_by_label("What was voted on").fill("Paragraph 1, voted separately")
    for yes in page.locator('input[name^="roll_"][value="yes"]').all():
        yes.focus()
        page.keyboard.press("Space")
    page.get_by_role("group", name="China").get_by_label("Yes", exact=True).press("ArrowRight")
    page.get_by_role("button", name="Record the vote").press("Enter")
    page.wait_for_url(re.compile("/council/$"))
    cast_last = CouncilVote.objects.order_by("-pk").first()
    assert (cast_last.reason, cast_last.yes, cast_last.permanent_no) == ("veto", 14, ["CHN"])
    assert "Paragraph 1, voted separately" in page.locator("main").inner_text()


def test_r42_a_measure_is_judged_by_keyboard_without_script(answered, seen_by):
    plenary, output, _ = answered
    page = seen_by(plenary.people.amal, reverse("adequacy", args=[output.number]), java_script_enabled=False)
    page.locator("summary", has_text="Judge paragraph 1").press("Enter")
    page.get_by_label("Met in part").check()
    page.get_by_label("Reason").fill("Talks are asked for, but nobody is bound.")
    page.get_by_role("button", name="Record the judgement").press("Enter")
    page.wait_for_url(re.compile("adequacy"))
    assert "Talks are asked for" in page.locator("main").inner_text()
    assert MeasureJudgement.objects.get().finding == "part"
    assert CouncilText.objects.get().adequacy


def test_r41_vetoes_are_drawn_from_their_table(answered, seen_by):
    plenary, _, _ = answered
    page = seen_by(plenary.people.helene, reverse("council_vetoes"))
    page.locator('[data-chart="vetoes"] svg[role="img"]').wait_for()
    assert "1980" in page.locator('[data-chart="vetoes"] svg').inner_html()
