"""R30, R50: a determination leaves as a file, and the docket says who took which bytes."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import translation

from cases.documents.edition import for_release, whole
from cases.documents.pdf import pdf
from cases.documents.word import word
from cases.models import Determination
from mad.accounts.permissions import Act, require
from mad.docket.services import record

LANGUAGE = "en"
MAKERS = {"pdf": pdf, "docx": word}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file: its bytes, its media type, the name it is saved under."""

    content: bytes
    type: str
    name: str


def export_determination(*, determination: Determination, by, form: str, released: bool = False) -> Export:
    """The determination as "pdf" or "docx", whole as `by` may read it, or its released version.

    Raises Refused (R30) when there is no released version or the file cannot be made; then nothing is recorded.
    """
    require(by, Act.READ_CASES)
    with translation.override(LANGUAGE):
        edition = for_release(determination) if released else whole(determination, by)
        content = MAKERS[form](edition, LANGUAGE)
    facts = {"format": form, "version": "released" if released else "whole"}
    with transaction.atomic():
        record(
            act="determination.exported",
            by=by,
            obj=determination.number,
            case=determination.case.number,
            content={**facts, "sha256": sha256(content).hexdigest()},
            facts=facts,
        )
    return Export(content, TYPES[form], f"{edition.name}.{form}")
