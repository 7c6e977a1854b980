"""R25 and R28: what would change a finding, under letters and only after the closing."""

from __future__ import annotations

import pytest

from cases.models import ElementLink, Round
from cases.selectors.change import what_would_change
from cases.selectors.findings import assemble
from cases.services import open_round, unlink
from mad.common.errors import Refused

from .cases_steps import ELEMENTS, answer, hold_round, link, under_assessment
from .test_cases_matrix import strict

FIRST = ELEMENTS[0]


def test_r25_nothing_of_what_would_change_it_exists_before_the_round_closes(people):
    case, _ = under_assessment(people)
    round_ = open_round(case=case, by=people.registrar)
    for name in ("amal", "ingrid"):
        answer(round_, getattr(people, name))
    findings = assemble(Round.objects.select_related("assessment__case").get(pk=round_.pk))
    assert findings.inputs.bests == {}
    with pytest.raises(Refused) as told:
        what_would_change(findings, people.amal)
    assert told.value.rule == "R25"


def test_r28_one_member_across_one_half_is_said_by_letter(people):
    case, items = under_assessment(people)
    no = {ELEMENTS[1]: 40}
    round_ = hold_round(people, case, bests={"chipo": no, "nguyen": no})
    (crime,) = what_would_change(assemble(round_), people.amal)
    row = next(row for row in crime.rows if row.element.id == ELEMENTS[1])
    letters = dict(round_.assessment.labels.values_list("member__user__username", "letter"))
    assert (row.change.needed, row.turns) == (1, True)
    assert row.letters == sorted(letters[getattr(people, name).username] for name in ("amal", "ingrid", "tomas"))
    assert any(
        said.startswith(f"One member moving to 50 % or below on {ELEMENTS[1]} (")
        and said.endswith("the crime is then not found likely.")
        for said in crime.said
    )
    assert any(items[0].number in said for said in crime.said)
    assert not any(str(member) in said for member in people.legal for said in crime.said)


def test_r16_an_item_that_may_not_be_opened_is_not_named_in_what_would_change_it(people):
    case, items = under_assessment(people)
    secret = strict(people, case)
    unlink(link=ElementLink.objects.get(item=items[0], element_id=FIRST), by=people.officer, reason="Weak.")
    link(case, secret, FIRST, people.registrar)
    round_ = hold_round(people, case)
    (crime,) = what_would_change(assemble(round_), people.amal)
    assert crime.rows[0].bare == ["an item with named readers only"]
    assert not any(secret.number in said for said in crime.said)
    (own,) = what_would_change(assemble(round_), people.registrar)
    assert own.rows[0].bare == [secret.number]
