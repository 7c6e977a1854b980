"""SCREENS 15: the Council's answer, its entries, votes over time, vetoes, and two texts side by side."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.services import recuse
from deliberation.models import CouncilMeeting, CouncilText, CouncilVote, ExpectedPosition, HistoricVeto, Output
from deliberation.selectors.adequacy import beside
from deliberation.services.adequacy import open_comparison
from deliberation.services.council_votes import council_day, explain_vote, voted_on
from mad.common import clock
from tests.council_factory import PASTED, council_text, meeting, roll, transmitted, vote
from tests.pages.page_queries import queries

pytest_plugins = ["tests.deliberation_factory"]
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


@pytest.fixture
def output(plenary) -> Output:
    return transmitted(plenary)


def text(response) -> str:
    return response.content.decode()


def page(client, name, *args, status=200, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == status, text(response)[:3000]
    return text(response)


def everything(plenary, output: Output) -> CouncilVote:
    held = meeting(plenary, output)
    row = council_text(plenary, output)
    cast = vote(plenary, held, row, RUS="no", FRA="no")
    words = {"text": "The text is not balanced.", "source": "S/PV.9900, p. 4"}
    explain_vote(vote=cast, by=plenary.people.registrar, state="RUS", **words)
    return cast


ADDRESSES = [
    ("output_council", ()),
    ("council_text", (1,)),
    ("adequacy", ()),
]
ENTRIES = [
    ("council_meeting_new", ()),
    ("council_meeting", (1,)),
    ("council_vote_new", (1,)),
    ("council_vote", (1, 1)),
    ("council_explanation", (1, 1)),
    ("council_text_new", ()),
    ("council_text_entry", (1,)),
]


def test_r41_the_page_tells_result_reason_roll_and_what_was_promised(plenary, output, as_):
    everything(plenary, output)
    shown = page(as_("amal"), "output_council", output.number)
    for words in (
        "S/PV.9900",
        "The Division was heard: Betty Otieno",
        "Veto",
        "Not carried, by the no of a permanent member: France, Russian Federation",
        "The text is not balanced.",
        "none recorded",
        "ACT Code of Conduct",
        "had joined",
        "known not to have joined",
        "not known to have joined; the lists are partial",
    ):
        assert words in shown, words
    assert "Record a meeting" not in shown


def test_r41_an_output_without_an_answer_says_so(plenary, output, as_):
    assert "No answer is on record" in page(as_("amal"), "output_council", output.number)
    draft = plenary.draft()
    shown = page(as_("registrar"), "output_council", draft.number)
    assert "has not gone to the Council" in shown
    assert 'aria-disabled="true"' in shown


@pytest.mark.parametrize(("name", "rest"), ADDRESSES)
def test_r9_who_reads_outputs_reads_the_answer(plenary, output, as_, name, rest):
    everything(plenary, output)
    for reader in ("amal", "betty", "registrar", "officer"):
        page(as_(reader), name, output.number, *rest)
    for other in ("ethics", "auditor", "focal", "admin"):
        page(as_(other), name, output.number, *rest, status=403)


@pytest.mark.parametrize(("name", "rest"), ENTRIES)
def test_r9_the_registrar_alone_enters(plenary, output, as_, name, rest):
    everything(plenary, output)
    page(as_("registrar"), name, output.number, *rest)
    for other in ("amal", "betty", "officer", "ethics", "auditor", "focal", "admin"):
        client = as_(other)
        page(client, name, output.number, *rest, status=403)
        assert client.post(reverse(name, args=[output.number, *rest])).status_code == 403


def test_r6_a_recused_member_sees_nothing_of_it(plenary, output, as_, people):
    cast = everything(plenary, output)
    recuse(case=plenary.case, by=people.amal, reason="A brother is a party.")
    client = as_("amal")
    for name, rest in ADDRESSES:
        page(client, name, output.number, *rest, status=403)
    assert cast.on_what not in page(client, "council_votes")


@pytest.mark.parametrize(
    ("name", "rest"),
    [("council_text", (9,)), ("council_meeting", (9,)), ("council_vote", (1, 9)), ("council_vote_new", (9,))],
)
def test_what_is_not_there_is_not_found(plenary, output, as_, name, rest):
    everything(plenary, output)
    page(as_("registrar"), name, output.number, *rest, status=404)
    page(as_("registrar"), "adequacy", output.number, query="?text=9", status=404)


def sent_roll(held, **votes) -> dict[str, str]:
    return {f"roll_{code}": position for code, position in roll(held, **votes)}


def test_r41_meeting_text_vote_and_explanation_are_entered_by_plain_forms(plenary, output, as_):
    client = as_("registrar")
    day = clock.today().isoformat()
    facts = {"form": "meeting", "held_on": day, "symbol": "S/PV.9900", "heard": "not_heard"}
    assert client.post(reverse("council_meeting_new", args=[output.number]), facts).status_code == 302
    words = {"symbol": "S/2026/100", "title": "The north", "dated": day, "text": PASTED, "divisions": "on"}
    assert client.post(reverse("council_text_new", args=[output.number]), words).status_code == 302
    held, row = CouncilMeeting.objects.get(), CouncilText.objects.get()
    assert [p["label"] for p in row.paragraphs if p["part"] == "operative"] == ["1", "2", "2 (a)", "2 (b)", "3"]
    new = reverse("council_vote_new", args=[output.number, 1])
    given = {"text": "1", "kind": "substantive", **sent_roll(held, RUS="no")}
    assert client.post(new, given).status_code == 302
    cast = CouncilVote.objects.get()
    assert (cast.reason, cast.text, cast.on_what) == ("veto", row, str(row))
    said = {"state": "RUS", "text": "Not balanced.", "source": "S/PV.9900"}
    assert client.post(reverse("council_explanation", args=[output.number, 1, 1]), said).status_code == 302
    fixed = {"kind": "substantive", "on_what": cast.on_what, "version": "1", "reason": "Misheard"}
    corrected = reverse("council_vote", args=[output.number, 1, 1])
    assert client.post(corrected, fixed | sent_roll(held, RUS="abstain")).status_code == 302
    shown = page(client, "council_vote", output.number, 1, 1)
    assert "Misheard" in shown
    cast.refresh_from_db()
    assert cast.carried


def test_r41_a_roll_that_cannot_be_is_kept_in_the_form_and_named(plenary, output, as_):
    held = meeting(plenary, output)
    client, url = as_("registrar"), reverse("council_vote_new", args=[output.number, 1])
    given = {"kind": "substantive", "on_what": "Paragraph 4", **sent_roll(held)}
    response = client.post(url, {**given, "roll_DEU": "yes"})
    assert response.status_code == 409
    assert "DEU did not sit on the Council" in text(response) and "R41" in text(response)
    assert "Paragraph 4" in text(response)
    lacking = {name: value for name, value in given.items() if name != "roll_USA"}
    response = client.post(url, lacking)
    assert response.status_code == 400
    assert "Say how this State voted." in text(response)
    assert not CouncilVote.objects.exists()


def test_r41_a_correction_of_what_was_corrected_since_is_told(plenary, output, as_):
    held = meeting(plenary, output)
    client, url = as_("registrar"), reverse("council_meeting", args=[output.number, 1])
    facts = {"form": "meeting", "held_on": held.held_on.isoformat(), "symbol": "S/PV.1", "heard": "not_heard"}
    assert client.post(url, {**facts, "version": "1", "reason": "First"}).status_code == 302
    response = client.post(url, {**facts, "symbol": "S/PV.2", "version": "1", "reason": "Second"})
    assert response.status_code == 409
    assert "S/PV.2" in text(response) and "corrected after you had opened it" in text(response)


def test_r41_expected_positions_and_what_would_have_to_change(plenary, output, as_):
    council_text(plenary, output)
    client, url = as_("amal"), reverse("council_text", args=[output.number, 1])
    given = {"state": "RUS", "position": "no", "reason": "As it said in December."}
    entered = client.post(url, given)
    assert (entered.status_code, entered["Location"]) == (302, f"{url}#expected-RUS")
    assert client.post(url, {**given, "reason": ""}).status_code == 400
    assert client.post(url, {**given, "state": "DEU"}).status_code == 400
    assert '<tr id="expected-RUS" tabindex="-1">' in page(client, "council_text", output.number, 1)
    shown = page(client, "council_text", output.number, 1)
    for words in ("Must not vote no: Russian Federation", "As it said in December.", "Fewest changes to carry", "0–14"):
        assert words in shown, words
    assert ExpectedPosition.objects.count() == 1
    assert as_("officer").post(url, given).status_code == 403


def test_r41_what_was_expected_of_a_vote_is_shown_with_the_council_of_its_day(plenary, output, as_):
    text = council_text(plenary, output, planned_on=date(2027, 3, 1))
    held = meeting(plenary, output, held_on=clock.today())
    assert council_day(text) == date(2027, 3, 1)
    vote(plenary, held, RUS="no", text=text)
    assert council_day(text) == voted_on(text) == held.held_on
    shown = page(as_("amal"), "council_text", output.number, 1)
    assert "voted on; the Council of that day:" in shown
    assert "Pakistan" in shown
    assert "no day is set" not in shown and "2027" not in shown


def test_r20_the_case_goes_on_from_the_page(plenary, output, as_):
    url = reverse("council_follow_up", args=[output.number])
    assert as_("registrar").post(url).status_code == 409
    meeting(plenary, output)
    assert as_("amal").post(url).status_code == 403
    assert as_("registrar").post(url).status_code == 302
    plenary.case.refresh_from_db()
    assert plenary.case.stage == "follow_up"


def test_r41_votes_over_time(plenary, output, as_):
    everything(plenary, output)
    shown = page(as_("officer"), "council_votes")
    assert output.symbol in shown and "Veto" in shown
    page(as_("officer"), "council_votes", query="?after=nonsense", status=400)


@pytest.fixture
def loaded(people):
    rows = [
        ("S/1", date(1980, 1, 9), "Afghanistan", ["RUS"]),
        ("S/2", date(1986, 4, 21), "Libya", ["FRA", "GBR", "USA"]),
        ("S/3", date(2017, 4, 12), "Syria", ["RUS"]),
        ("S/4", date(1955, 12, 13), "Admission", ["CHN"]),
    ]
    HistoricVeto.objects.bulk_create(
        HistoricVeto(
            draft=draft,
            day=day,
            subject=topic,
            topic=topic,
            region="x",
            states=states,
            file_digest="0",
            loaded_at=clock.now(),
        )
        for draft, day, topic, states in rows
    )


def test_r41_vetoes_by_state_decade_and_subject(loaded, as_):
    client = as_("auditor")
    shown = page(client, "council_vetoes")
    assert "4 drafts fell" in shown and "by 6 no of permanent members" in shown
    assert "Soviet Union" in shown and "Republic of China" in shown
    assert "S/2" not in page(client, "council_vetoes", query="?state=RUS")
    only = page(client, "council_vetoes", query="?state=RUS&decade=2010")
    assert "S/3" in only and "S/1" not in only
    assert "1 draft fell" in page(client, "council_vetoes", query="?topic=Libya")
    assert "None answers to these filters" in page(client, "council_vetoes", query="?topic=Mars")
    for wrong in ("?state=DEU", "?decade=1983", "?decade=x", "?after=zz"):
        page(client, "council_vetoes", query=wrong, status=400)


def test_r42_two_texts_side_by_side_judged_and_commented_by_plain_forms(plenary, output, as_, people):
    council_text(plenary, output)
    url = reverse("adequacy", args=[output.number])
    client = as_("helene")
    assert "Begin to compare" in page(client, "adequacy", output.number)
    assert client.post(url, {"act": "open", "text": "1"}).status_code == 302
    shown = page(client, "adequacy", output.number)
    for words in (
        "Good offices and mediation",
        "The Council’s paragraph 1",
        "<ins>",
        "<del>",
        "Proposed by rule",
        "not judged",
    ):
        assert words in shown, words
    assert "Nobody has judged paragraph 1 yet." in shown
    row = beside(CouncilText.objects.get(), None).rows[0]
    judged = {
        "act": "judge",
        "text": "1",
        "paragraph": row.key,
        "seen_version": "0",
        "finding": "weaker",
        "answered_by": "1",
    }
    response = client.post(url, judged | {"reason": ""})
    assert response.status_code == 400
    assert client.post(url, judged | {"reason": "It only urges."}).status_code == 302
    response = as_("ingrid").post(url, judged | {"finding": "full", "reason": "Enough, to my mind."})
    assert response.status_code == 409
    assert "Enough, to my mind." in text(response)
    assert client.post(url, judged | {"paragraph": "0", "reason": "x"}).status_code in (400, 409)
    client = as_("helene")
    assert (
        client.post(url, {"act": "comment", "text": "1", "sufficient": "no", "why": "Nothing binds."}).status_code
        == 302
    )
    comment = Output.objects.get(kind="comment")
    assert comment.symbol in page(client, "adequacy", output.number)
    assert client.post(url, {"act": "dance", "text": "1"}).status_code == 404


def test_r42_a_text_without_paragraphs_says_why(plenary, output, as_):
    council_text(plenary, output, "")
    shown = page(as_("helene"), "adequacy", output.number)
    assert "without operative paragraphs" in shown
    response = as_("helene").post(reverse("adequacy", args=[output.number]), {"act": "open", "text": "1"})
    assert response.status_code == 409


def test_the_pages_ask_at_most_eight_queries_however_much_is_recorded(plenary, output, as_, people):
    everything(plenary, output)
    open_comparison(text=CouncilText.objects.get(), by=people.helene)

    def counts() -> dict[str, int]:
        client, found = as_("amal"), {}
        for name, rest in [
            *((name, (output.number, *rest)) for name, rest in ADDRESSES),
            ("council_votes", ()),
            ("council_vetoes", ()),
        ]:
            found[name] = len(queries(client, reverse(name, args=rest)))
        return found

    before = counts()
    assert {name: count for name, count in before.items() if count > MOST} == {}
    for number in range(4):
        held = meeting(plenary, output, symbol=f"S/PV.{number}")
        vote(plenary, held, CHN="no")
    assert counts() == before
