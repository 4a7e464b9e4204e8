"""Rows of a query as small columns: dates as day numbers, names as indexes, money as whole hundredths."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

Columns = dict[str, list[Any]]


class Names:
    """Keys in the order in which they were first met; a fact holds the index, the page never sees the key."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._index: dict[str, int] = {}
        for key in keys:
            self.index(key)

    def index(self, key: str | None) -> int | None:
        """The index of a key, a new one for a key not met before; None for no key."""
        return None if key is None else self._index.setdefault(key, len(self._index))

    @property
    def keys(self) -> list[str]:
        """The keys by index."""
        return list(self._index)


class Encoding:
    """How columns are written, by their names; the same for all queries of one page."""

    def __init__(self, first_day: date, names: dict[str, Names]) -> None:
        """`names`: column → its dictionary; other columns stay as they are."""
        self._first_day = first_day
        self._names = names

    def day(self, day: date) -> int:
        """The number of a day, 0 for the first one."""
        return (day - self._first_day).days

    def columns(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Columns:
        """The rows as columns."""
        writers = [self._writer(name) for name in names]
        return {
            name: [None if row[place] is None else write(row[place]) for row in rows]
            for place, (name, write) in enumerate(zip(names, writers, strict=True))
        }

    def _writer(self, name: str) -> Callable[[Any], Any]:
        if name.startswith("is_"):
            return int
        if name in ("day", "month", "since") or name.endswith("_day"):
            return self.day
        if name in self._names:
            return self._names[name].index
        if name.endswith("_amount"):
            return in_hundredths
        return _plain


def in_hundredths(amount: Decimal) -> int:
    """An amount as a whole number of kopecks or cents: sums of them stay exact in the browser."""
    return int((Decimal(amount) * 100).to_integral_value())


def as_runs(days: Sequence[int]) -> list[int]:
    """Sorted days as `[step from the day before, how many rows, ...]`."""
    runs: list[int] = []
    before = 0
    for day in days:
        if runs and day == before:
            runs[-1] += 1
        else:
            runs += [day - before, 1]
            before = day
    return runs


def as_spans(days: Sequence[int]) -> list[list[int]]:
    """Sorted days as spans `[first, last]`."""
    spans: list[list[int]] = []
    for day in days:
        if spans and day == spans[-1][1] + 1:
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return spans


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) and value == int(value) else value
