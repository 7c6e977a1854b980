"""SCREENS 12: toolbox, side by side, appraisal, analyses, the recommendation's order, what a page costs."""

import re

import pytest
from django.urls import reverse

from cases.models import CaseSubmission
from cases.services import recuse
from deliberation import services
from deliberation.models import FailureReason, Motion, Option, OptionScore, Recommendation
from mad.common import clock
from tests.deliberation_factory import COERCIVE, EVERYBODY, PEACEFUL
from tests.evidence_help import an_item
from tests.pages.page_queries import queries

pytest_plugins = ["tests.deliberation_factory"]
MOST = 8
STRICT = {"sensitivity": "strictly_confidential", "grading": {"sensitivity": "strictly_confidential"}}
SCORES = {"effect": 4, "speed": 3, "feasibility": 5, "harm": 2, "pull": 5}


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


def page(client, name, *args, status=200, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == status, text(response)[:2000]
    return text(response)


def main(shown: str) -> str:
    return shown.partition("<main")[2]


# The toolbox


def test_r32_the_toolbox_is_searched_and_filtered(plenary, as_):
    client, number = as_("amal"), plenary.case.number
    assert "63 of 63" in page(client, "option_table", number)
    found = page(client, "option_table", number, query="?q=arms+EMBARGO&cls=coercive")
    assert "Arms embargo" in found
    assert "1 of 63" in found
    assert "12 of 63" in page(client, "option_table", number, query="?cls=force")
    eight = page(client, "option_table", number, query="?chapter=VIII")
    assert "Ch. VIII" in eight
    assert "0 of 63" in page(client, "option_table", number, query="?cls=gentle&chapter=XX")


def test_r32_a_tool_fills_the_form_and_one_that_is_not_there_fills_nothing(plenary, as_):
    client, number = as_("amal"), plenary.case.number
    shown = page(client, "option_table", number, query="?tool=arms-embargo")
    assert 'value="Arms embargo"' in shown
    assert page(client, "option_table", number, query="?tool=no-such")


def test_r32_the_form_says_when_a_field_is_needed(plenary, as_):
    shown = page(as_("amal"), "option_table", plenary.case.number)
    assert shown.count("needed when written in") == 4
    assert shown.count(">optional<") == 3  # the toolbox, the expected effect, the risks


def test_r32_a_written_in_option_names_what_is_missing_and_keeps_the_rest(plenary, as_):
    url = reverse("option_table", args=[plenary.case.number])
    response = as_("amal").post(url, {"title": "Quiet talks", "aim": "Talks between the elders", "cls": "peaceful"})
    assert response.status_code == 400
    for words in ("Talks between the elders", "charter_basis", "who"):
        assert words in text(response)
    assert not Option.objects.exists()


# Appraisal


def test_r32_others_scores_are_shown_after_ones_own(plenary, people, as_):
    option = plenary.table(**PEACEFUL)
    for name, effect in (("betty", 1), ("helene", 1), ("fergus", 5), ("rosa", 5)):
        services.score_option(option=option, by=getattr(people, name), scores={**SCORES, "effect": effect})
    client, number = as_("amal"), plenary.case.number
    for view, *args in (("deliberation", number), ("option_compare", number)):
        shown = main(page(client, view, *args))
        assert "after yours" in shown
        assert "1–5" not in shown
    assert "Shown once you have given your own" in page(client, "option", number, 1)
    client.post(reverse("option", args=[number, 1]), {"act": "score", **SCORES})
    for view, *args in (("deliberation", number), ("option_compare", number), ("option", number, 1)):
        shown = main(page(client, view, *args))
        assert "after yours" not in shown
        assert "1–5" in shown
        assert "divided" in shown
    assert "1–5" in main(page(as_("officer"), "deliberation", number))


@pytest.mark.parametrize("wrong", ["0", "6", "five", "2.5", ""])
def test_r32_a_score_that_is_none_names_its_scale(plenary, as_, wrong):
    plenary.table(**PEACEFUL)
    url = reverse("option", args=[plenary.case.number, 1])
    response = as_("amal").post(url, {"act": "score", **SCORES, "harm": wrong})
    assert response.status_code == 400
    assert "Harm avoided" in text(response)
    assert not OptionScore.objects.exists()


def test_r32_scores_by_page_are_changed_and_every_version_is_kept(plenary, as_):
    plenary.table(**PEACEFUL)
    client, url = as_("amal"), reverse("option", args=[plenary.case.number, 1])
    client.post(url, {"act": "score", **SCORES})
    client.post(url, {"act": "score", **SCORES, "pull": 1})
    assert [s.version for s in OptionScore.objects.order_by("version")] == [1, 2]
    assert "This is version 2" in text(client.get(url))


def test_r32_chosen_options_stand_side_by_side(plenary, as_):
    for tool in ("good-offices", "mediation", "arms-embargo"):
        plenary.table(tool=tool, aim=f"Aim of {tool}")
    shown = page(as_("amal"), "option_compare", plenary.case.number, query="?o=1&o=3&o=77&o=x")
    assert "Aim of good-offices" in shown
    assert "Aim of arms-embargo" in shown
    assert "Aim of mediation" not in shown


# The gate


def test_r33_the_checklist_says_what_is_missing_per_option(plenary, people, as_):
    plenary.explain(plenary.table(**PEACEFUL))
    plenary.table(**COERCIVE)
    shown = main(page(as_("amal"), "deliberation", plenary.case.number))
    rows = re.findall(r"<li class=\"(is-done|)\">.*?</li>", shown.partition("Option by option")[2], re.S)
    assert rows == ["is-done", ""]
    assert "said by Amal Benhaddou, version 1" in shown
    assert "What it would take to work is not said." in shown
    assert "Missing: a reason why it would fail." in shown


def test_r33_an_analysis_by_page_with_evidence(plenary, people, as_):
    plenary.table(**PEACEFUL)
    item, closed = (an_item(people, **facts) for facts in ({}, STRICT))
    for one in (item, closed):
        CaseSubmission.objects.create(case=plenary.case, submission=one.submission, at=clock.now())
    client, url = as_("amal"), reverse("option", args=[plenary.case.number, 1])
    assert closed.number not in text(client.get(url))
    words = {"act": "reason", "text": "The party refuses.", "needs": "A channel.", "items": [item.number]}
    response = client.post(url, {**words, "more": closed.number})
    assert response.status_code == 400
    assert "is no item of this case that you may open" in text(response)
    assert "The party refuses." in text(response)
    assert client.post(url, words).status_code == 302
    shown = text(client.get(url))
    assert "A channel." in shown
    assert item.number in shown
    assert FailureReason.objects.get().evidence.count() == 1


def test_r33_a_determination_replaced_is_said_with_what_lapses(plenary, as_):
    motion = plenary.open_gate()
    number = plenary.case.number
    assert "replaced" not in re.findall(r'id="(\w+)"', page(as_("amal"), "deliberation", number))
    plenary.determine()
    shown = main(page(as_("amal"), "deliberation", number))
    assert 'id="replaced"' in shown
    assert f"The finding of insufficiency {motion.number} rested on" in shown
    assert "Gate closed" in shown


# The recommendation


def steps(*labels, **more):
    form = {"form-TOTAL_FORMS": len(labels), "form-INITIAL_FORMS": len(labels)}
    for n, label in enumerate(labels):
        words = {"option": label, "who": "SG", "what": f"Does {label}", "when": "At once", "if_it_fails": "Go on"}
        form |= {f"form-{n}-{name}": value for name, value in {**words, "place": n + 1}.items()}
    return {**form, **more}


def test_r32_what_a_step_leaves_open_is_said_at_its_field(plenary, as_):
    for words in (PEACEFUL, COERCIVE):
        plenary.carried_option(**words)
    client, url = as_("amal"), reverse("recommendation", args=[plenary.case.number])
    assert "needed when other steps follow" in text(client.get(url))
    open_ended = {"form-0-if_it_fails": "", "form-1-if_it_fails": "", "form-1-when": "\u200b"}
    response = client.post(url, steps("O-1", "O-2", **open_ended))
    assert response.status_code == 409
    first, last = (text(response).split(f'id="s{n}"')[1].split("</li>\n")[0] for n in (1, 2))
    assert 'id="id_form-0-if_it_fails-error"' in first
    assert "other steps follow this one" in first
    assert 'id="id_form-1-if_it_fails-error"' not in last
    assert 'id="id_form-1-when-error"' in last


def test_r32_steps_are_moved_without_saving_and_then_saved(plenary, as_):
    plenary.carried_option(**PEACEFUL)
    plenary.carried_option(**COERCIVE)
    client, url = as_("amal"), reverse("recommendation", args=[plenary.case.number])
    moved = text(client.post(url, steps("O-1", "O-2", shift="up:O-2", **{"form-1-when": "Kept as typed"})))
    assert moved.index('value="O-2"') < moved.index('value="O-1"')
    assert "Kept as typed" in moved
    assert not Recommendation.objects.exists()
    assert client.post(url, steps("O-1", "O-2", **{"form-0-place": 2, "form-1-place": 1})).status_code == 302
    draft = Recommendation.objects.get()
    assert [s.option.label for s in draft.steps.all()] == ["O-2", "O-1"]
    assert client.post(url, steps("O-1", "O-2", shift="down:O-7")).status_code == 200


def test_r32_two_versions_and_what_differs(plenary, as_):
    plenary.carried_option(**PEACEFUL)
    client, number = as_("amal"), plenary.case.number
    url = reverse("recommendation", args=[number])
    assert "No version has been saved yet" in page(client, "recommendation_versions", number)
    client.post(url, steps("O-1"))
    client.post(url, steps("O-1", **{"form-0-when": "Within a week"}))
    shown = page(client, "recommendation_versions", number)
    assert re.search(r"<del>.*At once", shown, re.S)
    assert re.search(r"<ins>.*Within a week", shown, re.S)
    assert "Within a week" not in page(client, "recommendation_versions", number, query="?version=1&since=x")


def test_r32_a_step_of_what_was_not_carried_is_refused_and_kept(plenary, as_):
    plenary.carried_option(**PEACEFUL)
    plenary.table(**COERCIVE)
    url = reverse("recommendation", args=[plenary.case.number])
    response = as_("amal").post(url, steps("O-1", "O-2"))
    assert response.status_code == 409
    assert "O-2 has not been carried." in text(response)
    assert "Does O-2" in text(response)


ADDRESSES = (
    ("option_compare",),
    ("recommendation_versions",),
    ("sessions",),
    ("session", 1),
    ("minutes", 1),
    ("minutes_pdf", 1),
    ("minutes_docx", 1),
    ("discussion", "option", "1"),
)


@pytest.mark.parametrize("name", ["admin", "auditor", "ethics", "focal"])
def test_r9_who_reads_no_case_reads_none_of_this(plenary, people, as_, name):
    plenary.table(**PEACEFUL)
    services.close_sitting(sitting=services.open_sitting(case=plenary.case, by=people.betty), by=people.betty)
    client = as_(name)
    for view, *args in ADDRESSES:
        assert client.get(reverse(view, args=[plenary.case.number, *args])).status_code in (403, 404), view


def test_r6_a_recused_member_opens_none_of_this(plenary, people, as_):
    plenary.table(**PEACEFUL)
    services.close_sitting(sitting=services.open_sitting(case=plenary.case, by=people.betty), by=people.betty)
    recuse(case=plenary.case, by=people.amal, reason="A brother is a party.")
    client = as_("amal")
    for view, *args in ADDRESSES:
        assert client.get(reverse(view, args=[plenary.case.number, *args])).status_code == 403, view
    assert plenary.case.title not in page(client, "desk")


# What a page costs


def test_pages_of_the_plenary_ask_at_most_eight_queries_however_much_is_there(plenary, people, as_):
    number = plenary.case.number
    option = plenary.carried_option(**PEACEFUL)
    services.draft_recommendation(
        case=plenary.case,
        by=people.amal,
        steps=[{"option": option.label, "who": "SG", "what": "Acts", "when": "Now", "if_it_fails": "On"}],
    )
    sitting = services.open_sitting(case=plenary.case, by=people.betty)
    for name in EVERYBODY[:9]:
        user = getattr(people, name)
        services.mark_presence(sitting=sitting, by=user, here=True)
        services.ask_for_floor(sitting=sitting, by=user)
        services.score_option(option=option, by=user, scores=SCORES)
        services.remark_on(case=plenary.case, subject="option", key="1", text="@milica.stanic?", by=user)
    for tool in ("mediation", "arms-embargo", "travel-ban", "asset-freeze", "coi"):
        plenary.explain(plenary.table(tool=tool, aim="x"))
    client = as_("amal")
    asked = {
        view: queries(client, reverse(view, args=[number, *args]))
        for view, *args in (
            ("deliberation",),
            ("option_compare",),
            ("option_table",),
            ("option", 1),
            ("recommendation",),
            ("recommendation_versions",),
            ("sessions",),
            ("session", 1),
            ("discussion", "option", "1"),
        )
    }
    services.close_sitting(sitting=sitting, by=people.betty)
    asked["minutes"] = queries(client, reverse("minutes", args=[number, 1]))
    assert {view: found for view, found in asked.items() if len(found) > MOST} == {}


def test_a_motion_moved_from_the_table_is_shown_there(plenary, as_):
    plenary.table(**PEACEFUL)
    client, number = as_("amal"), plenary.case.number
    for target in ("x", "", "²", "99999"):
        assert (
            client.post(reverse("motion_move", args=[number]), {"kind": "option", "target": target}).status_code == 400
        )
    client.post(reverse("motion_move", args=[number]), {"kind": "option", "target": "1"})
    assert Motion.objects.get().number in page(client, "deliberation", number)


@pytest.mark.parametrize(("name", "acts"), [("amal", True), ("registrar", False), ("officer", False)])
def test_r9_who_may_not_act_in_the_plenary_reads_calmly_and_finds_no_live_button(plenary, as_, name, acts):
    plenary.carried_option(**PEACEFUL)
    client, number = as_(name), plenary.case.number
    written = page(client, "recommendation", number)
    assert ('<button class="govuk-button" type="submit">Save this version' in written) is acts
    assert ('aria-disabled="true"' in written) is not acts
    shown = page(client, "deliberation", number)
    assert ("You read here" in shown) is not acts
    assert "app-refusal" not in shown
    assert 'id="no-move"' not in shown  # every option has its motion
    assert ("An option of class force:" in shown) is acts  # the gate's own reason, not the role's once more


def test_r9_the_head_of_an_open_vote_names_no_act_to_who_only_reads(plenary, as_):
    motion = plenary.vote(plenary.move(kind="option", option=plenary.table(**PEACEFUL)), close=False)
    shown = page(as_("registrar"), "motion", motion.number)
    assert "The members are voting." in shown
    assert "act belongs to" not in shown.partition('<nav class="moj-sub-navigation"')[0]
