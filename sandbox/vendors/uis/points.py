"""The points that every call costs: so many a minute and a day, told in each answer, refused when spent."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sandbox.vendors.uis.errors import Refused


class Allowance(Protocol):
    """What an account may spend: points in a day and in a minute, and how long these two last here."""

    day_points: int
    minute_points: int
    points_per_call: int
    day_seconds: float
    minute_seconds: float


@dataclass
class _Window:
    ends: float = float("-inf")
    spent: int = 0


class Purse:
    """Counts the points in windows that begin with their first call; time is real, not simulated."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float] = time.monotonic) -> None:
        """Open with nothing spent."""
        self._allowance, self._clock = allowance, clock
        self.refill()

    def refill(self) -> None:
        """Forget what was spent."""
        self._day, self._minute = _Window(), _Window()

    def spend(self) -> None:
        """Pay for a call, or refuse it where the rest is not enough."""
        self._turn_over()
        price, allowed = self._allowance.points_per_call, self._allowance
        for window, points in ((self._day, allowed.day_points), (self._minute, allowed.minute_points)):
            if window.spent + price > points:
                raise Refused("limit_exceeded")
        self._day.spent += price
        self._minute.spent += price

    def limits(self) -> dict[str, int]:
        """Give the six numbers of an answer; `*_reset` are the seconds until the window is new."""
        self._turn_over()
        now, allowed = self._clock(), self._allowance
        return {
            "day_limit": allowed.day_points,
            "day_remaining": max(allowed.day_points - self._day.spent, 0),
            "day_reset": math.ceil(self._day.ends - now),
            "minute_limit": allowed.minute_points,
            "minute_remaining": max(allowed.minute_points - self._minute.spent, 0),
            "minute_reset": math.ceil(self._minute.ends - now),
        }

    def _turn_over(self) -> None:
        now = self._clock()
        if now >= self._day.ends:
            self._day = _Window(now + self._allowance.day_seconds)
        if now >= self._minute.ends:
            self._minute = _Window(now + self._allowance.minute_seconds)
