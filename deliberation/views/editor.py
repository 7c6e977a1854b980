"""The draft editor's page (SCREENS 14). Everything works by plain forms; a script adds the check as one types."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from cases.selectors.people import roll
from deliberation import documents, services
from deliberation.forms import ParagraphForm, WithdrawForm
from deliberation.models import Motion, Output, Paragraph, Writing
from deliberation.procedure.draft import State
from deliberation.procedure.form import MAX_LEVEL, Part
from deliberation.procedure.outputs import OutputKind, Stage
from deliberation.selectors import mandate_of
from deliberation.selectors.draft_read import DraftRead
from deliberation.selectors.editor import blocks, notes_of, options_on_table, part_of, printed
from deliberation.selectors.facts import determinations_under, lines_of
from deliberation.selectors.writing import Desk, desk_with
from mad.accounts.permissions import Act
from mad.accounts.roles import Role
from mad.common.errors import Refused
from mad.common.web import KEY_FIGURES, person, whole_number

from .acts import Reader, acts_on
from .common import load_output, show_output

PARTS = [("preambular", "Preamble"), ("operative", "Operative")]
PLAIN = [("plain", "Text")]


@person
def output(request: HttpRequest, number: str) -> HttpResponse:
    found = load_output(request, number)
    editing = request.GET.get("edit", "")
    insert = request.GET.get("insert", "")
    return draw(request, found, editing=editing, insert=insert, told=_told(request))


def tell(request: HttpRequest, row: Paragraph, refused: Refused) -> None:
    """Keep a refusal for the editor's next page, where it stands at the paragraph."""
    request.session["told"] = {
        "paragraph": row.pk,
        "rule": refused.rule,
        "reason": refused.reason,
        "detail": refused.detail,
    }


def _told(request: HttpRequest) -> dict[str, Any] | None:
    """What an act was refused with, once: {paragraph, refused}."""
    kept = request.session.pop("told", None)
    if kept is None:
        return None
    return {"paragraph": kept["paragraph"], "refused": Refused(kept["rule"], kept["reason"], kept["detail"])}


def draw(
    request: HttpRequest,
    found: Output,
    *,
    editing: str = "",
    insert: str = "",
    form: ParagraphForm | None = None,
    conflict: Any = None,
    lost: Any = None,
    told: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """conflict: two texts of the open paragraph to be merged. lost: what was typed where no form can stand any more.
    told: a refusal to be shown at its paragraph."""
    read = DraftRead(found)
    paragraphs, motions = read.paragraphs, read.motions
    mandate = mandate_of(found, paragraphs, request.user, asked=read)
    user: Any = request.user
    if Role.PRESIDING in user.roles:
        found.case.page_roll = roll(found.case)  # asked as a member, and as the chair
    reader = Reader(user, found.case)
    locked = refusal_to_edit(found, motions) or reader.drafting
    desk = desk_with(read.writings, request.user)
    form = form or _form(request, found, read, Place(editing, insert), desk, bool(locked))
    context = {
        **live(found, paragraphs, mandate, editing),
        "stale": read.not_fresh(determinations_under(found, paragraphs)),
        "blocks": blocks(paragraphs, lines_of(paragraphs, found.language), mandate, desk.others),
        "unsaved": [one for one in desk.own if one.kept_at],
        "undo": whole_number(request.GET.get("out", ""), KEY_FIGURES),
        **_opened_at(request, paragraphs, form, Place(editing, insert)),
        "conflict": conflict,
        "lost": lost,
        "told": told,
        "locked": locked,
        "desk": desk,
        "taken_out": read.taken_out if not locked else [],
        "acts": acts_on(reader, found, mandate, read),
        "motions": motions,
        "deliveries": read.deliveries if found.transmitted_at else [],
        "signatures": [] if OutputKind(found.kind).needs_vote else read.signatures,
        "paragraphs": paragraphs,
        "remarks": read.remarks,
        "withdraw_form": WithdrawForm(),
        "withdraw_refused": None if locked else reader.chairing,
        "clear_refused": reader.refused(Act.CLEAR_WORDING),
        "parts": PARTS if found.is_resolution else PLAIN,
        "deepest": MAX_LEVEL,
    }
    return show_output(request, found, "deliberation/output.html", "output", context, status=status)


def _opened_at(
    request: HttpRequest, paragraphs: list[Paragraph], form: ParagraphForm | None, place: "Place"
) -> dict[str, Any]:
    """The open form and where it stands: in a paragraph, behind one, or before what is produced at the end."""
    new = form.part if form and not place.editing else None
    after = _after(request, paragraphs, new)
    return {
        "form": form,
        "editing": place.editing if form else "",
        "inserting": place.insert if form and not place.editing else "",
        "after": after,
        "before": "" if after or new is None else _produced_at_the_end(paragraphs, new),
    }


def live(found: Output, paragraphs: list[Paragraph], mandate: Any, editing: str = "") -> dict[str, Any]:
    """What the page and the strip need; also drawn again while one types."""
    lines = lines_of(paragraphs, found.language)
    return {
        "output": found,
        "mandate": mandate,
        "first_objection": _first(mandate),
        "printed": printed(lines, mandate, editing),
        "notes": list(enumerate(notes_of(paragraphs, lines), start=1)),
        **documents.head_of(found),
    }


def _first(mandate: Any) -> Any:
    """The objection shown large: a refusal before what merely waits."""
    return next(iter(sorted(mandate.objections, key=lambda o: o.state is not State.REFUSED)), None)


def refusal_to_edit(found: Output, motions: list[Motion]) -> Refused | None:
    if found.stage not in (Stage.DRAFT, Stage.IN_REVIEW):
        return Refused("R37", f"The text is {found.get_stage_display().lower()} and no longer changes.")
    voting = next((motion for motion in motions if motion.state == Motion.State.VOTING), None)
    return Refused("R35", f"The text is frozen while the vote on {voting.number} is open.") if voting else None


@dataclass(frozen=True)
class Place:
    """Where the page is asked to open a form."""

    editing: str
    insert: str


def _form(
    request: HttpRequest, found: Output, read: DraftRead, place: Place, desk: Desk, locked: bool
) -> ParagraphForm | None:
    row = next((p for p in read.paragraphs if str(p.pk) == place.editing and not p.fixed), None)
    if locked or (row is None and not place.insert):
        return None
    part = Part(row.part) if row else part_of(found, place.insert)
    kept = desk.kept(row.pk if row else None, part)
    services.note_presence(output=found, paragraph=row, part=part, by=request.user)
    level = None if row or kept else whole_number(request.GET.get("level", ""))
    values = {"level": level} if level else None
    return paragraph_form(request, found, part, row, kept=kept, values=values, read=read)


def _after(request: HttpRequest, paragraphs: list[Paragraph], part: Part | None) -> str:
    """The paragraph behind which a new one is being written, "" for the end of the part."""
    given = request.POST.get("after", "") or request.GET.get("after", "")
    return given if any(str(p.pk) == given and p.part == part and not p.fixed for p in paragraphs) else ""


def _produced_at_the_end(paragraphs: list[Paragraph], part: Part) -> str:
    """The first of the produced paragraphs that end a part; a new one stands before them. "" when there are none."""
    first = ""
    for row in reversed([p for p in paragraphs if p.part == part]):
        if not row.fixed:
            break
        first = str(row.pk)
    return first


def paragraph_form(
    request: HttpRequest,
    found: Output,
    part: Part,
    row: Paragraph | None,
    *,
    typed: Any = None,
    kept: Writing | None = None,
    values: dict[str, Any] | None = None,
    read: DraftRead | None = None,
) -> ParagraphForm:
    """typed: what was posted. kept: the person's own unsaved text, which the form opens with. values: fields to show.
    read: the output, where the page has read it.
    """
    return ParagraphForm(
        typed,
        output=found,
        part=part,
        reader=request.user,
        options=read.options if read else options_on_table(found),
        paragraph=row,
        kept=kept,
        values=values,
        findings=read.findings() if read else None,
    )
