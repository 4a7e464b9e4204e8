"""The official working calendar of Russia: days off typed in from the decree, and working time."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)

# Labour Code art. 112 and the government's decree on moved days off: 3 January moved to 9 January,
# 4 January to 31 December; 8 March and 9 May fall on a weekend, so the Monday after them is off.
DAYS_OFF_2026 = frozenset(
    date(2026, month, day)
    for month, days in {
        1: (1, 2, 5, 6, 7, 8, 9),
        2: (23,),
        3: (9,),
        5: (1, 11),
        6: (12,),
        11: (4,),
        12: (31,),
    }.items()
    for day in days
)
WORKING_WEEKENDS_2026: frozenset[date] = frozenset()
# Article 112 itself, as (month, day): holidays on whatever weekday they fall.
HOLIDAYS = frozenset({*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)})


def is_working_day(day: date) -> bool:
    """Say whether `day` is a working day: a weekday that is not off, or a weekend day moved to work."""
    if day.year != 2026:
        raise ValueError(f"no working calendar for {day.year}: it is typed in for 2026 only")
    if day in WORKING_WEEKENDS_2026:
        return True
    return day.weekday() < 5 and day not in DAYS_OFF_2026


def is_holiday(day: date) -> bool:
    """Say whether `day` is a holiday, on a weekend too, or a day off that was moved to it."""
    return day in DAYS_OFF_2026 or (day.month, day.day) in HOLIDAYS


def days_between(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last`, both included."""
    return [first + ONE_DAY * number for number in range((last - first).days + 1)]


def month_days(day: date) -> list[date]:
    """Return all days of the month of `day`."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return days_between(first, following - ONE_DAY)


@lru_cache(maxsize=512)
def working_days_passed(day: date) -> int:
    """Count the working days of the month of `day` up to and including it."""
    return sum(is_working_day(other) for other in month_days(day) if other <= day)


@lru_cache(maxsize=64)
def working_days_in_month(first: date) -> int:
    """Count the working days of the month of `first`."""
    return sum(is_working_day(day) for day in month_days(first))


class WorkingHours:
    """Working time of every working day of 2026 between two local times of day."""

    def __init__(self, zone: ZoneInfo, start: time = time(9), end: time = time(18)) -> None:
        days = days_between(date(2026, 1, 1), date(2026, 12, 31))
        working = [day for day in days if is_working_day(day)]
        self.opens = [int(datetime.combine(day, start, zone).timestamp()) for day in working]
        self.closes = [int(datetime.combine(day, end, zone).timestamp()) for day in working]
        self.elapsed = [0]
        for opened, closed in zip(self.opens, self.closes, strict=True):
            self.elapsed.append(self.elapsed[-1] + closed - opened)

    def minutes_between(self, begin: datetime, finish: datetime) -> int:
        """Return the working minutes between two aware instants, rounded down once."""
        return (self._seconds_until(finish) - self._seconds_until(begin)) // 60

    def _seconds_until(self, instant: datetime) -> int:
        second = int(instant.timestamp())
        started = bisect_right(self.opens, second)
        if started == 0:
            return 0
        return self.elapsed[started] - max(0, self.closes[started - 1] - second)
