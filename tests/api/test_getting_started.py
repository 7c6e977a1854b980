"""SCREENS 21: the curl of the getting-started page works as pasted."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from evidence.models import Submission
from evidence.services import screen
from mad.notices import signature

BLOCK = re.compile(r'<pre class="app-code"(?: data-language="(\w+)")?>(.*?)</pre>', re.S)


@pytest.fixture
def page(committed_people, client, settings) -> Iterator[list[tuple[str, str]]]:
    """The blocks of the page of a running server: (language, text)."""
    running = LiveServer("127.0.0.1")
    settings.SITE_URL = running.url
    found = BLOCK.findall(client.get("/api/start/").content.decode())
    yield [(language, html.unescape(text)) for language, text in found]
    running.stop()


def paste(folder, *blocks: str) -> list[dict]:
    """Run the blocks in one shell; the JSON values it printed, in their order."""
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return list(_values(run.stdout))


def _values(text: str):
    decoder, place = json.JSONDecoder(), 0
    while place < len(text):
        value, place = decoder.raw_decode(text, place)
        yield value


def test_every_curl_of_the_page_works_as_pasted(page, committed_people, tmp_path):
    people = committed_people
    shell = [text for language, text in page if not language]
    assert len(shell) == 8
    first, submit, *rest = shell
    first = first.replace("mad_…", people.token)
    assert paste(tmp_path, first, submit) == []
    receipt = json.loads((tmp_path / "receipt.json").read_text())
    screen(submission=Submission.objects.get(), by=people.officer, decision="query", question="Who saw it?")
    with_files, one, listed, answered, nil, states, scales, webhook = paste(tmp_path, first, submit, *rest)
    assert with_files["files"][0]["name"] == "annex.txt"
    assert (one["number"], one["query"]["question"]) == (receipt["number"], "Who saw it?")
    assert [row["number"] for row in listed["results"]] == [receipt["number"]]
    assert (answered["number"], answered["status"]) == (receipt["number"], "received")
    assert nil["states"] == ["SSD"]
    assert len(states["results"]) > 190
    assert scales["sensitivity"]
    assert webhook["secret"].startswith("whsec_")
    assert Submission.objects.count() == 2


def test_the_python_of_the_page_tells_a_genuine_message_from_a_replayed_or_changed_one(page):
    (code,) = [text for language, text in page if language == "python"]
    names: dict = {}
    exec(code, names)
    genuine, secret, body, now = (
        names["is_genuine"],
        signature.secret_text(b"k" * 32),
        b'{"number": "S-1"}',
        time.time(),
    )
    sent = signature.headers([b"k" * 32, b"o" * 32], "a1", int(now), body)
    assert genuine(secret, sent, body, set(), now)
    assert genuine(signature.secret_text(b"o" * 32), sent, body, set(), now)
    assert not genuine(secret, sent, body, {"a1"}, now)
    assert not genuine(secret, sent, body, set(), now + 301)
    assert not genuine(secret, sent, body + b" ", set(), now)
    assert not genuine(signature.secret_text(b"x" * 32), sent, body, set(), now)
