"""Template lint: every template compiles, every picture is named or hidden."""

from __future__ import annotations

import re

from django.template.loader import get_template

from mad import env

FOLDER = env.PROJECT / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
NAMELESS = re.compile(r"<img\b(?![^>]*\salt=)|<svg\b(?![^>]*\s(?:aria-hidden|aria-label|aria-labelledby|role)=)")


def test_every_template_compiles():
    assert NAMES
    for name in NAMES:
        get_template(name)


def test_every_picture_is_named_or_hidden():
    assert [name for name in NAMES if NAMELESS.search((FOLDER / name).read_text())] == []
