"""Reaching a state of a case by the real steps, as the real people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from cases.models import Case, Determination, Round
from cases.procedure import SCALES
from cases.services import (
    choose_crime,
    link_evidence,
    open_assessment,
    open_round,
    propose_determination,
    save_estimate,
    save_severity,
    submit_answers,
    vote_determination,
)
from evidence.models import Item, Submission
from evidence.services import receive, screen
from mad.common.errors import Refused

CRIME = "ethnic_cleansing"
ACT = "ec-1"
CONTEXT = ("ec-ctx.1", "ec-ctx.2", "ec-ctx.3")
ELEMENTS = (*CONTEXT, "ec-1.1", "ec-1.2")
ALARM = {"rising_violence": {"answer": "worsening"}, "group_targeting": {"answer": "worsening"}}
LEGAL = ("amal", "ingrid", "tomas", "chipo", "nguyen")


def submission(people, title="Villages burned", alarm=True, states=("SYR",)) -> Submission:
    body = {
        "title": title,
        "narrative": f"{title}: eleven settlements in seven days.",
        "states": list(states),
        "sensitivity": "confidential",
        "quick_matrix": ALARM if alarm else {},
    }
    return receive(body=body, office=people.ohchr, by=people.focal)


def accepted(people, into="new", **facts) -> Item:
    """A submission, screened and accepted; its item."""
    sent = submission(people, **facts)
    screen(
        submission=sent,
        by=people.officer,
        decision="accept",
        source_grade="B",
        info_grade="2",
        sensitivity="confidential",
        grounds="Known mission, first-hand.",
        destination=into,
        case_title="Northern districts",
    )
    return Item.objects.get(submission=sent)


def case_with_items(people, count=2, alarm=True) -> tuple[Case, list[Item]]:
    items = [accepted(people, alarm=alarm)]
    case = Case.objects.latest("pk")
    items += [accepted(people, into=case.number, title=f"Report {n}", alarm=False) for n in range(1, count)]
    return case, items


def under_assessment(people, contrary=False) -> tuple[Case, list[Item]]:
    """Alarm, assessment opened, one crime in issue, every element supported by the first item."""
    case, items = case_with_items(people)
    open_assessment(case=case, by=people.registrar)
    choose_crime(case=case, crime_id=CRIME, acts=[ACT], by=people.registrar)
    for element in ELEMENTS:
        link(case, items[0], element, people.officer)
    if contrary:
        link(case, items[1], ELEMENTS[0], people.officer, direction="contradicts")
    return case, items


def link(case, item, element, by, direction="supports", weight=2):
    return link_evidence(case=case, item=item, element_id=element, direction=direction, weight=weight, by=by)


def write(round_: Round, user, best=70, contrary=None, only=ELEMENTS, level=4, temporal="ongoing", bests=None) -> None:
    """Fill in an answer without submitting it. best in per cent; bests by element."""
    for element in only:
        value = (bests or {}).get(element, best)
        typed = {"low": str(max(1, value - 10)), "best": str(value), "high": str(min(99, value + 10))}
        reply = {contrary: "It concerns another district."} if contrary and element == ELEMENTS[0] else {}
        save_estimate(
            round=round_, by=user, element_id=element, typed=typed, reasons=f"Weighs {value}.", contrary=reply
        )
    save_severity(round=round_, by=user, scores=dict.fromkeys(SCALES, level), temporal=temporal)


def answer(round_: Round, user, **how):
    write(round_, user, **how)
    return submit_answers(round=round_, by=user)


def hold_round(people, case, best=70, contrary=None, bests=None) -> Round:
    """Open the next round and have all five answer it; `bests`: by person's name, then by element."""
    round_ = open_round(case=case, by=people.registrar)
    for name in LEGAL:
        answer(round_, getattr(people, name), best=best, contrary=contrary, bests=(bests or {}).get(name))
    round_.refresh_from_db()
    return round_


def both_rounds(people, **how) -> tuple[Case, list[Item]]:
    case, items = under_assessment(people)
    hold_round(people, case, **how)
    hold_round(people, case, **how)
    return case, items


def adopted(people, **how):
    """A determination adopted by three of five."""
    case, items = both_rounds(people, **how)
    determination = propose_determination(case=case, by=people.amal, opening="The panel finds.")
    for name in LEGAL[:3]:
        determination = vote_determination(determination=determination, by=getattr(people, name), vote="yes")
    case.refresh_from_db()
    return case, items, determination


SECRET = "Only the author may read this sentence."


def save(round_: Round, user, **typed):
    """One estimate of the first element, as typed; returns the row and the faults."""
    whole = {"low": "60", "best": "70", "high": "80", **typed}
    return save_estimate(round=round_, by=user, element_id=ELEMENTS[0], typed=whole, reasons=SECRET)


def refusal(act: Callable[..., Any], **arguments: Any) -> Refused:
    """What the act is refused with."""
    with pytest.raises(Refused) as caught:
        act(**arguments)
    return caught.value


def propose(people, case: Case, **how: Any) -> Determination:
    return propose_determination(case=case, by=people.amal, **how)


def votes(people, determination: Determination, vote: str, names: Iterable[str] = LEGAL) -> Determination:
    for name in names:
        determination = vote_determination(determination=determination, by=getattr(people, name), vote=vote)
    return determination
