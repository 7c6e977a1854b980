"""The signed receipt of a submission (R12, R49), made from the record and always the same."""

from __future__ import annotations

from typing import Any

from evidence.models import Submission
from evidence.procedure import receipt
from mad.common.canonical import moment
from mad.docket import signing


def receipt_of(submission: Submission) -> dict[str, Any]:
    """{"statement", "algorithm", "key_id", "signature"}, ready for JSON.

    An Ed25519 signature over the same statement is the same, so the receipt need not be kept to be given again.
    """
    leaf = submission.entry.leaf()
    statement = receipt.statement(
        number=submission.number,
        received_at=moment(submission.received_at),
        office=submission.office.code,
        content_digest=leaf["digest"],
        files=submission.received_files,
        docket={**leaf, "at": moment(leaf["at"])},
    )
    return {"statement": statement, **signing.sign(statement)}
