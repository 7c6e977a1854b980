"""R18: text, pages and claims read out of files, in a process that they cannot harm."""

from __future__ import annotations

from PIL import Image

from evidence import derived
from evidence.models import Extraction
from evidence.procedure.texts import Reading
from tests.evidence_help import received
from tests.hostile_files import pdf, png


def test_r18_a_pdf_gives_its_text_and_a_picture_of_each_page(people):
    submission = received(people, ("report.pdf", pdf("Shelling of the market", "Second page")))
    extraction = Extraction.objects.get()
    assert (extraction.state, extraction.why) == (Reading.DONE, "")
    assert extraction.pages == 2
    assert [part.strip() for part in extraction.text.split("\f")] == ["Shelling of the market", "Second page"]
    pages = list(submission.files.get().stored.page_images.all())
    assert [page.number for page in pages] == [1, 2]
    with Image.open(derived.picture_path(extraction.pk, 1)) as picture:
        assert picture.size == (pages[0].width, pages[0].height)
        assert not picture.info.get("exif")


def test_r18_a_picture_is_shown_again_without_its_metadata(people):
    received(people, ("photo.png", png(640, 480)))
    extraction = Extraction.objects.get()
    assert (extraction.state, extraction.pages) == (Reading.DONE, 1)
    assert derived.picture_path(extraction.pk, 1).exists()
