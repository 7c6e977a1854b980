"""R16, R18: who may open what; which files stay held."""

import pytest

from evidence.procedure.access import Paper, Reader, is_own, may_open, sees_source
from evidence.procedure.hostile import Looked, Verdict, judge
from evidence.procedure.terms import OPEN, Sensitivity, Status

MEMBER = Reader(reads_submissions=True, screens=False, keeps_register=False)
OFFICER = Reader(reads_submissions=True, screens=True, keeps_register=False)
REGISTRAR = Reader(reads_submissions=True, screens=True, keeps_register=True)
OUTSIDER = Reader(reads_submissions=False, screens=False, keeps_register=False)
SOURCE = Reader(reads_submissions=False, screens=False, keeps_register=False, office=1)
STRICT, PLAIN = Sensitivity.STRICT, Sensitivity.CONFIDENTIAL


def paper(status=Status.ACCEPTED, sensitivity=PLAIN, **facts):
    return Paper(office=1, status=status, sensitivity=sensitivity, **facts)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("sensitivity", list(Sensitivity))
@pytest.mark.parametrize(
    ("who", "reader"),
    [("member", MEMBER), ("officer", OFFICER), ("registrar", REGISTRAR), ("outsider", OUTSIDER), ("source", SOURCE)],
)
def test_r16_every_reader_state_and_sensitivity(status, sensitivity, who, reader):
    strict = sensitivity is STRICT
    expected = {
        "member": status is Status.ACCEPTED and not strict,
        "officer": not strict or status in OPEN,
        "registrar": True,
        "outsider": False,
        "source": False,
    }
    assert may_open(reader, paper(status, sensitivity)) is expected[who]


def test_r16_a_named_reader_opens_the_strictly_confidential():
    assert may_open(MEMBER, paper(sensitivity=STRICT, named=True))
    assert not may_open(OUTSIDER, paper(sensitivity=STRICT, named=True))


def test_r06_a_recused_person_opens_nothing_of_the_case():
    assert not may_open(MEMBER, paper(excluded=True, named=True))
    assert not may_open(REGISTRAR, paper(excluded=True))


def test_r12_a_source_sees_its_own_alone():
    assert is_own(SOURCE, paper())
    assert not is_own(Reader(False, False, False, office=2), paper())


def test_r16_a_protected_source_is_seen_by_the_registrar_for_a_reason():
    assert sees_source(protected=True, keeps_register=True, reason="Asked by the panel")
    assert not sees_source(protected=True, keeps_register=True, reason="  ")
    assert not sees_source(protected=True, keeps_register=False, reason="Asked by the panel")
    assert sees_source(protected=False, keeps_register=False, reason="")


PDF, EXE, ELF = b"%PDF-1.7", b"MZ\x90\x00", b"\x7fELF\x02"


@pytest.mark.parametrize(
    ("name", "start", "detected", "verdict"),
    [
        ("report.pdf", PDF, "application/pdf", Verdict.RELEASED),
        ("notes.txt", b"words", "text/plain", Verdict.RELEASED),
        ("unknown", b"\x01\x02", "", Verdict.RELEASED),
        ("report.pdf", EXE, "", Verdict.HELD),
        ("report.pdf", ELF, "application/x-executable", Verdict.HELD),
        ("run", b"#!/bin/sh\n", "text/plain", Verdict.HELD),
        ("setup.EXE", b"text", "text/plain", Verdict.HELD),
        ("photo.pdf", b"\x89PNG", "image/png", Verdict.HELD),
        ("table.xlsx", b"PK\x03\x04", "application/zip", Verdict.RELEASED),
    ],
)
def test_r18_a_program_or_a_false_name_stays_held(name, start, detected, verdict):
    judged = judge(Looked(name, start, detected))
    assert judged.verdict is verdict
    assert bool(judged.why) is (verdict is Verdict.HELD)


def test_r18_an_infected_or_unreadable_file_stays_held():
    assert judge(Looked("a.pdf", PDF, "", infected="Eicar")).verdict is Verdict.HELD
    assert judge(Looked("a.pdf", b"", "", readable=False)).verdict is Verdict.HELD
