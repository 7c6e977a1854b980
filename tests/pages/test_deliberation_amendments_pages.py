"""R40 by page: tabling, the difference, the order of voting, wording anew; who may and who may not."""

import pytest
from django.urls import reverse

from cases.services import recuse
from deliberation import services
from deliberation.models import Amendment, Motion
from deliberation.selectors import paragraphs_of
from tests.deliberation_factory import EVERYBODY, PEACEFUL
from tests.pages.test_deliberation_costs import queries
from tests.pages.test_deliberation_pages import _no_second_factor, as_, page, text

__all__ = ["_no_second_factor", "as_", "queries"]  # fixtures
pytest_plugins = ["tests.deliberation_factory"]

WORDS = {
    "opening": "Calls upon",
    "text": "the parties to open talks without delay",
    "measure": "good_offices",
    "addressee": "The parties",
    "territory": ["SYR"],
    "option": "O-1",
    "level": "0",
}


@pytest.fixture
def output(plenary):
    return plenary.lawful_draft()


@pytest.fixture
def talks(output):
    return next(p for p in paragraphs_of(output) if p.measure == "good_offices")


@pytest.fixture
def one(output, talks, people) -> Amendment:
    return services.table_amendment(
        output=output, by=people.ingrid, change="replace", target=talks, text="the parties to open talks without delay"
    )


def table(client, output, **given):
    return client.post(reverse("amendments", args=[output.number]), {"act": "table", **given})


def test_r40_an_amendment_is_tabled_shown_as_a_difference_and_carried(plenary, output, talks, as_):
    client = as_("ingrid")
    assert "No amendment has been tabled" in page(client, "amendments", output.number)
    form = text(client.get(reverse("amendments", args=[output.number]), {"change": "replace", "target": talks.pk}))
    assert "Other words: paragraph 1" in form
    assert "the parties to open talks under the good offices of the Secretary-General</textarea>" in form
    answer = table(client, output, change="replace", target=talks.pk, version=1, reason="Time is short", **WORDS)
    assert answer.status_code == 302, text(answer)[:3000]
    assert answer.headers["Location"] == reverse("amendment", args=[output.number, 1])
    shown = page(client, "amendment", output.number, 1)
    assert "<del>under the good offices of the Secretary-General</del><ins>without delay</ins>" in shown
    for words in ("Time is short", "Ingrid Solheim", "The mandate check, were it carried", "Withdraw it"):
        assert words in shown
    plenary.carry(Motion.objects.get(kind="amendment"))
    assert "Taken into the text" in page(as_("amal"), "amendment", output.number, 1)
    assert "without delay" in page(as_("amal"), "output", output.number)
    assert "All are decided." in page(as_("amal"), "amendments", output.number)


def test_r33_what_was_typed_is_kept_when_force_is_refused(output, talks, as_):
    words = WORDS | {"opening": "Authorizes", "text": "Member States to take all necessary measures"}
    answer = table(as_("ingrid"), output, change="replace", target=talks.pk, version=1, **words)
    assert answer.status_code == 409
    assert "Member States to take all necessary measures" in text(answer)
    assert "R33" in text(answer)
    assert not Amendment.objects.exists()


def test_r40_a_paragraph_changed_since_it_was_read_and_the_words_are_kept(output, talks, as_, people):
    services.edit_paragraph(paragraph=talks, by=people.helene, text="the parties to meet")
    answer = table(as_("ingrid"), output, change="replace", target=talks.pk, version=1, **WORDS)
    assert answer.status_code == 409
    assert "without delay" in text(answer)
    assert "changed after you had read it" in text(answer)


@pytest.mark.parametrize("change", ["remove", "divide"])
def test_r40_taking_out_and_voting_separately_by_page(output, talks, as_, change):
    client = as_("ingrid")
    shown = text(client.get(reverse("amendments", args=[output.number]), {"change": change, "target": talks.pk}))
    assert 'name="text"' not in shown
    assert table(client, output, change=change, target=talks.pk, version=1).status_code == 302
    assert Amendment.objects.get().change == change
    shown = page(client, "amendment", output.number, 1)
    assert ("<del>" in shown) is (change == "remove")


def test_r40_one_is_added_by_page(output, talks, as_):
    words = WORDS | {"opening": "Demands", "text": "an end to attacks", "measure": "cessation"}
    assert table(as_("ingrid"), output, change="add", target=talks.pk, **words).status_code == 302
    assert (
        table(as_("tomas"), output, change="add", part="preambular", opening="Recalling", text="peace").status_code
        == 302
    )
    shown = page(as_("amal"), "amendments", output.number)
    assert "after 1" in shown
    assert "<ins>Demands an end to attacks</ins>" in page(as_("amal"), "amendment", output.number, 1)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"change": "shout"}, 404),
        ({"change": "replace"}, 404),
        ({"change": "replace", "target": "99999"}, 404),
        ({"change": "replace", "target": "²"}, 404),
        ({"change": "add", "part": "elsewhere"}, 400),
    ],
)
def test_bad_input_names_what_is_wrong_and_tables_nothing(output, as_, given, status):
    assert table(as_("ingrid"), output, **given).status_code == status
    assert not Amendment.objects.exists()


def test_r40_the_chair_orders_by_page_and_others_see_no_such_form(output, talks, one, as_, people):
    services.table_amendment(output=output, by=people.tomas, change="remove", target=talks)
    assert "Keep this order" not in page(as_("ingrid"), "amendments", output.number)
    client = as_("betty")
    assert "The whole waits for 2 amendments." in page(client, "amendments", output.number)
    url = reverse("amendments", args=[output.number])
    assert client.post(url, {"act": "order", "place_1": "2", "place_2": "1"}).status_code == 302
    assert [a.label for a in Amendment.objects.order_by("place")] == ["A-2", "A-1"]
    assert client.post(url, {"act": "order", "place_1": "first"}).status_code == 400
    assert as_("helene").post(url, {"act": "order", "place_1": "1"}).status_code == 403


def test_r40_a_conflict_is_shown_to_its_mover_with_both_texts(output, talks, one, as_, people):
    services.edit_paragraph(paragraph=talks, by=people.helene, text="the parties to meet in Geneva")
    assert "no longer fits" in page(as_("amal"), "amendments", output.number)
    assert "Keep this wording" not in page(as_("amal"), "amendment", output.number, 1)
    client = as_("ingrid")
    shown = page(client, "amendment", output.number, 1)
    for words in ("no longer fits the text", "the parties to meet in Geneva", "without delay</textarea>"):
        assert words in shown
    url = reverse("amendment", args=[output.number, 1])
    both = WORDS | {"text": "the parties to meet in Geneva without delay"}
    assert client.post(url, {**both, "version": 1}).status_code == 409
    assert client.post(url, {**both, "version": 2}).status_code == 302
    assert "2 wordings" in page(client, "amendment", output.number, 1)
    assert as_("amal").post(url, {**both, "version": 2}).status_code == 403


def test_r40_the_vote_on_an_amendment_links_to_its_difference(output, one, as_):
    shown = page(as_("amal"), "motion", one.motion.number)
    assert reverse("amendment", args=[output.number, 1]) in shown
    assert "It is to read:" in shown
    assert "Withdraw my motion" not in shown
    assert "Withdraw my motion" in page(as_("ingrid"), "motion", one.motion.number)


def test_r31_a_motion_is_withdrawn_by_page(output, one, as_):
    url = reverse("motion_withdraw", args=[one.motion.number])
    assert as_("amal").post(url).status_code == 403
    assert as_("ingrid").post(url).status_code == 302
    assert "Withdrawn" in page(as_("amal"), "amendments", output.number)


@pytest.mark.parametrize(
    ("name", "status"), [("registrar", 200), ("officer", 200), ("auditor", 403), ("focal", 403), ("admin", 403)]
)
def test_r9_who_reads_the_output_reads_its_amendments(output, one, as_, name, status):
    page(as_(name), "amendments", output.number, status=status)
    page(as_(name), "amendment", output.number, 1, status=status)


def test_r9_the_registrar_tables_none(output, talks, as_):
    shown = page(as_("registrar"), "amendments", output.number)
    assert "R9" in shown
    assert table(as_("registrar"), output, change="remove", target=talks.pk, version=1).status_code == 403


def test_r6_who_is_recused_opens_no_amendment(plenary, output, one, as_, people):
    recuse(case=plenary.case, by=people.amal, reason="A brother is a party.")
    page(as_("amal"), "amendments", output.number, status=403)
    page(as_("amal"), "amendment", output.number, 1, status=403)
    assert as_("amal").get(reverse("motion_ballots", args=[one.motion.number])).status_code == 403


def test_what_does_not_exist_is_not_found_here_either(output, as_):
    page(as_("amal"), "amendments", "DR-2026-999", status=404)
    page(as_("amal"), "amendment", output.number, 1, status=404)
    page(as_("amal"), "motion_ballots", "M-2026-9999", status=404)


def test_r34_the_result_writes_everything_out(plenary, as_, people):
    motion = plenary.vote(
        plenary.move(kind="option", option=plenary.table(**PEACEFUL)),
        yes=EVERYBODY[:11],
        abstain=["sione"],
        close=False,
    )
    services.cast_ballot(motion=motion, by=people.nguyen, choice="no", explanation="Too early")
    for name in ("katarzyna", "bilal", "chipo"):
        services.cast_ballot(motion=motion, by=getattr(people, name), choice="abstain")
    services.close_vote(motion=motion, by=people.betty)
    shown = page(as_("officer"), "motion", motion.number)
    for words in ("Ballots by discipline", "“Too early”", "Closed", "check_proof.py", "none"):
        assert words in shown


def test_the_list_of_amendments_costs_the_same_with_more(plenary, output, talks, one, queries, people):
    before = queries("amendments", output.number)
    for n, name in enumerate(("amal", "tomas", "rosa")):
        services.table_amendment(
            output=output, by=getattr(people, name), change="replace", target=talks, text=f"the parties to talk {n}"
        )
    assert queries("amendments", output.number) == before


def test_an_amendment_costs_the_same_with_a_longer_text(plenary, output, talks, one, queries):
    before = queries("amendment", output.number, 1)
    for _ in range(5):
        plenary.write(output, "operative", "Demands", "that attacks end", measure="cessation", option="O-1")
    assert queries("amendment", output.number, 1) == before


def test_r40_the_chair_sets_aside_by_page_what_its_text_has_left_behind(output, talks, one, as_, people):
    act = reverse("motion_withdraw", args=[one.motion.number])
    client = as_("betty")
    assert act not in page(client, "amendment", output.number, 1)
    services.edit_paragraph(paragraph=talks, by=people.helene, text="the parties to hold talks abroad")
    assert act in page(client, "amendment", output.number, 1)
    assert act not in page(as_("helene"), "amendment", output.number, 1)
    assert as_("betty").post(act).status_code == 302
    assert Motion.objects.get(pk=one.motion.pk).state == "withdrawn"
