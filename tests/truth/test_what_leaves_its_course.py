"""Alerts of the truth, counted by hand: a day against its own kind, and the month against its plan."""

from datetime import date, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import days_between
from sandbox.truth.alerts import _history
from sandbox.truth.panel import Panel, Unit

UNIT: Unit = ("leads_count", "company", "company")
MONDAY = date(2026, 3, 16)


def _ways(values: dict[date, int | None]) -> dict[date, int]:
    panel = Panel({UNIT: {day: None if value is None else Decimal(value) for day, value in values.items()}})
    return {one.day: one.way for one in _history(panel)}


def _working(first: date, values: list[int | None]) -> dict[date, int | None]:
    days = [day for day in days_between(first, first + timedelta(days=60)) if day.weekday() < 5]
    return dict(zip(days, values, strict=False))


def test_a_day_is_held_against_eight_known_ones_before_it_and_never_against_itself():
    usual: list[int | None] = [20, 21, None, 22, 23, 20, 21, 22, 23]
    ways = _ways(_working(MONDAY, [*usual, 4, 22]))

    assert list(ways.values()) == [-1, 0]
    assert min(ways) == MONDAY + timedelta(days=11)


def test_a_unit_that_had_something_on_a_day_off_is_held_against_the_same_weekday():
    days = days_between(date(2026, 2, 23), date(2026, 5, 24))
    values: dict[date, int | None] = {day: 30 if day.weekday() < 5 else 20 for day in days}
    values[date(2026, 5, 23)] = 2  # a Saturday; 9 May, a holiday on a Saturday, teaches nothing
    values[date(2026, 5, 9)] = 0

    assert {day for day, way in _ways(values).items() if way} == {date(2026, 5, 23)}


def test_where_most_days_are_nothing_one_is_no_news():
    assert set(_ways(_working(MONDAY, [0, 0, 0, 0, 0, 7, 0, 0, 90])).values()) == {0}
