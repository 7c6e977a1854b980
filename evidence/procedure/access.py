"""Who may open what (R16). Pure: used by pages, API and exports through one selector."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.procedure.terms import OPEN, Sensitivity, Status
from mad.common.blank import blank


@dataclass(frozen=True, slots=True)
class Reader:
    """What matters about a reader: the roles' reach and whether the registrar named this person."""

    reads_submissions: bool
    screens: bool
    keeps_register: bool
    office: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What matters about a submission."""

    office: int
    status: Status
    sensitivity: Sensitivity
    named: bool = False
    excluded: bool = False


def may_open(reader: Reader, paper: Paper) -> bool:
    """A member reads what was accepted, an officer what is screened, a named reader the rest.

    While a strictly confidential submission waits to be screened, the officers who screen are its readers;
    afterwards only the registrar and those named. A recused person opens nothing of the case (R6).
    """
    if not reader.reads_submissions or paper.excluded:
        return False
    if reader.keeps_register or paper.named:
        return True
    if paper.sensitivity is Sensitivity.STRICT:
        return reader.screens and paper.status in OPEN
    return reader.screens or paper.status is Status.ACCEPTED


_LEVELS = list(Sensitivity)


def is_lower(one: str, other: str) -> bool:
    """Whether `one` protects less than `other`."""
    return _LEVELS.index(Sensitivity(one)) < _LEVELS.index(Sensitivity(other))


def is_own(reader: Reader, paper: Paper) -> bool:
    """The office that sent it sees its receipt and status, never the Division's handling."""
    return reader.office is not None and reader.office == paper.office


def sees_source(protected: bool, keeps_register: bool, reason: str) -> bool:
    """R16: a protected identity is seen by the registrar alone, and only for a stated reason."""
    return not protected or (keeps_register and not blank(reason))
