"""How often a credential may be used: one budget for all streams, threads and processes of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from filelock import FileLock
from pyrate_limiter import Decision, Rate, RateItem, SQLiteBucket

Sleep = Callable[[float], None]
_GRACE_MS = 1000  # the library asks for a little more than the interval


class RateGate(Protocol):
    """Lets a request through when the credential may be used."""

    def pass_through(self, sleep: Sleep, lane: str = "") -> AbstractContextManager[None]:
        """Wait for a turn; the request is sent inside the context."""


@dataclass(frozen=True, slots=True)
class RateBudget:
    """What a vendor allows. `per_second`: requests; `one_at_a_time`: never two requests at once.

    `seconds_apart`: in place of `per_second`, from one request to the next, where they must be evenly spaced.
    `burst`: requests that may follow each other at once where they rest afterwards (a leaky bucket).
    `lanes`: kinds of calls (`Call.lane`) that have a slower rate of their own → seconds from one to the next.
    """

    per_second: int | None = None
    seconds_apart: float = 0.0
    burst: int = 0
    one_at_a_time: bool = False
    lanes: Mapping[str, float] = field(default_factory=dict)


class NoLimit:
    """Lets everything through."""

    def pass_through(self, sleep: Sleep, lane: str = "") -> AbstractContextManager[None]:
        """No wait."""
        return nullcontext()


class SharedGate:
    """A budget kept in files named after the credential's hash, so that processes share it."""

    def __init__(self, budget: RateBudget, folder: Path, credential: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._turn = FileLock(folder / f"{credential}.turn") if budget.one_at_a_time else None
        self._buckets = {
            lane: _bucket(rate, folder / f"{credential}{lane and '.'}{lane}.sqlite")
            for lane, rate in _rates(budget).items()
        }

    @contextmanager
    def pass_through(self, sleep: Sleep, lane: str = "") -> Iterator[None]:
        """Wait until the credential may be used, then hold the turn if only one request may run."""
        with self._turn or nullcontext():
            for name in dict.fromkeys((lane, "")):
                if name in self._buckets:
                    _wait(self._buckets[name], sleep)
            yield


def _rates(budget: RateBudget) -> dict[str, Rate]:
    """Lane → its rate; the whole credential is the lane without a name."""
    apart = {**budget.lanes, **({"": budget.seconds_apart} if budget.seconds_apart else {})}
    rates = {lane: Rate(1, max(1, round(seconds * 1000))) for lane, seconds in apart.items()}
    if not budget.per_second:
        return rates
    many = max(budget.burst, budget.per_second)
    return rates | {"": Rate(many, round(1000 * many / budget.per_second))}


def _wait(bucket: SQLiteBucket, sleep: Sleep) -> None:
    while True:
        moment = time.time_ns() // 1_000_000
        verdict = bucket.put_decision(RateItem("call", moment))
        assert isinstance(verdict, Decision)
        if verdict.allowed:
            return
        asked = verdict.retry_after_ms or 0
        if asked > max(rate.interval for rate in bucket.rates) + _GRACE_MS:
            bucket.flush()  # by calls of a time to come: the clock has been set back
            continue
        sleep(asked / 1000 + 0.001)


def _bucket(rate: Rate, path: Path) -> SQLiteBucket:
    bucket = SQLiteBucket.init_from_file([rate], db_path=str(path), use_file_lock=True)
    bucket.leak(time.time_ns() // 1_000_000)
    return bucket
