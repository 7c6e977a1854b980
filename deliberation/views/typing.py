"""What the editor's script asks while one types: the check, keeping the words, and who else is there (SCREENS 14)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from deliberation import services
from deliberation.forms import ParagraphForm
from deliberation.models import Output, Paragraph
from deliberation.procedure.form import Part, bare, clean
from deliberation.selectors import mandate_of, paragraphs_of
from deliberation.selectors.editor import part_of, with_unsaved
from deliberation.selectors.facts import cited_in
from deliberation.selectors.writing import desk_of
from deliberation.services.drafting import may_draft
from mad.common.errors import Refused
from mad.common.web import person

from .common import load_output, refusal_of
from .editor import live, paragraph_form, refusal_to_edit

PREVIEWED = ("opening", "level", "measure", "addressee", "citations", "territory", "of_fact", "option")


@person
@require_POST
def check(request: HttpRequest, number: str) -> HttpResponse:
    """The mandate strip and the live page with the words typed so far; nothing is saved (R39)."""
    found = load_output(request, number)
    refused = refusal_of(editable_now, found, request.user)
    if refused:
        return _refusal(refused)
    row, part = _place(request, found)
    words = _typed(paragraph_form(request, found, part, None, typed=request.POST), part)
    saved = paragraphs_of(found)
    key = str(row.pk) if row else ""
    paragraphs = with_unsaved(found, saved, key, part.value, words, after=request.POST.get("after", ""))
    mandate = mandate_of(found, paragraphs, request.user, said=cited_in(saved))
    context = live(found, paragraphs, mandate, key or "0")
    return JsonResponse(
        {
            "mandate": render_to_string("deliberation/parts/mandate.html", context, request),
            "page": render_to_string("deliberation/parts/page.html", context, request),
            "objections": [{"rule": o.rule, "reason": o.reason} for o in mandate.of(key or "0")],
        }
    )


@person
@require_POST
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """The words as typed, kept as the writer's own (autosave)."""
    found = load_output(request, number)
    row, part = _place(request, found)
    given = request.POST.get("version", "")
    fields = {name: request.POST.getlist(name) for name in request.POST}
    try:
        services.keep_writing(
            output=found,
            paragraph=row,
            part=part,
            version=int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0,
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
    key = request.POST.get("key", "")
    known = key.isascii() and key.isdigit() and len(key) < 18
    row = Paragraph.objects.filter(output=found, pk=int(key)).first() if known else None
    return row, Part(row.part) if row else part_of(found, request.POST.get("part", ""))


def editable_now(found: Output, user: Any) -> None:
    may_draft(user, found.case)
    locked = refusal_to_edit(found, list(found.motions.all()))
    if locked:
        raise locked


def _typed(form: ParagraphForm, part: Part) -> dict[str, Any]:
    """What can be read of a half-typed paragraph."""
    form.is_valid()
    given = {
        "opening": "",
        "level": 0,
        "measure": "",
        "citations": [],
        "territory": [],
        "of_fact": False,
        **_words(form),
    }
    raw = str(form.data.get("text", ""))
    label = str(given.pop("option", ""))
    given["option"] = next((o for o in form.options if o.label == label), None)
    given["text"] = clean(raw) if part is Part.PLAIN else bare(raw)
    return given


def _words(form: ParagraphForm) -> dict[str, Any]:
    for name in ("version", "elsewhere", "more_citations"):
        form.cleaned_data.setdefault(name, "")
    for name in ("territory", "citations"):
        if name in form.fields:
            form.cleaned_data.setdefault(name, [])
    return {name: value for name, value in form.words().items() if name in PREVIEWED}
