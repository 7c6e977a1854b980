"""What the editor's script asks while one types: the check, keeping the words, and who else is there (SCREENS 14)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from deliberation import services
from deliberation.models import Output, Paragraph
from deliberation.procedure.form import Part
from deliberation.selectors.editor import part_of
from deliberation.selectors.writing import desk_of
from mad.common.errors import Refused
from mad.common.web import KEY_FIGURES, person, whole_number

from .checking import editable_now
from .common import load_output, refusal_of


@person
@require_POST
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """The words as typed, kept as the writer's own (autosave)."""
    found = load_output(request, number)
    row, part = _place(request, found)
    fields = {name: request.POST.getlist(name) for name in request.POST}
    try:
        services.keep_writing(
            output=found,
            paragraph=row,
            part=part,
            version=whole_number(request.POST.get("version", "")) or 0,
            fields=fields,
            by=request.user,
        )
    except Refused as refused:
        return _refusal(refused)
    return JsonResponse({"saved": True})


@person
@require_POST
def present(request: HttpRequest, number: str) -> HttpResponse:
    """The draft's version, and who else is writing where; with a paragraph open, that the reader is."""
    found = load_output(request, number)
    row, part = _place(request, found)
    writes = request.POST.get("key", "") or request.POST.get("part", "")
    if writes and refusal_of(editable_now, found, request.user) is None:
        services.note_presence(output=found, paragraph=row, part=part, by=request.user)
    desk = desk_of(found, request.user)
    context = {"desk": desk, "output": found}
    return JsonResponse(
        {
            "version": found.version,
            "stage": found.stage,
            "others": render_to_string("deliberation/parts/others.html", context, request),
            "places": {str(key or ""): list(names) for key, names in desk.others.items()},
        }
    )


def _refusal(refused: Refused) -> JsonResponse:
    return JsonResponse({"rule": refused.rule, "reason": refused.reason}, status=refused.status)


def _place(request: HttpRequest, found: Output) -> tuple[Paragraph | None, Part]:
    """The paragraph that the form is open on, or none for a new one, and the part."""
    key = whole_number(request.POST.get("key", ""), KEY_FIGURES)
    row = None if key is None else Paragraph.objects.filter(output=found, pk=key).first()
    return row, Part(row.part) if row else part_of(found, request.POST.get("part", ""))
