"""What the landing's committed batches prove: what was read, when, and which stretch of time is covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from connectors.kit.cursor import Window
from connectors.kit.stream import Kind

_INSTANT = len("20260602T000000000000Z")


class BatchInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The footer of one batch. `seconds`, `requests`: what the reading took; `path`: under the landing.
    `size`, `changed`: bytes and time of change (ns) of the file when it was last found whole; 0: not known.

    `control_totals`: the vendor's own figures, by day (`days`) for by_day. `settled_at`: by_day: everything
    that the vendor had restated by then was read again. `running`: by_day: its one day was not over yet.
    """

    vendor: str
    source: str
    stream: str
    stream_version: str
    kind: str
    batch_id: str
    observed_at: datetime
    window_from: datetime | None
    window_to: datetime | None
    days: list[str]
    complete: bool
    reset: bool
    rows: int
    deletes: int
    quarantined: int
    control_totals: dict[str, Any]
    requests: int
    seconds: float
    connector_version: str
    mode: str
    warnings: list[str]
    settled_at: datetime | None = None
    running: bool = False
    path: str = ""
    size: int = 0
    changed: int = 0

    @property
    def window(self) -> Window | None:
        """The window asked for, if the stream is read by windows."""
        if self.window_from is None or self.window_to is None:
            return None
        return Window(self.window_from, self.window_to)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a stream is known.

    `covered_to`: everything from `beginning` until then was read; None = nothing.
    `windows`: the stretches read whole, merged, in order; more than one means there is a gap.
    """

    beginning: datetime
    covered_to: datetime | None
    windows: tuple[Window, ...]
    stream_version: str | None
    batches: int
    last_complete: BatchInfo | None


def footer(info: BatchInfo) -> bytes:
    """The metadata of a batch as it stands in its file."""
    members = msgspec.structs.asdict(info)
    for name in ("path", "size", "changed"):  # of the file, not in it
        del members[name]
    if info.settled_at is None:
        del members["settled_at"]
    if not info.running:
        del members["running"]
    return msgspec.json.encode(members)


def read_footer(text: bytes, path: str) -> BatchInfo:
    """The metadata of the batch at `path`."""
    return msgspec.structs.replace(msgspec.json.decode(text, type=BatchInfo), path=path)


def coverage_of(
    batches: Sequence[BatchInfo], beginning: datetime, stream_version: str | None = None
) -> Coverage:
    """Coverage by complete batches of one version of the stream (of the newest, unless told).

    Batches before the newest reset do not count: a reset says that what they prove is doubted.
    """
    version = stream_version or (batches[-1].stream_version if batches else None)
    counted = _since_reset([batch for batch in batches if batch.stream_version == version])
    complete = [batch for batch in counted if batch.complete]
    last = complete[-1] if complete else None
    if last is not None and last.kind in (Kind.WHOLE, Kind.SWEEP):
        return Coverage(beginning, last.observed_at, (), version, len(counted), last)
    windows = _merged([batch.window for batch in complete if batch.window])
    covered_to = next((w.end for w in windows if w.start <= beginning < w.end), None)
    return Coverage(beginning, covered_to, windows, version, len(counted), last)


def covered_days(batches: Sequence[BatchInfo], stream_version: str) -> frozenset[str]:
    """The days (yyyy-mm-dd) of a by_day stream that complete batches of this version have read to the end."""
    counted = _since_reset([batch for batch in batches if batch.stream_version == stream_version])
    return frozenset(day for batch in counted if batch.complete and not batch.running for day in batch.days)


def settled_at(batches: Sequence[BatchInfo], stream_version: str) -> datetime | None:
    """When everything restated until then had been read again, by the batches of this version."""
    counted = _since_reset([batch for batch in batches if batch.stream_version == stream_version])
    return max((batch.settled_at for batch in counted if batch.settled_at), default=None)


def _since_reset(batches: list[BatchInfo]) -> list[BatchInfo]:
    for place in range(len(batches) - 1, -1, -1):
        if batches[place].reset:
            return batches[place:]
    return batches


def _merged(windows: list[Window]) -> tuple[Window, ...]:
    merged: list[Window] = []
    for window in sorted(windows, key=lambda each: each.start):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return tuple(merged)


def next_instant(batch_id: str, observed_at: datetime) -> datetime:
    """`observed_at`, or where the batch bears a later instant the first one after that."""
    if batch_id[:_INSTANT] <= batch_name(observed_at, 0)[:_INSTANT]:
        return observed_at
    named = datetime.strptime(batch_id[:_INSTANT], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return named + timedelta(microseconds=1)


def batch_name(observed_at: datetime, turn: int) -> str:
    """A batch id that sorts by the instant of the reading, and by `turn` where that instant is the same."""
    return f"{observed_at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{turn & 0xFFFFFFFF:08x}"
