"""Runs of whole calendar days in a time zone, for streams that are read and replaced day by day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.kit.cursor import Window

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, both ends inclusive. `zone`: whose midnights part them."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def window(self) -> Window:
        """From the first midnight to the one after the last day, UTC."""
        return Window(midnight(self.first, self.zone), midnight(self.last + _DAY, self.zone))

    @property
    def names(self) -> list[str]:
        """The days as yyyy-mm-dd, in order."""
        return [day.isoformat() for day in self]

    def __str__(self) -> str:
        """The day, or the first and the last one."""
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"

    def __iter__(self) -> Iterator[date]:
        """The days, in order."""
        return (self.first + timedelta(days=number) for number in range(len(self)))

    def __len__(self) -> int:
        """How many days; none if the last is before the first."""
        return max(0, (self.last - self.first).days + 1)

    def slices(self, longest: int) -> Iterator[Days]:
        """The same days in runs of at most `longest`, the newest first."""
        last = self.last
        while last >= self.first:
            first = max(self.first, last - timedelta(days=longest - 1))
            yield Days(first, last, self.zone)
            last = first - _DAY


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant a day begins, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def runs_of(days: Collection[date], zone: ZoneInfo) -> list[Days]:
    """The days as runs without gaps, the newest first."""
    runs: list[Days] = []
    for day in sorted(days, reverse=True):
        if runs and runs[-1].first - day == _DAY:
            runs[-1] = Days(day, runs[-1].last, zone)
        else:
            runs.append(Days(day, day, zone))
    return runs
