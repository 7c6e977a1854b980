"""What every change of a draft leaves behind: the paragraph's version, the draft's version, the docket entry (R38)."""

from deliberation.models import DraftVersion, Output, Paragraph, ParagraphVersion
from mad.common import clock
from mad.common.canonical import digest
from mad.common.errors import Refused
from mad.docket.services import record


def rows_of(output: Output) -> list[Paragraph]:
    """The paragraphs in force, in order."""
    return list(Paragraph.objects.filter(output=output, removed_at=None).order_by("position", "id"))


def in_force(output: Output, paragraph: Paragraph) -> Paragraph:
    """The row as it stands, fresh. Raises Refused (R38) for one that was taken out or belongs elsewhere."""
    row = Paragraph.objects.select_related("option", "output__case", "edited_by").get(pk=paragraph.pk)
    if row.output_id != output.pk or row.removed_at:
        raise Refused("R38", "This paragraph has been removed from the draft.", "Its versions are kept.", code="gone")
    return row


def keep_version(paragraph: Paragraph, by, act: str) -> None:
    """Call with the row saved under its new version number."""
    content = paragraph.content()
    ParagraphVersion.objects.create(
        paragraph=paragraph,
        version=paragraph.version,
        content=content,
        digest=digest(content),
        by=by,
        at=clock.now(),
    )
    record_draft(paragraph.output, act, by, {"paragraph": paragraph.pk, "version": paragraph.version, **content})


def keep_versions(paragraphs: list[Paragraph], by, act: str) -> None:
    """As keep_version, for several paragraphs changed by one act, under one docket entry."""
    contents = [paragraph.content() for paragraph in paragraphs]
    ParagraphVersion.objects.bulk_create(
        ParagraphVersion(
            paragraph=row, version=row.version, content=content, digest=digest(content), by=by, at=clock.now()
        )
        for row, content in zip(paragraphs, contents, strict=True)
    )
    said = [
        {"paragraph": row.pk, "version": row.version, **content}
        for row, content in zip(paragraphs, contents, strict=True)
    ]
    record_draft(paragraphs[0].output, act, by, {"paragraphs": said})


def touch(output: Output, by, act: str, paragraph: Paragraph | None = None) -> None:
    """A changed text is a new version of the output, kept as it stood; `output` must be locked."""
    output.version += 1
    output.save(update_fields=["version"])
    keep_draft(output, by, act, paragraph)


def keep_draft(output: Output, by, act: str, paragraph: Paragraph | None = None) -> None:
    rows = Paragraph.objects.filter(output=output, removed_at=None).order_by("position", "id")
    order = [list(pair) for pair in rows.values_list("pk", "version")]
    DraftVersion.objects.create(
        output=output, version=output.version, act=act, paragraph=paragraph, order=order, by=by, at=clock.now()
    )


def record_draft(output: Output, act: str, by, content: dict) -> None:
    record(
        act=act,
        by=by,
        obj=output.number,
        case=output.case.number,
        content=content,
        facts={"kind": output.kind, "version": output.version},
    )
