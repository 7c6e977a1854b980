"""R16, R30: the released version neither quotes what lies in closed files nor names persons and sources under protection."""

from __future__ import annotations

import pytest

from cases.documents.blocks import Text
from cases.documents.edition import for_release
from cases.models import Case, Determination
from cases.services import attach_opinion, name_person
from evidence.models import Item, SubmissionFile
from tests.evidence_help import accepted

from .cases_steps import ELEMENTS, LEGAL, hold_round, link, propose, under_assessment, votes

SAID = "Colonel Vexley ordered the burning of the seven villages beside the river on Thursday"
NAME = "Zarathor Quillbane"


def released(made: Determination) -> str:
    return "\n".join(block.paragraph.said for block in for_release(made).blocks if isinstance(block, Text))


def adopted_with(people, case: Case, opening: str) -> Determination:
    for _ in range(2):
        hold_round(people, case)
    made = votes(people, propose(people, case, opening=opening), "yes", LEGAL[:3])
    made.refresh_from_db()
    return made


@pytest.fixture
def case(people) -> Case:
    return under_assessment(people)[0]


def sent(people, case: Case, *files: tuple[str, bytes], sensitivity: str = "confidential", **how):
    grading = {"destination": case.number, "sensitivity": sensitivity}
    return accepted(people, *files, grading=grading, sensitivity=sensitivity, **{"title": "Intercept", **how})


def test_r16_the_text_of_a_closed_file_is_not_quoted(people, case):
    submission = sent(people, case, ("order.txt", f"Page one.\n{SAID}.\n".encode()))
    link(case, Item.objects.get(submission=submission, file__isnull=False), ELEMENTS[1], people.registrar)
    made = adopted_with(people, case, f"The panel has read this: {SAID}.\n\nNothing else was read.")
    attach_opinion(determination=made, by=people.bilal, kind="separate", text=f"I add: {SAID.upper()}.")
    said = released(made)
    assert "Vexley" not in said
    assert "VEXLEY" not in said
    assert "Nothing else was read." in said


def test_r16_nor_is_a_narrative(people, case):
    submission = sent(people, case, narrative=SAID)
    link(case, Item.objects.get(submission=submission, file=None), ELEMENTS[1], people.registrar)
    assert SAID not in released(adopted_with(people, case, f"The panel has read this: {SAID}."))


def test_r16_nor_is_a_file_taken_out_of_a_closed_one(people, case):
    mail = (
        b"From: a@example.org\nTo: b@example.org\nSubject: Roads\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nSee the order.\n'
        b'--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="inner-order.txt"\n\n'
        + SAID.encode()
        + b"\n--x--\n"
    )
    sent(people, case, ("letter.eml", mail))
    assert SubmissionFile.objects.filter(parent__isnull=False).exists()
    said = released(adopted_with(people, case, f"It reads: {SAID}.\n\nIt lay in inner-order.txt.\n\nNothing else."))
    assert "Vexley" not in said
    assert "inner-order" not in said
    assert "Nothing else." in said


def test_r16_a_protected_name_is_not_in_the_released_version(people, case):
    for name in (NAME, "Ovid Marrow"):
        name_person(case=case, designation="Commander of the brigade", name=name, grounds="Orders.", by=people.officer)
    opening = (
        f"The panel finds that {NAME} gave the order.\n\nThat MARROW, Ovid passed it on.\n\nThat Quillbane knew.\n\n"
        "That the Commander of the brigade knew."
    )
    said = released(adopted_with(people, case, opening))
    assert not [word for word in ("Quillbane", "MARROW") if word in said]
    assert "That the Commander of the brigade knew." in said


@pytest.mark.parametrize("how", [{"release": {"limits": ["no_attribution"]}}, {"protect_source": True}])
def test_r16_a_source_that_is_protected_or_asks_for_it_is_not_named(people, case, how):
    submission = sent(people, case, sensitivity="unclassified", title="Roofs", narrative="Roofs are gone.", **how)
    link(case, Item.objects.get(submission=submission), ELEMENTS[1], people.registrar)
    office = people.ohchr
    opening = f"As the {office.name} told us, the roofs are gone.\n\nSo says {office.code.upper()}.\n\nThey are gone."
    said = released(adopted_with(people, case, opening))
    assert office.name not in said
    assert office.code.upper() not in said
    assert "They are gone." in said


@pytest.fixture
def quietly(people, case):
    """A protected source of another name, and an item of its that may be released."""
    people.ohchr.name = "Vintara Documentation Centre of the North"
    people.ohchr.save(update_fields=["name"])
    submission = sent(
        people, case, sensitivity="unclassified", title="Roofs", narrative="Roofs are gone.", protect_source=True
    )
    link(case, Item.objects.get(submission=submission), ELEMENTS[1], people.registrar)


def test_r16_a_protected_source_is_not_told_by_a_part_of_its_name(people, case, quietly):
    opening = (
        "As VINTARA told us, the roofs are gone.\n\nSo a Vintara officer said.\n\nThe Documentation of the North goes on"
        " at a Centre.\n\nThey are gone."
    )
    said = released(adopted_with(people, case, opening))
    assert "intara" not in said.lower()
    assert "The Documentation of the North goes on" in said
    assert "They are gone." in said


def test_r16_what_a_released_item_says_is_no_secret_of_the_source(people, case, quietly):
    sent(people, case, sensitivity="unclassified", title="Map", narrative="Roads from Vintara to the river.")
    assert "From Vintara to the sea." in released(adopted_with(people, case, "From Vintara to the sea."))


def test_r16_a_source_that_asks_for_nothing_may_be_named(people, case):
    sent(people, case, sensitivity="unclassified", title="Roofs", narrative="Roofs are gone.")
    assert people.ohchr.name in released(adopted_with(people, case, f"As the {people.ohchr.name} told us."))
