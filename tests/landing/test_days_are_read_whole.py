"""Streams that are read by days: which days are due, what a batch proves, what a failed night leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pyarrow.parquet as pq
import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.auth import NoAuth
from connectors.kit.connector import Connector
from connectors.kit.days import Days, midnight, runs_of
from connectors.kit.errors import NotOffered, SettingsError, SourceError
from connectors.kit.http import Transport
from connectors.kit.settings import Settings
from connectors.kit.stream import Kind, Page, Probe, Reading, Stream
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream

MOSCOW = ZoneInfo("Europe/Moscow")
BEGINNING = datetime(2026, 5, 1, tzinfo=MOSCOW)
NIGHT = datetime(2026, 5, 11, 3, tzinfo=MOSCOW)
CALLS = Stream("calls", kind=Kind.BY_DAY, slice_days=4, optional=True)


class NoSettings(Settings):
    """Nothing to set."""


@dataclass
class Exchange:
    """What the vendor would say of each day; `silent` days cannot be read."""

    calls: dict[str, list[str]] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    restated: date | None = None
    asked: list[list[str]] = field(default_factory=list)
    settled: list[datetime | None] = field(default_factory=list)
    is_there: bool = True


class Switchboard(Connector[NoSettings]):
    """Reads the newest day of a run first."""

    name = "switchboard"
    settings_type = NoSettings
    streams = (CALLS, Stream("users"))

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(NoSettings())
        self.exchange = exchange

    def base_url(self) -> str:
        return ""

    def auth(self) -> NoAuth:
        return NoAuth()

    def zone(self) -> ZoneInfo:
        return MOSCOW

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        if not self.exchange.is_there:
            raise NotOffered("there is no telephony", fix="buy some.")
        return Probe()

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        self.exchange.settled.append(settled_at)
        usual = super().restated_from(stream, today, settled_at, transport)
        return min(usual, self.exchange.restated or usual)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        assert reading.days is not None
        self.exchange.asked.append(reading.days.names)
        for day in reversed(reading.days.names):
            if day in self.exchange.silent:
                raise SourceError("the exchange is silent", fix="wait")
            found = self.exchange.calls.get(day, [])
            yield Page(
                keys=found,
                payloads=[msgspec.json.encode({"id": call}) for call in found],
                days=[day] * len(found),
                closes=(day,),
                totals={day: {"calls": len(found)}},
            )


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(str(tmp_path / "landing"))


def load(exchange: Exchange, landing: Landing, *, now: datetime = NIGHT, **more: Any) -> Receipt:
    return load_stream(
        Switchboard(exchange),
        more.pop("stream", CALLS),
        source="pbx_main",
        landing=landing,
        transport=Transport(requests.Session()),
        beginning=more.pop("beginning", BEGINNING),
        now=now,
        **more,
    )


def believed(landing: Landing) -> dict[str, list[str]]:
    """Day → calls by the rule of staging: the newest complete batch of a day says all of it."""
    said: dict[str, list[str]] = {}
    for batch in landing.batches("pbx_main", "calls"):
        assert batch.complete
        rows = pq.read_table(Path(landing.root) / batch.path).to_pylist()
        assert {row["_day"] for row in rows} <= set(batch.days)
        for day in batch.days:
            said[day] = [row["_key"] for row in rows if row["_day"] == day]
    return said


def may(day: int) -> str:
    return f"2026-05-{day:02d}"


def test_the_first_load_reads_every_day_that_is_over_the_newest_run_first(landing):
    exchange = Exchange({may(3): ["a"], may(10): ["b", "c"]})
    receipt = load(exchange, landing)
    assert exchange.asked == [
        [may(7), may(8), may(9), may(10)],
        [may(3), may(4), may(5), may(6)],
        [may(1), may(2)],
    ]
    assert receipt.days == tuple(may(day) for day in range(1, 11))
    assert (receipt.rows, receipt.complete) == (3, True)
    assert (receipt.window_from, receipt.window_to) == (BEGINNING, midnight(date(2026, 5, 11), MOSCOW))


def test_a_batch_names_its_days_empty_ones_too_and_keeps_the_vendors_figures(landing):
    load(Exchange({may(9): ["a"]}), landing)
    newest = landing.batches("pbx_main", "calls")[0]
    assert newest.days == [may(7), may(8), may(9), may(10)]
    assert newest.control_totals[may(9)] == {"calls": 1}
    assert newest.control_totals[may(10)] == {"calls": 0}
    assert (newest.window_from, newest.window_to) == (
        datetime(2026, 5, 6, 21, tzinfo=UTC),
        datetime(2026, 5, 10, 21, tzinfo=UTC),
    )


def test_the_ledger_is_covered_to_the_last_midnight_of_the_accounts_own_zone(landing):
    load(Exchange(), landing)
    assert landing.coverage("pbx_main", "calls", BEGINNING).covered_to == midnight(date(2026, 5, 11), MOSCOW)


def test_later_nights_read_the_days_the_vendor_still_changes_and_the_new_one(landing):
    load(Exchange(), landing)
    exchange = Exchange()
    load(exchange, landing, now=NIGHT + timedelta(days=1))
    assert exchange.asked == [[may(9), may(10), may(11)]]


def test_a_day_that_shrinks_is_replaced_as_a_whole(landing):
    load(Exchange({may(9): ["a", "b"], may(10): ["c"]}), landing)
    load(Exchange({may(9): ["b"]}), landing, now=NIGHT + timedelta(days=1))
    assert believed(landing)[may(9)] == ["b"]
    assert believed(landing)[may(10)] == []


def test_days_that_the_vendor_says_it_changed_long_ago_are_read_again(landing):
    load(Exchange(), landing)
    exchange = Exchange(restated=date(2026, 5, 4))
    load(exchange, landing, now=NIGHT + timedelta(days=1))
    assert exchange.asked[0][-1] == may(11)
    assert sorted(day for days in exchange.asked for day in days) == [may(day) for day in range(4, 12)]


def test_what_the_vendor_is_asked_to_have_changed_since_is_the_last_load_that_read_it_all(landing):
    exchange = Exchange()
    load(exchange, landing)
    exchange.restated, exchange.silent = date(2026, 5, 2), {may(5)}
    with pytest.raises(SourceError):
        load(exchange, landing, now=NIGHT + timedelta(days=1))
    load(exchange, landing, now=NIGHT + timedelta(days=1), days=(date(2026, 5, 1), date(2026, 5, 3)))
    exchange.silent.clear()
    load(exchange, landing, now=NIGHT + timedelta(days=2))
    load(exchange, landing, now=NIGHT + timedelta(days=3))
    assert exchange.settled == [None, NIGHT, NIGHT, NIGHT + timedelta(days=2)]


def test_a_day_that_cannot_be_read_keeps_back_older_days_only_and_is_asked_for_again(landing):
    exchange = Exchange({may(4): ["a"], may(6): ["b"]}, silent={may(5)})
    with pytest.raises(SourceError, match=r"pbx_main\.calls: the exchange is silent"):
        load(exchange, landing)
    assert sorted(believed(landing)) == [may(day) for day in range(6, 11)]
    assert landing.coverage("pbx_main", "calls", BEGINNING).covered_to is None
    exchange.silent.clear()
    exchange.asked.clear()
    load(exchange, landing, now=NIGHT + timedelta(days=1))
    assert exchange.asked == [[may(9), may(10), may(11)], [may(2), may(3), may(4), may(5)], [may(1)]]
    assert landing.coverage("pbx_main", "calls", BEGINNING).covered_to == midnight(date(2026, 5, 12), MOSCOW)


def test_a_failure_on_the_very_first_day_leaves_nothing(landing):
    with pytest.raises(SourceError):
        load(Exchange(silent={may(10)}), landing)
    assert landing.batches("pbx_main", "calls") == []


def test_any_range_can_be_read_again(landing):
    load(Exchange({may(2): ["a"]}), landing)
    receipt = load(Exchange({may(2): ["a", "b"]}), landing, days=(date(2026, 5, 2), date(2026, 5, 2)))
    assert receipt.days == (may(2),)
    assert believed(landing)[may(2)] == ["a", "b"]


def test_a_range_may_lie_before_the_beginning_and_never_reaches_into_today(landing):
    exchange = Exchange()
    receipt = load(exchange, landing, days=(date(2026, 4, 29), date(2026, 5, 30)))
    assert receipt.days[0] == "2026-04-29" and receipt.days[-1] == may(10)


@pytest.mark.parametrize("days", [(11, 12), (9, 8)])
def test_a_range_of_which_no_day_is_over_is_a_wrong_setting(landing, days):
    with pytest.raises(SettingsError, match="Fix: ask for days up to 2026-05-10"):
        load(Exchange(), landing, days=(date(2026, 5, days[0]), date(2026, 5, days[1])))


def test_a_stream_that_is_not_read_by_days_has_no_days_to_read_again(landing):
    with pytest.raises(SettingsError, match="users is not read by days"):
        load(Exchange(), landing, stream=Stream("users"), days=(date(2026, 5, 1), date(2026, 5, 2)))


def test_a_reset_reads_all_days_again_and_goes_on_where_it_broke_off(landing):
    load(Exchange(), landing)
    exchange = Exchange(silent={may(5)})
    with pytest.raises(SourceError):
        load(exchange, landing, now=NIGHT + timedelta(hours=1), reset=True)
    assert [batch.reset for batch in landing.batches("pbx_main", "calls")] == [False] * 3 + [True, False]
    assert landing.coverage("pbx_main", "calls", BEGINNING).covered_to is None
    exchange.silent.clear()
    exchange.asked.clear()
    load(exchange, landing, now=NIGHT + timedelta(hours=2))
    assert {day for days in exchange.asked for day in days} >= {may(day) for day in range(1, 6)}
    assert landing.coverage("pbx_main", "calls", BEGINNING).covered_to == midnight(date(2026, 5, 11), MOSCOW)


def test_a_beginning_of_today_leaves_nothing_to_read_yet(landing):
    receipt = load(Exchange(), landing, beginning=NIGHT)
    assert (receipt.batch_id, receipt.rows, receipt.complete) == ("", 0, True)


def test_an_optional_stream_that_is_not_there_is_no_failure_and_lands_nothing(landing):
    receipt = load(Exchange(is_there=False), landing)
    assert receipt.unavailable == "there is no telephony. Fix: buy some."
    assert not receipt.complete and landing.batches("pbx_main", "calls") == []


def test_a_stream_that_is_not_optional_fails_where_it_is_not_there(landing):
    with pytest.raises(NotOffered, match=r"pbx_main\.calls: there is no telephony"):
        load(Exchange(is_there=False), landing, stream=Stream("calls", kind=Kind.BY_DAY))


def test_days_of_a_zone_with_summer_time_begin_at_its_own_midnights():
    paris = ZoneInfo("Europe/Paris")
    window = Days(date(2026, 3, 29), date(2026, 3, 29), paris).window
    assert window.end - window.start == timedelta(hours=23)


def test_runs_have_no_gaps_and_the_newest_comes_first():
    runs = runs_of([date(2026, 5, day) for day in (1, 2, 5, 7, 8)], MOSCOW)
    assert [run.names for run in runs] == [[may(7), may(8)], [may(5)], [may(1), may(2)]]


_nights = st.lists(
    st.tuples(
        st.dictionaries(st.integers(1, 25), st.lists(st.sampled_from("abcd"), unique=True), max_size=6),
        st.sets(st.integers(1, 25), max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=30, deadline=None)
@given(told=_nights)
def test_after_any_bad_nights_a_good_one_knows_every_day_as_the_vendor_says_it(tmp_path_factory, told):
    landing = Landing(str(tmp_path_factory.mktemp("days") / "landing"))
    exchange = Exchange()
    for number, (changes, silent, reset) in enumerate(told):
        now = NIGHT + timedelta(days=2 * number)
        days = {may(day): calls for day, calls in changes.items() if may(day) < f"{now:%Y-%m-%d}"}
        exchange.calls |= days
        exchange.restated = min((date.fromisoformat(day) for day in exchange.calls), default=None)
        exchange.silent = {may(day) for day in silent}
        try:
            load(exchange, landing, now=now, reset=reset)
        except SourceError:
            continue
    exchange.silent.clear()
    load(exchange, landing, now=NIGHT + timedelta(days=12))
    assert believed(landing) == {may(day): exchange.calls.get(may(day), []) for day in range(1, 23)}


LIMITED = replace(CALLS, keeps_from=lambda today: today - timedelta(days=6))


def test_days_that_the_vendor_no_longer_gives_are_told_once_those_that_it_gives_are_read(landing):
    told = rf"{may(1)} is to be read, .*nothing older than {may(5)}.*{may(5)} or later"
    with pytest.raises(SettingsError, match=told):
        load(Exchange(), landing, stream=LIMITED)
    assert sorted(believed(landing)) == [may(day) for day in range(5, 11)]


def test_days_that_are_known_are_not_missed_when_the_vendor_gives_them_no_more(landing):
    load(Exchange(), landing)
    exchange = Exchange(restated=date(2026, 5, 2))
    assert load(exchange, landing, stream=LIMITED).complete
    assert min(day for run in exchange.asked for day in run) == may(5)


def test_a_reset_that_would_lose_days_reads_nothing(landing):
    load(Exchange(), landing)
    exchange = Exchange()
    with pytest.raises(SettingsError, match="nothing older"):
        load(exchange, landing, stream=LIMITED, reset=True)
    assert exchange.asked == []
