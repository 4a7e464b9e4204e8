"""What a load asks for follows from what was landed before, and a failed load loses nothing."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.catalog import vendors
from connectors.kit.connector import Connector
from connectors.kit.errors import SettingsError, SourceError
from connectors.landing.landing import Landing
from connectors.loading.load import Progress
from tests.landing.shop_without_http import (
    BEGINNING,
    DAY,
    GOODS,
    LINES,
    NIGHT,
    ORDERS,
    Shelves,
    Shop,
    load,
    order,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(str(tmp_path / "landing"))


def test_the_first_window_begins_at_the_beginning_and_ends_a_little_before_now(landing):
    receipt = load(Shelves(), landing)
    assert (receipt.window_from, receipt.window_to) == (BEGINNING, NIGHT - MINUTE)


def test_windows_are_told_in_utc_whatever_zone_was_asked_in(landing):
    moscow = timezone(timedelta(hours=3))
    receipt = load(Shelves(), landing, now=NIGHT.astimezone(moscow), beginning=BEGINNING.astimezone(moscow))
    assert str(receipt.window_from) == "2026-01-01 00:00:00+00:00"
    assert receipt.batch_id.startswith("20260602T000000")


def test_the_next_window_begins_a_lag_before_the_end_of_coverage(landing):
    load(Shelves(), landing)
    receipt = load(Shelves(), landing, now=NIGHT + DAY)
    assert receipt.window_from == NIGHT - MINUTE - ORDERS.cursor.lag
    assert load(Shelves(), landing, now=NIGHT + DAY, lag=2 * DAY).window_from == NIGHT - DAY - MINUTE


def test_a_record_written_late_but_inside_the_lag_is_not_lost(landing):
    shelves = Shelves([order(1, BEGINNING + DAY)])
    load(shelves, landing)
    shelves.records.append(order(2, NIGHT - 5 * MINUTE))
    assert load(shelves, landing, now=NIGHT + DAY).rows == 1


def test_an_unchanged_vendor_gives_no_rows_the_second_time(landing):
    shelves = Shelves([order(n, BEGINNING + DAY) for n in range(5)])
    assert load(shelves, landing).rows == 5
    assert load(shelves, landing, now=NIGHT + DAY).rows == 0


def test_a_clock_set_back_makes_no_window_of_negative_length(landing):
    load(Shelves(), landing)
    receipt = load(Shelves(), landing, now=NIGHT - 3 * DAY)
    assert receipt.window_from is not None
    assert receipt.window_to is not None
    assert receipt.window_from <= receipt.window_to
    assert load(Shelves(), landing, now=BEGINNING - DAY).window_from == BEGINNING


def test_a_failure_after_some_pages_keeps_them_and_the_next_window_begins_where_this_one_did(landing):
    shelves = Shelves([order(n, BEGINNING + DAY) for n in range(9)], breaks_after=2)
    with pytest.raises(SourceError, match=r"shop_main\.orders: the shop is closed"):
        load(shelves, landing)
    (half,) = landing.batches("shop_main", "orders")
    assert (half.rows, half.complete) == (6, False)
    shelves.breaks_after = None
    receipt = load(shelves, landing, now=NIGHT + DAY)
    assert (receipt.window_from, receipt.rows, receipt.complete) == (BEGINNING, 9, True)


def test_a_failure_before_the_first_page_leaves_nothing(landing):
    with pytest.raises(SourceError):
        load(Shelves(breaks_after=0), landing)
    assert landing.batches("shop_main", "orders") == []


def test_an_incomplete_reading_of_a_whole_list_deletes_nothing_by_saying_so(landing):
    with pytest.raises(SourceError):
        load(Shelves([{"id": n} for n in range(9)], breaks_after=1), landing, GOODS)
    assert landing.batches("shop_main", "goods")[0].complete is False


def test_a_reset_reads_from_the_beginning_again(landing):
    load(Shelves(), landing)
    receipt = load(Shelves(), landing, now=NIGHT + DAY, reset=True)
    assert receipt.window_from == BEGINNING
    assert landing.batches("shop_main", "orders")[-1].reset


def test_an_earlier_beginning_in_the_deployment_is_read_up_to(landing):
    load(Shelves(), landing)
    earlier = BEGINNING - 30 * DAY
    assert load(Shelves(), landing, now=NIGHT + DAY, beginning=earlier).window_from == earlier


def test_a_stream_read_for_another_one_waits_for_it(landing):
    with pytest.raises(SourceError, match=r"load shop_main\.orders first"):
        load(Shelves(), landing, LINES)


def test_a_stream_read_for_another_one_asks_for_what_changed_there_and_goes_no_further(landing):
    shelves = Shelves([order(1, BEGINNING + DAY), order(2, BEGINNING + DAY)])
    load(shelves, landing)
    receipt = load(shelves, landing, LINES, now=NIGHT + DAY)
    assert (receipt.rows, receipt.window_to) == (2, NIGHT - MINUTE)
    shelves.records.append(order(3, NIGHT + MINUTE))
    load(shelves, landing, now=NIGHT + DAY)
    load(shelves, landing, LINES, now=NIGHT + DAY)
    assert shelves.asked[-1].parent_keys == ["3"]
    load(Shelves(), landing, now=NIGHT + 2 * DAY)
    load(shelves, landing, LINES, now=NIGHT + 2 * DAY)
    assert shelves.asked[-1].parent_keys == []


def test_what_a_failed_parent_landed_is_asked_for_when_the_parent_is_whole(landing):
    shelves = Shelves([order(1, BEGINNING + DAY)])
    load(shelves, landing)
    load(shelves, landing, LINES)
    shelves.records = [order(n, NIGHT + MINUTE) for n in range(2, 9)]
    shelves.breaks_after = 1
    with pytest.raises(SourceError):
        load(shelves, landing, now=NIGHT + DAY)
    shelves.breaks_after = None
    load(shelves, landing, LINES, now=NIGHT + DAY)
    load(shelves, landing, now=NIGHT + 2 * DAY)
    assert load(shelves, landing, LINES, now=NIGHT + 2 * DAY).rows == 7


def test_every_page_is_told(landing):
    told: list[Progress] = []
    load(Shelves([order(n, BEGINNING + DAY) for n in range(7)]), landing, on_page=told.append)
    assert [(step.pages, step.rows) for step in told] == [(1, 3), (2, 6), (3, 7)]


def test_a_stream_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(SettingsError, match="orders, goods, papers, lines"):
        Shop(Shelves()).stream("leads")


def test_every_vendor_is_found_under_the_name_of_its_file():
    found = vendors()
    assert {"amocrm"} <= set(found)
    assert all(issubclass(kind, Connector) and kind.name == name for name, kind in found.items())


MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def test_days_of_a_stream_read_by_changes_are_a_window_from_midnight_to_midnight(landing):
    shelves = Shelves([order(1, BEGINNING + 70 * DAY), order(2, BEGINNING + 120 * DAY)])
    load(shelves, landing)
    again = load(shelves, landing, now=NIGHT + DAY, days=MARCH)
    assert (str(again.window_from), str(again.window_to)) == (
        "2026-03-01 00:00:00+00:00",
        "2026-04-01 00:00:00+00:00",
    )
    assert again.rows == 1
    moscow = load(shelves, landing, now=NIGHT + 2 * DAY, days=MARCH, zone=ZoneInfo("Europe/Moscow"))
    assert str(moscow.window_from) == "2026-02-28 21:00:00+00:00"
    covered = landing.coverage("shop_main", "orders", BEGINNING).covered_to
    assert covered == NIGHT - MINUTE, "the next night goes on where the last one ended"


def test_days_beyond_what_is_covered_leave_no_gap_behind_them(landing):
    first = load(Shelves(), landing, days=(date(2026, 1, 10), date(2026, 1, 31)))
    assert first.window_from == BEGINNING
    later = load(Shelves(), landing, days=MARCH)
    assert str(later.window_from) == "2026-02-01 00:00:00+00:00"
    assert landing.coverage("shop_main", "orders", BEGINNING).covered_to == later.window_to


def test_days_of_what_is_read_for_a_parent_end_where_the_parent_ends(landing):
    shelves = Shelves([order(1, BEGINNING + 70 * DAY)])
    load(shelves, landing, now=BEGINNING + 75 * DAY)
    links = load(shelves, landing, LINES, days=MARCH)
    assert links.window_to == BEGINNING + 75 * DAY - MINUTE
    assert links.rows == 1


def test_a_reset_and_days_together_are_refused_for_every_kind(landing):
    with pytest.raises(SettingsError, match="not some days"):
        load(Shelves(), landing, reset=True, days=MARCH)
