"""Exports are recorded (R50)."""

from hashlib import sha256

from django.db import transaction

from deliberation import documents
from deliberation.models import Output
from mad.docket.services import record


def export_pdf(*, output: Output, by) -> bytes:
    """The PDF, with a docket entry of who took which bytes. Raises Refused (R38) when it cannot be made."""
    page = documents.pdf(output)
    with transaction.atomic():
        record(
            act="output.exported",
            by=by,
            obj=output.number,
            case=output.case.number,
            content={"format": "pdf", "sha256": sha256(page).hexdigest(), "version": output.version},
            facts={"format": "pdf", "version": output.version},
        )
    return page
