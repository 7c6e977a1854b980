"""Exports are recorded (R50)."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from django.db import transaction

from deliberation import documents
from deliberation.akoma import akoma_ntoso
from deliberation.models import Output
from deliberation.word import word
from mad.docket.services import record

FORMATS: Mapping[str, Callable[[Output], bytes]] = {"pdf": documents.pdf, "docx": word, "xml": akoma_ntoso}


def export(*, output: Output, format: str, by) -> bytes:
    """The output as "pdf", "docx" or "xml", with a docket entry of who took which bytes.

    Raises Refused (R38, 503) when it cannot be made; the text is not touched by that.
    """
    made = FORMATS[format](output)
    with transaction.atomic():
        record(
            act="output.exported",
            by=by,
            obj=output.number,
            case=output.case.number,
            content={"format": format, "sha256": sha256(made).hexdigest(), "version": output.version},
            facts={"format": format, "version": output.version},
        )
    return made


def export_pdf(*, output: Output, by) -> bytes:
    return export(output=output, format="pdf", by=by)
