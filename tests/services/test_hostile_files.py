"""R18: one file of each hostile class, received as any other. None is served as what it is not; none harms the worker."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest

from evidence import readers
from evidence.models import Extraction, SubmissionFile
from evidence.procedure.texts import DEPTH_MOST
from evidence.reading import frames, host
from evidence.reading.confine import Limits
from evidence.reading.frames import Broken
from evidence.services import receive
from evidence.services.texts import Found, NotAnAnswer
from evidence.store import Batch
from mad.notices import outbox
from tests import hostile_files as made
from tests.evidence_help import PLAIN, received

WORD = made.word("Seen at the bridge.")
MAIN = "word/document.xml"


def checked(people, name: str, content: bytes) -> tuple[SubmissionFile, Extraction | None]:
    file = received(people, (name, content)).files.get(name=name)
    return file, Extraction.objects.filter(stored_id=file.stored_id).first()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("report.pdf", made.EXE, "program"),
        ("report.pdf", made.ELF, "program"),
        ("report.pdf", made.SCRIPT, "program"),
        ("report.txt", b"<?php system($_GET['c']);", "program"),
        ("report.pdf", b"just words", "The name says .pdf"),
        ("report.docx", made.pdf("x"), "The name says .docx"),
        ("invoice.js", b"var a = 1;", "makes a computer run"),
        ("report.pdf", made.pdf("x") + made.zipped({"a.txt": b"x"}), "two kinds of file at once"),
        ("report.pdf", b"GIF89a" + b"\1" * 40 + made.pdf("x"), "The name says .pdf"),
        ("report.pdf", b"var a = 1; /*\n" + made.pdf("x"), "two kinds of file at once"),
        ("photo.png", made.png(9, 9) + made.zipped({"a.class": b"x"}), "two kinds of file at once"),
        ("report.docx", made.zipped({MAIN: b"x", "word/vbaProject.bin": b"x"}), "carries a program"),
        ("tool.zip", made.zipped({"META-INF/MANIFEST.MF": b"x", "Main.class": b"x"}), "program"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_r18_what_is_not_what_it_says_or_is_a_program_stays_held_and_unread(people, name, content, said):
    file, read = checked(people, name, content)
    assert (file.verdict, read) == ("held", None)
    assert said in file.why


def test_r18_a_type_that_came_with_the_file_is_held_against_the_bytes(people):
    batch = Batch().add("blob", made.zipped({"a": b"x"}), "application/pdf")
    submission = receive(body=PLAIN, office=people.ohchr, by=people.ohchr.machine, files=batch)
    outbox.drain()
    file = submission.files.get()
    assert (file.verdict, file.why) == ("held", "It was sent as application/pdf; the bytes are application/zip.")


@pytest.mark.parametrize(
    ("name", "content", "flags"),
    [
        ("a.zip", made.zip_bomb(), {"huge ratio"}),
        ("a.zip", made.zipped({"inner.zip": made.zipped({"x": b"y"})}), {"archive within"}),
        ("a.zip", made.zipped({"photo.jpg": made.zipped({"x": b"y"})}), {"archive within"}),
        ("a.zip", made.zipped({"photo.jpg": made.EXE}), {"program"}),
        ("a.zip", made.zipped({"../../etc/passwd": b"x"}), {"leaves its folder"}),
        ("a.zip", made.zipped({"..\\..\\windows\\x.txt": b"x"}), {"leaves its folder"}),
        ("a.zip", made.zipped({"/etc/passwd": b"x", "C:\\boot.ini": b"x"}), {"absolute path"}),
        ("a.zip", made.zip_link(), {"link"}),
        ("a.zip", made.zip_encrypted(), {"encrypted"}),
        ("a.zip", made.zipped({f"{n}.txt": b"" for n in range(10_050)}), {"too many entries"}),
        ("a.tar", made.tarred(""), {"leaves its folder", "link", "absolute path", "device"}),
        ("a.tgz", made.tarred("gz"), {"leaves its folder", "link", "absolute path", "device"}),
        ("a.bz2", made.tarred("bz2"), {"leaves its folder", "link", "absolute path", "device"}),
        ("a.xz", made.tarred("xz"), {"leaves its folder", "link", "absolute path", "device"}),
        ("a.gz", made.gzip_bomb(), {"huge ratio"}),
    ],
    ids=lambda value: value if isinstance(value, str) else min(value) if isinstance(value, set) else "",
)
def test_r18_an_archive_is_listed_with_its_dangers_and_never_unpacked(people, name, content, flags, tmp_path):
    file, read = checked(people, name, content)
    assert (file.verdict, read.state, read.why) == ("released", "done", "")
    assert set(read.listing["flags"]) == flags
    assert read.listing["total"] >= len(read.listing["entries"]) > 0
    assert not list((tmp_path / "evidence" / "derived").rglob("*passwd*"))


def test_r18_a_listing_is_capped_and_says_how_many_there_are(people):
    _, read = checked(people, "a.zip", made.zipped({f"{n}.txt": b"" for n in range(1200)}))
    assert (read.listing["total"], len(read.listing["entries"])) == (1200, 1000)


def test_r18_entries_that_share_their_packed_bytes_are_flagged(people):
    plain = bytearray(made.zipped({"a.txt": b"a" * 500, "b.txt": b"b" * 500}, zipfile.ZIP_STORED))
    second = plain.rindex(b"PK\x01\x02")
    plain[second + 42 : second + 46] = b"\0\0\0\0"
    _, read = checked(people, "a.zip", bytes(plain))
    assert "overlapping entries" in read.listing["flags"]


def test_r18_what_cannot_be_listed_says_so(people):
    _, read = checked(people, "a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60)
    assert (read.state, read.method) == ("nothing", "not listed")
    assert "What it holds is not known" in read.why


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bomb.png", made.png_bomb(), "unpacks to 30,000 × 30,000 points"),
        ("cut.png", made.png(300, 300)[:400], "damaged"),
        ("cut.pdf", made.pdf("x")[:60], "damaged"),
        ("cut.docx", WORD[:-200], "damaged"),
        ("cut.xlsx", made.excel(["a"])[:-300], "damaged"),
        ("cut.zip", made.zipped({"a.txt": b"x" * 100})[:-30], "damaged"),
        ("laughs.docx", made.replaced(WORD, MAIN, made.laughing), ""),
        ("laughs.xlsx", made.replaced(made.excel(["a"]), "xl/worksheets/sheet1.xml", made.laughing), ""),
        ("huge.docx", made.claiming(WORD, MAIN, 500_000_000), "unpacks to"),
        ("deep.eml", made.mail_in_mail(3000), "nested"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_r18_a_file_that_breaks_its_reader_says_why_and_stays_served(people, name, content, said):
    file, read = checked(people, name, content)
    assert file.verdict == "released"
    assert len(read.text) < 100_000
    if said:
        assert (read.state, said in read.why) == ("failed", True), read.why
    assert checked(people, "next.txt", b"The next file is read.")[1].text == "The next file is read."


def test_r18_unfolding_entities_are_not_unfolded(people):
    for name, content in (
        ("laughs.docx", made.replaced(WORD, MAIN, made.laughing)),
        ("laughs.xlsx", made.replaced(made.excel(["a"]), "xl/worksheets/sheet1.xml", made.laughing)),
        ("laughs.xml", made.laughing(b"<r><x></x></r>")),
        ("laughs.svg", made.laughing(made.SVG)),
    ):
        _, read = checked(people, name, content)
        assert "hahaha" not in (read.text if read else ""), name


def test_r18_svg_and_html_give_their_words_alone(people):
    for name, content, words in (
        ("map.svg", made.SVG, "Map"),
        ("page.html", made.HTML, "Seen at the bridge."),
    ):
        file, read = checked(people, name, content)
        assert (file.verdict, read.text) == ("released", words)
        assert not read.pages


def test_r18_a_pdf_with_a_script_and_a_file_inside_gives_text_and_pages_and_runs_nothing(people):
    extra = (
        b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</EmbeddedFiles<</Names[(x) <</EF<</F 3 0 R>>>>]>>>>"
    )
    _, read = checked(people, "active.pdf", made.pdf("Only this is seen", extra=extra))
    assert (read.state, read.text.strip(), read.pages) == ("done", "Only this is seen", 1)


def test_r18_mails_in_mails_are_taken_out_to_a_depth_and_no_further(people):
    submission = received(people, ("deep.eml", made.mail_in_mail(12)))
    assert submission.files.count() == DEPTH_MOST + 1


class TestLimits:
    """Limits hold for each file, whatever its reader does; the next file is read as if nothing had been."""

    @pytest.mark.parametrize(
        ("limits", "content", "kind", "said"),
        [
            (Limits(seconds=1, memory=4096), made.slow_bomb, "application/x-bzip2", "processor time"),
            (Limits(wall=1, memory=4096), made.slow_bomb, "application/x-bzip2", "longer than"),
            (Limits(memory=400), partial(made.png_bomb, 8000), "image/png", "memory"),
        ],
        ids=["processor", "clock", "memory"],
    )
    def test_r18_what_a_file_may_use_is_bounded(self, tmp_path, limits, content, kind, said):
        path = tmp_path / "file"
        path.write_bytes(content())
        with path.open("rb") as stream:
            ended = readers.read(stream, kind, lambda head, body: None, limits)
        assert (ended.failed, said in ended.why) == (True, True), ended.why
        assert text_of(tmp_path, b"The next one.") == "The next one."


def text_of(folder, content: bytes) -> str:
    (folder / "plain").write_bytes(content)
    found: list[str] = []
    with (folder / "plain").open("rb") as stream:
        ended = readers.read(stream, "text/plain", lambda head, body: found.append(body.decode()))
    assert not ended.failed
    return "".join(found)


def test_r18_a_reader_leaves_no_folder_behind(people):
    checked(people, "a.zip", made.zipped({"a.txt": b"x"}))
    assert readers._process
    own, until = f"mad-reading-{readers._process.popen.pid}-*", time.monotonic() + 30
    while list(Path(tempfile.gettempdir()).glob(own)) and time.monotonic() < until:
        time.sleep(0.05)  # the answer comes before the folder goes
    assert list(Path(tempfile.gettempdir()).glob(own)) == []


def test_r18_the_folders_of_killed_readers_go_when_the_next_one_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen(["true"])
    gone.wait()
    kept, old = time.time(), time.time() - host.ABANDONED - 60
    for name, at in ((f"{gone.pid}-a", old), (f"{gone.pid}-b", kept), (f"{os.getpid()}-c", old), ("x-d", old)):
        (folder := tmp_path / f"mad-reading-{name}").mkdir()
        (folder / "page.png").write_bytes(b"x")
        os.utime(folder, (at, at))
    (tmp_path / f"mad-reading-{gone.pid}-e").symlink_to(tmp_path / "elsewhere")
    host.sweep()
    assert {path.name[12:] for path in tmp_path.iterdir()} == {
        *(f"{gone.pid}-b", f"{os.getpid()}-c", "x-d", f"{gone.pid}-e"),
    }


def test_r18_a_reading_process_that_was_killed_is_started_again(tmp_path):
    assert text_of(tmp_path, b"One.") == "One."
    readers._process.popen.kill()
    readers._process.popen.wait()
    assert text_of(tmp_path, b"Two.") == "Two."


class TestTakenOver:
    """A reader that a file took over can write anything into its pipe: it is believed as little as the file."""

    @pytest.mark.parametrize(
        ("head", "body"),
        [
            ({"k": "picture", "n": 1, "width": 9, "height": 9}, b"<svg onload=alert(1)>"),
            ({"k": "picture", "n": "../../../etc/x", "width": 9, "height": 9}, b"\x89PNG\r\n\x1a\n"),
            ({"k": "picture", "n": -1, "width": 9, "height": 9}, b"\x89PNG\r\n\x1a\n"),
            ({"k": "picture", "n": 1, "width": 10**30, "height": 9}, b"\x89PNG\r\n\x1a\n"),
            ({"k": "claim", "kind": "fact", "value": "x"}, b""),
            ({"k": "claim", "kind": "sent", "value": "x", "at": "2026-01-30T07:15:00"}, b""),
            ({"k": "claim", "kind": "place", "value": "x", "lat": "north"}, b""),
            ({"k": "listing", "listing": {"entries": 7}}, b""),
            ({"k": "listing", "listing": "x"}, b""),
            ({"k": "text", "n": 10**9}, b"x"),
            ({"k": "text"}, b"x"),
        ],
    )
    def test_r18_what_is_no_finding_is_not_taken(self, settings, head, body):
        with Found("ab" * 32) as found, pytest.raises(NotAnAnswer):
            found.take(head, body)

    @pytest.mark.parametrize(
        "stream",
        [
            b"\0",
            b"\xff" * 8,
            b"\0\0\0\2\0\0\0\0[]",
            b"\0\0\0\2\0\0\0\0{",
            b"\0\0\0\2\0\0\0\0xx",
            b"\0\0\0\2\0\0\1\0{}short",
            b"\0\1\x86\xa0\0\0\0\0" + b"[" * 100_000,
        ],
    )
    def test_r18_what_is_no_frame_is_not_read(self, stream):
        with pytest.raises(Broken):
            frames.parse(io.BytesIO(stream).read)
