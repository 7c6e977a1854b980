"""The draft editor (SCREENS 14). Everything works by plain forms; a script adds the check as one types."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.selectors.freshness import not_fresh
from deliberation import documents, services
from deliberation.forms import ParagraphForm, WithdrawForm
from deliberation.models import Motion, Output, Paragraph
from deliberation.procedure.draft import State
from deliberation.procedure.form import ENACTING, Part
from deliberation.procedure.outputs import Stage
from deliberation.selectors import mandate_of, paragraphs_of
from deliberation.selectors.editor import (
    blocks,
    notes_of,
    options_on_table,
    part_of,
    printed,
)
from deliberation.selectors.facts import determinations_under
from mad.accounts.permissions import Act
from mad.common.errors import Invalid, Refused
from mad.common.web import person

from .acts import Reader, acts_on
from .common import load_output, show_output


@person
def output(request: HttpRequest, number: str) -> HttpResponse:
    found = load_output(request, number)
    editing = request.GET.get("edit", "")
    insert = request.GET.get("insert", "")
    return draw(request, found, editing=editing, insert=insert)


def draw(
    request: HttpRequest,
    found: Output,
    *,
    editing: str = "",
    insert: str = "",
    form: ParagraphForm | None = None,
    status: int = 200,
) -> HttpResponse:
    paragraphs = paragraphs_of(found)
    mandate = mandate_of(found, paragraphs, request.user)
    motions = list(found.motions.select_related("moved_by__user"))
    reader = Reader(request.user, found.case)
    locked = refusal_to_edit(found, motions) or reader.drafting
    form = form or _form(request, found, paragraphs, editing, insert, bool(locked))
    context = {
        **live(found, paragraphs, mandate, editing),
        "stale": not_fresh(determinations_under(found, paragraphs)),
        "blocks": blocks(paragraphs, mandate),
        "editing": editing if form and editing else "",
        "inserting": insert if form and not editing else "",
        "after": request.GET.get("after", request.POST.get("after", "")),
        "form": form,
        "locked": locked,
        "acts": acts_on(reader, found, mandate, motions),
        "motions": motions,
        "deliveries": list(found.deliveries.all()),
        "signatures": list(found.signatures.select_related("member__user")),
        "withdraw_form": WithdrawForm(),
        "clear_refused": reader.refused(Act.CLEAR_WORDING),
        "parts": [("preambular", "Preamble"), ("operative", "Operative")]
        if found.is_resolution
        else [("plain", "Text")],
    }
    return show_output(request, found, "deliberation/output.html", "output", context, status=status)


def live(found: Output, paragraphs: list[Paragraph], mandate: Any, editing: str = "") -> dict[str, Any]:
    """What the page and the strip need; also drawn again while one types."""
    return {
        "output": found,
        "mandate": mandate,
        "first_objection": _first(mandate),
        "printed": printed(paragraphs, mandate, editing),
        "notes": list(enumerate(notes_of(paragraphs), start=1)),
        "enacting": ENACTING if found.is_resolution else "",
        "heading": documents.HEADINGS[found.kind],
        "distribution": documents.distribution(found),
    }


def _first(mandate: Any) -> Any:
    """The objection shown large: a refusal before what merely waits."""
    return next(iter(sorted(mandate.objections, key=lambda o: o.state is not State.REFUSED)), None)


def refusal_to_edit(found: Output, motions: list[Motion]) -> Refused | None:
    if found.stage not in (Stage.DRAFT, Stage.IN_REVIEW):
        return Refused("R37", f"The text is {found.get_stage_display().lower()} and no longer changes.")
    voting = next((motion for motion in motions if motion.state == Motion.State.VOTING), None)
    return Refused("R35", f"The text is frozen while the vote on {voting.number} is open.") if voting else None


def _form(
    request: HttpRequest, found: Output, paragraphs: list[Paragraph], editing: str, insert: str, locked: bool
) -> ParagraphForm | None:
    if locked:
        return None
    row = next((p for p in paragraphs if str(p.pk) == editing and not p.fixed), None)
    if row is not None:
        return ParagraphForm(
            output=found, part=Part(row.part), reader=request.user, options=options_on_table(found), paragraph=row
        )
    if insert:
        return ParagraphForm(
            output=found, part=part_of(found, insert), reader=request.user, options=options_on_table(found)
        )
    return None


@person
@require_POST
def add_paragraph(request: HttpRequest, number: str) -> HttpResponse:
    found = load_output(request, number)
    part = part_of(found, request.POST.get("part", ""))
    form = ParagraphForm(request.POST, output=found, part=part, reader=request.user, options=options_on_table(found))
    given = request.POST.get("after", "")
    after = Paragraph.objects.filter(output=found, pk=int(given)).first() if given.isdigit() else None
    if form.is_valid():
        with form.refusals():
            made = services.add_paragraph(output=found, by=request.user, part=part, after=after, **form.words())
        if form.accepted:
            return redirect(f"{reverse('output', args=[found.number])}#p{made.pk}")
    return draw(request, found, insert=part.value, form=form, status=form.status)


@person
@require_POST
def paragraph(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """Save, move, remove or clear one paragraph."""
    found = load_output(request, number)
    row = Paragraph.objects.filter(output=found, pk=key).first()
    if row is None:
        raise Http404
    act = request.POST.get("act", "save")
    if act == "save":
        return _save(request, found, row)
    if act in MOVES:
        services.move_paragraph(paragraph=row, by=request.user, places=MOVES[act])
    elif act == "remove":
        services.remove_paragraph(paragraph=row, by=request.user)
    elif act == "clear":
        services.clear_wording(paragraph=row, version=version_read(request), by=request.user)
    else:
        raise Http404
    return redirect(f"{reverse('output', args=[found.number])}#p{row.pk}")


def version_read(request: HttpRequest) -> int:
    """The version of the paragraph that the posted page showed. Raises Invalid (R39 c)."""
    given = request.POST.get("version", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise Invalid({"version": ["Say which version of the paragraph you have read."]}, rule="R39 c")
    return int(given)


MOVES = {"up": -1, "down": 1}


def _save(request: HttpRequest, found: Output, row: Paragraph) -> HttpResponse:
    form = ParagraphForm(
        request.POST,
        output=found,
        part=Part(row.part),
        reader=request.user,
        options=options_on_table(found),
        paragraph=row,
    )
    if form.is_valid():
        with form.refusals():
            services.edit_paragraph(
                paragraph=row, by=request.user, version=form.cleaned_data.get("version"), **form.words()
            )
        if form.accepted:
            return redirect(f"{reverse('output', args=[found.number])}#p{row.pk}")
    return draw(request, found, editing=str(row.pk), form=form, status=form.status)
