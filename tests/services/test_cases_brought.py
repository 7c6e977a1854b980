"""R20: what comes along when two cases become one; R6: who is recused from the one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.checks import contents
from cases.models import Case, CrimeInIssue
from cases.selectors import entitled, visible_to
from cases.selectors.watch import lines
from cases.services import (
    choose_crime,
    merge_cases,
    move_recusal,
    name_person,
    open_assessment,
    place,
    read_factor,
    recuse,
    split_case,
    vote_recusal,
)
from cases.services.framework import Draft
from cases.trees import placed
from evidence.selectors import items_visible_to
from mad.common import clock
from mad.common.clock import advance
from mad.common.errors import Refused
from mad.docket.models import Entry
from mad.reference import elements as reference
from mad.reference import framework as factors

from .cases_steps import (
    ACT,
    CRIME,
    ELEMENTS,
    LEGAL,
    accepted,
    both_rounds,
    case_with_items,
    link,
    propose,
    refusal,
    votes,
)

OTHER = next(act.id for act in reference.crime(CRIME).acts if act.id != ACT)
OLD = "THE WORDING OF THE DAY."


def merged(people, source: Case, into: Case) -> None:
    merge_cases(source=source, into=into, reason="One situation.", by=people.registrar)


def test_r6_recused_after_the_merge_is_recused_from_what_was_merged(people):
    source, items = case_with_items(people)
    into, _ = case_with_items(people)
    merged(people, source, into)
    recuse(case=into, by=people.ingrid, reason="A former client.")
    assert not items_visible_to(people.ingrid).filter(pk=items[0].pk).exists()
    assert source not in visible_to(people.ingrid) and source in visible_to(people.amal)


def test_r6_a_recusal_before_the_merge_closes_what_is_merged(people):
    source, items = case_with_items(people)
    into, _ = case_with_items(people)
    recuse(case=into, by=people.ingrid, reason="A former client.")
    merged(people, source, into)
    assert not items_visible_to(people.ingrid).filter(pk=items[0].pk).exists()


def test_r6_through_two_merges(people):
    first, items = case_with_items(people)
    second, _ = case_with_items(people)
    third, _ = case_with_items(people)
    merged(people, first, second)
    merged(people, second, third)
    recuse(case=third, by=people.ingrid, reason="A former client.")
    assert not {first, second, third} & set(visible_to(people.ingrid))
    assert not items_visible_to(people.ingrid).filter(pk=items[0].pk).exists()


def older(case: Case) -> None:
    """As chosen under an older wording of the law."""
    row = case.crimes.get(crime_id=CRIME)
    row.law["contextual"][0]["text"] = OLD
    CrimeInIssue.objects.filter(pk=row.pk).update(version="0" * 64, law=row.law)


def wording(case: Case) -> tuple[str, bool, set[str]]:
    """The version, whether the old wording is read, and the acts of the tree."""
    row = case.crimes.get(crime_id=CRIME)
    elements = placed([row])
    return row.version, OLD in {e.text for e in elements}, {e.act for e in elements if e.act}


def test_r24_merging_and_splitting_keep_the_version_of_the_law(people):
    source, items = case_with_items(people)
    into, _ = case_with_items(people)
    choose_crime(case=source, crime_id=CRIME, acts=[ACT], by=people.registrar)
    older(source)
    number = items[0].submission.number
    made = split_case(source=source, title="Other", submissions=[number], reason="Apart.", by=people.registrar)
    merged(people, source, into)
    assert wording(made) == wording(into) == ("0" * 64, True, {ACT})


def test_r24_acts_of_one_version_are_joined(people):
    source, _ = case_with_items(people)
    into, _ = case_with_items(people)
    for case, act in ((source, OTHER), (into, ACT)):
        choose_crime(case=case, crime_id=CRIME, acts=[act], by=people.registrar)
        older(case)
    merged(people, source, into)
    assert wording(into) == ("0" * 64, True, {ACT, OTHER})


def test_r24_acts_of_two_versions_are_not_joined_by_themselves(people):
    source, _ = case_with_items(people)
    into, _ = case_with_items(people)
    choose_crime(case=into, crime_id=CRIME, acts=[ACT], by=people.registrar)
    older(into)
    choose_crime(case=source, crime_id=CRIME, acts=[OTHER], by=people.registrar)
    assert refusal(merge_cases, source=source, into=into, reason="One.", by=people.registrar).rule == "R24"
    source.refresh_from_db()
    assert source.stage == "monitoring"


def test_r45_an_old_alarm_is_not_new_because_of_a_merge(people):
    source, _ = case_with_items(people)
    into, _ = case_with_items(people, alarm=False)
    advance(timedelta(days=400))
    merged(people, source, into)
    (line,) = lines([into], clock.now())
    assert next(g for g in line.proposed.grounds if g.source == "alarms").numbers["recent"] == 0


def test_r22_readings_of_the_framework_come_along_as_of_their_time(people):
    source, items = case_with_items(people, alarm=False)
    into, _ = case_with_items(people, alarm=False)
    factor = factors.factors()[0]
    first, second = (indicator.id for indicator in factor.indicators[:2])
    seen = Draft("present", "rising", "Seen by the mission.", frozenset({items[0].number}))
    read_factor(case=source, factor_id=factor.id, drafts={first: seen, second: seen}, after=0, by=people.officer)
    own = Draft("absent", "steady", "Looked for and not found.", frozenset())
    read_factor(case=into, factor_id=factor.id, drafts={second: own}, after=0, by=people.officer)
    merged(people, source, into)
    assert list(into.framework.values_list("indicator", "status")) == [(second, "absent"), (first, "present")]
    brought = into.framework.get(indicator=first)
    assert brought.at == source.framework.get(indicator=first).at
    assert [row.item for row in brought.evidence.all()] == [items[0]]
    digests = dict(Entry.objects.values_list("pk", "digest"))
    assert all(digests[entry] == found for entry, found, _ in contents())


def test_r20_alleged_persons_come_along_once(people):
    source, _ = case_with_items(people)
    into, _ = case_with_items(people)
    for case, designation in ((source, "Commander of the north"), (source, "His deputy"), (into, "A commander")):
        name = "Zarathor Quillbane" if "eputy" not in designation else "Orvane Tesk"
        name_person(case=case, designation=designation, name=name, grounds="Two witnesses.", by=people.officer)
    merged(people, source, into)
    assert [str(person) for person in into.persons.all()] == ["A commander", "His deputy"]


def test_r6_a_motion_of_recusal_goes_on_in_the_other_case_alone(people):
    source, _ = case_with_items(people)
    into, _ = case_with_items(people)
    motion = move_recusal(case=source, member=people.member("tomas"), by=people.amal, reason="A former client.")
    merged(people, source, into)
    copy = into.recusal_motions.get(closed_at=None)
    assert (copy.member, copy.moved_by) == (people.member("tomas"), people.member("amal"))
    motion.refresh_from_db()
    assert motion.closed_at and motion.carried is None
    assert "merged" in refusal(vote_recusal, motion=motion, by=people.ingrid, favour=True).reason
    tomas = str(people.member("tomas"))
    moved = Entry.objects.get(act="recusal.moved", case_number=into.number)
    assert moved.facts == {"member": tomas, "from": source.number}
    left = Entry.objects.get(act="recusal.moved_on", case_number=source.number)
    assert left.facts == {"member": tomas, "into": into.number}
    others = [m for m in entitled(into) if m.pk != motion.member_id]
    for member in others[: len(others) // 2 + 1]:
        vote_recusal(motion=copy, by=member.user, favour=True)
    copy.refresh_from_db()
    assert copy.carried


def test_r6_a_motion_that_runs_in_both_or_has_nothing_to_decide_there_ends_here(people):
    source, _ = case_with_items(people)
    into, _ = case_with_items(people)
    for case in (source, into):
        move_recusal(case=case, member=people.member("tomas"), by=people.amal, reason="A former client.")
    move_recusal(case=source, member=people.member("chipo"), by=people.amal, reason="A former client.")
    recuse(case=into, by=people.chipo, reason="I stand aside.")
    merged(people, source, into)
    assert not source.recusal_motions.filter(closed_at=None).exists()
    assert into.recusal_motions.get(closed_at=None).member == people.member("tomas")
    assert Entry.objects.filter(act="recusal.moved_on", case_number=source.number).count() == 2


def test_r6_in_a_split_the_motion_runs_in_both(people):
    source, items = case_with_items(people)
    motion = move_recusal(case=source, member=people.member("tomas"), by=people.amal, reason="A former client.")
    number = items[0].submission.number
    made = split_case(source=source, title="Other", submissions=[number], reason="Apart.", by=people.registrar)
    motion.refresh_from_db()
    assert not motion.closed_at and made.recusal_motions.filter(closed_at=None).count() == 1


def test_r30_no_link_comes_by_merging_while_a_determination_is_before_the_panel(people):
    into, _ = both_rounds(people)
    source, items = case_with_items(people)
    choose_crime(case=source, crime_id=CRIME, acts=[ACT], by=people.registrar)
    link(source, items[0], ELEMENTS[0], people.officer)
    made = propose(people, into)
    assert refusal(merge_cases, source=source, into=into, reason="One.", by=people.registrar).rule == "R30"
    votes(people, made, "no", LEGAL[:3])
    merged(people, source, into)
    assert into.links.filter(item=items[0], removed_at=None).exists()


def test_r20_what_is_placed_or_linked_during_a_merge_is_not_lost(people):
    source, items = case_with_items(people)
    into, _ = case_with_items(people)
    late = accepted(people, into=into.number)
    choose_crime(case=source, crime_id=CRIME, acts=[ACT], by=people.registrar)
    loaded = Case.objects.get(pk=source.pk)  # as somebody had it before the merge was committed
    merged(people, source, into)
    assert refusal(place, case=loaded, submission=late.submission, by=people.officer).rule == "R20"
    with pytest.raises(Refused, match="R20"):
        link(loaded, items[0], ELEMENTS[0], people.officer)


def test_r21_two_members_who_asked_in_two_cases_have_asked_in_the_one(people):
    source, _ = case_with_items(people, alarm=False)
    into, _ = case_with_items(people, alarm=False)
    assert open_assessment(case=source, by=people.amal, reason="It grows.") is None
    assert open_assessment(case=into, by=people.bilal, reason="It grows.") is None
    merged(people, source, into)
    into.refresh_from_db()
    assert into.stage == "assessment"
