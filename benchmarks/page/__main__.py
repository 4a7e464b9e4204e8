"""The page of some years of some managers: its size, what weighs in it, and when Chromium first paints it."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.results import Figure, save
from page.facts import gather
from page.packing import packed
from page.shelf_reader import open_shelf
from tests.browser.opened import chromium, published
from tests.page.large_shelf import large_shelf

_MEGABYTE = 1_000_000
_MOST_MEGABYTES, _MOST_SECONDS = 3, 3


def weights(shelf: Path) -> dict[str, dict[str, int]]:
    """Table of the page → bytes of its JSON and of the same deflated and in base64, the heaviest first."""
    with open_shelf(shelf) as opened:
        tables = gather(opened)["tables"]
    texts = {name: json.dumps(table, separators=(",", ":")) for name, table in tables.items()}
    found = {name: {"plain": len(text), "packed": len(packed(text))} for name, text in texts.items()}
    return dict(sorted(found.items(), key=lambda one: -one[1]["packed"]))


def paints(browser: Browser, page: Path, rounds: int) -> list[dict[str, float]]:
    """Seconds to the first paint and until all is drawn, each time in a new window with the network off."""
    return [_paint(browser, page) for _ in range(rounds)]


def _paint(browser: Browser, page: Path) -> dict[str, float]:
    window = browser.new_page(viewport={"width": 1440, "height": 900}, offline=True)
    started = time.monotonic()
    window.goto(page.as_uri())
    window.wait_for_selector("html[data-drawn=all]")
    drawn = time.monotonic() - started
    first = window.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    window.close()
    return {"first_paint_s": round(first / 1000, 3), "drawn_s": round(drawn, 3)}


def main() -> None:
    """Print and keep the figures."""
    parser = argparse.ArgumentParser(description="Size and first paint of a large company's page.")
    parser.add_argument("--years", type=float, default=3)
    parser.add_argument("--managers", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        published(large_shelf(options.years, options.managers), Path(folder)) as company,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        tables = weights(company.shelf)
        size = company.page.stat().st_size
        seen = paints(browser, company.page, options.rounds)
    save("page", "make bench-page", _figures(options, size, tables, seen), {"tables": tables, "rounds": seen})


def _figures(
    options: argparse.Namespace, size: int, tables: dict[str, dict[str, int]], seen: list[dict[str, Any]]
) -> list[Figure]:
    of = f"{options.years:g} years of {options.managers} managers"
    plain, small = (sum(one[kind] for one in tables.values()) for kind in ("plain", "packed"))
    first = median(one["first_paint_s"] for one in seen)
    return [
        Figure(
            f"The page of {of}",
            f"{size / _MEGABYTE:.2f} MB",
            f"under {_MOST_MEGABYTES} MB",
            size < _MOST_MEGABYTES * _MEGABYTE,
        ),
        Figure("Its numbers as JSON, and packed", f"{plain / _MEGABYTE:.1f} → {small / _MEGABYTE:.2f} MB"),
        Figure("First paint, median", f"{first:.2f} s", f"under {_MOST_SECONDS} s", first < _MOST_SECONDS),
        Figure("Everything drawn, median", f"{median(one['drawn_s'] for one in seen):.2f} s"),
    ]


if __name__ == "__main__":
    main()
