"""A determination's files, its released version, its staleness wherever it is used, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import CrimeOutcome, Determination
from cases.services import attach_opinion, record_outcome, recuse, reopen_for_review
from deliberation import documents
from deliberation import services as deliberation
from evidence.services import regrade, retract
from mad.common import clock
from mad.common.clock import advance
from mad.docket.models import Entry
from mad.docket.sealing import seal_all
from mad.search.indexing import follow
from tests.determination_factory import World, world
from tests.pages.cases_help import at, text, visit
from tests.services.cases_steps import CRIME, LEGAL, adopted, both_rounds, hold_round, propose, refusal, votes

__all__ = ["visit"]  # a fixture

EDITIONS = (
    "determination_pdf",
    "determination_docx",
    "determination_released",
    "determination_released_pdf",
    "determination_released_docx",
)


@pytest.fixture
def made(people) -> World:
    return world(people)


def of(name: str, made: World) -> str:
    return at(name, made.case, made.determination.number)


# --- files and the released version ------------------------------------------------------------------


READERS = ("amal", "betty", "registrar", "officer")


def test_r09_who_may_read_the_case_gets_each_edition_and_nobody_else(made, visit):
    recuse(case=made.case, by=made.people.ingrid, reason="I advised a party.")
    answers = {
        (who, name): visit(who).get(of(name, made)).status_code
        for who in (*READERS, "ingrid", "ethics", "auditor", "admin", "focal")
        for name in EDITIONS
    }
    assert answers == {(who, name): 200 if who in READERS else 403 for who, name in answers}
    assert visit("registrar").get(of("determination_outcome", made)).status_code == 200
    assert visit("ingrid").get(of("determination_outcome", made)).status_code == 403


def test_the_number_of_another_case_or_of_none_is_404(people, made, visit):
    other = adopted(people)[2].number
    client = visit("amal")
    for number in ("D-2026-999", other):
        assert {client.get(at(name, made.case, number)).status_code for name in EDITIONS} == {404}


def test_r30_the_page_leads_to_its_files(made, visit):
    page = text(visit("amal").get(at("determination", made.case)))
    for name in EDITIONS[:3]:
        assert of(name, made) in page
    answer = visit("amal").get(of("determination_docx", made))
    assert answer["Content-Disposition"] == f'attachment; filename="{made.determination.number}.docx"'
    assert Entry.objects.filter(act="determination.exported").count() == 1


def test_r16_reading_the_released_page_shows_gaps_and_is_no_export(made, visit):
    page = text(visit("amal").get(of("determination_released", made)))
    assert "[paragraph withheld, R16]" in page
    assert "poppy" in page
    assert "sorrel" not in page
    assert not Entry.objects.filter(act="determination.exported").exists()


def test_r30_a_proposal_has_no_released_page(people, visit):
    case, _ = both_rounds(people)
    number = propose(people, case).number
    assert visit("amal").get(at("determination_released", case, number)).status_code == 409
    assert at("determination_released", case, number) not in text(visit("amal").get(at("determination", case)))


# --- the findings tree -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["determination", "reveal"])
def test_r28_the_findings_tree_is_a_list_in_words(made, visit, name):
    page = text(visit("amal").get(at(name, made.case)))
    tree = page[page.index('<ul class="app-tree"') : page.index("</figure>", page.index('<ul class="app-tree"'))]
    assert tree.count("app-tree__mark--met") == 9
    assert "more likely than not" in tree
    assert "all met" in tree
    assert "made out" in tree
    assert "5 of 5" in tree


def test_r28_an_unsupported_element_is_so_by_shape_and_word(people, visit):
    case, _items = both_rounds(people)
    case.links.filter(element_id="ec-1.2").update(removed_at=clock.now())
    page = text(visit("amal").get(at("reveal", case)))
    assert "app-tree__mark--unsupported" in page
    assert "not met, unsupported" in page


# --- staleness, wherever it is used ------------------------------------------------------------------


def stale_by_regrading(people, item) -> None:
    regrade(item=item, by=people.officer, source_grade="D", info_grade="4", reason="Contradicted since.")


def stale_by_retraction(people, item) -> None:
    retract(item=item, by=people.officer, reason="The source withdrew it.")


@pytest.fixture(params=[stale_by_regrading, stale_by_retraction])
def stale(request, people):
    """A case in deliberation with an option moved and a draft that cites its determination, before and after an item
    beneath it changed: (case, determination, motion, output, make it stale)."""
    case, items, determination = adopted(people)
    option = deliberation.table_option(case=case, by=people.helene, tool="good-offices", aim="A channel")
    motion = deliberation.move(case=case, by=people.helene, kind="option", option=option)
    output = deliberation.create_output(
        case=case, by=people.helene, kind="draft_resolution", title="Draft on the north"
    )
    deliberation.add_paragraph(
        output=output,
        by=people.helene,
        part="preambular",
        opening="Taking note of",
        text="the determination of the Division",
        citations=[determination.number],
    )
    return case, determination, motion, output, lambda: request.param(people, items[0])


def pages_of(case, motion, output) -> dict[str, str]:
    return {
        "overview": at("case", case),
        "evidence": at("case_evidence", case),
        "elements": at("case_elements", case),
        "panel": at("case_panel", case),
        "docket": at("case_docket", case),
        "determination": at("determination", case),
        "gate": at("deliberation", case),
        "option": at("option_table", case),
        "motion": reverse("motion", args=[motion.number]),
        "output": reverse("output", args=[output.number]),
        "outputs of the case": at("case_outputs", case),
        "outputs": reverse("outputs"),
        "cases": reverse("cases"),
        "desk": "/",
        "search for the case": reverse("search") + "?q=Northern",
        "search for the output": reverse("search") + "?q=kind:output",
    }


def test_r30_staleness_is_shown_wherever_the_determination_is_used(stale, visit):
    case, _determination, motion, output, make_stale = stale
    client = visit("helene")

    def shown() -> dict[str, bool]:
        seal_all()
        follow()
        pages = pages_of(case, motion, output)
        return {name: "stale" in text(client.get(address)).lower() for name, address in pages.items()}

    assert {name for name, said in shown().items() if said} == set()
    make_stale()
    assert {name for name, said in shown().items() if not said} == set()


def test_r30_a_footnote_says_that_what_it_cites_is_stale(stale):
    _case, determination, _motion, output, make_stale = stale
    make_stale()
    (note,) = documents.data_of(output)["notes"]
    assert note["text"] == f"{determination.number}, stale since 9 February 2026: a review is due."


def test_r30_a_review_awaits_the_registrar_and_who_presides_until_it_is_open(people, visit):
    case, items, determination = adopted(people)
    said = f"Review {determination.number}"
    assert said not in text(visit("registrar").get("/"))
    stale_by_regrading(people, items[0])
    for who in ("registrar", "betty"):
        assert said in text(visit(who).get("/"))
        assert said in text(visit(who).get(at("case", case)))
    assert said not in text(visit("amal").get("/"))
    assert visit("amal").post(at("determination_review", case), {"reason": "Now."}).status_code == 403
    assert visit("registrar").post(at("determination_review", case), {"reason": " "}).status_code == 400
    assert visit("betty").post(at("determination_review", case), {"reason": "It was regraded."}).status_code == 302
    case.refresh_from_db()
    assert case.stage == "assessment"
    for who in ("registrar", "betty"):
        assert said not in text(visit(who).get("/"))
    again = visit("betty").post(at("determination_review", case), {"reason": "Twice."})
    assert (again.status_code, "R20" in text(again)) == (409, True)


def test_r30_a_review_of_what_is_fresh_is_refused_and_the_reason_kept(people, visit):
    case, _items, _determination = adopted(people)
    answer = visit("registrar").post(at("determination_review", case), {"reason": "Why not."})
    assert (answer.status_code, "R30" in text(answer)) == (409, True)


def test_r30_the_chain_from_old_to_new_stands_on_both_pages(people, visit):
    case, items, first = adopted(people)
    stale_by_regrading(people, items[0])
    reopen_for_review(case=case, by=people.registrar, reason="Evidence was regraded.")
    hold_round(people, case)
    hold_round(people, case)
    second = votes(people, propose(people, case), "yes", LEGAL[:3])
    client = visit("amal")
    old, new = (text(client.get(at("determination", case), {"d": one.number})) for one in (first, second))
    assert f"Replaced by {second.number}" in old
    assert f"It replaces {first.number}" in new
    for page in (old, new):
        chain = page[page.index("From the first to the one in force") :]
        assert chain.index(first.number) < chain.index(second.number)


# --- the window for opinions --------------------------------------------------------------------------


def test_r30_an_opinion_is_attached_up_to_the_last_moment_of_its_48_hours_and_not_after(people, visit):
    case, _items, made = adopted(people)
    body = {"kind": "separate", "text": "I add this."}
    advance(timedelta(hours=48))
    assert visit("bilal").post(at("determination_opinion", case), body).status_code == 302
    advance(timedelta(microseconds=1))
    late = visit("nguyen").post(at("determination_opinion", case), body)
    assert (late.status_code, "R30" in text(late), "I add this." in text(late)) == (409, True, True)
    refused = refusal(attach_opinion, determination=made, by=people.nguyen, kind="dissenting", text="I dissent.")
    assert refused.rule == "R30"


def test_r30_no_opinion_before_adoption(people, visit):
    case, _ = both_rounds(people)
    propose(people, case)
    body = {"kind": "separate", "text": "Too early."}
    assert visit("bilal").post(at("determination_opinion", case), body).status_code == 404


# --- what became of it --------------------------------------------------------------------------------

OUTCOME = {"crime": CRIME, "happened": "occurred", "source": "Judgment of 3 May", "reasons": "It heard 40 witnesses."}


def test_an_outcome_is_recorded_by_the_registrar_on_the_page_and_on_the_docket(people, visit):
    case, _items, made = adopted(people)
    address = at("determination_outcome", case, made.number)
    client = visit("registrar")
    assert client.get(address).status_code == 200
    assert client.post(address, OUTCOME).status_code == 302
    entry = Entry.objects.get(act="outcome.recorded")
    assert (entry.object, entry.facts) == (made.number, {"crime": CRIME})
    assert "It heard 40 witnesses." in text(client.get(address))
    assert "it occurred" in text(visit("amal").get(at("determination", case)))


def test_r09_only_the_registrar_records_an_outcome(people, visit):
    case, _items, made = adopted(people)
    for who in ("amal", "betty", "officer", "ethics", "auditor", "admin", "focal"):
        assert visit(who).post(at("determination_outcome", case, made.number), OUTCOME).status_code == 403
    assert not CrimeOutcome.objects.exists()


CROOKED = (
    {"crime": "genocide"},
    {"happened": "perhaps"},
    {"source": " "},
    {"source": "x" * 501},
    {"reasons": ""},
    {"reasons": "x" * 10_001},
    {"reasons": "nul \0 byte"},
)


def test_an_outcome_that_is_not_whole_is_refused_by_field_and_kept(people, visit):
    case, _items, made = adopted(people)
    client = visit("registrar")
    for change in CROOKED:
        answer = client.post(at("determination_outcome", case, made.number), OUTCOME | change)
        (name,) = change
        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [name])
        kept = "It heard 40 witnesses." if name != "reasons" else "Judgment of 3 May"
        assert kept in text(answer)
    assert not CrimeOutcome.objects.exists()


def test_an_outcome_needs_an_adopted_determination(people, visit):
    case, _ = both_rounds(people)
    made = propose(people, case)
    assert visit("registrar").get(at("determination_outcome", case, made.number)).status_code == 404
    given = {"crime_id": CRIME, "happened": "occurred", "source": "x", "reasons": "y"}
    assert refusal(record_outcome, determination=made, by=people.registrar, **given).rule == "R30"


def test_calibration_says_nothing_before_five_outcomes(people, visit):
    case, _items, made = adopted(people)
    visit("registrar").post(at("determination_outcome", case, made.number), OUTCOME)
    page = text(visit("amal").get(reverse("calibration")))
    assert "Nothing can be said yet" in page
    assert "Reliability" not in page
    assert "0.063" not in page


@pytest.fixture
def five(people) -> list[Determination]:
    """Five determinations that found the crime with 70 per cent and by all; four times it occurred."""
    found = [adopted(people)[2] for _ in range(5)]
    for place, made in enumerate(found):
        happened = "did_not" if place == 4 else "occurred"
        given = {"crime_id": CRIME, "happened": happened, "source": "A commission", "reasons": "It looked."}
        record_outcome(determination=made, by=people.registrar, **given)
    return found


def test_calibration_of_panels_by_pool_and_share(five, people, visit):
    response = visit("amal").get(reverse("calibration"))
    assert response.context["brier"] == {"pool": "0.170", "share": "0.200"}
    (_, _, pool), (_, _, share) = response.context["reliability"]
    assert [row["count"] for row in pool] == [0, 0, 0, 5, 0]
    assert [row["count"] for row in share] == [0, 0, 0, 0, 5]
    assert pool[3] | {"low": 60, "high": 80, "mean": 70, "occurred": 80} == pool[3]
    assert response.context["time"] == [{"year": 2026, "count": 5, "pool": "0.170", "share": "0.200"}]
    # R26: panels, and never a member or a letter
    page = text(response)
    main = page[page.index("<main") : page.index("</main>")]
    assert [str(member) for member in people.legal if str(member) in main] == []


def test_the_newest_record_counts_what_cannot_be_known_is_left_out_and_so_are_closed_cases(five, people, visit):
    recuse(case=five[0].case, by=people.ingrid, reason="I advised a party.")
    context = visit("ingrid").get(reverse("calibration")).context
    assert (context["known"], context["enough"]) == (4, False)
    given = {"crime_id": CRIME, "source": "An appeal", "reasons": "It looked again."}
    record_outcome(determination=five[4], by=people.registrar, happened="occurred", **given)
    assert visit("amal").get(reverse("calibration")).context["brier"]["share"] == "0.000"
    record_outcome(determination=five[4], by=people.registrar, happened="unknown", **given)
    context = visit("amal").get(reverse("calibration")).context
    assert (context["known"], context["unknown"], context["enough"]) == (4, 1, False)
