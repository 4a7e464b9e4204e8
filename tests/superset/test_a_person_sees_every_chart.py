"""Every dashboard in a real Chromium: each chart is drawn, and none says an error or stands empty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bi.superset.server import REPOSITORY
from tests.superset.conftest import COMPANIES, Dashboards

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

PICTURES = REPOSITORY / "var" / "bi" / "pictures"
USUAL = ("morning", "funnel", "people", "plan", "money", "customers", "marketing", "quality")
HEIGHT = "Math.max(...[...document.querySelectorAll('.grid-content')].map((one) => one.scrollHeight))"
CELLS = "[...document.querySelectorAll('.dashboard-component-chart-holder')]"
BUSY = "document.querySelectorAll('[data-test=loading-indicator], .loading').length"
EMPTY = f"{CELLS}.map((one) => [one.innerText, one.querySelectorAll('.ant-empty, .ant-empty-image').length])"
BROKEN = "document.querySelectorAll('.ant-alert-error, [data-test=error-alert], .chart-error').length"


@pytest.fixture(scope="module", params=["usual", *COMPANIES])
def shown(request: pytest.FixtureRequest, dashboards: Dashboards) -> Iterator[Dashboards]:
    """The dashboards of the usual company, then those of others in their place."""
    if request.param == "usual":
        yield dashboards
        return
    with dashboards.over(request.param) as other:
        yield other


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_chart_is_drawn(shown: Dashboards, page: Page, language: str):
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.goto(f"{shown.server.address}/lang/{language}")
    named = f"{shown.kind}-" if shown.kind in COMPANIES else ""
    assert named or tuple(shown.rooms) == USUAL  # nothing that the usual company does not have
    for room in shown.rooms:
        declared = next(one for one in shown.sources.declared.dashboards if one.id == room)
        answers: list[Any] = []

        def heard(response: Response, answers: list[Any] = answers) -> None:
            if "chart/data" in response.url:
                answers.append((_number(response.url), response.status, response))

        page.on("response", heard)
        _open(page, f"{shown.server.address}/superset/dashboard/voronka-{room}-{language}/?standalone=2")
        page.screenshot(path=PICTURES / f"{named}{room}-{language}.png")
        page.remove_listener("response", heard)

        said = page.evaluate(EMPTY)
        assert len(said) == len(declared.charts), room
        assert page.evaluate(BROKEN) == 0, room
        charts = {one.title.get("ru" if language == "ru" else "en"): one for one in declared.charts}
        empty = [text.split("\n")[0] for text, images in said if images]
        assert [one for one in empty if not charts[one].may_be_empty] == [], room
        asked = {number for number, status, _ in answers if number}
        assert len(asked) == len(declared.charts), room
        assert [one for one in answers if one[1] != 200] == [], room


def _open(page: Page, address: str) -> None:
    """The whole dashboard on one screen, when nothing of it is being fetched any more."""
    page.set_viewport_size({"width": 1500, "height": 1000})
    page.goto(address)
    page.wait_for_selector(".dashboard-component-chart-holder")
    page.wait_for_timeout(1500)
    page.set_viewport_size({"width": 1500, "height": min(int(page.evaluate(HEIGHT)) + 60, 6000)})
    page.wait_for_timeout(2500)
    page.wait_for_function(f"{BUSY} === 0")
    page.wait_for_timeout(2000)


def _number(url: str) -> int | None:
    """Which chart asked."""
    told = parse_qs(urlsplit(url).query).get("form_data")
    number = json.loads(told[0]).get("slice_id") if told else None
    return int(number) if number else None
