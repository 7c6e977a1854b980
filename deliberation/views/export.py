"""R51: the case file, taken by the registrar or, for outside, by the presiding member."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from cases.views.common import load, show
from deliberation.procedure.casefile import Edition
from deliberation.publication_forms import ExportForm
from deliberation.services.casefile import export_as_stream, may_export
from mad.common.web import person

from .common import refusal_of


@person  # type: ignore[arg-type]  # an archive is a streaming answer
def case_export(request: HttpRequest, number: str) -> HttpResponse | StreamingHttpResponse:
    """What the package holds, and the choice of edition; a POST answers with the archive as it is made."""
    case = load(request, number)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.refusals():
            name, content = export_as_stream(case=case, edition=form.cleaned_data["edition"], by=request.user)
            response = StreamingHttpResponse(content, content_type="application/x-tar")
            response["Content-Disposition"] = f'attachment; filename="{name}.tar"'
            response["Cache-Control"] = "private, no-store"
            return response
    context = {
        "form": form,
        "refused": refusal_of(may_export, request.user, case),
        "whole_refused": refusal_of(may_export, request.user, case, Edition.WHOLE.value),
    }
    return show(request, case, "deliberation/case_export.html", "outputs", context, status=form.status)
