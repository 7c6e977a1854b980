"""R15, R16: a redacted copy is a new file that names its original, and nothing lies under its boxes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zlib

import pypdfium2
import pytest
from django.db import IntegrityError, connection
from PIL import Image, ImageDraw

from cases.models import Case
from evidence import derived, store
from evidence.models import Item, PageImage, Redaction, SubmissionFile
from evidence.procedure.boxes import Box, pixels
from evidence.selectors import files_visible_to, items_visible_to, release_terms_of
from evidence.services import ask_redaction, derive, reclassify_item, regrade, retract
from evidence.services.redaction import produce
from mad.common.errors import Invalid, NotPermitted, Refused
from mad.docket.models import Entry
from mad.notices import outbox
from tests.evidence_help import GRADED, accepted
from tests.hostile_files import pdf

SECRET = "Halima Witness"
REPORT = ("report.pdf", pdf(f"Told by {SECRET} at dawn", "The second page stays"))
# The line of text of tests.hostile_files.pdf: at 72, 700 from below on 612 x 792, 18 points high.
NAME = Box(1, 900, 900, 8000, 500, "A witness's name")
STRICT = {**GRADED, "sensitivity": "strictly_confidential"}


@pytest.fixture
def original(people) -> Item:
    return accepted(people, REPORT, release_terms="Not beyond the Division.").items.get(title="report.pdf")


def redacted(people, item, *boxes, by=None) -> Redaction:
    asked = ask_redaction(item=item, by=by or people.officer, boxes=boxes or [NAME], reason="To show it to a panel.")
    outbox.drain()
    asked.refresh_from_db()
    return asked


def content(item) -> bytes:
    with store.open_original(item.sha256) as stream:
        return stream.read()


def texts(body: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(body)
    return [document[page].get_textpage().get_text_bounded() for page in range(len(document))]


def page(body: bytes, number: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(body)[number].render(scale=2).to_pil().convert("L")


def test_r15_the_copy_is_a_new_item_that_names_its_original(people, original):
    copy = redacted(people, original).copy
    assert copy.file.redaction_of == original.file
    assert copy.file.received_in == original.file
    assert copy.file.is_released
    assert copy.sha256 != original.sha256
    assert copy.derived_from == original
    assert (copy.source_grade, copy.info_grade, copy.sensitivity) == ("B", "2", "confidential")
    assert copy.file.name == f"{original.number}, redacted.pdf"
    assert content(original) == REPORT[1], "the original never changes"
    assert Entry.objects.filter(act="item.redacted", object=original.number, facts__copy=copy.number).exists()
    assert Entry.objects.filter(act="item.made", object=copy.number).exists()


def test_r16_nothing_of_the_original_can_be_had_from_the_copy(people, original):
    assert SECRET in texts(content(original))[0]
    body = content(redacted(people, original).copy)
    assert texts(body) == ["", ""], "no text layer, on no page"
    for whole in (body, *inflated(body)):
        assert b"Halima" not in whole
        assert b"Witness" not in whole
    for trace in (
        b"/Info",
        b"/Metadata",
        b"/Thumb",
        b"/Prev",
        b"/Author",
        b"/CreationDate",
        b"/EmbeddedFile",
        b"/Annot",
    ):
        assert trace not in body
    assert body.count(b"%%EOF") == 1, "no earlier revision"
    assert body.count(b"startxref") == 1
    assert pypdfium2.PdfDocument(body).get_metadata_dict(skip_empty=True) == {}
    assert b"Exif" not in body


def inflated(body: bytes) -> list[bytes]:
    """Every stream that inflates, wherever it begins."""
    found = []
    for start in range(len(body) - 1):
        if body[start] == 0x78 and body[start + 1] in (0x01, 0x5E, 0x9C, 0xDA):
            try:
                found.append(zlib.decompressobj().decompress(body[start:]))
            except zlib.error:
                continue
    return found


def test_r16_under_the_box_every_point_is_the_same(people, original):
    shown, body = page(content(original)), content(redacted(people, original).copy)
    hidden = page(body).resize(shown.size)
    left, top, right, bottom = (
        round(side * n / 10_000) for side, n in zip(shown.size * 2, (900, 900, 8900, 1400), strict=True)
    )
    inside = (left + 2, top + 2, right - 2, bottom - 2)
    assert shown.crop(inside).getextrema()[0] < 60, "something was written there"
    assert hidden.crop(inside).getextrema()[1] < 8, "and now is black throughout"
    assert page(body, 1).getextrema()[0] < 90, "the second page stays readable"


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_r16_what_was_covered_is_not_read_by_ocr_and_the_rest_is(people, original, tmp_path):
    body, read = content(redacted(people, original).copy), []
    for number in (0, 1):
        page(body, number).save(tmp_path / "page.png")
        said = subprocess.run(["tesseract", tmp_path / "page.png", "-"], capture_output=True, text=True, check=True)
        read.append(said.stdout)
    assert "Halima" not in read[0]
    assert "Witness" not in read[0]
    assert "second page" in read[1]


def test_r16_the_derived_pictures_and_text_of_the_copy_hold_nothing_more(people, original):
    copy = redacted(people, original).copy
    stored = copy.file.stored
    assert SECRET not in stored.extraction.text
    first = PageImage.objects.get(stored=stored, number=1)
    assert "Halima" not in first.text
    with Image.open(derived.picture_path(stored.pk, 1)) as picture:
        box = (first.width // 5, first.height // 9, first.width // 2, first.height // 8)
        assert picture.convert("L").crop(box).getextrema()[1] < 8
        assert not picture.info.get("exif")


def test_r16_a_picture_becomes_a_png_of_its_points_alone(people):
    drawn = Image.new("RGB", (900, 700), "white")
    ImageDraw.Draw(drawn).text((300, 300), SECRET, fill="red", font_size=40)
    exif = drawn.getexif()
    exif[0x010E] = SECRET
    body = io.BytesIO()
    drawn.save(body, "PNG", exif=exif)
    item = accepted(people, ("photo.png", body.getvalue())).items.get(title="photo.png")
    box = Box(1, 3000, 4000, 5000, 1500, "A name")
    made = content(redacted(people, item, box).copy)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.format == "PNG"
        assert picture.info == {}
        left, top, right, bottom = pixels(box, *picture.size)
        assert picture.crop((left, top, right, bottom)).getcolors() == [((right - left) * (bottom - top), (0, 0, 0))]
        rest = picture.convert("RGB")
        rest.paste("white", (left, top, right, bottom))
        assert min(low for low, _high in rest.getextrema()) > 200, "nothing red is left beside the box"
    assert b"Halima" not in made


def test_r16_the_copy_inherits_terms_and_may_be_lowered_by_a_recorded_decision_alone(people):
    submission = accepted(people, REPORT, grading=STRICT, release={"limits": ["division_only"]})
    original = submission.items.get(title="report.pdf")
    copy = redacted(people, original).copy
    assert copy.sensitivity == "strictly_confidential"
    assert release_terms_of([copy])[copy.pk].keys == ("division_only",)
    assert not items_visible_to(people.amal).exists()
    with pytest.raises(NotPermitted):
        reclassify_item(item=copy, by=people.officer, sensitivity="confidential", reason="Nobody is named in it.")
    reclassify_item(item=copy, by=people.registrar, sensitivity="confidential", reason="Nobody is named in it.")
    assert list(items_visible_to(people.amal)) == [copy]
    assert list(files_visible_to(people.amal)) == [copy.file]


def test_r17_a_copy_corroborates_nothing_and_stays_with_its_original(people, original):
    copy = redacted(people, original).copy
    with pytest.raises(Refused) as refused:
        derive(item=copy, parent=original.submission.items.get(file=None), by=people.officer, reason="Why not.")
    assert refused.value.rule == "R17"


def test_r15_a_copy_has_grades_of_its_own_afterwards(people, original):
    copy = redacted(people, original).copy
    regrade(item=original, by=people.officer, source_grade="C", info_grade="3", reason="Doubts.")
    copy.refresh_from_db()
    assert (copy.source_grade, copy.info_grade) == ("B", "2")


@pytest.mark.parametrize(
    ("boxes", "reason", "field"),
    [
        ([], "Why.", "boxes"),
        ([Box(3, 0, 0, 100, 100, "x")], "Why.", "boxes[0].page"),
        ([Box(1, 0, 0, 100, 100, "")], "Why.", "boxes[0].reason"),
        ([NAME], " ", "reason"),
    ],
)
def test_r15_what_cannot_be_drawn_is_named(people, original, boxes, reason, field):
    with pytest.raises(Invalid) as invalid:
        ask_redaction(item=original, by=people.officer, boxes=boxes, reason=reason)
    assert list(invalid.value.errors) == [field]
    assert not Redaction.objects.exists()


def test_r15_a_text_has_no_pages_and_a_second_asking_waits(people, original):
    with pytest.raises(Refused):
        ask_redaction(
            item=original.submission.items.get(file=None), by=people.officer, boxes=[NAME], reason="To show it."
        )
    ask_redaction(item=original, by=people.officer, boxes=[NAME], reason="One.")
    with pytest.raises(Refused) as refused:
        ask_redaction(item=original, by=people.officer, boxes=[NAME], reason="Two.")
    assert refused.value.rule == "R15"


def test_r09_who_redacts(people, original):
    with pytest.raises(NotPermitted):
        ask_redaction(item=original, by=people.amal, boxes=[NAME], reason="No.")


def test_r15_making_it_twice_makes_one(people, original):
    asked = redacted(people, original)
    assert produce(pk=asked.pk).copy == asked.copy
    assert Item.objects.filter(derived_from=original).count() == 1


def test_r15_pages_that_are_gone_are_said_and_nothing_is_half_made(people, original):
    asked = ask_redaction(item=original, by=people.officer, boxes=[NAME], reason="To show it.")
    shutil.rmtree(derived.folder_of(original.sha256))
    outbox.drain()
    asked.refresh_from_db()
    assert asked.failed
    assert asked.copy is None
    assert original.submission.files.count() == 1
    redacted_again = ask_redaction(item=original, by=people.officer, boxes=[NAME], reason="Once more.")
    assert redacted_again.finished_at is None


def test_r16_the_name_of_a_copy_tells_nothing_of_its_original(people):
    item = accepted(people, (f"Statement of {SECRET}.pdf", REPORT[1])).items.exclude(file=None).get()
    first, second = (redacted(people, item).copy for _ in range(2))
    assert (first.file.name, second.file.name) == (f"{item.number}, redacted.pdf", f"{item.number}, redacted (2).pdf")
    assert (first.title, second.title) == (first.file.name, second.file.name)
    assert not SubmissionFile.objects.filter(redaction_of__isnull=False, name__contains="Halima").exists()


def test_r15_a_retraction_follows_into_the_copies(people, original):
    copy = redacted(people, original).copy
    again = redacted(people, copy, Box(1, 100, 100, 500, 500, "A place")).copy
    apart = redacted(people, original).copy
    retract(item=apart, by=people.officer, reason="Badly drawn.")
    retract(item=original, by=people.officer2, reason=f"{SECRET} took it back.")
    for one in (copy, again):
        one.refresh_from_db()
        assert (one.retracted_at is not None, one.retracted_by) == (True, people.officer2)
        assert "Halima" not in one.retraction_reason, "a copy may be read by more people than its original"
        assert Entry.objects.filter(act="item.retracted", object=one.number).count() == 1
    assert original.number in copy.retraction_reason
    apart.refresh_from_db()
    assert apart.retraction_reason == "Badly drawn."


def test_r15_no_copy_is_made_of_what_was_retracted_meanwhile(people, original):
    asked = ask_redaction(item=original, by=people.officer, boxes=[NAME], reason="To show it.")
    retract(item=original, by=people.officer, reason="A mistake.")
    outbox.drain()
    asked.refresh_from_db()
    assert asked.copy is None
    assert asked.failed == f"{original.number} was retracted before the copy was made."
    assert not Item.objects.filter(derived_from=original).exists()
    assert Entry.objects.filter(act="item.redaction_failed", object=original.number).count() == 1


def test_r14_a_copy_lies_where_its_original_does(people, original):
    copy = redacted(people, original).copy
    case = Case.objects.get()
    assert copy in items_visible_to(people.amal).filter(submission__in=case.placed.values("submission"))


def test_r15_the_boxes_asked_for_are_kept(people, original):
    redacted(people, original)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_redaction SET boxes = '[]'")
