"""R16: who reads the file of a case. Pure; cases.selectors.visible asks the same of the database."""

from dataclasses import dataclass

STRICT = "strictly_confidential"
LEVELS = ("unclassified", "confidential", STRICT)


@dataclass(frozen=True, slots=True)
class Reader:
    """What matters about who wants to read.

    reads_cases: by role (R9); keeps_register: the registrar; is_member, takes_part: a member, in office and not recused
    from this case (R2, R6); named: a named reader of this case.
    """

    reads_cases: bool
    keeps_register: bool = False
    is_member: bool = False
    takes_part: bool = False
    named: bool = False


def may_read(reader: Reader, sensitivity: str) -> bool:
    """Members who take part read every file: the panel answers on it (R23) and the plenary decides on it (R31), and for
    both the rules name all of them. Of a strictly confidential one the registrar and they are the readers by rule; of the
    secretariat only who is named reads it (R16)."""
    if not reader.reads_cases:
        return False
    if reader.is_member:
        return reader.takes_part
    return reader.keeps_register or reader.named or sensitivity != STRICT


def lowers(before: str, after: str) -> bool:
    """Whether a file stops being strictly confidential: for the registrar to decide (R16)."""
    return before == STRICT != after
