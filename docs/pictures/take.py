#!/usr/bin/env python3
"""Take the pictures of the README from a running demonstration.

    .venv/bin/python docs/pictures/take.py [http://127.0.0.1:8000]

Needs Debian's Chromium and the development packages (`make test` installs them).
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = {"desk": "/", "vote": "/motions/{motion}/"}


def main() -> None:
    site = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        sign_in(page, site)
        motion = page.locator("a[href^='/motions/']").first.get_attribute("href").strip("/").split("/")[1]
        for name, address in PICTURES.items():
            page.goto(site + address.format(motion=motion))
            page.wait_for_timeout(500)
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", "amal.benhaddou")
    page.fill("input[name=password]", "demonstration-only")
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/")


if __name__ == "__main__":
    main()
