"""Faults that strike the records of one day: some of them vanish, or none come before their time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from sandbox.wire.faults import Fault

T = TypeVar("T")


def withhold(
    records: Sequence[T], faults: Iterable[Fault], day_of: Callable[[T], date], *, now: datetime
) -> list[T]:
    """Leave out what the day faults take away from the records that are about to be answered."""
    kept = list(records)
    for fault in faults:
        if fault.fault == "late_day" and (fault.until is None or now < fault.until):
            left = [record for record in kept if fault.day not in (None, day_of(record))]
        elif fault.fault == "shrinking_day":
            left = _without_last(kept, fault, day_of)
        else:
            continue
        if len(left) < len(kept):
            fault.spend()
        kept = left
    return kept


def _without_last(records: list[T], fault: Fault, day_of: Callable[[T], date]) -> list[T]:
    struck = [place for place, record in enumerate(records) if fault.day in (None, day_of(record))]
    gone = set(struck[max(len(struck) - fault.rows, 0) :])
    return [record for place, record in enumerate(records) if place not in gone]
