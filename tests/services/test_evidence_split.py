"""R14, R6: one submission split over several cases, and what a recused member then sees."""

from __future__ import annotations

import pytest

from cases.models import Case, CasePart, CaseSubmission
from cases.selectors import all_items
from cases.services import choose_crime, link_evidence, open_assessment, open_case, recuse
from evidence.models import SubmissionFile
from evidence.selectors import files_visible_to, items_visible_to, submissions_visible_to
from evidence.services import Placing, add_to_case, reclassify_item, screen
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.reference.models import State
from tests.evidence_help import ACCEPT, ALARM, accepted, received

FILES = (("north.txt", b"What happened in the north."), ("south.txt", b"What happened in the south."))


def a_case(people, title) -> Case:
    return open_case(title=title, states=State.objects.filter(pk="SYR"), by=people.officer)


@pytest.fixture
def cases(people):
    return a_case(people, "North"), a_case(people, "South")


@pytest.fixture
def sent(people):
    return received(people, *FILES, **ALARM)


def part(submission, name) -> str:
    return str(submission.files.get(name=name).pk)


def split(people, submission, cases, *, north=("text", "north.txt"), south=("south.txt",)):
    """Accept: `north` into the first case, `south` into the second."""
    ids = [frozenset("text" if one == "text" else part(submission, one) for one in parts) for parts in (north, south)]
    given = {**ACCEPT, "destination": cases[0].number}
    return screen(
        submission=submission,
        by=people.officer,
        parts=ids[0],
        further=[Placing(cases[1].number, parts=ids[1])],
        **given,
    )


def titles(items) -> set[str]:
    return set(items.values_list("title", flat=True))


def test_r14_parts_go_to_the_cases_chosen_for_them(people, sent, cases):
    taken = split(people, sent, cases)
    assert taken.destinations == [cases[0].number, cases[1].number]
    assert taken.destination == cases[0].number
    assert titles(all_items(cases[0])) == {"Report", "north.txt"}
    assert titles(all_items(cases[1])) == {"south.txt"}
    assert Entry.objects.filter(act="case.submission_placed", case_number=cases[1].number).count() == 1


def test_r14_a_part_can_lie_in_both_cases(people, sent, cases):
    split(people, sent, cases, south=("south.txt", "text"))
    assert titles(all_items(cases[1])) == {"Report", "south.txt"}


def test_r14_all_parts_chosen_one_by_one_are_the_whole(people, sent, cases):
    split(people, sent, cases, north=("text", "north.txt", "south.txt"))
    assert CaseSubmission.objects.get(case=cases[0]).whole
    assert not CaseSubmission.objects.get(case=cases[1]).whole


@pytest.mark.parametrize(
    ("north", "south", "field"),
    [
        (("text",), ("south.txt",), "parts"),
        ((), ("text", "north.txt", "south.txt"), "parts"),
        (("text", "north.txt", "south.txt"), (), "parts_2"),
    ],
)
def test_r15_every_part_goes_somewhere_and_each_case_takes_one(people, sent, cases, north, south, field):
    with pytest.raises(Invalid) as invalid:
        split(people, sent, cases, north=north, south=south)
    assert list(invalid.value.errors) == [field]
    sent.refresh_from_db()
    assert (sent.status, sent.items.count(), CaseSubmission.objects.count()) == ("received", 0, 0)


def test_r14_the_same_case_twice_and_a_part_of_another_submission_are_refused(people, sent, cases):
    foreign = str(received(people, ("x.txt", b"x" * 9)).files.get().pk)
    for further in (Placing(cases[0].number), Placing(cases[1].number, parts=frozenset({foreign}))):
        with pytest.raises(Invalid):
            screen(submission=sent, by=people.officer, further=[further], **{**ACCEPT, "destination": cases[0].number})
    with pytest.raises(Invalid) as unknown:
        screen(submission=sent, by=people.officer, further=[Placing("C-2026-999")], **ACCEPT)
    assert list(unknown.value.errors) == ["destination_2"]


def test_r14_two_new_cases_at_once(people, sent):
    further = [Placing("new", title="South", parts=frozenset({part(sent, "south.txt")}))]
    taken = screen(submission=sent, by=people.officer, further=further, case_title="North", **ACCEPT)
    assert list(Case.objects.order_by("pk").values_list("title", flat=True)) == ["North", "South"]
    assert len(taken.destinations) == 2


def test_r06_recused_from_one_case_a_member_sees_what_lies_in_the_other_and_nothing_else(people, sent, cases):
    split(people, sent, cases)
    recuse(case=cases[0], by=people.amal, reason="I advised a party there.")
    assert titles(items_visible_to(people.amal)) == {"south.txt"}
    assert list(files_visible_to(people.amal).values_list("name", flat=True)) == ["south.txt"]
    assert not submissions_visible_to(people.amal).exists()
    assert titles(items_visible_to(people.ingrid)) == {"Report", "north.txt", "south.txt"}
    assert submissions_visible_to(people.ingrid).exists()


def test_r06_what_lies_in_both_cases_is_read_through_the_other(people, sent, cases):
    split(people, sent, cases, south=("south.txt", "text"))
    recuse(case=cases[0], by=people.amal, reason="I advised a party there.")
    assert titles(items_visible_to(people.amal)) == {"Report", "south.txt"}
    assert not submissions_visible_to(people.amal).exists()


def test_r06_a_submission_wholly_in_another_case_too_stays_open(people, sent, cases):
    split(people, sent, cases, south=("text", "north.txt", "south.txt"))
    recuse(case=cases[0], by=people.amal, reason="I advised a party there.")
    assert submissions_visible_to(people.amal).exists()
    recuse(case=cases[1], by=people.amal, reason="And here.")
    assert not items_visible_to(people.amal).exists()
    assert not files_visible_to(people.amal).exists()


def test_r06_a_part_that_lies_nowhere_else_is_closed_with_its_case(people, sent, cases):
    """A file released after the split lies in no case by itself: it is no way round a recusal."""
    split(people, sent, cases)
    late = SubmissionFile.objects.create(submission=sent, stored=sent.files.first().stored, name="late.txt")
    recuse(case=cases[0], by=people.amal, reason="I advised a party there.")
    assert late not in files_visible_to(people.amal)
    assert late in files_visible_to(people.ingrid)


def test_r06_the_page_of_an_item_tells_nothing_of_the_submission_beyond_it(people, sent, cases, client, settings):
    settings.DEMONSTRATION = True
    split(people, sent, cases)
    recuse(case=cases[0], by=people.amal, reason="I advised a party there.")
    client.force_login(people.amal)
    item = sent.items.get(title="south.txt")
    page = client.get(item.get_absolute_url()).content.decode()
    assert "south.txt" in page
    for hidden in ("north.txt", "in the north", "What happened.<", cases[0].number, f"/submissions/{sent.number}/"):
        assert hidden not in page
    assert client.get(sent.get_absolute_url()).status_code == 404
    assert client.get(sent.items.get(title="north.txt").get_absolute_url()).status_code == 404


def test_r24_only_what_lies_in_a_case_is_linked_there(people, sent, cases):
    split(people, sent, cases)
    open_assessment(case=cases[0], by=people.registrar)
    choose_crime(case=cases[0], crime_id="ethnic_cleansing", acts=["ec-1"], by=people.registrar)
    link = {"case": cases[0], "element_id": "ec-1.1", "direction": "supports", "weight": 2, "by": people.officer}
    link_evidence(item=sent.items.get(title="north.txt"), **link)
    with pytest.raises(Refused) as refused:
        link_evidence(item=sent.items.get(title="south.txt"), **link)
    assert refused.value.rule == "R24"


def test_r14_a_later_addition_to_a_further_case(people, cases):
    submission = accepted(people, *FILES)
    placing = Placing(cases[1].number, parts=frozenset({part(submission, "south.txt")}))
    assert add_to_case(submission=submission, placing=placing, by=people.officer) == cases[1].number
    assert titles(all_items(cases[1])) == {"south.txt"}
    add_to_case(submission=submission, placing=placing, by=people.officer)
    assert CasePart.objects.count() == 1
    add_to_case(submission=submission, placing=Placing(cases[1].number), by=people.officer)
    assert titles(all_items(cases[1])) == {"Report", "north.txt", "south.txt"}


def test_r16_nobody_places_what_they_may_not_open(people, cases):
    submission = accepted(people, *FILES)
    closed = submission.items.get(title="south.txt")
    reclassify_item(item=closed, by=people.registrar, sensitivity="strictly_confidential", reason="A name.")
    apart = Placing(cases[1].number, parts=frozenset({part(submission, "south.txt")}))
    with pytest.raises(Invalid) as invalid:
        add_to_case(submission=submission, placing=apart, by=people.officer)
    assert list(invalid.value.errors) == ["parts"]
    add_to_case(submission=submission, placing=Placing(cases[1].number), by=people.officer)
    assert titles(all_items(cases[1])) == {"Report", "north.txt"}
    assert not CaseSubmission.objects.get(case=cases[1]).whole, "the whole is not the officer's to place"
    add_to_case(submission=submission, placing=apart, by=people.registrar)
    assert titles(all_items(cases[1])) == {"Report", "north.txt", "south.txt"}


def test_r14_what_is_not_accepted_lies_in_no_case(people, sent, cases):
    with pytest.raises(Refused) as refused:
        add_to_case(submission=sent, placing=Placing(cases[0].number), by=people.officer)
    assert refused.value.rule == "R14"
    with pytest.raises(NotPermitted):
        add_to_case(submission=accepted(people), placing=Placing(cases[0].number), by=people.amal)


def test_r06_a_child_of_a_file_lies_where_the_file_does(people, sent, cases):
    split(people, sent, cases)
    south = sent.files.get(name="south.txt")
    child = SubmissionFile.objects.create(submission=sent, stored=south.stored, parent=south, name="inside.txt")
    grandchild = SubmissionFile.objects.create(submission=sent, stored=south.stored, parent=child, name="deeper.txt")
    grandchild.refresh_from_db()
    assert grandchild.received_in == south
