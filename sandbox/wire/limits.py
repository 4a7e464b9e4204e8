"""How a vendor guards its door: so many requests a second, a pause between them, a block for the unruly."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Admission = Literal["welcome", "too_many", "blocked"]


@dataclass
class Door:
    """At most `per_second` requests in any `seconds`; `patience` refusals a minute block it for a while.

    Time is real, not simulated: the limit protects the vendor's machines.
    """

    per_second: int = 7
    patience: int = 30
    block_seconds: float = 60.0
    seconds: float = 1.0
    clock: Callable[[], float] = time.monotonic
    _welcomed: deque[float] = field(default_factory=deque)
    _refused: deque[float] = field(default_factory=deque)
    _blocked_until: float = 0.0

    def knock(self) -> Admission:
        """Decide about one request."""
        now = self.clock()
        if now < self._blocked_until:
            return "blocked"
        _forget(self._welcomed, now - self.seconds)
        if len(self._welcomed) < self.per_second:
            self._welcomed.append(now)
            return "welcome"
        _forget(self._refused, now - 60.0)
        self._refused.append(now)
        if len(self._refused) >= self.patience:
            self._blocked_until = now + self.block_seconds
            self._refused.clear()
        return "too_many"

    def forgive(self) -> None:
        """Lift a block and forget what led to it."""
        self._welcomed.clear()
        self._refused.clear()
        self._blocked_until = 0.0


@dataclass
class Pace:
    """One request per `interval` seconds; who comes earlier is refused and keeps his place."""

    interval: float
    clock: Callable[[], float] = time.monotonic
    _last: float = float("-inf")

    def knock(self) -> bool:
        """Tell whether a request is welcome."""
        now = self.clock()
        if now - self._last < self.interval:
            return False
        self._last = now
        return True

    def forgive(self) -> None:
        """Let the next request in at once."""
        self._last = float("-inf")


@dataclass
class Patience:
    """One bad request per `seconds` is pardoned; the next one shuts the door for as long."""

    seconds: float = 120.0
    clock: Callable[[], float] = time.monotonic
    _pardoned: float = float("-inf")
    _shut_until: float = float("-inf")

    def is_lost(self) -> bool:
        """Tell whether the door is shut."""
        return self.clock() < self._shut_until

    def strain(self) -> None:
        """Note a bad request."""
        now = self.clock()
        if now - self._pardoned < self.seconds:
            self._shut_until = now + self.seconds
        self._pardoned = now

    def forgive(self) -> None:
        """Open the door again."""
        self._pardoned = self._shut_until = float("-inf")


def _forget(moments: deque[float], before: float) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
