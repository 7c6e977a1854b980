"""Recording what was learnt later of a crime that a determination decided on."""

from django.db import transaction

from cases.models import CrimeOutcome, Determination
from mad.accounts.permissions import Act, require
from mad.common.blank import stripped
from mad.common.errors import Invalid, Refused
from mad.docket.services import record

SOURCE_LONGEST, REASONS_LONGEST = 500, 10_000


@transaction.atomic
def record_outcome(
    *, determination: Determination, by, crime_id: str, happened: str, source: str, reasons: str
) -> CrimeOutcome:
    """Whether a crime of an adopted determination occurred. A later record of the same crime counts instead; the earlier
    stays (R15). Raises Refused (R30) before adoption, Invalid naming what is missing."""
    require(by, Act.RECORD_OUTCOME)
    if determination.adopted_at is None:
        raise Refused("R30", "An outcome is recorded of a determination that the panel has adopted.")
    source, reasons = stripped(source), stripped(reasons)
    _check(determination, crime_id, happened, source, reasons)
    entry = record(
        act="outcome.recorded",
        by=by,
        obj=determination.number,
        case=determination.case.number,
        content=outcome_content(determination.number, crime_id, happened, source, reasons),
        facts={"crime": crime_id},
    )
    return CrimeOutcome.objects.create(
        determination=determination,
        crime_id=crime_id,
        happened=happened,
        source=source,
        reasons=reasons,
        by=by,
        at=entry.at,
        entry=entry,
    )


def outcome_content(number: str, crime_id: str, happened: str, source: str, reasons: str) -> dict:
    """What the docket entry of an outcome commits to."""
    return {
        "determination": number,
        "crime": crime_id,
        "happened": happened,
        "source": source,
        "reasons": reasons,
    }


def _check(determination: Determination, crime_id: str, happened: str, source: str, reasons: str) -> None:
    errors: dict[str, list[str]] = {}
    if crime_id not in {crime["id"] for crime in determination.document["crimes"]}:
        errors["crime"] = [f"{determination.number} decides on no such crime."]
    if happened not in dict(CrimeOutcome.HAPPENED):
        errors["happened"] = ["Choose whether it occurred, did not, or cannot be known."]
    if not source or len(source) > SOURCE_LONGEST:
        errors["source"] = [f"Name the source, in at most {SOURCE_LONGEST} characters."]
    if not reasons or len(reasons) > REASONS_LONGEST:
        errors["reasons"] = [f"Say why this source is believed, in at most {REASONS_LONGEST:,} characters."]
    for name, text in (("source", source), ("reasons", reasons)):
        if "\0" in text:
            errors[name] = ["It holds a character that cannot be stored."]
    if errors:
        raise Invalid(errors, rule="R30")
