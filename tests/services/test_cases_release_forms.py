"""R16, property: whatever a determination says, no released form of it holds a string of an item that may not leave."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from django.template.loader import get_template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.documents.blocks import released, written
from cases.documents.edition import Edition
from cases.documents.pdf import pdf
from cases.documents.text import compose
from cases.documents.word import word
from cases.models import Opinion
from cases.procedure.release import Closed, guard
from cases.views.editions import article
from tests import pdf_help
from tests.docx_help import docx_text

NUMBERS = [f"E-2026-{n:04d}" for n in range(1, 7)]
# A word for each item that stands nowhere else; its title and its text are made of it.
OWN = dict(zip(NUMBERS, ("quagga", "okapi", "tapir", "dugong", "numbat", "kudu"), strict=True))


def title(number: str) -> str:
    return f"The {OWN[number]} report"


def content(number: str) -> str:
    return f"Five men saw how the {OWN[number]} was led through the gate at night."


@st.composite
def texts(draw: Any) -> str:
    """Words in which an item may be named, quoted, or neither."""
    said = []
    for _ in range(draw(st.integers(0, 3))):
        number = draw(st.sampled_from(NUMBERS))
        ways = ["Nothing more.", f"See {number}.", f"See “{title(number).upper()}”.", content(number)]
        said.append(draw(st.sampled_from(ways)))
    return draw(st.sampled_from([" ", "\n\n"])).join(said)


@st.composite
def elements(draw: Any, place: int) -> dict[str, Any]:
    items = draw(st.lists(st.sampled_from(NUMBERS), unique=True, max_size=3))
    contrary = [
        {"item": n, "panel": draw(texts()), "replies": [{"label": "A", "text": draw(texts())}]} for n in items[:1]
    ]
    return {
        "id": f"x-{place}",
        "text": "An element.",
        "act": draw(st.sampled_from(["", "Act one"])),
        "met": draw(st.booleans()),
        "count": 3,
        "supported": bool(items),
        "median": "70",
        "pool": "0.7000",
        "disagreement": False,
        "reasons": draw(texts()),
        "answers": [{"label": "A", "met": True, "reasons": draw(texts())}],
        "links": [{"item": n, "direction": "supports", "weight": 2} for n in items],
        "contrary": contrary,
    }


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    crime = {
        "id": "x",
        "name": "A crime",
        "likely": True,
        "tree": True,
        "individually": 3,
        "panel": 5,
        "vote": None,
        "acts": [],
        "elements": [draw(elements(place)) for place in range(draw(st.integers(1, 3)))],
    }
    rows = [{"item": n, "title": title(n), "version": 1, "digest": n[-1] * 64, "grade": "B2"} for n in NUMBERS]
    severity = {"level": 4, "proposed": 4, "reason": draw(texts()), "temporal": "ongoing", "scores": {"scale": 4}}
    return {"opening": draw(texts()), "crimes": [crime], "severity": severity, "evidence": rows}


def forms(document: dict[str, Any], opinion: str, closed: set[str]) -> dict[str, str]:
    opinions = [SimpleNamespace(kind=Opinion.SEPARATE, member="A member", text=opinion)]
    whole = compose(document, opinions)
    secret = [Closed((title(n),), (content(n),)) for n in closed]
    blocks = released(whole, guard(set(NUMBERS) - closed, secret, said=written(whole)))
    about = SimpleNamespace(number="D-2026-001", case=SimpleNamespace(number="C-2026-0001"))
    edition = Edition(about, True, "Title", "Heading", "in force", "today", ("In force.",), (), tuple(blocks))
    page = pdf(edition, "en")
    return {
        "pdf": pdf_help.text(page),
        "properties": str(pdf_help.metadata(page)),
        "docx": docx_text(word(edition, "en")),
        "page": get_template("cases/edition.html").render(article(edition)),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents(), opinion=texts(), closed=st.sets(st.sampled_from(NUMBERS)))
def test_r16_no_string_of_a_closed_item_is_in_any_released_form(document, opinion, closed):
    for form, text in forms(document, opinion, closed).items():
        said = re.sub(r"\s+", "", text).casefold()
        for number in closed:
            assert OWN[number] not in said, form
            assert number.casefold() not in said, form
            assert number[-1] * 64 not in said, form
