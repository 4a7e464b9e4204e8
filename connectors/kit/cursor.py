"""Windows of time and how a vendor is asked for what changed inside one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

_MARGIN = timedelta(seconds=1)


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
        """Query parameters that ask for the window, a second wider: bounds may be exclusive."""
        start, end = window.start - _MARGIN, window.end + _MARGIN
        asked = ((self.since, self.spell(start)), (self.until, self.spell(end)))
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

    def places_since(self, values: Sequence[object], window: Window) -> list[int]:
        """Where the values are not older than the window; one that makes no sense counts as new.

        Values after the window prove nothing: the record was changed while it was asked for.
        """
        start = window.start - 2 * _MARGIN
        if self.clock is Clock.EPOCH:
            floor = start.timestamp()
            return [i for i, value in enumerate(values) if not isinstance(value, int) or value >= floor]
        instants = (self.instant(value) for value in values)
        return [i for i, instant in enumerate(instants) if instant is None or instant >= start]
