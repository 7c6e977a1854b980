"""Pasting a plain text: what becomes what, then the paragraphs (R38)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deliberation.models import Output
from deliberation.procedure import draft, mandate
from deliberation.procedure.form import Line, Part, Piece, lay_out
from deliberation.procedure.outputs import Stage
from deliberation.procedure.pasting import LeftOut, Pasted, read
from deliberation.selectors import gate_of
from deliberation.services.pasting import LONGEST_TEXT, paste, pasted_of
from mad.common.errors import Refused
from mad.common.forms import ActForm
from mad.common.web import person
from mad.frame.heard import say

from .checking import editable_now
from .common import load_output, refusal_of, show_output, standing_paragraph

SHOWN = 400
ORDER = {Part.PREAMBULAR: 0, Part.OPERATIVE: 1, Part.PLAIN: 2}


class PasteForm(ActForm):
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("A resolution, or a part of one, as plain text. An empty line parts paragraphs."),
    )


@dataclass(frozen=True)
class Row:
    """A paragraph of the preview: as pasted, as it will be printed, and whether it is of class force."""

    pasted: Pasted
    line: Line
    force: str = ""


@person
def paste_text(request: HttpRequest, number: str) -> HttpResponse:
    found = load_output(request, number)
    refused = refusal_of(editable_now, found, request.user)
    form = PasteForm(request.POST if request.method == "POST" else None)
    given = request.POST.get("after", request.GET.get("after", ""))
    after = standing_paragraph(found, given)
    context: dict[str, Any] = {"form": form, "refused": refused, "after": after.pk if after else "", "after_row": after}
    if form.is_valid():
        text = form.cleaned_data["text"]
        with form.refusals():
            pasted = pasted_of(found, text)
            if request.POST.get("act") == "insert":
                made = paste(output=found, by=request.user, text=text, after=after)
                return redirect(f"{reverse('output', args=[found.number])}#p{made[0].pk}")
            context |= _preview(found, pasted, text)
    return show_output(request, found, "deliberation/paste.html", "paste", context, status=form.status)


def _preview(output: Output, pasted: tuple[Pasted, ...], text: str) -> dict[str, Any]:
    left: tuple[LeftOut, ...] = read(text, resolution=output.is_resolution, language=output.language).left_out
    rows = _rows(pasted, output.language)
    forceful = any(row.force for row in rows)
    gate = gate_of(output.case) if forceful else None
    return {
        "rows": rows[:SHOWN],
        "count": len(rows),
        "more": max(0, len(rows) - SHOWN),
        "left_out": left[:SHOWN],
        "noted": sum(bool(row.pasted.notes) for row in rows),
        "gate_refusal": _gate_refusal(output, gate.why_closed) if gate and not gate.open else None,
    }


def _gate_refusal(output: Output, missing: str) -> Refused:
    now = _("It can be written into a draft, and goes no further until the gate is open.")
    tabled = _("The draft is in review: what is pasted is tabled, so it will be refused.")
    still = say(f"Still missing: {missing}.")
    return Refused(
        "R33",
        str(_("The text has words of class force, and no finding of insufficiency is in force.")),
        f"{tabled if output.stage == Stage.IN_REVIEW else now} {still}",
    )


def _rows(pasted: tuple[Pasted, ...], language: str) -> list[Row]:
    ordered = sorted(enumerate(pasted), key=lambda pair: ORDER[pair[1].part])
    pieces = [Piece(str(place), one.part, one.text, one.opening, one.level) for place, one in ordered]
    lines = lay_out(pieces, language)
    force = _force(lines, pasted)
    return [Row(pasted[int(line.key)], line, force.get(line.key, "")) for line in lines]


def _force(lines: tuple[Line, ...], pasted: tuple[Pasted, ...]) -> dict[str, str]:
    """The words of force by the paragraph they stand in, as the mandate check will read them (R39 d)."""
    read_as = [
        draft.Paragraph(
            line.key,
            line.label,
            line.part,
            pasted[int(line.key)].text,
            line.opening,
            line.level,
            pasted[int(line.key)].measure,
        )
        for line in lines
    ]
    seats = (block.seat_of_force for block in mandate.forceful(read_as))
    return {at.key: words or at.measure for at, words in seats}
