"""Amendments to an output: the list in its order of voting, and one amendment as a difference (R40)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from deliberation import services
from deliberation.amendment_forms import AmendedParagraph, WholeParagraph
from deliberation.models import Amendment, Option, Output, Paragraph
from deliberation.models.amendments import CHANGES
from deliberation.procedure.amendments import Change
from deliberation.procedure.form import Part
from deliberation.selectors import mandate_of
from deliberation.selectors.amendments import Text, proposal_of
from deliberation.selectors.draft_read import amended
from deliberation.selectors.facts import OPEN_MOTION
from deliberation.selectors.redline import differences, row_of
from deliberation.services.amending import refuse_out_of_turn, refuse_stage, refuse_unfit
from deliberation.services.guards import chair
from deliberation.services.motions import refuse_to_put
from mad.accounts.permissions import Act
from mad.common.errors import Invalid, Refused
from mad.common.web import KEY_FIGURES, person, whole_number

from .acts import Reader
from .common import load_output, refusal_of, show_output


@person
def amendments(request: HttpRequest, number: str) -> HttpResponse:
    """The list; tabling an amendment; the chair's order of voting."""
    found = load_output(request, number)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "order":
        services.order_amendments(output=found, by=request.user, places=_places(request))
        return redirect("amendments", number=found.number)
    read = amended(found)
    text = Text(found, read.paragraphs)
    given = request.POST if act == "table" else request.GET
    change, target, part = _wanted(given, text)
    form = _form(request, found, read.options, change, target, part, bound=act == "table")
    if form is not None and form.is_bound and form.is_valid():
        made = _table(request, found, form, change, target, part)
        if made is not None:
            return redirect("amendment", number=found.number, ordinal=made.ordinal)
    return _list(request, found, text, read.amendments, form, change, target)


def _places(request: HttpRequest) -> dict[int, int]:
    """The posted order: place_<ordinal> = place."""
    given = {
        name.removeprefix("place_"): str(value) for name, value in request.POST.items() if name.startswith("place_")
    }
    read = [(name, whole_number(name, 5), whole_number(value, 5)) for name, value in given.items()]
    wrong = {name: ["Give a whole number."] for name, ordinal, place in read if ordinal is None or place is None}
    if wrong:
        raise Invalid(wrong, rule="R40")
    return {ordinal: place for _, ordinal, place in read if ordinal is not None and place is not None}


def _wanted(given: Any, text: Text) -> tuple[str, Paragraph | None, str]:
    """change, target and part as asked for; change "" when nothing is."""
    change, key, part = given.get("change", ""), given.get("target", ""), given.get("part", "")
    if change and change not in list(Change):
        raise Http404
    target = text.rows.get(whole_number(key, KEY_FIGURES) or 0)
    if change and change != Change.ADD and target is None:
        raise Refused("R40", "This paragraph is not in the text any more.", "Choose another.", status=404)
    return change, target, part


def _form(
    request: HttpRequest,
    found: Output,
    options: list[Option],
    change: str,
    target: Paragraph | None,
    part: str,
    *,
    bound: bool,
) -> Any:
    if not change:
        return None
    data = request.POST if bound else None
    if not Change(change).has_words:
        return WholeParagraph(data, initial={"version": target.version if target else None})
    own = _part(found, target, part)
    row = target if change == Change.REPLACE else None
    return AmendedParagraph(data, output=found, part=own, reader=request.user, options=options, paragraph=row)


def _part(found: Output, target: Paragraph | None, part: str) -> Part:
    if target is not None:
        return Part(target.part)
    if not found.is_resolution:
        return Part.PLAIN
    return Part.PREAMBULAR if part == Part.PREAMBULAR else Part.OPERATIVE


def _table(
    request: HttpRequest, found: Output, form: Any, change: str, target: Paragraph | None, part: str
) -> Amendment | None:
    version = form.cleaned_data.get("version") if change != Change.ADD else None
    with form.refusals():
        return services.table_amendment(
            output=found,
            by=request.user,
            change=change,
            target=target,
            part=_part(found, target, part).value,
            version=version,
            **form.words(),
        )
    return None


def _list(
    request: HttpRequest,
    found: Output,
    text: Text,
    tabled: list[Amendment],
    form: Any,
    change: str,
    target: Paragraph | None,
) -> HttpResponse:
    reader = Reader(request.user, found.case)
    rows = [_row(amendment, text) for amendment in tabled]
    context = {
        "rows": rows,
        "undecided": sum(row["open"] for row in rows),
        "lines": [(line, text.rows[int(line.key)]) for line in text.lines],
        "amend_refused": refusal_of(refuse_stage, found) or reader.refused(Act.MOVE_MOTION),
        "chairs": refusal_of(chair, request.user, found.case, Act.PUT_TO_VOTE) is None,
        "form": form,
        "change": change,
        "change_words": dict(CHANGES).get(change, ""),
        "target": target,
        "target_label": text.labels.get(target.pk, "") if target else "",
        "parts": [Part.PREAMBULAR, Part.OPERATIVE] if found.is_resolution else [Part.PLAIN],
        "part": request.GET.get("part", request.POST.get("part", "")),
    }
    status = form.status if form is not None and form.is_bound else 200
    return show_output(request, found, "deliberation/amendments.html", "amendments", context, status=status)


def _row(amendment: Amendment, text: Text) -> dict[str, Any]:
    motion = amendment.motion
    undecided = motion.state in OPEN_MOTION
    return {
        "amendment": amendment,
        "motion": motion,
        "open": undecided,
        "label": text.labels.get(amendment.target_id or 0, ""),
        "conflict": undecided and bool(text.conflict(amendment)),
    }


@person
def amendment(request: HttpRequest, number: str, ordinal: int) -> HttpResponse:
    """One amendment: the difference, what the mandate check would say, its motion; rewording by its mover."""
    found = load_output(request, number)
    read = amended(found)
    one = next((amendment for amendment in read.amendments if amendment.ordinal == ordinal), None)
    if one is None:
        raise Http404
    text = Text(found, read.paragraphs)
    form = _rewording(request, found, one, text, read.options)
    if form is not None and form.is_bound and form.is_valid():
        version = form.cleaned_data.get("version") if one.change != Change.ADD else None
        with form.refusals():
            services.reword_amendment(amendment=one, by=request.user, version=version, **form.words())
        if form.accepted:
            return redirect("amendment", number=found.number, ordinal=one.ordinal)
    return _one(request, found, one, text, form, read.options)


def _rewording(request: HttpRequest, found: Output, one: Amendment, text: Text, options: list[Option]) -> Any:
    """The mover's form over the text as it stands; None when it cannot be worded anew."""
    bound = request.method == "POST"
    if not bound and (one.motion.state not in OPEN_MOTION or one.moved_by.user_id != request.user.pk):
        return None
    data = request.POST if bound else None
    row = text.rows.get(one.target_id or 0)
    if one.now.content is None:
        return WholeParagraph(data, initial={"reason": one.now.reason, "version": row.version if row else None})
    shown = row_of(one, text, options)
    form = AmendedParagraph(
        data, output=found, part=Part(one.part), reader=request.user, options=options, paragraph=shown
    )
    form.initial = {**form.initial, "reason": one.now.reason, "version": row.version if row else None}
    return form


def _one(
    request: HttpRequest, found: Output, one: Amendment, text: Text, form: Any, options: list[Option]
) -> HttpResponse:
    motion = one.motion
    undecided = motion.state in OPEN_MOTION
    unfit = refusal_of(refuse_unfit, one, text) if undecided else None
    chairing = refusal_of(chair, request.user, found.case, Act.PUT_TO_VOTE)
    mine = one.moved_by.user_id == request.user.pk
    context = {
        "amendment": one,
        "motion": motion,
        "open": undecided,
        "unfit": unfit,
        "place_label": text.labels.get(one.target_id or 0, ""),
        "differences": differences(one, text),
        "as_amended": _as_amended(request, found, one, text, options) if undecided and not unfit else None,
        "form": form,
        "current": text.rows.get(one.target_id or 0),
        "mine": mine,
        "chairs": chairing is None,
        "put_refused": chairing or unfit or refusal_of(refuse_out_of_turn, motion) or refusal_of(refuse_to_put, motion),
        "wordings": list(one.versions.all()),
    }
    status = form.status if form is not None and form.is_bound else 200
    return show_output(request, found, "deliberation/amendment.html", "amendments", context, status=status)


def _as_amended(request: HttpRequest, found: Output, one: Amendment, text: Text, options: list[Option]) -> Any:
    """The mandate check of the text with the amendment carried out (R39)."""
    if one.change == Change.DIVIDE:
        return None
    rows = text.with_it(proposal_of(one), one.part, one.now.content, options)
    return mandate_of(found, rows, request.user)
