"""R38: writing an output, paragraph by paragraph. Every version is kept and nothing is deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from cases.models import Case
from cases.selectors.people import Roll
from cases.selectors.reading import determination_in_force
from deliberation.models import Motion, Output, Paragraph
from deliberation.procedure.arranging import block, places
from deliberation.procedure.form import SEIZED, Part
from deliberation.procedure.lexicon import LANGUAGES as OPENING_LANGUAGES
from deliberation.procedure.outputs import EDITABLE, OutputKind
from mad.accounts.permissions import Act, require
from mad.accounts.roles import Role
from mad.common import clock
from mad.common.errors import Invalid, Refused
from mad.common.numbering import next_number

from .guards import AFTER_DETERMINATION, in_plenary, plenary_member, required
from .keeping import in_force, keep_draft, keep_version, keep_versions, record_draft, rows_of, touch
from .stages import locked
from .tabling import nothing_of_force_added, refuse_titled
from .wordings import read_words

LIMIT = 2000
LANGUAGES = frozenset({"ar", "en", "es", "fr", "ru", "zh"})
IN_TWO_LANGUAGES = (
    "A draft resolution is written in English or French: its opening words and the words of the mandate check are known in "
    "these. Other outputs are written in any official language."
)


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
    language = language or "en"
    if language not in LANGUAGES:
        raise Invalid({"language": ["Choose one of the six official languages."]}, rule="R37")
    if kind == OutputKind.DRAFT_RESOLUTION and language not in OPENING_LANGUAGES:
        raise Invalid({"language": [IN_TWO_LANGUAGES]}, rule="R38")
    if len(words["title"]) > 200:
        raise Invalid({"title": ["At most 200 characters."]}, rule="R37")
    refuse_titled(case, kind, words["title"])
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
    record_draft(output, "output.drafted", by, {"kind": kind, "title": output.title})
    if output.is_resolution:
        opening, text = SEIZED[language]
        _write(output, Part.OPERATIVE, 1, {"opening": opening, "text": text, "measure": "seized", "fixed": True}, by)
    keep_draft(output, by, "output.drafted")
    return output


def may_draft(by, case: Case, everyone: Roll | None = None) -> None:
    """Members of the plenary, and the registrar, who drafts for them. Raises NotPermitted or Refused.

    everyone: the roll of the case today, where it is at hand."""
    require(by, Act.DRAFT_OUTPUT)
    if by is not None and Role.MEMBER in by.roles:
        plenary_member(by, case, Act.DRAFT_OUTPUT, everyone)


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
    rows = rows_of(fresh)
    _refuse_too_many(len(rows) + 1)
    with nothing_of_force_added(fresh):
        paragraph = _write(fresh, part, _room_after(fresh, rows, part, after), values, by)
    touch(fresh, by, "paragraph.added", paragraph)
    return paragraph


@transaction.atomic
def add_paragraphs(*, output: Output, by, items: Sequence[Mapping[str, Any]]) -> list[Paragraph]:
    """Several at once, in order, each at the end of its part; one version of the draft, one docket entry.

    items: `part` and the words of read_words. Raises Invalid with fields named "3.text" for the third item,
    Refused (R38) when the draft would have more paragraphs than it may. All or none.
    """
    fresh = editable(output, by)
    _refuse_too_many(len(items))
    rows = rows_of(fresh)
    _refuse_too_many(len(rows) + len(items))
    read = _read_each(fresh, items, by)
    if not read:
        return []
    made: list[Paragraph] = []
    with nothing_of_force_added(fresh):
        for part in dict.fromkeys(part for part, _ in read):
            given = [values for of, values in read if of is part]
            first = _room_after(fresh, rows, part, None, len(given))
            made += Paragraph.objects.bulk_create(
                Paragraph(
                    output=fresh, part=part, position=first + place, edited_by=by, edited_at=clock.now(), **values
                )
                for place, values in enumerate(given)
            )
        keep_versions(made, by, "paragraphs.added")
    touch(fresh, by, "paragraphs.added")
    return made


def _read_each(output: Output, items: Sequence[Mapping[str, Any]], by) -> list[tuple[Part, dict[str, Any]]]:
    read: list[tuple[Part, dict[str, Any]]] = []
    errors: dict[str, list[str]] = {}
    for place, item in enumerate(items, start=1):
        words = dict(item)
        try:
            part = _part(output, words.pop("part", ""))
            read.append((part, read_words(output, part, words, by=by)))
        except Invalid as invalid:
            errors |= {f"{place}.{name}": messages for name, messages in invalid.errors.items()}
    if errors:
        raise Invalid(errors, rule="R38")
    return read


def _refuse_too_many(count: int) -> None:
    if count > LIMIT:
        raise Refused("R38", f"A draft has at most {LIMIT} paragraphs.", "Nothing was added.", code="too-many")


def _part(output: Output, part: str) -> Part:
    if not output.is_resolution:
        return Part.PLAIN
    if part not in (Part.PREAMBULAR, Part.OPERATIVE):
        raise Invalid({"part": ["Choose preambular or operative."]}, rule="R38")
    return Part(part)


def _room_after(output: Output, rows: list[Paragraph], part: str, after: Paragraph | None, count: int = 1) -> int:
    """The position for `count` new paragraphs; those behind move on. Before what is produced at the end."""
    same = [row for row in rows if row.part == part]
    last = len(same) - 1
    index = last if after is None else next((i for i, row in enumerate(same) if row.pk == after.pk), last)
    while index >= 0 and same[index].fixed:
        index -= 1
    if index + 1 == len(same):
        return max((row.position for row in same), default=0) + 1
    position = same[index + 1].position
    behind = Paragraph.objects.filter(output=output, part=part, position__gte=position)
    behind.update(position=F("position") + count)
    return position


def _write(output: Output, part: Part, position: int, values: Mapping[str, Any], by) -> Paragraph:
    paragraph = Paragraph.objects.create(
        output=output, part=part, position=position, edited_by=by, edited_at=clock.now(), **values
    )
    keep_version(paragraph, by, "paragraph.added")
    return paragraph


def write_produced(output: Output, part: Part, position: int, text: str, by) -> Paragraph:
    """A paragraph that nobody types or edits, as the findings of a determination are (R31, R37)."""
    return _write(output, part, position, {"text": text, "fixed": True}, by)


@transaction.atomic
def edit_paragraph(*, paragraph: Paragraph, by, version: int | None = None, **words: Any) -> Paragraph:
    """Save a new version. version: the one the editor saw; Refused (R38, code "conflict") when somebody saved since.

    Clearances belong to the version they were given for: new words are cleared anew (R39 c). Words that change
    nothing make no version.
    """
    output = editable(paragraph.output, by)
    row = in_force(output, paragraph)
    if row.fixed:
        raise Refused("R38", "The closing line is produced, not typed.")
    if version is not None and version != row.version:
        raise Refused(
            "R38",
            f"{row.edited_by or 'Somebody'} saved this paragraph while you were writing.",
            "Your text is kept in the form; compare it with the paragraph as it stands and save again.",
            code="conflict",
        )
    before = row.content()
    values = read_words(
        output, Part(row.part), {**_as_words(row), **words}, by=by, cited=row.citations, noted=row.source
    )
    for name, value in values.items():
        setattr(row, name, value)
    if row.content() == before:
        return row
    row.version, row.edited_by, row.edited_at = row.version + 1, by, clock.now()
    with nothing_of_force_added(output):
        row.save()
    keep_version(row, by, "paragraph.edited")
    touch(output, by, "paragraph.edited", row)
    return row


def _as_words(row: Paragraph) -> dict[str, Any]:
    content = row.content()
    return {name: content[name] for name in content if name != "part"}


@transaction.atomic
def remove_paragraph(*, paragraph: Paragraph, by, whole: bool = False) -> Paragraph:
    """Take a paragraph out of the draft, with its sub-paragraphs when `whole`. They and their versions are kept (R15)."""
    output = editable(paragraph.output, by)
    row = in_force(output, paragraph)
    if row.fixed:
        raise Refused("R38", "The closing line stays last.")
    same = [other for other in rows_of(output) if other.part == row.part and not other.fixed]
    under = block(places([(other.pk, other.level) for other in same]), row.pk)
    taken = [same[i].pk for i in under] if whole else [row.pk]
    now = clock.now()
    with nothing_of_force_added(output):
        Paragraph.objects.filter(pk__in=taken).update(removed_at=now, edited_by=by, edited_at=now)
    also = {"with": taken[1:]} if taken[1:] else {}
    record_draft(output, "paragraph.removed", by, {"paragraph": row.pk, "version": row.version, **also})
    touch(output, by, "paragraph.removed", row)
    row.refresh_from_db()
    return row
