"""A real Chromium on the page, with the network off, for `make test-browser`; `make test` needs none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.opened import Company, Open, chromium, published
from tests.page.large_shelf import large_shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These tests run when somebody asks for this very folder."""
    asked = [Path(str(argument).split("::")[0]).resolve() for argument in config.args]
    return None if any(one == HERE or HERE in one.parents for one in asked) else True


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, chromium(playwright) as found:
        yield found


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Half a year of twelve managers, with everything connected."""
    with published(large_shelf(0.6, 12), tmp_path_factory.mktemp("company")) as found:
        yield found


@pytest.fixture
def open_page(browser: Browser, company: Company) -> Iterator[Open]:
    """Opens a page from its file; the test fails if the page complains or asks for anything else."""
    complaints: list[str] = []
    contexts = []

    def opened(
        address: str = "",
        *,
        file: Path | None = None,
        width: int = 1440,
        media: str | None = None,
        **look: Any,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **look)
        contexts.append(context)
        page = context.new_page()
        page.emulate_media(media=media)
        page.on("console", lambda line: complaints.append(line.text) if line.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        place = (file or company.page).as_uri()
        page.on("request", lambda asked: complaints.append(asked.url) if not _own(asked.url, place) else None)
        page.goto(f"{place}#{address}")
        page.wait_for_selector("html[data-drawn=all]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


def _own(url: str, place: str) -> bool:
    return url.split("#")[0] == place or url.startswith("data:")
