"""The pretend company for every room's tests: one process a session, a clean landing a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.pretend_nights import Nights, Ready, open_company
from texts import speak

_LIMITS: dict[str, object] = {
    "amocrm": {"per_second": 100_000, "patience": 30, "block_seconds": 60, "access_seconds": 86400},
    "mango_office": {
        **{"per_second": 100_000, "stats_interval": 0, "users_interval": 0, "block_seconds": 120},
        **{"longest_days": 31, "bearable_days": 31, "polls": 1, "waiting": "status"},
    },
    "bitrix24": {"drained_per_second": 100_000, "bucket": 100_000, "seconds_per_call": 0.0},
    "moysklad": {"units": 1_000_000, "weight": 1, "archived_hidden": True, "bin_days": 0, "is_allowed": True},
    "profitbase": {
        **{"per_second": 100_000, "token_seconds": 86_400, "dead_status": 403, "says_remaining_time": True},
        **{"archive_apart": True, "history_of_gone": True, "ip_is_listed": True, "has_crm": True},
    },
    "unisender": {"calls_per_minute": 100_000, "numbers_are_text": False, "is_allowed": True},
    "sales_doctor": {
        **{"response_limit": 1000, "calls_per_second": 100_000, "errors_by_status": False, "is_active": True},
        **{
            "disabled": "getPhotoReport",
            "has_filials": True,
            "without_filial": "main",
            "usual_include": "all",
        },
    },
    "uis": {
        **{"day_points": 1_000_000, "minute_points": 1_000_000, "minute_seconds": 60.0, "disabled": ""},
        **{"timezone": "Europe/Moscow", "is_active": True, "ip_is_listed": True, "till_included": True},
        **{"phones_are_numbers": False, "errors_tell_limits": False},
    },
    "vk_ads": {
        **{"tokens": 100_000, "access_seconds": 86_400, "rotates_refresh": False, "zero_rows": True},
        **{"rps": 100_000, "hourly": 1_000_000, "daily": 1_000_000, "older_refusal": False},
        **{"longest_days": 366, "oldest_days": 366, "most_ids": 200, "hides_deleted": False},
        **{"expires_in_is_text": True, "tells_retry_after": False, "longest_url": 8000},
        "strangers_are_404": False,
    },
    "yandex_metrica": {
        **{"per_second": 100_000, "logs_per_second": 100_000, "reports_per_5_minutes": 100_000},
        **{"per_day": 1_000_000, "sampled_above": 1_000_000, "complicated_above_days": 0},
        **{"log_polls": 2, "log_part_rows": 1000, "log_bytes": 10 << 30, "refusal_status": 429},
    },
    "yandex_direct": {
        **{"reports_per_10_seconds": 100_000, "polls": 1, "retry_in": 1, "queue": 5, "immediate": False},
        **{"page": 10_000, "points": 64_000},
    },
}


# Rooms whose tests share one installation, the longest first: a second process would have to build it again.
_TOGETHER = ("nightly", "models", "page")
# Of the first of them, the files that ask for nothing of what is shared: another process takes these.
_APART = {
    "test_a_build_without_its_night_is_ended.py",
    "test_a_damaged_history_stops_no_night.py",
    "test_a_killed_night_stops_nobody.py",
    "test_a_message_is_fit_for_a_chat.py",
    "test_a_vendor_is_one_folder.py",
    "test_days_are_partitions.py",
    "test_dead_runs_are_buried.py",
    "test_from_nothing_to_a_night.py",
    "test_what_is_news.py",
}


class ByRoom(LoadScopeScheduling):
    """Tests of a room that shares an installation stay in one process, those of any other file too."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0])
        return file.parts[1] if file.parts[1] in _TOGETHER and file.name not in _APART else str(file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByRoom:
    """How tests are shared out when there are several processes."""
    return ByRoom(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest rooms first, and beside the first what is left of its kind; small files fill up the end."""
    order = {room: place for place, room in enumerate(_TOGETHER)}

    def place(item: pytest.Item) -> tuple[int, bool]:
        room = item.path.relative_to(Path(__file__).parent).parts[0]
        return order.get(room, len(order)), item.path.name in _APART

    items.sort(key=place)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands speak English in tests that do not ask for the deployment's own language."""
    monkeypatch.setenv("VORONKA_LANGUAGE", "en")
    speak("en")
    yield
    speak("en")


@pytest.fixture(scope="session")
def pretend_company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    with open_company(tmp_path_factory.mktemp("company")) as ready:
        yield ready


@pytest.fixture(scope="session")
def companies(
    pretend_company: Ready, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[tuple[str, ...]], Ready]]:
    """Companies by the systems they have (the sandbox says how); each starts when it is asked for."""
    with ExitStack() as running:
        known: dict[tuple[str, ...], Ready] = {(): pretend_company}

        def company_of(systems: tuple[str, ...]) -> Ready:
            if systems not in known:
                state = tmp_path_factory.mktemp("company")
                known[systems] = running.enter_context(open_company(state, *systems))
            return known[systems]

        yield company_of


@pytest.fixture
def nights_of(
    companies: Callable[[tuple[str, ...]], Ready], tmp_path: Path
) -> Iterator[Callable[[tuple[str, ...]], Nights]]:
    """A company of these systems on its first night, healthy and without limits."""
    opened: list[Nights] = []

    def nights_of(systems: tuple[str, ...]) -> Nights:
        nights = Nights(companies(systems), tmp_path)
        opened.append(nights)
        nights.control("DELETE", "faults")
        nights.control("POST", "limits", _LIMITS)
        nights.forget()
        nights.night(0)
        return nights

    yield nights_of
    for nights in opened:
        nights.control("DELETE", "faults")


@pytest.fixture
def company_nights(nights_of: Callable[[tuple[str, ...]], Nights]) -> Nights:
    """The usual company on its first night, healthy and without limits."""
    return nights_of(())
