"""Working days, because every plan and every forecast is spread over them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.models.conftest import Warehouse


@pytest.mark.parametrize(
    ("year", "days"),
    [(2018, 247), (2019, 247), (2021, 247), (2022, 247), (2023, 247), (2024, 248), (2025, 247), (2026, 247)],
)
def test_a_year_has_as_many_working_days_as_the_government_decreed(
    untouched: Warehouse, year: int, days: int
):
    counted = untouched.ask(
        f"select count(*) from intermediate.int_date where is_working_day and year(date_day) = {year}"
    )
    assert counted == [(days,)]


def test_the_days_off_of_2026_are_the_official_ones(untouched: Warehouse):
    off = untouched.ask(
        "select date_day from intermediate.int_date "
        "where not is_working_day and isodow(date_day) < 6 and year(date_day) = 2026"
    )
    january = [date(2026, 1, day) for day in (1, 2, 5, 6, 7, 8, 9)]
    others = [(2, 23), (3, 9), (5, 1), (5, 11), (6, 12), (11, 4), (12, 31)]
    assert sorted(day for (day,) in off) == [*january, *(date(2026, month, day) for month, day in others)]


def test_a_moved_saturday_is_worked(untouched: Warehouse):
    day = untouched.ask(
        "select is_working_day, is_holiday, is_moved, working_day_of_month, working_days_in_month "
        "from intermediate.int_date where date_day = date '2024-12-28'"
    )
    assert day == [(True, False, True, 21, 21)]


def test_working_hours_are_local_and_the_clock_of_working_seconds_stands_still_on_days_off(
    untouched: Warehouse,
):
    days = untouched.ask(
        "select day_start_at, work_start_at, work_end_at, working_seconds_before "
        "- first_value(working_seconds_before) over (order by date_day) from intermediate.int_date "
        "where date_day between date '2026-06-11' and date '2026-06-15' order by date_day"
    )
    nine_hours = 9 * 3600
    assert [day[3] for day in days] == [0, nine_hours, nine_hours, nine_hours, nine_hours]
    assert days[0][:3] == (datetime(2026, 6, 10, 21), datetime(2026, 6, 11, 6), datetime(2026, 6, 11, 15))
    assert days[1][1:3] == (None, None)
