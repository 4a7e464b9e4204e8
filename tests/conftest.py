"""The pretend company for every room's tests: one process a session, a clean landing a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pretend_nights import Nights, Ready, open_company

_LIMITS: dict[str, object] = {
    "amocrm": {"per_second": 100_000, "patience": 30, "block_seconds": 60, "access_seconds": 86400},
    "mango": {
        **{"per_second": 100_000, "stats_interval": 0, "users_interval": 0, "block_seconds": 120},
        **{"longest_days": 31, "bearable_days": 31, "polls": 1, "waiting": "status"},
    },
    "direct": {
        **{"reports_per_10_seconds": 100_000, "polls": 1, "retry_in": 1, "queue": 5, "immediate": False},
        **{"page": 10_000, "points": 64_000},
    },
}


# Rooms whose tests share one installation: a second process would have to build it again.
_TOGETHER = {"nightly", "models", "page"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay in one process when there are several, the longest first."""
    items.sort(key=lambda item: _room(item) != "nightly")
    for item in items:
        together = _room(item) in _TOGETHER
        item.add_marker(pytest.mark.xdist_group(_room(item) if together else item.path.stem))


def _room(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


@pytest.fixture(scope="session")
def pretend_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    with open_company(tmp_path_factory.mktemp("company")) as ready:
        yield ready


@pytest.fixture
def company_nights(pretend_company: Ready, tmp_path: Path) -> Iterator[Nights]:
    """The company on its first night, healthy and without limits."""
    nights = Nights(pretend_company, tmp_path)
    nights.control("DELETE", "faults")
    nights.control("POST", "limits", _LIMITS)
    nights.forget()
    nights.night(0)
    yield nights
    nights.control("DELETE", "faults")
