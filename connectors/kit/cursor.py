"""Windows of time and how a vendor is asked for what changed inside one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Clock(StrEnum):
    """How the vendor writes an instant."""

    EPOCH = "epoch"  # whole seconds, UTC
    ISO = "iso"  # 2026-01-31T00:00:00Z


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, both ends inclusive, UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a window is made of instants with a time zone")

    def slices(self, width: timedelta | None) -> Iterator[Window]:
        """The same stretch in pieces at most `width` long; neighbours share their border."""
        start = self.start
        while width is not None and self.end - start > width:
            yield Window(start, start + width)
            start += width
        yield Window(start, self.end)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The field by which a vendor says when a record changed, and the parameters that ask for a window.

    `lag`: how far before the end of coverage the next window starts, for late writes.
    `hold_back`: how far before now a window ends, for writes not yet visible.
    `slice`: the longest window one chain of pages may have (deep pages are slow at some vendors).
    """

    field: str
    since: str = ""
    until: str = ""
    clock: Clock = Clock.EPOCH
    lag: timedelta = timedelta(minutes=10)
    hold_back: timedelta = timedelta(minutes=1)
    slice: timedelta | None = None

    def params(self, window: Window) -> tuple[tuple[str, str], ...]:
        """Query parameters that ask for the window."""
        asked = ((self.since, self.spell(window.start)), (self.until, self.spell(window.end)))
        return tuple((name, value) for name, value in asked if name)

    def spell(self, instant: datetime) -> str:
        """The instant as the vendor writes it, whole seconds."""
        if self.clock is Clock.EPOCH:
            return str(int(instant.timestamp()))
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def instant(self, value: object) -> datetime | None:
        """The vendor's value as an instant; None where it is missing or makes no sense."""
        try:
            if self.clock is Clock.EPOCH:
                return datetime.fromtimestamp(float(str(value)), UTC)
            found = datetime.fromisoformat(str(value))
        except (ValueError, OverflowError, OSError):
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def strays(self, values: Iterable[object], window: Window) -> int:
        """How many records lie outside the window asked for: above zero, the vendor ignored the filter."""
        second = timedelta(seconds=1)
        start, end = window.start - second, window.end + second
        instants = (self.instant(value) for value in values)
        return sum(1 for instant in instants if instant is not None and not start <= instant <= end)
