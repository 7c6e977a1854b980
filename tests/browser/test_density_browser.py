"""R20: the map of incidents on paper and without colour: the number stands in each square, and darker means more."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from evidence.services import import_events
from tests import event_files
from tests.services.cases_steps import case_with_items

pytestmark = pytest.mark.browser
SQUARES = 'figure[data-chart="density"] .app-plot svg path:has(title)'
# The colours that custom properties stand for, as the browser works them out: "rgb(1, 2, 3)".
PAINTS = """names => names.map(name => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = `var(--${name})`;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
})"""


@pytest.mark.django_db
def test_the_sign_in_page_answers(client):
    # Also makes pytest-django set up a test database when this file runs alone: it looks for this mark.
    assert client.get("/accounts/login/").status_code == 200


@pytest.fixture
def timeline(people, tmp_path, seen_by):
    """timeline(**context options) → the timeline of a case with incidents on three squares: 1, 4 and 12 of them."""
    case_with_items(people)
    plain = {"type_of_violence": "3", "country": "Syria", "low": "1", "best": "2", "high": "9"}
    places = [("35.2", "37.1", 1), ("35.9", "38.2", 4), ("34.3", "39.4", 12)]
    spots = [(lat, lon) for lat, lon, times in places for _ in range(times)]
    rows = [
        {**plain, "id": str(n), "latitude": lat, "longitude": lon, "date_start": "2026-02-03", "date_end": "2026-02-03"}
        for n, (lat, lon) in enumerate(spots, 1)
    ]
    import_events(event_files.write(tmp_path / "ged.csv", *rows), by=people.officer)
    here = f"/cases/{Case.objects.get().number}/timeline/"

    def show(**options) -> Page:
        page = seen_by(people.amal, here, **options)
        expect(page.locator(SQUARES)).to_have_count(3)
        return page

    return show


def luminance(colour: str) -> float:
    """Relative luminance of "rgb(1, 2, 3)": what is left of a colour on a grey printer."""
    parts = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def paints(page: Page, *names: str) -> list[float]:
    return [luminance(colour) for colour in page.evaluate(PAINTS, list(names))]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_r20_on_paper_and_in_grey_the_map_says_the_same(timeline, theme, width):
    page = timeline(viewport={"width": width, "height": 900})
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    page.emulate_media(media="print")
    figure = page.locator('figure[data-chart="density"]')
    # The number stands in each square: no shade has to be told from another.
    said = figure.locator('.app-plot svg text[fill^="var(--on-seq"]').all_text_contents()
    assert said == ["12", "4", "1"]
    # Its table is printed beside it, with the numbers of every square.
    cells = figure.locator("tbody tr td:nth-child(2)")
    expect(cells.first).to_be_visible()
    assert cells.all_text_contents() == ["12", "4", "1"]
    # On paper it is dark on white whatever theme the reader has, and darker means more, in grey too.
    shades, written = (paints(page, *(f"{on}seq-{n}" for n in (1, 2, 3))) for on in ("", "on-"))
    assert shades == sorted(shades, reverse=True)
    assert all(contrast(a, b) > 1.5 for a, b in pairwise(shades))
    assert all(contrast(square, word) >= 4.5 for square, word in zip(shades, written, strict=True))
    paper, ink = paints(page, "paper", "ink")
    assert (paper, contrast(paper, ink) > 7) == (1.0, True)
    assert figure.evaluate("element => element.scrollWidth <= element.clientWidth + 1")


def test_r20_the_squares_are_told_without_a_script_by_their_table(timeline, people, seen_by):
    timeline()
    page = seen_by(people.amal, f"/cases/{Case.objects.get().number}/timeline/", java_script_enabled=False)
    assert page.locator('figure[data-chart="density"] tbody tr td:nth-child(2)').all_text_contents() == ["12", "4", "1"]
