"""How often VK Ads may be asked in a calendar second, hour and day, as every answer tells."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.vendors.vk_ads.errors import JSON, Refused
from sandbox.wire.exchange import Reply, encode_json

SPANS = {"rps": 1, "hourly": 3600, "daily": 86_400}
TITLES = {"rps": "RPS", "hourly": "Hourly", "daily": "Daily"}
_MOSCOW = 3 * 3600
Headers = tuple[tuple[str, str], ...]


@dataclass
class Pace:
    """What is allowed of each kind of resource, and how a refusal tells of it; time is real, not simulated.

    `older_refusal`: the numbers of every span instead of an error; `tells_retry_after`: how long to wait.
    """

    rps: int = 5
    hourly: int = 3600
    daily: int = 86_400
    older_refusal: bool = False
    tells_retry_after: bool = False


class TooOften(Exception):
    """A request above one of the limits."""

    def __init__(self, reply: Reply) -> None:
        """Keep the answer."""
        super().__init__("throttled")
        self.reply = reply


class Windows:
    """Counts the requests of each kind of resource in the second, hour and day that run."""

    def __init__(self, pace: Pace, clock: Callable[[], float] = time.time) -> None:
        """Open with nothing asked."""
        self._pace, self._clock = pace, clock
        self._asked: dict[str, dict[str, tuple[int, int]]] = {}

    def forget(self) -> None:
        """Let everybody begin anew."""
        self._asked.clear()

    def admit(self, kind: str) -> None:
        """Count a request or refuse it."""
        left = self.left(kind)
        spent = [span for span in SPANS if left[span] < 1]
        if spent:
            raise TooOften(self._refusal(kind, spent))
        for span in SPANS:
            self._asked.setdefault(kind, {})[span] = (self._place(span), self._count(kind, span) + 1)

    def left(self, kind: str) -> dict[str, int]:
        """Give how many requests are left in each span."""
        return {span: max(self._limit(span) - self._count(kind, span), 0) for span in SPANS}

    def limits(self) -> dict[str, int]:
        """Give how many requests each span allows."""
        return {span: self._limit(span) for span in SPANS}

    def headers(self, kind: str) -> Headers:
        """Give the six headers of an answer."""
        left = self.left(kind)
        return tuple(
            (f"X-RateLimit-{TITLES[span]}-{word}", str(number))
            for span in SPANS
            for word, number in (("Limit", self._limit(span)), ("Remaining", left[span]))
        )

    def _refusal(self, kind: str, spent: list[str]) -> Reply:
        headers = self.headers(kind)
        if self._pace.tells_retry_after:
            headers = (*headers, ("Retry-After", str(max(self._seconds_left(span) for span in spent))))
        if not self._pace.older_refusal:
            return Refused(429, "throttled", "Request limit exceeded").reply(headers)
        told = {
            word: {str(SPANS[span]): number for span, number in numbers.items()}
            for word, numbers in (("remaining", self.left(kind)), ("limits", self.limits()))
        }
        return Reply(429, encode_json(told), JSON, headers)

    def _seconds_left(self, span: str) -> int:
        return math.ceil(SPANS[span] - (self._clock() + _MOSCOW) % SPANS[span])

    def _limit(self, span: str) -> int:
        limit: int = getattr(self._pace, span)
        return limit

    def _count(self, kind: str, span: str) -> int:
        place, count = self._asked.get(kind, {}).get(span, (0, 0))
        return count if place == self._place(span) else 0

    def _place(self, span: str) -> int:
        return int((self._clock() + _MOSCOW) // SPANS[span])
