"""What the documentation says is held to the code."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

PROJECT = Path(settings.BASE_DIR)


def test_the_state_diagrams_are_those_of_the_tables():
    call_command("draw_states", "--check")


def test_every_place_that_the_readme_names_exists():
    named = re.findall(
        r"`((?:mad|evidence|cases|deliberation|tests|docs|templates|deploy)/[\w./-]*)`",
        (PROJECT / "README.md").read_text("utf-8"),
    )
    assert named
    assert not [place for place in named if not (PROJECT / place).exists()]


def test_every_decision_is_listed():
    index = (PROJECT / "docs" / "decisions" / "README.md").read_text("utf-8")
    notes = [note.name for note in (PROJECT / "docs" / "decisions").glob("[0-9]*.md")]
    assert notes
    assert not [note for note in notes if note not in index]
