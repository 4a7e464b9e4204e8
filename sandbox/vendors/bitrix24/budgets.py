"""What a portal lets a caller spend: requests by a leaky bucket, seconds of a method in ten minutes."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class BitrixLimits:
    """What the portal allows; `seconds_per_call` is what a call costs beside the time that it takes here.

    `access_seconds` is the life of an access token by the company's simulated clock.
    """

    drained_per_second: float = 2.0
    bucket: int = 50
    operating_seconds: float = 480.0
    operating_window: float = 600.0
    seconds_per_call: float = 0.01
    access_seconds: int = 3600


@dataclass
class Budgets:
    """Who spent how much; time is real, not simulated: the limits protect the vendor's machines."""

    limits: BitrixLimits
    clock: Callable[[], float] = time.monotonic
    _level: float = 0.0
    _seen: float = 0.0
    _spent: dict[str, deque[tuple[float, float]]] = field(default_factory=lambda: defaultdict(deque))

    def admits(self) -> bool:
        """Pour one request into the bucket and tell whether it still holds it."""
        now = self.clock()
        self._level = max(0.0, self._level - (now - self._seen) * self.limits.drained_per_second)
        self._seen = now
        if self._level + 1 > self.limits.bucket:
            return False
        self._level += 1
        return True

    def spend(self, method: str, seconds: float) -> float:
        """Write down what a call cost and give what that was."""
        cost = seconds + self.limits.seconds_per_call
        self._spent[method].append((self.clock(), cost))
        return cost

    def operating(self, method: str) -> float:
        """Give the seconds that a method took in its window."""
        spent, first = self._spent[method], self.clock() - self.limits.operating_window
        while spent and spent[0][0] <= first:
            spent.popleft()
        return sum(cost for _, cost in spent)

    def is_exhausted(self, method: str) -> bool:
        """Tell whether a method is blocked."""
        return self.operating(method) >= self.limits.operating_seconds

    def rest(self, method: str) -> float:
        """Give the seconds until the oldest spending of a method is forgotten."""
        spent = self._spent[method]
        return max(0.0, spent[0][0] + self.limits.operating_window - self.clock()) if spent else 0.0

    def forgive(self) -> None:
        """Forget everything that was spent."""
        self._level = 0.0
        self._spent.clear()
