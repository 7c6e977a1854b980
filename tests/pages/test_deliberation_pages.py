"""SCREENS 12 to 14: the pages of the plenary, of a vote and of a draft."""

from functools import partial

import pytest
from django.urls import reverse

from cases.models import CaseSubmission
from cases.services import recuse
from deliberation import services
from deliberation.models import Ballot, Motion, Option, Output, Paragraph
from deliberation.selectors import paragraphs_of
from mad.common import clock
from mad.docket.models import Entry
from tests.deliberation_factory import COERCIVE, EVERYBODY, FORCE, PEACEFUL
from tests.evidence_help import an_item
from tests.pages.page_queries import queries

pytest_plugins = ["tests.deliberation_factory"]
STRICT = {"sensitivity": "strictly_confidential", "grading": {"sensitivity": "strictly_confidential"}}


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


def page(client, name, *args, status=200):
    response = client.get(reverse(name, args=args))
    assert response.status_code == status, text(response)[:2000]
    return text(response)


def test_the_plenary_page_shows_options_gate_and_motions(plenary, as_):
    plenary.explain(plenary.table(**PEACEFUL))
    plenary.table(**COERCIVE)
    shown = page(as_("amal"), "deliberation", plenary.case.number)
    for words in ("Good offices", "Arms embargo", "Peaceful first", "Gate closed", "O-2 Arms embargo", "R33"):
        assert words in shown


def test_r33_the_form_keeps_what_was_typed_when_force_is_refused(plenary, as_):
    url = reverse("option_table", args=[plenary.case.number])
    response = as_("helene").post(url, {**FORCE, "aim": "Planes on the ground"})
    assert response.status_code == 409
    assert "Planes on the ground" in text(response)
    assert "R33" in text(response)
    assert not Option.objects.exists()


def test_r32_an_option_is_tabled_scored_and_explained_by_page(plenary, as_):
    client, number = as_("helene"), plenary.case.number
    assert client.post(reverse("option_table", args=[number]), PEACEFUL).status_code == 302
    url = reverse("option", args=[number, 1])
    scores = {"effect": 4, "speed": 3, "feasibility": 5, "harm": 2, "pull": 5}
    assert client.post(url, {"act": "score", **scores}).status_code == 302
    assert client.post(url, {"act": "score", **scores, "pull": 9}).status_code == 400
    assert client.post(url, {"act": "reason", "text": "Tried in vain"}).status_code == 302
    option = Option.objects.get()
    assert (option.scores.count(), option.failure_reasons.get().text) == (1, "Tried in vain")
    page(client, "option", number, 1)


def test_r34_a_ballot_by_page_with_receipt(plenary, as_, people):
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), close=False)
    client, url = as_("amal"), reverse("motion", args=[motion.number])
    shown = page(client, "motion", motion.number)
    assert "have not voted yet" in shown
    assert "10 × 3 = 30" in shown
    response = client.post(url, {"choice": "no", "explanation": "Too early", "seen_version": 0}, follow=True)
    ballot = Ballot.objects.get()
    assert ballot.receipt in text(response)
    assert (ballot.choice, ballot.explanation) == ("no", "Too early")
    for name in ("betty", "registrar", "officer"):
        other = page(as_(name), "motion", motion.number)
        assert "Too early" not in other
        assert ballot.receipt not in other
        assert ballot.digest[:12] not in other


def test_r34_a_second_window_is_told(plenary, as_, people):
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), close=False)
    client, url = as_("amal"), reverse("motion", args=[motion.number])
    client.post(url, {"choice": "no", "seen_version": 0})
    response = client.post(url, {"choice": "yes", "seen_version": 0}, follow=True)
    assert "from another window" in text(response)
    assert Ballot.objects.count() == 2


def test_r34_the_roll_after_closing(plenary, as_):
    motion = plenary.vote(
        plenary.move(kind="option", option=plenary.table(**PEACEFUL)), yes=EVERYBODY[:11], no=["sione"]
    )
    shown = page(as_("officer"), "motion", motion.number)
    for words in ("Roll call", "33 ≥ 30", "Sione Taufa", "Not voting", "Carried"):
        assert words in shown
    response = as_("nguyen").post(reverse("motion", args=[motion.number]), {"choice": "yes"})
    assert response.status_code == 409
    assert "R34" in text(response)


def test_r9_the_presiding_member_puts_and_others_see_the_rule(plenary, as_):
    motion = plenary.move(kind="option", option=plenary.table(**PEACEFUL))
    shown = page(as_("amal"), "motion", motion.number)
    assert 'aria-disabled="true"' in shown
    assert as_("amal").post(reverse("motion_put", args=[motion.number])).status_code == 403
    assert as_("betty").post(reverse("motion_put", args=[motion.number])).status_code == 302
    motion.refresh_from_db()
    assert motion.state == "voting"


def test_r6_a_recused_member_opens_nothing_of_the_case(plenary, as_, people):
    output = plenary.draft()
    motion = plenary.move(kind="option", option=plenary.table(**PEACEFUL))
    recuse(case=plenary.case, by=people.amal, reason="A brother is a party.")
    client = as_("amal")
    page(client, "deliberation", plenary.case.number, status=403)
    page(client, "motion", motion.number, status=403)
    page(client, "output", output.number, status=403)
    assert output.title not in page(client, "outputs")


@pytest.mark.parametrize("name", ["admin", "auditor", "ethics", "focal"])
def test_r9_who_reads_no_case_reads_no_deliberation(plenary, as_, name):
    output = plenary.draft()
    client = as_(name)
    for url in (
        reverse("deliberation", args=[plenary.case.number]),
        reverse("output", args=[output.number]),
        reverse("output_pdf", args=[output.number]),
    ):
        assert client.get(url).status_code in (403, 404)


def test_what_does_not_exist_is_not_found(plenary, as_):
    page(as_("amal"), "motion", "M-2026-9999", status=404)
    page(as_("amal"), "output", "DR-2026-999", status=404)


def test_r38_a_draft_is_written_moved_and_shown_by_plain_forms(plenary, as_):
    client, number = as_("helene"), plenary.case.number
    client.post(
        reverse("case_outputs", args=[number]),
        {"act": "draft", "kind": "draft_resolution", "title": "A draft"},
    )
    output = Output.objects.get()
    add = reverse("paragraph_add", args=[output.number])
    for opening in ("Demands", "Urges"):
        words = {
            "part": "operative",
            "opening": opening,
            "text": "that attacks end;",
            "measure": "cessation",
            "level": 0,
        }
        assert client.post(add, words).status_code == 302
    shown = page(client, "output", output.number)
    assert "The Security Council" in shown
    assert "MAD/DR/2026/1" in shown
    urges = Paragraph.objects.get(opening="Urges")
    client.post(reverse("paragraph", args=[output.number, urges.pk]), {"act": "up"})
    assert [p.opening for p in paragraphs_of(output)] == ["Urges", "Demands", "Decides"]
    assert "Save paragraph" in text(client.get(reverse("output", args=[output.number]) + f"?edit={urges.pk}"))


def test_r38_a_refused_paragraph_keeps_what_was_typed(plenary, as_):
    output = plenary.draft()
    client = as_("helene")
    words = {"part": "operative", "opening": "Obliterates", "text": "a sentence worth keeping", "level": 0}
    response = client.post(reverse("paragraph_add", args=[output.number]), words)
    assert response.status_code == 400
    assert "a sentence worth keeping" in text(response)


def test_r38_two_editors_both_texts_are_on_the_page(plenary, as_, people):
    output = plenary.draft()
    row = plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation")
    services.edit_paragraph(paragraph=row, by=people.amal, text="that all attacks end", version=1)
    url = reverse("paragraph", args=[output.number, row.pk])
    words = {
        "act": "save",
        "opening": "Demands",
        "text": "my own words",
        "measure": "cessation",
        "version": 1,
        "level": 0,
    }
    response = as_("helene").post(url, words)
    assert response.status_code == 409
    assert "my own words" in text(response)
    assert "that all attacks end" in text(response)


def test_r39_the_check_answers_while_one_types_and_saves_nothing(plenary, as_):
    output = plenary.lawful_draft()
    words = {
        "part": "operative",
        "opening": "Authorizes",
        "text": "Member States to take all necessary measures",
        "measure": "protection",
        "level": 0,
    }
    response = as_("helene").post(reverse("output_check", args=[output.number]), words)
    answer = response.json()
    assert "<mark>all necessary measures</mark>" in answer["page"]
    assert {"R39 d", "R39 b", "R39 e"} == {o["rule"] for o in answer["objections"]}
    assert Paragraph.objects.filter(output=output).count() == 3


def test_r39_a_pause_of_the_keys_costs_one_statement_beside_who_asks(plenary, as_, django_assert_num_queries):
    output = plenary.lawful_draft()
    ask = partial(as_("helene").post, reverse("output_check", args=[output.number]))
    ask({"part": "operative", "text": "all attacks"})  # the roll is read once
    with django_assert_num_queries(3):
        assert ask({"part": "operative", "text": "all attacks end"}).status_code == 200


def test_r6_r9_the_check_is_for_who_drafts_and_reads_the_case(plenary, as_, people):
    output = plenary.lawful_draft()
    recuse(case=plenary.case, by=people.helene, reason="A former client.")
    statuses = {
        name: as_(name).post(reverse("output_check", args=[output.number]), {"part": "operative"}).status_code
        for name in ("helene", "amal", "registrar", "officer", "focal")
    }
    assert statuses == {"helene": 403, "amal": 200, "registrar": 200, "officer": 403, "focal": 403}
    assert as_("amal").post(reverse("output_check", args=["O-2026-999"]), {}).status_code == 404


def test_r39_half_typed_words_do_not_break_the_check(plenary, as_):
    output = plenary.lawful_draft()
    row = paragraphs_of(output)[0]
    for words in (
        {},
        {"key": "x"},
        {"key": row.pk, "text": ""},
        {"level": "nine", "territory": "??", "text": "\u202e"},
    ):
        assert as_("helene").post(reverse("output_check", args=[output.number]), words).status_code == 200


def test_r39_the_disabled_act_names_paragraph_and_rule(plenary, as_):
    output = plenary.lawful_draft()
    plenary.write(output, "operative", "Decides", "an arms embargo", measure="arms_embargo")
    shown = page(as_("helene"), "output", output.number)
    assert "Paragraph 2 (arms embargo) rests on no option." in shown
    assert 'aria-disabled="true"' in shown


def test_r39c_a_legal_member_clears_by_page(plenary, as_):
    output = plenary.lawful_draft()
    row = plenary.write(output, "operative", "Urges", "the President to step down", measure="cessation")
    url = reverse("paragraph", args=[output.number, row.pk])
    assert as_("helene").post(url, {"act": "clear", "version": 1}).status_code == 403
    assert as_("amal").post(url, {"act": "clear"}).status_code == 400
    assert as_("amal").post(url, {"act": "clear", "version": 7}).status_code == 409
    assert as_("amal").post(url, {"act": "clear", "version": 1}).status_code == 302
    assert "Amal Benhaddou" in page(as_("ingrid"), "output", output.number)


def test_r38_the_pdf_is_served_and_the_export_recorded(plenary, as_):
    output = plenary.lawful_draft()
    response = as_("amal").get(reverse("output_pdf", args=[output.number]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "MAD-DR-2026-1.pdf" in response["Content-Disposition"]
    assert Entry.objects.filter(act="output.exported", object=output.number).exists()


def test_r37_from_review_to_the_council_by_page(plenary, as_, people):
    output = plenary.lawful_draft()
    client = as_("helene")
    moved = client.post(reverse("output_act", args=[output.number, "move"]))
    motion = Motion.objects.get(output=output)
    assert moved["Location"] == reverse("motion", args=[motion.number])
    plenary.carry(motion)
    client = as_("betty")
    assert client.post(reverse("output_act", args=[output.number, "transmit"])).status_code == 302
    shown = page(client, "output", output.number)
    assert "Sent to 16 addressees" in shown
    assert "Save paragraph" not in shown


def test_r37_the_page_of_a_call_says_how_many_have_signed(plenary, as_, people):
    words = {"title": "Emergency session", "text": "The Division calls for a session."}
    output = services.make_call(case=plenary.case, by=people.amal, kind="emergency_call", **words)
    shown = page(as_("amal"), "output", output.number)
    assert "You have signed. 1 of 3 have signed." in shown
    assert "Sign and send" not in shown
    shown = page(as_("ingrid"), "output", output.number)
    assert "1 of 3 have signed." in shown and "Sign and send" not in shown
    assert "Sign and send" in page(as_("betty"), "output", output.number)
    services.sign(output=output, by=people.fergus)
    client = as_("ingrid")
    assert "Sign and send" in page(client, "output", output.number)
    statements = queries(client, reverse("output", args=[output.number]))
    assert len([sql for sql in statements if "SAVEPOINT" not in sql]) <= 8


def test_r32_the_recommendation_by_page(plenary, as_):
    plenary.carried_option(**PEACEFUL)
    client, url = as_("amal"), reverse("recommendation", args=[plenary.case.number])
    assert "O-1" in text(client.get(url))
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-option": "O-1", "form-0-who": "SG"}
    assert client.post(url, form).status_code == 400
    form |= {"form-0-what": "Appoint an envoy", "form-0-when": "At once", "form-0-place": 1}
    assert client.post(url, form).status_code == 302
    assert "Appoint an envoy" in page(client, "deliberation", plenary.case.number)


def test_the_desk_shows_what_to_decide(plenary, as_, people):
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), close=False)
    assert motion.title in page(as_("amal"), "desk")
    services.cast_ballot(motion=motion, by=people.amal, choice="yes")
    assert f"Vote: {motion.title}" not in page(as_("amal"), "desk")
    plenary.move(kind="option", option=plenary.table(**COERCIVE))
    assert "Put to the vote" in page(as_("betty"), "desk")


def test_r33_the_draft_shows_the_rule_beside_the_paragraph_and_goes_no_further(plenary, as_):
    output = plenary.draft()
    row = plenary.write(output, "operative", "Authorizes", "all necessary measures", measure="protection")
    drawn = text(as_("helene").get(reverse("output", args=[output.number])))
    block = drawn[drawn.index(f'id="p{row.pk}"') :].partition("</li>")[0]
    assert "no finding of insufficiency is in force (R33)" in block
    assert 'aria-disabled="true"' in drawn.partition("Submit for review")[0].rpartition("<button")[2]
    response = as_("helene").post(reverse("output_act", args=[output.number, "review"]))
    assert response.status_code == 409
    assert "Paragraph 1 is of class force" in text(response)


def test_r16_the_check_as_one_types_does_not_tell_a_closed_item_from_none(plenary, as_, people):
    output = plenary.draft()
    item = an_item(people, **STRICT)
    CaseSubmission.objects.create(case=plenary.case, submission=item.submission, at=clock.now())
    said = {}
    for ref in (item.number, "E-2026-9999"):
        words = {"part": "preambular", "opening": "Recalling", "text": "it", "level": 0, "more_citations": ref}
        answer = as_("helene").post(reverse("output_check", args=[output.number]), words)
        said[ref] = answer.content.decode().replace(ref, "…")
    assert said[item.number] == said["E-2026-9999"]
    assert "…" in said[item.number]


def test_r34_an_explanation_that_comes_too_late_is_given_back(plenary, as_):
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), no=EVERYBODY)
    late = {"choice": "yes", "explanation": "I was persuaded by the new report", "seen_version": 0}
    response = as_("amal").post(reverse("motion", args=[motion.number]), late)
    assert response.status_code == 409
    assert "I was persuaded by the new report" in text(response)


@pytest.mark.parametrize("given", ["²", "٣²", "9" * 5000, "-1", "1e3"])
def test_a_number_that_is_none_breaks_no_page(plenary, people, as_, given):
    option = plenary.carried_option(**PEACEFUL)
    services.open_sitting(case=plenary.case, by=people.betty)
    client, number = as_("helene"), plenary.case.number
    sent = {"form-TOTAL_FORMS": given, "form-0-place": given, "form-0-option": option.label, "shift": "up:O-1"}
    answers = [
        client.get(reverse("option_compare", args=[number]), {"o": given}),
        client.post(reverse("recommendation", args=[number]), sent),
        client.post(reverse("session_act", args=[number, 1, "withdraw"]), {"turn": given}),
        client.post(
            reverse("discussion", args=[number, "option", "1"]), {"act": "correct", "remark": given, "text": "x"}
        ),
    ]
    assert {answer.status_code for answer in answers} <= {200, 400, 404, 409}
