"""R24, R26: what is in issue stands from the second round to the determination."""

from __future__ import annotations

import pytest

from cases.services import choose_crime, merge_cases, reopen_for_review
from evidence.services import regrade
from mad.common.errors import Refused
from mad.reference import elements as reference

from .cases_steps import ACT, CRIME, adopted, both_rounds, case_with_items, refusal

OTHER = next(act.id for act in reference.crime(CRIME).acts if act.id != ACT)
GENOCIDE = [reference.crime("genocide").acts[0].id]


@pytest.mark.parametrize(("crime", "acts"), [("genocide", GENOCIDE), (CRIME, [OTHER]), (CRIME, [])])
def test_r26_after_the_second_round_nothing_comes_into_issue_or_leaves_it(people, crime, acts):
    case, _ = both_rounds(people)
    assert refusal(choose_crime, case=case, crime_id=crime, acts=acts, by=people.chipo).rule == "R26"
    assert [row.acts for row in case.crimes.all()] == [[ACT]]


def test_r26_no_crime_comes_by_merging_either(people):
    into, _ = both_rounds(people)
    source, _ = case_with_items(people)
    choose_crime(case=source, crime_id="genocide", acts=GENOCIDE, by=people.registrar)
    assert refusal(merge_cases, source=source, into=into, reason="One situation.", by=people.registrar).rule == "R26"


def test_r26_a_review_puts_other_acts_in_issue(people):
    case, items, _ = adopted(people)
    with pytest.raises(Refused):
        choose_crime(case=case, crime_id="genocide", acts=GENOCIDE, by=people.registrar)
    regrade(item=items[0], by=people.officer, source_grade="C", info_grade="3", reason="Contradicted since.")
    reopen_for_review(case=case, by=people.registrar, reason="Evidence was regraded.")
    assert choose_crime(case=case, crime_id="genocide", acts=GENOCIDE, by=people.registrar)
