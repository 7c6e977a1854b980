"""R38: writing an output, paragraph by paragraph. Every version is kept and nothing is deleted."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cases.models import Case
from cases.selectors.reading import determination_in_force
from deliberation.models import Motion, Output, Paragraph, ParagraphVersion
from deliberation.procedure.form import Part
from deliberation.procedure.outputs import EDITABLE, OutputKind
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number
from mad.docket.services import record

from .guards import AFTER_DETERMINATION, in_plenary, plenary_member, required
from .stages import locked
from .tabling import nothing_of_force_added
from .wordings import read_words

LIMIT = 2000
SEIZED = {"opening": "Decides", "text": "to remain actively seized of the matter", "measure": "seized"}


@transaction.atomic
def create_output(*, case: Case, by, kind: str, title: str, language: str = "en") -> Output:
    """Begin a draft. A draft resolution ends with the line that the Council remains seized, kept last.

    Raises Refused (R31) before a determination, but for an emergency call or a request to be heard (R37).
    """
    if kind not in list(OutputKind):
        raise Invalid({"kind": ["There is no such kind of output."]}, rule="R37")
    may_draft(by, case)
    if OutputKind(kind).needs_vote:
        in_plenary(case, AFTER_DETERMINATION)
    words = required("R37", title=title)
    if len(words["title"]) > 200:
        raise Invalid({"title": ["At most 200 characters."]}, rule="R37")
    output = Output.objects.create(
        number=next_number(OutputKind(kind).prefix),
        kind=kind,
        case=case,
        determination=determination_in_force(case),
        title=words["title"],
        language=language,
        drafted_by=by,
        drafted_at=clock.now(),
    )
    _record(output, "output.drafted", by, {"kind": kind, "title": output.title})
    if output.is_resolution:
        _write(output, Part.OPERATIVE, 1, {**SEIZED, "fixed": True}, by)
    return output


def may_draft(by, case: Case) -> None:
    """Members of the plenary, and the registrar, who drafts for them. Raises NotPermitted or Refused."""
    require(by, Act.DRAFT_OUTPUT)
    if by is not None and Role.MEMBER in by.roles:
        plenary_member(by, case, Act.DRAFT_OUTPUT)


def editable(output: Output, by) -> Output:
    """The output, locked. Refused while a vote is open (R35) and once adopted (R37)."""
    fresh = locked(output)
    may_draft(by, fresh.case)
    if fresh.stage not in EDITABLE:
        raise Refused("R37", f"The text is {fresh.get_stage_display().lower()} and no longer changes.")
    if not OutputKind(fresh.kind).needs_vote and fresh.signatures.exists():
        raise Refused("R37", "The text was signed and no longer changes.", "Withdraw it and make another.")
    voting = Motion.objects.filter(output=fresh, state=Motion.State.VOTING).first()
    if voting:
        raise Refused("R35", f"The text is frozen while the vote on {voting.number} is open.")
    return fresh


@transaction.atomic
def add_paragraph(*, output: Output, by, part: str = "", after: Paragraph | None = None, **words: Any) -> Paragraph:
    """Add a paragraph after another, or at the end of its part. `words`: see wordings.read_words."""
    fresh = editable(output, by)
    part = _part(fresh, part)
    values = read_words(fresh, part, words, by=by)
    rows = _rows(fresh)
    if len(rows) >= LIMIT:
        raise Refused("R38", f"A draft has at most {LIMIT} paragraphs.")
    with nothing_of_force_added(fresh):
        paragraph = _write(fresh, part, _room_after(rows, part, after), values, by)
    _touch(fresh)
    return paragraph


def _part(output: Output, part: str) -> Part:
    if not output.is_resolution:
        return Part.PLAIN
    if part not in (Part.PREAMBULAR, Part.OPERATIVE):
        raise Invalid({"part": ["Choose preambular or operative."]}, rule="R38")
    return Part(part)


def _rows(output: Output) -> list[Paragraph]:
    return list(Paragraph.objects.filter(output=output, removed_at=None).order_by("position", "id"))


def _room_after(rows: list[Paragraph], part: str, after: Paragraph | None) -> int:
    """The position for a new paragraph; those behind it move one on. Before what is produced at the end."""
    same = [row for row in rows if row.part == part]
    index = (
        len(same) - 1 if after is None else next((i for i, row in enumerate(same) if row.pk == after.pk), len(same) - 1)
    )
    while index >= 0 and same[index].fixed:
        index -= 1
    behind = same[index + 1 :]
    for row in behind:
        Paragraph.objects.filter(pk=row.pk).update(position=row.position + 1)
    return behind[0].position if behind else (max((row.position for row in same), default=0) + 1)


def _write(output: Output, part: Part, position: int, values: Mapping[str, Any], by) -> Paragraph:
    paragraph = Paragraph.objects.create(
        output=output, part=part, position=position, edited_by=by, edited_at=clock.now(), **values
    )
    _keep_version(paragraph, by, "paragraph.added")
    return paragraph


def write_produced(output: Output, part: Part, position: int, text: str, by) -> Paragraph:
    """A paragraph that nobody types or edits, as the findings of a determination are (R31, R37)."""
    return _write(output, part, position, {"text": text, "fixed": True}, by)


def _keep_version(paragraph: Paragraph, by, act: str) -> None:
    content = paragraph.content()
    ParagraphVersion.objects.create(
        paragraph=paragraph,
        version=paragraph.version,
        content=content,
        digest=digest(content),
        by=by,
        at=clock.now(),
    )
    _record(paragraph.output, act, by, {"paragraph": paragraph.pk, "version": paragraph.version, **content})


@transaction.atomic
def edit_paragraph(*, paragraph: Paragraph, by, version: int | None = None, **words: Any) -> Paragraph:
    """Save a new version. version: the one the editor saw; Refused (R38) when somebody saved since.

    Clearances belong to the version they were given for: new words are cleared anew (R39 c).
    """
    output = editable(paragraph.output, by)
    row = _in_force(output, paragraph)
    if row.fixed:
        raise Refused("R38", "The closing line is produced, not typed.")
    if version is not None and version != row.version:
        raise Refused(
            "R38",
            f"{row.edited_by or 'Somebody'} saved this paragraph while you were writing.",
            "Your text is kept in the form; compare it with the paragraph as it stands and save again.",
            code="conflict",
        )
    given = {**_as_words(row), **words}
    values = read_words(output, Part(row.part), given, by=by, cited=row.citations)
    for name, value in values.items():
        setattr(row, name, value)
    row.version, row.edited_by, row.edited_at = row.version + 1, by, clock.now()
    with nothing_of_force_added(output):
        row.save()
    _keep_version(row, by, "paragraph.edited")
    _touch(output)
    return row


def _as_words(row: Paragraph) -> dict[str, Any]:
    content = row.content()
    return {name: content[name] for name in content if name != "part"}


def _in_force(output: Output, paragraph: Paragraph) -> Paragraph:
    row = Paragraph.objects.select_related("option", "output__case", "edited_by").get(pk=paragraph.pk)
    if row.output_id != output.pk or row.removed_at:
        raise Refused("R38", "This paragraph has been removed from the draft.", "Its versions are kept.")
    return row


@transaction.atomic
def move_paragraph(*, paragraph: Paragraph, by, places: int) -> Paragraph:
    """Move a paragraph up (negative) or down among those of its part; the closing line stays last."""
    output = editable(paragraph.output, by)
    row = _in_force(output, paragraph)
    same = [other for other in _rows(output) if other.part == row.part and not other.fixed]
    if row.fixed:
        raise Refused("R38", "The closing line stays last.")
    index = next(i for i, other in enumerate(same) if other.pk == row.pk)
    target = max(0, min(len(same) - 1, index + places))
    same.insert(target, same.pop(index))
    positions = sorted(other.position for other in same)
    with nothing_of_force_added(output):
        for position, other in zip(positions, same, strict=True):
            Paragraph.objects.filter(pk=other.pk).update(position=position)
    _record(output, "paragraph.moved", by, {"paragraph": row.pk, "places": target - index})
    _touch(output)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_paragraph(*, paragraph: Paragraph, by) -> Paragraph:
    """Take a paragraph out of the draft. It and its versions are kept (R15)."""
    output = editable(paragraph.output, by)
    row = _in_force(output, paragraph)
    if row.fixed:
        raise Refused("R38", "The closing line stays last.")
    row.removed_at, row.edited_by, row.edited_at = clock.now(), by, clock.now()
    with nothing_of_force_added(output):
        row.save(update_fields=["removed_at", "edited_by", "edited_at"])
    _record(output, "paragraph.removed", by, {"paragraph": row.pk, "version": row.version})
    _touch(output)
    return row


def _touch(output: Output) -> None:
    """A changed text is a new version of the output."""
    output.version += 1
    output.save(update_fields=["version"])


def _record(output: Output, act: str, by, content: dict) -> None:
    record(
        act=act,
        by=by,
        obj=output.number,
        case=output.case.number,
        content=content,
        facts={"kind": output.kind, "version": output.version},
    )
