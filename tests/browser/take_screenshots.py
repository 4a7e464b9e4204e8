"""`make screenshots`: the demo's page as pictures for the README, in docs/img."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.opened import chromium

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "var" / "demo" / "report.html"
PICTURES = ROOT / "docs" / "img"
# name, address, width, height, colours
SHOTS = (
    ("page-ru-light", "lang=ru", 1440, 1330, "light"),
    ("page-en-dark", "lang=en", 1440, 1330, "dark"),
    ("page-ru-phone", "lang=ru", 390, 844, "light"),
)


def take_screenshots() -> int:
    """Write the pictures; 1 if there is no page to take them of."""
    if not PAGE.exists():
        sys.stderr.write(f"There is no page at {PAGE}. Fix: make demo\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, chromium(playwright) as browser:
        for name, address, width, height, scheme in SHOTS:
            size = {"width": width, "height": height}
            page = browser.new_page(viewport=size, color_scheme=scheme, offline=True)
            page.goto(f"{PAGE.as_uri()}#{address}")
            page.wait_for_selector("html[data-drawn=all]")
            page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
            print(PICTURES / f"{name}.png")
            page.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(take_screenshots())
