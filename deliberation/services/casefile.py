"""R51: a case leaves as a package. R50: the export, and each original in it, is on the docket before a byte goes out."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from cases.models import Case
from cases.selectors.people import acting_member
from deliberation.bag import archive, folder
from deliberation.bag.contents import Contents, contents
from deliberation.procedure.casefile import Edition
from evidence.services import record_export, record_opening
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common.errors import Invalid, NotPermitted
from mad.docket.services import record


def may_export(by, case: Case, edition: str = Edition.OUTSIDE.value) -> None:
    """The registrar; the presiding member the edition for outside. Raises NotPermitted (R9), Refused (R6)."""
    require(by, Act.EXPORT_WHOLE_CASE if edition == Edition.WHOLE else Act.EXPORT_CASE)
    if by is not None and Role.REGISTRAR not in by.roles:
        acting_member(by, case)


def export_to_folder(*, case: Case, edition: str, target: Path, by) -> Contents:
    """The package at `target`, whole or not at all. by: None is the operator at the command line, edition for outside.

    Raises Refused (R51) when the place is taken or cannot be written to, R15 when an original is missing or altered.
    """
    folder.refuse_place(target)
    made = _prepared(case, edition, by)
    begun = False

    def begin() -> None:
        nonlocal begun
        _record(made, by)
        begun = True

    try:
        folder.write(target, made.bag(), made.members(), begin)
    except Exception:
        if begun:
            _record_failure(made, by)
        raise
    return made


def export_as_stream(*, case: Case, edition: str, by) -> tuple[str, Iterator[bytes]]:
    """(name, bytes of a tar): everything that can be refused is refused before the first byte."""
    made = _prepared(case, edition, by)
    _record(made, by)
    name = f"{case.number}-{made.edition.value}"
    return name, archive.stream(name, made.bag(), made.members())


def _prepared(case: Case, edition: str, by) -> Contents:
    if edition not in list(Edition):
        raise Invalid({"edition": ["There is no such edition."]}, rule="R51")
    may_export(by, case, edition)
    if by is None and edition == Edition.WHOLE:
        raise NotPermitted("R16", "The whole edition names its reader.", "Give the registrar whose reading it is.")
    return contents(case, Edition(edition), by)


@transaction.atomic
def _record(made: Contents, by) -> None:
    for piece in made.pieces:
        item = piece.item
        if item.file is not None:
            record_export(file=item.file, sensitivity=item.sensitivity, by=by)
        else:
            what = f"Text of {item.submission.number}, in the case file"
            record_opening(submission=item.submission, sensitivity=item.sensitivity, by=by, what=what)
    facts = {"edition": made.edition.value, "items": len(made.pieces), "left_out": len(made.left_out)}
    record(
        act="case.exported",
        by=by,
        obj=made.case.number,
        case=made.case.number,
        content={**facts, "sha256": made.digest},
        facts=facts,
    )


def _record_failure(made: Contents, by) -> None:
    """An export that is on the docket and left no package: its place gave out, or an original did (R15, R50)."""
    facts = {"edition": made.edition.value}
    content = {**facts, "sha256": made.digest}
    number = made.case.number
    record(act="case.export_failed", by=by, obj=number, case=number, content=content, facts=facts)
