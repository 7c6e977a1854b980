"""What is served as files, and what no template may hold under the strict policy."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

from mad.local.staticfiles import StaticStorage

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "mad" / "static"
VENDORED = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (STATIC / "VENDOR.md").read_text(), re.MULTILINE)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(
    r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\b(?:src=|type="application/json"))|javascript:""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE)


@pytest.mark.parametrize(("name", "digest"), VENDORED, ids=[name for name, _ in VENDORED])
def test_vendored_files_are_what_the_list_says(name, digest):
    assert hashlib.sha256((STATIC / name).resolve().read_bytes()).hexdigest() == digest


def test_nothing_foreign_is_missing_from_the_list():
    listed = {(STATIC / name).resolve() for name, _ in VENDORED}
    foreign = [path for folder in ("vendor", "data", "fonts") for path in (STATIC / folder).iterdir()]
    assert {path for path in foreign if "LICENSE" not in path.name} <= listed


def test_every_file_the_stylesheet_names_is_there():
    named = re.findall(r"url\(\"?([^)\"]+)\"?\)", (STATIC / "app.css").read_text())
    assert named
    assert [name for name in named if not name.startswith("data:") and not (STATIC / name).is_file()] == []


def test_every_file_gets_its_hashed_name_as_when_the_product_starts(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path)
    storage, plain = StaticStorage(location=tmp_path, base_url="/static/"), StaticFilesStorage(tmp_path, "/static/")
    ours = [(name, store) for finder in finders.get_finders() for name, store in finder.list([])]
    for name, store in ours:
        with store.open(name) as source:
            plain.save(name, source)
    done = list(storage.post_process({name: (plain, name) for name, _store in ours}))
    assert [(name, wrong) for name, _hashed, wrong in done if isinstance(wrong, Exception)] == []
    assert storage.stored_name("app.css") != "app.css"


def test_the_build_notes_carry_no_registry_address_and_no_lock():
    source = ROOT / "mad" / "static_src"
    package = json.loads((source / "package.json").read_text())
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["dependencies"].values())
    assert not list(source.glob("*lock*"))
    assert not (source / ".npmrc").exists()


@pytest.mark.parametrize("template", TEMPLATES, ids=[str(path.relative_to(ROOT / "templates")) for path in TEMPLATES])
def test_no_template_holds_script_style_or_an_address_elsewhere(template):
    text = template.read_text()
    assert INLINE.search(text) is None
    assert ELSEWHERE.search(text) is None


def test_scripts_write_no_inline_style():
    for script in (STATIC / "js").glob("*.js"):
        assert not re.search(r"\.style\b|setAttribute\(\"style\"|innerHTML|insertAdjacentHTML", script.read_text()), (
            script.name
        )
