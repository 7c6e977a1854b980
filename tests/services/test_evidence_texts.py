"""R18: text, pages and claims read out of files of every kind and language, and read again when it failed."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from evidence import derived, store
from evidence.models import Extraction, SubmissionFile
from evidence.procedure.texts import Reading, free_name
from evidence.reading import ocr, pictures
from evidence.reading.outcome import Outcome
from evidence.services import read_file, retry_reading
from mad.common.errors import NotPermitted, Refused
from mad.docket.models import Entry
from mad.notices import outbox
from tests import hostile_files as made
from tests.evidence_help import accepted, received

ARABIC = "شوهدت القوات عند الجسر قبل الفجر، ثم انسحبت نحو القرية المجاورة."
CHINESE = "黎明前在桥边看到了部队，随后他们向邻近的村庄撤退。居民逃往山区。"
RUSSIAN = "Перед рассветом у моста видели войска, затем они отошли к соседней деревне."
FRENCH = "Les forces ont été vues près du pont avant l’aube, puis se sont repliées."
LANGUAGES = {"arabic": ARABIC, "chinese": CHINESE, "russian": RUSSIAN, "french": FRENCH}

needs_tesseract = pytest.mark.skipif(not ocr.languages(), reason="tesseract is not installed")


def read(people, name: str, content: bytes) -> Extraction:
    file = received(people, (name, content)).files.get(name=name)
    assert file.verdict == "released", file.why
    return Extraction.objects.get(stored_id=file.stored_id)


def claims(extraction: Extraction) -> list[tuple[str, str]]:
    return list(extraction.stored.claims.values_list("kind", "value"))


def test_r18_a_pdf_gives_its_text_and_a_picture_of_each_page(people):
    extraction = read(people, "report.pdf", made.pdf("Shelling of the market", "Second page"))
    assert (extraction.state, extraction.why, extraction.pages) == (Reading.DONE, "", 2)
    assert [part.strip() for part in extraction.text.split("\f")] == ["Shelling of the market", "Second page"]
    pages = list(extraction.stored.page_images.all())
    assert [page.number for page in pages] == [1, 2]
    assert [page.text.strip() for page in pages] == ["Shelling of the market", "Second page"]
    with Image.open(derived.picture_path(extraction.pk, 1)) as picture:
        assert picture.size == (pages[0].width, pages[0].height)
        assert not picture.getexif()


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
class TestLanguages:
    """The official languages are found in every format that holds letters."""

    def test_r18_word(self, people, text):
        content = made.word(text, table=[["1", text], ["2", "x"]], header="Header " + text[:10])
        found = read(people, "report.docx", content).text
        assert found.count(text) == 2
        assert f"1\t{text}" in found
        assert f"Header {text[:10]}" in found

    def test_r18_excel(self, people, text):
        found = read(people, "table.xlsx", made.excel(["Place", "Dead"], [text, 12], title="Лист 表")).text
        assert f"{text}\t12" in found
        assert "Лист 表" in found

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_r18_plain_text_in_unicode(self, people, text, encoding):
        assert text in read(people, "note.txt", f"Note.\r\n{text}\r\n".encode(encoding)).text

    def test_r18_html(self, people, text):
        page = f"<html><meta charset=utf-8><body><p>{text}</p><script>no()</script></body></html>"
        assert read(people, "page.html", page.encode()).text == text

    def test_r18_mail(self, people, text):
        found = read(people, "message.eml", made.mail(text=text, Subject=text))
        assert found.text.count(text) == 2
        assert ("subject", text) in claims(found)

    def test_r18_rtf(self, people, text):
        letters = "".join(f"\\u{ord(one) - 65536 * (ord(one) > 32767)}?" if ord(one) > 127 else one for one in text)
        assert text in read(people, "note.rtf", rf"{{\rtf1\ansi{{\fonttbl hidden}}{letters}\par}}".encode()).text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (ARABIC, "windows-1256"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        (FRENCH.replace("’", "'"), "latin-1"),
        (FRENCH, "windows-1252"),
    ],
    ids=lambda value: value if (value.isascii() and "-" in value) or value in ("gb18030", "big5") else "",
)
def test_r18_plain_text_in_old_encodings(people, text, encoding):
    if encoding == "big5":
        text = "黎明前在橋邊看到了部隊，隨後他們向鄰近的村莊撤退。居民逃往山區，許多房屋被燒毀。"
    found = read(people, "note.txt", f"{text}\n{text}\n".encode(encoding))
    assert text in found.text
    assert found.method.startswith("text ")


def test_r18_rtf_in_a_code_page(people):
    letters = "".join(f"\\'{byte:02x}" for byte in RUSSIAN.encode("cp1251"))
    content = rf"{{\rtf1\ansi\ansicpg1251 {letters}\par}}".encode()
    assert RUSSIAN in read(people, "note.rtf", content).text


def test_r18_csv_json_and_xml_are_read_as_text(people):
    for name, content in (
        ("a.csv", "place;dead\nKidal;3\n"),
        ("a.json", '{"place": "Kidal"}'),
        ("a.xml", "<?xml version='1.0'?><p>Kidal</p>"),
    ):
        assert "Kidal" in read(people, name, content.encode()).text


def test_r18_what_a_photograph_says_of_itself_is_a_claim(people):
    extraction = read(people, "photo.jpg", made.photo())
    said = {claim.kind: claim for claim in extraction.stored.claims.all()}
    assert said["taken"].value == "2026:01:30 07:15:00 +02:00"
    assert said["taken"].at == datetime(2026, 1, 30, 5, 15, tzinfo=UTC)
    assert (said["place"].lat, said["place"].lon) == (33.5, 36.3)
    assert said["device"].value == "Exakta Varex IIa"
    assert (said["author"].value, said["software"].value) == ("A. Witness", "Darkroom 2")
    with Image.open(derived.picture_path(extraction.pk, 1)) as shown:
        assert not shown.getexif()


def test_r18_a_time_without_a_zone_is_kept_as_written_and_is_no_moment(people):
    content = made.pdf("x", info=b"/CreationDate(D:20260130071500)/Author(A. Clerk)")
    extraction = read(people, "report.pdf", content)
    created = extraction.stored.claims.get(kind="created")
    assert (created.value, created.at) == ("D:20260130071500", None)
    assert ("author", "A. Clerk") in claims(extraction)


def test_r18_a_mail_claims_its_headers_and_its_attachments_become_files(people):
    photo = made.photo()
    content = made.mail(("photo.jpg", "image/jpeg", photo), ("../run.exe", "application/pdf", made.EXE))
    submission = received(people, ("message.eml", content))
    mail, shot, program = submission.files.order_by("id")
    said = dict(claims(mail.stored.extraction))
    assert (said["sender"], said["subject"]) == ("Witness <witness@example.org>", "Report")
    assert mail.stored.claims.get(kind="sent").at == datetime(2026, 1, 30, 5, 15, tzinfo=UTC)
    assert (shot.parent, shot.name, shot.verdict, shot.stored.extraction.state) == (
        mail,
        "photo.jpg",
        "released",
        "done",
    )
    with store.open_original(shot.stored_id) as stream:
        assert stream.read() == photo
    assert (program.parent, program.name, program.verdict) == (mail, "run.exe", "held")


def test_r18_attachments_of_an_accepted_mail_become_items(people):
    submission = accepted(people, ("message.eml", made.mail(("note.txt", "text/plain", b"Seen at dawn."))))
    assert {item.title for item in submission.items.exclude(file=None)} == {"message.eml", "note.txt"}


def test_r12_the_same_mail_from_two_sources_is_stored_once_and_has_its_parts_twice(people):
    content = made.mail(("note.txt", "text/plain", b"Seen at dawn."))
    first, second = (received(people, ("m.eml", content), title=title) for title in ("First", "Second"))
    assert [file.name for file in second.files.order_by("id")] == ["m.eml", "note.txt"]
    assert {file.stored_id for file in first.files.all()} == {file.stored_id for file in second.files.all()}
    assert Extraction.objects.count() == 2


def test_r18_parts_with_one_name_get_names_of_their_own(people):
    note = ("note.txt", "text/plain", b"One.")
    submission = received(people, ("m.eml", made.mail(note, ("note.txt", "text/plain", b"Two."))))
    assert [file.name for file in submission.files.order_by("id")] == ["m.eml", "note.txt", "note (2).txt"]


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("a.txt", set(), "a.txt"),
        ("a.txt", {"a.txt", "a (2).txt"}, "a (3).txt"),
        (".profile", {".profile"}, ".profile (2)"),
        ("x" * 300 + ".pdf", set(), "x" * 251 + ".pdf"),
    ],
)
def test_a_free_name_keeps_its_ending_and_fits(name, taken, free):
    assert free_name(name, taken) == free


def test_r18_a_film_gives_its_claims_alone(people):
    extraction = read(people, "clip.mp4", made.film())
    said = {claim.kind: claim for claim in extraction.stored.claims.all()}
    assert said["created"].at == datetime(2026, 1, 30, 5, 15, tzinfo=UTC)
    assert (said["place"].lat, said["place"].lon, said["device"].value) == (33.5, 36.3, "Varex IIa")
    assert (extraction.method, extraction.text, extraction.pages) == ("claims only", "", 0)


def test_r18_without_tesseract_it_is_said_and_is_no_error(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "languages", lambda: "")
    outcome = Outcome(io.BytesIO(), 60)
    pictures.read(io.BytesIO(made.png(300, 200)), outcome, "image/png")
    assert outcome.remarks == ["No letters were looked for in pictures: tesseract is not installed."]


@needs_tesseract
def test_r18_letters_in_a_picture_are_found(people, tmp_path):
    path = tmp_path / "scan.png"
    made.drawn("Massacre at the bridge").save(path)
    found = read(people, "scan.png", path.read_bytes())
    assert (found.method, found.text.strip()) == ("ocr", "Massacre at the bridge")


@needs_tesseract
def test_r18_letters_in_a_scanned_pdf_are_found_page_by_page(people):
    found = read(people, "scan.pdf", made.drawn_pdf("Massacre at the bridge"))
    assert (found.method, found.state) == ("ocr", Reading.DONE)
    assert "Massacre at the bridge" in found.stored.page_images.get().text


def test_r18_a_picture_without_letters_gives_none(people):
    assert read(people, "photo.png", made.png(400, 300)).text == ""


def test_r18_a_kind_that_holds_no_text_says_nothing_was_to_be_had(people):
    found = read(people, "sound.ogg", b"OggS" + b"\0\1\2" * 40)
    assert (found.state, found.why) == (Reading.NOTHING, "")


class TestRetry:
    """A failed reading is repeated alone: by hand, on the record, and only when it can give more."""

    @pytest.fixture
    def failed(self, people) -> SubmissionFile:
        submission = received(people, ("note.txt", b"Seen at dawn."))
        file = submission.files.get()
        Extraction.objects.filter(stored=file.stored).update(state="failed", why="The reader crashed.", text="")
        return file

    def test_r18_a_failed_reading_is_repeated_alone(self, people, failed):
        retry_reading(file=failed, by=people.officer)
        assert Extraction.objects.get().state == Reading.WAITING
        outbox.drain()
        extraction = Extraction.objects.get()
        assert (extraction.state, extraction.text, extraction.attempts) == (Reading.DONE, "Seen at dawn.", 2)
        acts = list(Entry.objects.filter(act__startswith="file.").order_by("id").values_list("act", "actor"))
        assert acts[-2:] == [("file.read_again", people.officer.docket_label), ("file.read", "system")]

    def test_r18_what_was_read_or_is_being_read_is_not_read_again(self, people, failed):
        retry_reading(file=failed, by=people.officer)
        with pytest.raises(Refused, match="waits"):
            retry_reading(file=failed, by=people.officer)
        outbox.drain()
        with pytest.raises(Refused, match="nothing went wrong"):
            retry_reading(file=failed, by=people.officer)

    def test_r9_who_does_not_screen_retries_nothing(self, people, failed):
        with pytest.raises(NotPermitted):
            retry_reading(file=failed, by=people.amal)

    def test_r18_a_second_worker_changes_nothing(self, people, failed):
        retry_reading(file=failed, by=people.officer)
        outbox.drain()
        before = Extraction.objects.values().get()
        read_file(pk=failed.pk)
        assert Extraction.objects.values().get() == before


def test_r49_every_touch_of_a_file_is_on_the_docket(people):
    submission = received(people, ("m.eml", made.mail(("note.txt", "text/plain", b"x"))))
    acts = list(Entry.objects.filter(object=submission.number).order_by("id").values_list("act", flat=True))
    assert acts[:4] == ["submission.received", "file.released", "file.taken_out", "file.read"]
    assert sorted(acts[4:]) == ["clock.started", "file.read", "file.released"] or acts[4:] == [
        "file.released",
        "file.read",
    ]
