"""R17: texts nearly the same and files wholly the same are found, and hint at nothing a reader may not open (R16)."""

from __future__ import annotations

import pytest
from django.db import connection

from evidence.models import Band, TextSignature
from evidence.selectors.likeness import near, same_bytes, side
from evidence.services import reclassify
from evidence.services.likeness import sign_waiting
from tests.evidence_help import GRADED, accepted, received
from tests.hostile_files import pdf

TEXT = (
    "On the morning of 4 February armed men on motorcycles entered the market of Um Dafuq and fired at people who"
    " were buying grain. Seven witnesses, interviewed apart, say that those killed had been picked out by their tribe."
    " The men left towards the north-east before noon. Eleven bodies were counted at the clinic by its only nurse."
)
NEAR = TEXT.replace("Eleven", "Twelve").replace("before noon", "at noon")
ELSE = " ".join(f"Another sentence number {n} on quite another matter" for n in range(30))
STRICT = {**GRADED, "sensitivity": "strictly_confidential"}


def of(found):
    return [(one.submission.number, one.ref, one.percent > 70) for one in found]


def test_r17_a_near_copy_is_found_both_ways_with_its_likeness(people):
    first, second, _other = (received(people, narrative=text) for text in (TEXT, NEAR, ELSE))
    assert sign_waiting() == 3
    assert of(near(first, [], people.officer)) == [(second.number, second.number, True)]
    assert of(near(second, [], people.officer)) == [(first.number, first.number, True)]


def test_r17_signing_twice_changes_nothing(people):
    received(people, narrative=TEXT)
    assert (sign_waiting(), sign_waiting()) == (1, 0)
    assert (TextSignature.objects.count(), Band.objects.count()) == (1, 20)


def test_r17_a_text_within_a_file_is_compared_with_a_narrative(people):
    first = received(people, ("report.pdf", pdf(TEXT)), narrative="See the file.")
    second = received(people, narrative=TEXT)
    sign_waiting()
    file = first.files.get()
    assert of(near(first, [file], people.officer)) == [(second.number, second.number, True)]
    assert of(near(second, [], people.officer)) == [(first.number, f"F{file.pk}", True)]


def test_r12_the_same_bytes_from_two_sources_are_two_submissions_over_one_file(people):
    one = received(people, ("a.txt", b"The same bytes."))
    two = received(people, ("b.txt", b"The same bytes."))
    assert one.files.get().stored_id == two.files.get().stored_id
    (shown,) = same_bytes(one.files.all(), one, people.officer)
    assert (shown.submission, shown.name) == (two, "b.txt")


@pytest.mark.parametrize("protected", [0, 1])
def test_r16_a_protected_source_is_not_told_by_what_it_resembles(people, protected):
    facts = [{"narrative": TEXT}, {"narrative": NEAR}]
    facts[protected]["protect_source"] = True
    one, two = (received(people, ("a.txt", b"The same bytes."), **fact) for fact in facts)
    sign_waiting()
    for here in (one, two):
        assert near(here, here.files.all(), people.officer) == []
        assert same_bytes(here.files.all(), here, people.officer) == []
        assert near(here, [], people.registrar)
        assert same_bytes(here.files.all(), here, people.registrar)


def test_r16_what_a_reader_may_not_open_is_not_hinted_at(people):
    shown = accepted(people, ("a.txt", b"The same bytes."), narrative=TEXT)
    hidden = accepted(people, ("b.txt", b"The same bytes."), narrative=NEAR, grading=STRICT)
    sign_waiting()
    assert near(shown, shown.files.all(), people.amal) == []
    assert same_bytes(shown.files.all(), shown, people.amal) == []
    assert near(shown, [], people.officer), "who screened it is its reader"
    assert near(shown, [], people.officer2) == []
    assert side(hidden.number, people.amal) is None
    assert side(f"F{hidden.files.get().pk}", people.amal) is None
    reclassify(submission=hidden, by=people.registrar, sensitivity="confidential", reason="Published since.")
    assert near(shown, [], people.amal)
    assert side(hidden.number, people.amal).text == NEAR


@pytest.mark.parametrize("ref", ["", "S-1", "F", "F0", "F999999", "S-2026-000099", "E-2026-0001", "Fx"])
def test_a_reference_to_nothing_is_nothing(people, ref):
    assert side(ref, people.registrar) is None


def test_r17_a_look_up_asks_the_index_of_bands(people):
    received(people, narrative=TEXT)
    sign_waiting()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        keys = list(Band.objects.values_list("key", flat=True))
        plan = Band.objects.filter(key__in=keys).values_list("signature").explain()
    assert "bands_by_key" in plan
