"""A determination as a file, and its released version as a page (R30, R16)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from cases.documents.blocks import Gap
from cases.documents.edition import for_release
from cases.documents.said import gap_said
from cases.models import Case, Determination
from cases.services import export_determination
from mad.common.web import person

from .common import load, show


def _of(case: Case, wanted: str) -> Determination:
    rows = Determination.objects.select_related("case", "replaced_by")
    return get_object_or_404(rows, case=case, number=wanted)


@person
def download(request: HttpRequest, number: str, wanted: str, form: str, released: bool = False) -> HttpResponse:
    """The whole determination, or its released version, as "pdf" or "docx"."""
    case = load(request, number)
    made = export_determination(determination=_of(case, wanted), by=request.user, form=form, released=released)
    kind = "inline" if form == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{kind}; filename="{made.name}"'}
    return HttpResponse(made.content, content_type=made.type, headers=headers)


@person
def released(request: HttpRequest, number: str, wanted: str) -> HttpResponse:
    case = load(request, number)
    edition = for_release(_of(case, wanted))
    blocks = [(block, gap_said(block) if isinstance(block, Gap) else "") for block in edition.blocks]
    context = {"edition": edition, "blocks": blocks, "determination": edition.determination}
    return show(request, case, "cases/released.html", "determination", context)
