"""SCREENS 4 and 5: the reader of files on the pages of submissions, screening and items; custody beside it."""

from __future__ import annotations

import pytest

from evidence.models import Extraction
from evidence.views.reader import PART_LETTERS
from mad.notices import outbox
from tests import hostile_files as made
from tests.evidence_help import accepted, received

REPORT = ("report.pdf", made.pdf("Shelling of the market", "Second page"))


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def officer(people, client):
    client.force_login(people.officer)
    return client


def page(client, submission, query: str = "", place: str = "screening") -> str:
    answer = client.get(f"/{place}/{submission.number}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("place", ["screening", "submissions"])
def test_r18_a_file_is_read_on_the_page_with_its_words_marked(people, officer, place):
    submission = received(people, REPORT)
    shown = page(officer, submission, "?q=market", place)
    assert "Shelling of the <mark>market</mark>" in shown
    assert 'aria-current="page">Text' in shown


def test_r18_pages_are_pictures_that_load_when_they_are_reached(people, officer):
    submission = received(people, REPORT)
    file = submission.files.get()
    shown = page(officer, submission, f"?file={file.pk}&show=pages")
    for number in (1, 2):
        assert f'<img src="/evidence/files/{file.pk}/pages/{number}/"' in shown
    assert shown.count('loading="lazy"') == 2


def test_r18_an_item_shows_its_file_with_text_claims_and_custody(people, officer):
    item = accepted(people, ("photo.jpg", made.photo())).items.exclude(file=None).get()
    shown = page(officer, item, "?show=claims", "evidence")
    for expected in ("Exakta Varex IIa", "33.50000, 36.30000", "These are claims, not facts", "Text and pages read"):
        assert expected in shown
    assert "Item made" in shown


def test_r18_an_archive_is_listed_with_its_flags_beside_the_download(people, officer):
    shown = page(officer, received(people, ("a.zip", made.zipped({"../../x.exe": b"MZ"}))))
    assert "../../x.exe" in shown
    assert shown.count("leaves its folder") >= 3


def test_r18_what_waits_for_the_scanner_says_so(people, officer, settings):
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    submission = received(people, REPORT)
    shown = page(officer, submission)
    assert "Waiting for the scanner" in shown
    assert "Read it here" not in shown
    assert officer.get(f"/evidence/files/{submission.files.get().pk}/").status_code == 403


def test_r18_hostile_text_is_shown_as_letters(people, officer):
    shown = page(officer, received(people, ("a.txt", b"Note: <script>alert(1)</script> <b>bold</b> " * 3)), "?q=bold")
    assert "<script>alert" not in shown
    assert "&lt;b&gt;<mark>bold</mark>" in shown


@pytest.mark.parametrize(
    "query", ["?file=x", "?file=9&show=pages&part=-1", "?show=nothing&part=" + "9" * 400, "?q=%ff"]
)
def test_r18_an_odd_address_shows_the_first_file(people, officer, query):
    shown = page(officer, received(people, REPORT), query)
    assert 'aria-current="page">Text' in shown or "<img src=" in shown


def test_r18_a_long_text_comes_in_parts(people, officer):
    words = "\n".join(f"line {number}" for number in range(PART_LETTERS // 6))
    submission = received(people, ("long.txt", words.encode()))
    first, last = page(officer, submission), page(officer, submission, "?part=2")
    assert ("line 0<br>" in first, "line 9999" in first) == (True, False)
    assert "line 9999" in last


def test_r18_a_chinese_word_is_marked_within_its_sentence(people, officer):
    submission = received(people, ("a.txt", "黎明前在桥边看到了部队".encode()))
    assert "<mark>桥边</mark>" in page(officer, submission, "?q=桥边")


class TestRetry:
    @pytest.fixture
    def failed(self, people):
        submission = received(people, ("note.txt", b"Seen at dawn."))
        Extraction.objects.update(state="failed", why="The reader crashed.")
        return submission

    def test_r18_a_failed_reading_says_why_and_is_repeated_by_a_button(self, people, officer, failed):
        shown, file = page(officer, failed), failed.files.get()
        assert "The reader crashed." in shown
        assert f'action="/evidence/files/{file.pk}/read/"' in shown
        answer = officer.post(f"/evidence/files/{file.pk}/read/", {"back": f"/screening/{failed.number}/"})
        assert (answer.status_code, answer["Location"]) == (302, f"/screening/{failed.number}/")
        assert Extraction.objects.get().state == "waiting"
        assert "It is being read" in page(officer, failed)

    def test_it_leads_back_to_this_site_only(self, people, officer, failed):
        answer = officer.post(f"/evidence/files/{failed.files.get().pk}/read/", {"back": "https://elsewhere.example/"})
        assert answer["Location"] == f"/submissions/{failed.number}/"

    def test_r9_the_button_works_for_those_who_screen_and_no_other(self, people, client, failed):
        answers = {}
        for name in ("amal", "ethics", "auditor", "focal", "admin", "registrar"):
            Extraction.objects.update(state="failed", why="x")
            client.force_login(getattr(people, name))
            answers[name] = client.post(f"/evidence/files/{failed.files.get().pk}/read/").status_code
        assert answers == {"amal": 403, "ethics": 403, "auditor": 403, "focal": 403, "admin": 403, "registrar": 302}

    def test_r18_what_was_received_before_files_were_read_can_be_read_now(self, people, officer, failed):
        Extraction.objects.all().delete()
        file = failed.files.get()
        assert "It was received before files were read here." in page(officer, failed)
        officer.post(f"/evidence/files/{file.pk}/read/")
        outbox.drain()
        assert "Seen at dawn." in page(officer, failed)

    def test_r18_a_good_reading_is_not_repeated(self, people, officer, failed):
        Extraction.objects.update(state="done", why="")
        assert officer.post(f"/evidence/files/{failed.files.get().pk}/read/").status_code == 409


def test_r49_custody_names_every_touch_with_its_file_and_docket_number(people, officer):
    submission = received(people, ("m.eml", made.mail(("note.txt", "text/plain", b"x"))))
    officer.get(f"/evidence/files/{submission.files.get(name='note.txt').pk}/")
    shown = page(officer, submission)
    for expected in (
        "Received and hashed",
        "Released from holding: <bdi>m.eml</bdi>",
        "Taken out of the file it came in, and hashed: <bdi>note.txt</bdi>",
        "Text and pages read: <bdi>note.txt</bdi>",
        "Original handed out: <bdi>note.txt</bdi>",
    ):
        assert expected in shown


def test_r16_a_file_of_a_strict_item_is_no_longer_named_to_others(people, client):
    submission = accepted(people, ("secret-name.txt", b"x"), ("open.txt", b"y"))
    submission.items.filter(title="secret-name.txt").update(sensitivity="strictly_confidential")
    client.force_login(people.amal)
    shown = page(client, submission, place="submissions")
    assert "open.txt" in shown
    assert "secret-name.txt" not in shown
