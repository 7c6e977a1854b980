"""The page of the matrix and its cells, as each person sees them (R24)."""

from __future__ import annotations

import pytest

from cases.models import CrimeInIssue, ElementLink
from cases.services import link_evidence, open_round, propose_determination, recuse
from evidence.services import retract
from mad.docket.models import Entry
from tests.pages.cases_help import at, text, visit
from tests.pages.page_queries import asked
from tests.services.cases_steps import CRIME, ELEMENTS, accepted, both_rounds, hold_round, link, under_assessment
from tests.services.test_cases_matrix import an_older_version, strict

__all__ = ["visit"]  # a fixture

FIRST = ELEMENTS[0]


def body(item, /, **changes):
    whole = {"item": item.number, "element": FIRST, "direction": "supports", "weight": "2", "note": "p. 4", "seen": ""}
    return {**whole, **changes}


def test_r24_a_cell_is_set_changed_and_emptied_in_place(people, visit):
    case, items = under_assessment(people)
    client, url = visit("amal"), at("case_cell", case)
    now = client.post(url, body(items[1])).json()
    assert (now["cell"]["mark"], now["cell"]["says"], now["cell"]["note"]) == ("++", "Supports, moderate", "p. 4")
    assert "2 items support, 2 roots" in now["glance"]
    changed = client.post(url, body(items[1], direction="contradicts", weight="3", seen=now["cell"]["link"])).json()
    assert changed["cell"]["mark"] == "−−−"
    assert "Contradicted by 1" in changed["glance"]
    out = {"item": items[1].number, "element": FIRST, "seen": changed["cell"]["link"], "remove": "1"}
    unsaid = client.post(url, {**out, "reason": " "})
    assert (unsaid.status_code, unsaid.json()["rule"]) == (400, "R15")
    assert client.post(url, {**out, "reason": "Wrong district."}).json()["cell"] == {"link": None}
    assert client.post(url, {**out, "reason": "Again."}).status_code == 409
    assert client.get(url).status_code == 405


def test_r24_who_comes_second_is_told_with_what_the_cell_holds_now(people, visit):
    case, items = under_assessment(people)
    link(case, items[1], FIRST, people.ingrid, direction="contradicts", weight=3)
    answer = visit("amal").post(at("case_cell", case), body(items[1]))
    told = answer.json()
    assert (answer.status_code, told["rule"], told["code"]) == (409, "R24", "changed-meanwhile")
    assert (told["cell"]["says"], told["cell"]["by"]) == ("Contradicts, strong", str(people.ingrid))
    assert ElementLink.objects.filter(item=items[1], removed_at=None).get().by == people.ingrid


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"element": "gen-6a.1"}, "element"),
        ({"direction": "proves"}, "direction"),
        ({"weight": "heavy"}, "weight"),
        ({"weight": "9"}, "weight"),
        ({"note": "x" * 501}, "note"),
        ({"seen": "x"}, "seen"),
        ({"item": "E-2026-999999"}, "item"),
        ({"remove": "1", "reason": "None there."}, "seen"),
    ],
)
def test_r24_bad_input_names_its_field_and_changes_nothing(people, visit, changes, field):
    case, items = under_assessment(people)
    before = Entry.objects.count()
    answer = visit("amal").post(at("case_cell", case), body(items[1], **changes))
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert answer.json()["rule"] == "R24"
    assert Entry.objects.count() == before


def test_r16_an_item_one_may_not_open_is_answered_as_one_that_does_not_exist(people, visit):
    case, _ = under_assessment(people)
    secret = strict(people, case)
    client, url = visit("amal"), at("case_cell", case)
    hidden, missing = (client.post(url, body(secret, item=n)).content for n in (secret.number, "E-2026-999999"))
    assert hidden == missing
    elsewhere = accepted(people, title="Elsewhere", states=("SDN",), alarm=False)
    assert client.post(url, body(elsewhere)).content == missing


def test_r24_an_item_withdrawn_while_linked_is_refused(people, visit):
    case, items = under_assessment(people)
    retract(item=items[1], by=people.officer, reason="The source withdrew it.")
    answer = visit("amal").post(at("case_cell", case), body(items[1]))
    assert (answer.status_code, answer.json()["rule"]) == (409, "R24")
    page = text(visit("amal").get(at("case_elements", case)))
    assert 'class="is-out"' in page
    assert "Retracted" in page


CELL = {
    "amal": 200,
    "registrar": 200,
    "officer": 200,
    "betty": 403,
    "bilal": 403,
    "auditor": 403,
    "focal": 403,
    "admin": 403,
}
PAGE = {**dict.fromkeys(("amal", "registrar", "officer", "betty", "bilal"), 200)} | {
    **dict.fromkeys(("auditor", "focal", "admin", "ethics"), 403)
}


@pytest.mark.parametrize("who", CELL)
def test_r9_who_may_change_a_cell(people, visit, who):
    case, items = under_assessment(people)
    answer = visit(who).post(at("case_cell", case), body(items[1]))
    assert answer.status_code == CELL[who]
    assert ElementLink.objects.filter(item=items[1]).exists() is (CELL[who] == 200)


@pytest.mark.parametrize("who", PAGE)
def test_r9_who_may_read_the_matrix(people, visit, who):
    case, _ = under_assessment(people)
    page = visit(who).get(at("case_elements", case))
    assert page.status_code == PAGE[who]
    if page.status_code == 200:
        assert ("data-editable" in text(page)) is (CELL[who] == 200)


def test_r6_a_recused_member_neither_reads_nor_writes(people, visit):
    case, items = under_assessment(people)
    recuse(case=case, by=people.amal, reason="I advised a party.")
    answer = visit("amal").post(at("case_cell", case), body(items[1]))
    assert (answer.status_code, answer.json()["rule"]) == (403, "R6")
    assert visit("amal").get(at("case_elements", case)).status_code == 403
    assert not ElementLink.objects.filter(item=items[1]).exists()


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(people, client):
    case, items = under_assessment(people)
    answer = client.post(at("case_cell", case), body(items[1]))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_the_filter_is_kept_in_the_address_and_without_script_the_form_works(people, visit):
    case, items = under_assessment(people, contrary=True)
    client, url = visit("amal"), at("case_elements", case) + "?only=contradicted&q=report"
    page = text(client.get(url))
    assert f'data-element="{FIRST}"' in page
    assert f'data-element="{ELEMENTS[1]}"' not in page
    assert f'data-item="{items[0].number}"' not in page
    assert '<option value="contradicted" selected>' in page
    saved = client.post(url, body(items[1], element=ELEMENTS[1]))
    assert (saved.status_code, saved.headers["Location"]) == (302, url)
    assert "Nothing passes this filter" in text(client.get(at("case_elements", case) + "?q=zebra"))


def test_r24_the_form_says_whose_link_it_replaced(people, visit):
    case, items = under_assessment(people)
    link(case, items[1], FIRST, people.ingrid, direction="contradicts", weight=3)
    page = text(visit("amal").post(at("case_elements", case), body(items[1]), follow=True))
    assert f"It replaces the link by {people.ingrid} (Contradicts, strong)" in page
    assert ElementLink.objects.filter(item=items[1], element_id=FIRST).count() == 2


def test_what_is_written_by_people_is_not_markup(people, visit):
    case, _items = under_assessment(people)
    odd = accepted(people, into=case.number, title='<i data-x="1">', alarm=False)
    link_evidence(
        case=case, item=odd, element_id=FIRST, direction="supports", weight=1, note='"><b data-y', by=people.officer
    )
    page = text(visit("amal").get(at("case_elements", case)))
    assert "<i data-x" not in page
    assert "<b data-y" not in page
    assert "&lt;i data-x" in page


def test_r24_the_page_says_when_the_reference_moved_on(people, visit):
    case, _ = under_assessment(people)
    assert "worded anew" not in text(visit("amal").get(at("case_elements", case)))
    an_older_version(case.crimes.get())
    page = text(visit("amal").get(at("case_elements", case)))
    assert "worded anew" in page
    assert "As it was." in page
    assert "The reference data has moved on" in text(visit("amal").get(at("case_crimes", case)))
    saved = visit("registrar").post(at("case_crimes", case), {"crime": CRIME, "acts": CrimeInIssue.objects.get().acts})
    assert saved.status_code == 302
    assert "moved on" not in text(visit("amal").get(at("case_crimes", case)))


def count(client, url: str) -> int:
    """The fewest of three: now and then a page reads again what it keeps for some seconds."""
    client.get(url)
    counts = []
    for _ in range(3):
        with asked() as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    return min(counts)


def test_the_page_asks_as_many_queries_with_many_links_as_with_few(people, visit):
    case, _items = under_assessment(people)
    client, url = visit("amal"), at("case_elements", case)
    before = count(client, url)
    assert before <= 10
    for n in range(4):
        item = accepted(people, into=case.number, title=f"More {n}", alarm=False)
        for element in ELEMENTS:
            link(case, item, element, people.officer)
    assert count(client, url) == before


# --- what would change it --------------------------------------------------------------------------


def test_r25_what_would_change_it_is_nowhere_before_the_round_closes(people, visit):
    case, _ = under_assessment(people)
    open_round(case=case, by=people.registrar)
    for name in ("reveal", "case_elements", "case", "determination", "case_panel"):
        assert "What would change it" not in text(visit("amal").get(at(name, case)))


def test_r28_what_would_change_it_stands_on_the_reveal_and_on_the_determination(people, visit):
    case, _ = under_assessment(people)
    no = {ELEMENTS[1]: 40}
    hold_round(people, case, bests={"chipo": no, "nguyen": no})
    page = text(visit("betty").get(at("reveal", case)))
    assert "What would change it" in page
    assert f"One member moving to 50 % or below on {ELEMENTS[1]}" in page
    for member in people.legal:
        assert str(member) not in page.split("What would change it")[1].split("</section>")[0]


def test_r30_the_determination_shows_it_and_its_document_does_not_hold_it(people, visit):
    case, _ = both_rounds(people)
    made = propose_determination(case=case, by=people.amal, opening="The panel finds.")
    page = text(visit("amal").get(at("determination", case)))
    assert "What would change it" in page
    assert "change" not in made.document
