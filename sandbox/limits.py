"""How a vendor guards its door: so many requests a second, and a block for those who keep flooding."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Admission = Literal["welcome", "too_many", "blocked"]


@dataclass
class Door:
    """At most `per_second` requests in any second; `patience` refusals a minute block the door for a while.

    Time is real, not simulated: the limit protects the vendor's machines.
    """

    per_second: int = 7
    patience: int = 30
    block_seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _welcomed: deque[float] = field(default_factory=deque)
    _refused: deque[float] = field(default_factory=deque)
    _blocked_until: float = 0.0

    def knock(self) -> Admission:
        """Decide about one request."""
        now = self.clock()
        if now < self._blocked_until:
            return "blocked"
        _forget(self._welcomed, now - 1.0)
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


def _forget(moments: deque[float], before: float) -> None:
    while moments and moments[0] <= before:
        moments.popleft()
