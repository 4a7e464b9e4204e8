"""How often a credential may be used: one budget for all streams, threads and processes of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock
from pyrate_limiter import Decision, Rate, RateItem, SQLiteBucket

Sleep = Callable[[float], None]


class RateGate(Protocol):
    """Lets a request through when the credential may be used."""

    def pass_through(self, sleep: Sleep) -> AbstractContextManager[None]:
        """Wait for a turn; the request is sent inside the context."""


@dataclass(frozen=True, slots=True)
class RateBudget:
    """What a vendor allows. `per_second`: requests; `one_at_a_time`: never two requests at once."""

    per_second: int | None = None
    one_at_a_time: bool = False


class NoLimit:
    """Lets everything through."""

    def pass_through(self, sleep: Sleep) -> AbstractContextManager[None]:
        """No wait."""
        return nullcontext()


class SharedGate:
    """A budget kept in files named after the credential's hash, so that processes share it."""

    def __init__(self, budget: RateBudget, folder: Path, credential: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._turn = FileLock(folder / f"{credential}.turn") if budget.one_at_a_time else None
        self._bucket = (
            _bucket(budget.per_second, folder / f"{credential}.sqlite") if budget.per_second else None
        )

    @contextmanager
    def pass_through(self, sleep: Sleep) -> Iterator[None]:
        """Wait until the credential may be used, then hold the turn if only one request may run."""
        with self._turn or nullcontext():
            self._wait(sleep)
            yield

    def _wait(self, sleep: Sleep) -> None:
        while self._bucket is not None:
            moment = time.time_ns() // 1_000_000
            verdict = self._bucket.put_decision(RateItem("call", moment))
            assert isinstance(verdict, Decision)
            if verdict.allowed:
                return
            sleep((verdict.retry_after_ms or 0) / 1000 + 0.001)


def _bucket(per_second: int, path: Path) -> SQLiteBucket:
    bucket = SQLiteBucket.init_from_file([Rate(per_second, 1000)], db_path=str(path), use_file_lock=True)
    bucket.leak(time.time_ns() // 1_000_000)
    return bucket
