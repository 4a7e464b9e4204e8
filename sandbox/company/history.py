"""How anything that changes is written down: values with the instants from which they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """A value that holds from `at` until the next change; `by` is a CRM user id, 0 = a robot."""

    at: datetime
    value: T
    by: int = 0


History = tuple[Change[T], ...]


def change_at(history: Sequence[Change[T]], at: datetime) -> Change[T] | None:
    """Return the last change at or before `at`; None before the first one."""
    found = None
    for change in history:
        if change.at > at:
            break
        found = change
    return found


def value_at(history: Sequence[Change[T]], at: datetime) -> T:
    """Return the value that holds at `at`; LookupError before the first change."""
    found = change_at(history, at)
    if found is None:
        raise LookupError(f"no value at {at.isoformat()}: the history starts later")
    return found.value
