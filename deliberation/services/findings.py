"""R37: findings, the released version of a determination laid before the plenary to be made public."""

from django.db import transaction
from django.utils import translation

from cases.documents.edition import for_release
from cases.models import Case
from deliberation.models import CommentedText, Output
from deliberation.procedure.form import Part
from deliberation.procedure.outputs import OutputKind
from deliberation.procedure.publication import council_symbol
from deliberation.selectors.findings import texts_of
from mad.common.errors import Invalid
from mad.docket.services import record

from . import drafting
from .guards import AFTER_DETERMINATION, in_plenary


@transaction.atomic
def draft_findings(*, case: Case, by, title: str, language: str = "en") -> Output:
    """A draft whose paragraphs are those of the released version; they are produced and nobody edits them (R31).

    Raises Refused (R31) without a determination that finds a crime likely, NotPermitted (R9).
    """
    drafting.may_draft(by, case)
    determination = in_plenary(case, AFTER_DETERMINATION)
    output = drafting.create_output(case=case, by=by, kind=OutputKind.FINDINGS.value, title=title, language=language)
    with translation.override(language):
        texts = texts_of(for_release(determination).blocks)
    for position, text in enumerate(texts, start=1):
        drafting.write_produced(output, Part.PLAIN, position, text, by)
    return output


@transaction.atomic
def draft_comment(*, case: Case, by, title: str, on: str, language: str = "en") -> Output:
    """A comment on a Council draft or resolution, which it names. Raises Invalid (on) for what is no such symbol."""
    symbol = council_symbol(on)
    if symbol is None:
        raise Invalid({"on": ["Give its symbol, for example S/RES/2139 (2014) or S/2014/348."]}, rule="R37")
    output = drafting.create_output(case=case, by=by, kind=OutputKind.COMMENT.value, title=title, language=language)
    CommentedText.objects.create(output=output, symbol=symbol)
    record(
        act="output.refers",
        by=by,
        obj=output.number,
        case=case.number,
        content={"to": symbol},
        facts={"to": symbol},
    )
    return output
