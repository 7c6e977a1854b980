"""What axe-core finds wrong with a page, which must be opened with bypass_csp=True."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What a narrow window or other colours can break; the rest of axe does not depend on them.
OF_STYLE = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")

# Everything that axe found in order, and the style sheets that it reads beforehand (`preload`), take it four times as
# long as its rules do. Only two rules need the sheets, and all pages have the same ones: test_frame_browser asks those.
_RUN = """([rules, preload]) => axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload}).then(
  found => found.violations.map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 100))}`))"""
OF_SHEETS = ("css-orientation-lock", "no-autoplay-audio")


def axe_finds(page: Page, rules: Sequence[str] = STANDARDS, *, preload: bool = False) -> list[str]:
    """One line for each rule broken, with the first elements that break it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    return page.evaluate(_RUN, [list(rules), preload])


@cache
def _axe() -> str:
    return Path(__file__).with_name("axe.min.js").read_text("utf-8")
