"""An output as a file (R38): PDF, DOCX, Akoma Ntoso; each taking is recorded (R50)."""

from django.http import HttpRequest, HttpResponse

from deliberation.models import Output
from deliberation.services.exporting import export
from mad.common.web import person

from .common import load_output

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xml": "application/akn+xml",
}


@person
def output_pdf(request: HttpRequest, number: str) -> HttpResponse:
    return _file(request, load_output(request, number), "pdf", "inline")


@person
def output_docx(request: HttpRequest, number: str) -> HttpResponse:
    return _file(request, load_output(request, number), "docx", "attachment")


@person
def output_xml(request: HttpRequest, number: str) -> HttpResponse:
    return _file(request, load_output(request, number), "xml", "attachment")


def _file(request: HttpRequest, found: Output, format: str, shown: str) -> HttpResponse:
    made = export(output=found, format=format, by=request.user)
    name = found.symbol.replace("/", "-")
    headers = {"Content-Disposition": f'{shown}; filename="{name}.{format}"'}
    return HttpResponse(made, content_type=TYPES[format], headers=headers)
