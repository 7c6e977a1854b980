"""R20: merging and splitting on the pages, as each person sees them."""

from __future__ import annotations

import pytest

from cases.models import Case, CaseMerge
from cases.services import merge_cases, recuse
from tests.pages.cases_help import at, text, visit
from tests.services.cases_steps import case_with_items

__all__ = ["visit"]  # a fixture


@pytest.fixture
def two(people):
    return case_with_items(people)[0], case_with_items(people)[0]


def test_r20_the_registrar_merges_two_cases(people, visit, two):
    source, into = two
    client = visit("registrar")
    assert "Merge this case into another" in text(client.get(at("case", source)))
    page = client.get(at("case_merge", source))
    assert into.number in text(page)
    answer = client.post(at("case_merge", source), {"into": into.number, "reason": ""})
    assert (answer.status_code, CaseMerge.objects.exists()) == (400, False)
    answer = client.post(at("case_merge", source), {"into": into.number, "reason": "One situation."}, follow=True)
    assert answer.redirect_chain[-1][0] == at("case", into)
    assert source.number in text(client.get(at("case", into)))
    said = text(client.get(at("case", source)))
    assert "merged into another one" in said
    assert into.number in said
    assert "Merge this case" not in said


@pytest.mark.parametrize("who", ["amal", "betty", "officer", "ethics", "auditor", "admin", "focal"])
def test_r09_nobody_else_merges_or_splits(visit, two, who):
    for name in ("case_merge", "case_split"):
        assert visit(who).get(at(name, two[0])).status_code == 403


def test_r06_the_other_cases_number_is_not_told_to_who_is_recused_from_it(people, visit, two):
    source, into = two
    recuse(case=into, by=people.ingrid, reason="A former client.")
    merge_cases(source=source, into=into, reason="One situation.", by=people.registrar)
    answer = visit("ingrid").get(at("case", source))
    assert answer.status_code == 403  # who is recused from the one is recused from what was merged into it
    assert into.number not in text(answer)
    assert into.number in text(visit("amal").get(at("case", source)))


def test_r20_the_registrar_splits_a_case(people, visit, two):
    source, client = two[0], visit("registrar")
    numbers = list(source.placed.order_by("submission__pk").values_list("submission__number", flat=True))
    assert all(number in text(client.get(at("case_split", source))) for number in numbers)
    form = {"title": "Another place", "submissions": numbers, "reason": "Two places."}
    refused = client.post(at("case_split", source), form)
    assert (refused.status_code, "Leave at least one" in text(refused)) == (409, True)
    done = client.post(at("case_split", source), {**form, "submissions": numbers[:1]}, follow=True)
    made = Case.objects.latest("pk")
    assert done.redirect_chain[-1][0] == at("case", made)
    assert made.title == "Another place"
    assert [row.submission.number for row in made.placed.select_related("submission")] == numbers[:1]
