"""Acts on the paragraphs of a draft: write, save, move, indent, take out, put back, clear (R38, R39 c)."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from deliberation import services
from deliberation.forms import ParagraphForm
from deliberation.models import Output, Paragraph, ParagraphVersion
from deliberation.procedure.difference import Piece, difference
from deliberation.procedure.form import Part
from deliberation.procedure.merging import Joined, join
from deliberation.selectors.editor import part_of
from mad.common.errors import Invalid, Refused
from mad.common.web import KEY_FIGURES, person, whole_number

from .common import load_output
from .editor import draw, paragraph_form, tell

MOVES = {"up": -1, "down": 1}
INDENTS = {"in": 1, "out": -1}
OVERTAKEN = frozenset({"gone", "not-permitted"})


@dataclass(frozen=True)
class Conflict:
    """Two changes of one paragraph: by whom, both against the text that both had read, and what they make together."""

    by: Any
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]
    joined: Joined


@dataclass(frozen=True)
class Lost:
    """Words typed where no form can stand any more; row: the paragraph, if it was taken out meanwhile."""

    refused: Refused
    text: str
    row: Paragraph | None


@person
@require_POST
def add_paragraph(request: HttpRequest, number: str) -> HttpResponse:
    found = load_output(request, number)
    part = part_of(found, request.POST.get("part", ""))
    form = paragraph_form(request, found, part, None, typed=request.POST)
    after = _row(found, request.POST.get("after", ""))
    if form.is_valid():
        with form.refusals():
            made = services.add_paragraph(output=found, by=request.user, part=part, after=after, **form.words())
        if form.accepted:
            services.drop_writing(output=found, paragraph=None, part=part, by=request.user)
            return _back(found, made)
    if form.refused:
        return _kept(request, found, part, None, form)
    return draw(request, found, insert=part.value, form=form, status=form.status)


@person
@require_POST
def paragraph(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Save, move, indent, remove, put back or clear one paragraph."""
    found = load_output(request, number)
    row = _row(found, str(key))
    if row is None:
        raise Http404
    act = request.POST.get("act", "save")
    if act == "save":
        return _save(request, found, row)
    if act in MOVES or act in INDENTS:
        return _arrange(request, found, row, act)
    if act == "remove":
        services.remove_paragraph(paragraph=row, by=request.user, whole=True)
        return redirect(f"{reverse('output', args=[found.number])}?out={row.pk}#taken-out")
    elif act == "reuse":
        _reuse(request, row)
    elif act == "restore":
        services.restore_paragraph(paragraph=row, by=request.user)
    elif act == "drop":
        services.drop_writing(output=found, paragraph=row, part=Part(row.part), by=request.user)
    elif act == "clear":
        services.clear_wording(paragraph=row, version=version_read(request), by=request.user)
    else:
        raise Http404
    return _back(found, row)


def _arrange(request: HttpRequest, found: Output, row: Paragraph, act: str) -> HttpResponse:
    """Move or indent. What is refused is said at the paragraph: with keys one meets the limit often."""
    try:
        if act in MOVES:
            services.move_paragraph(paragraph=row, by=request.user, places=MOVES[act])
        else:
            services.indent_paragraph(paragraph=row, by=request.user, steps=INDENTS[act])
    except Refused as refused:
        if refused.status == 403 or row.removed_at is not None:
            raise
        tell(request, row, refused)
    return _back(found, row)


def _reuse(request: HttpRequest, row: Paragraph) -> None:
    """An earlier version's words again, as a new version."""
    version = whole_number(request.POST.get("of", ""))
    wanted = ParagraphVersion.objects.filter(paragraph=row, version=version).first() if version else None
    if wanted is None:
        raise Http404
    words = {name: value for name, value in wanted.content.items() if name != "part"}
    services.edit_paragraph(paragraph=row, by=request.user, version=version_read(request), **words)


@person
@require_POST
def drop_new(request: HttpRequest, number: str) -> HttpResponse:
    """The reader's own unsaved new paragraph goes."""
    found = load_output(request, number)
    part = part_of(found, request.POST.get("part", ""))
    services.drop_writing(output=found, paragraph=None, part=part, by=request.user)
    return redirect("output", number=found.number)


def _row(found: Output, key: str) -> Paragraph | None:
    rows = Paragraph.objects.select_related("option", "edited_by")
    return rows.filter(output=found, pk=whole_number(key, KEY_FIGURES) or 0).first()


def _back(found: Output, row: Paragraph) -> HttpResponse:
    return redirect(f"{reverse('output', args=[found.number])}#p{row.pk}")


def version_read(request: HttpRequest) -> int:
    """The version of the paragraph that the posted page showed. Raises Invalid (R39 c)."""
    version = whole_number(request.POST.get("version", ""))
    if version is None:
        raise Invalid({"version": ["Say which version of the paragraph you have read."]}, rule="R39 c")
    return version


def _save(request: HttpRequest, found: Output, row: Paragraph) -> HttpResponse:
    part = Part(row.part)
    form = paragraph_form(request, found, part, row, typed=request.POST)
    if form.is_valid():
        with form.refusals():
            services.edit_paragraph(
                paragraph=row, by=request.user, version=form.cleaned_data.get("version"), **form.words()
            )
        if form.accepted:
            services.drop_writing(output=found, paragraph=row, part=part, by=request.user)
            return _back(found, row)
    if form.refused and form.refused.code == "conflict":
        return _merge(request, found, row, form)
    if form.refused:
        return _kept(request, found, part, row, form)
    return draw(request, found, editing=str(row.pk), form=form, status=form.status)


def _merge(request: HttpRequest, found: Output, row: Paragraph, form: ParagraphForm) -> HttpResponse:
    """Both texts, their differences, and a form that holds what both make together; saving it is deliberate."""
    _keep(request, found, Part(row.part), row, form)
    row = _row(found, str(row.pk)) or row
    read = ParagraphVersion.objects.filter(paragraph=row, version=form.cleaned_data["version"]).first()
    theirs, mine = row.content(), {**row.content(), **form.words()}
    base = read.content if read else {}
    joined = join(base, mine, theirs)
    again = paragraph_form(request, found, Part(row.part), row, values={**joined.values, "version": row.version})
    again.refused = form.refused
    conflict = Conflict(
        row.edited_by,
        difference(base.get("text", ""), theirs["text"]),
        difference(base.get("text", ""), mine["text"]),
        joined,
    )
    return draw(request, found, editing=str(row.pk), form=again, conflict=conflict, status=form.status)


def _kept(request: HttpRequest, found: Output, part: Part, row: Paragraph | None, form: ParagraphForm) -> HttpResponse:
    """A rule refused the act: the form again, or, where none can stand any more, the words that were typed."""
    _keep(request, found, part, row, form)
    refused = form.refused
    assert refused is not None
    gone = refused.code in OVERTAKEN or refused.rule in ("R35", "R37")
    if gone:
        lost = Lost(refused, request.POST.get("text", ""), row if refused.code == "gone" else None)
        return draw(request, load_output(request, found.number), lost=lost, status=refused.status)
    if row is None:
        return draw(request, found, insert=part.value, form=form, status=form.status)
    return draw(request, found, editing=str(row.pk), form=form, status=form.status)


def _keep(request: HttpRequest, found: Output, part: Part, row: Paragraph | None, form: ParagraphForm) -> None:
    """What was typed stays findable, also after leaving the page; not for those who may not draft."""
    refused = form.refused
    if refused and refused.status == 403:
        return
    fields = {name: request.POST.getlist(name) for name in request.POST}
    services.keep_writing(
        output=found,
        paragraph=row,
        part=part,
        version=form.cleaned_data.get("version") or 0,
        fields=fields,
        by=request.user,
    )
