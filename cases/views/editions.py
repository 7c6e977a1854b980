"""A determination as a file, and its released version as a page (R30, R16)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cases.documents.blocks import Gap
from cases.documents.edition import Edition, for_release
from cases.documents.said import gap_said
from cases.models import Case, Determination
from cases.services import export_determination
from mad.common.web import person

from .common import load, show


def _of(case: Case, wanted: str) -> Determination:
    rows = Determination.objects.select_related("case", "replaced_by")
    return get_object_or_404(rows, case=case, number=wanted)


@person
@require_GET
def download(request: HttpRequest, number: str, wanted: str, form: str, released: bool = False) -> HttpResponse:
    """The whole determination, or its released version, as "pdf" or "docx"."""
    case = load(request, number)
    made = export_determination(determination=_of(case, wanted), by=request.user, form=form, released=released)
    kind = "inline" if form == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.type, headers=headers)


def article(edition: Edition) -> dict[str, Any]:
    """Context of cases/edition.html: the edition, and each block with the mark that stands for it when withheld."""
    marked = [(block, gap_said(block) if isinstance(block, Gap) else "") for block in edition.blocks]
    return {"edition": edition, "blocks": marked}


@person
def released(request: HttpRequest, number: str, wanted: str) -> HttpResponse:
    case = load(request, number)
    edition = for_release(_of(case, wanted))
    context = {**article(edition), "determination": edition.determination}
    return show(request, case, "cases/released.html", "determination", context)
