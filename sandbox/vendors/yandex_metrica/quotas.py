"""How often Metrica may be asked: by address in a second, by user in a day, reports in five minutes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.vendors.yandex_metrica.errors import Refused

FIVE_MINUTES, DAY = 300.0, 86_400


@dataclass
class Quotas:
    """What is allowed; time is real, the day begins at 00:00 GMT.

    Too many reports in five minutes have no type of their own in the documentation: that of a user's day.
    `refusal_status`: the pages of the documentation say 429 in one language and 420 in the other.
    """

    per_second: int = 30
    logs_per_second: int = 10
    reports_per_5_minutes: int = 200
    per_day: int = 5000
    refusal_status: int = 429


@dataclass
class Counted:
    """The requests of one user from one address."""

    quotas: Quotas
    clock: Callable[[], float] = time.time
    _moments: dict[str, deque[float]] = field(default_factory=dict)
    _day: int = 0
    _of_day: int = 0

    def forget(self) -> None:
        """Begin anew."""
        self._moments.clear()
        self._of_day = 0

    def admit(self, *, is_report: bool, is_log: bool) -> None:
        """Count a request or refuse it."""
        now = self.clock()
        if int(now // DAY) != self._day:
            self._day, self._of_day = int(now // DAY), 0
        if self._of_day >= self.quotas.per_day:
            raise self._refused("quota_requests_by_uid")
        self._of_day += 1
        per_second = self.quotas.logs_per_second if is_log else self.quotas.per_second
        self._hold("logs" if is_log else "all", 1.0, per_second, "quota_requests_by_ip")
        if is_report:
            allowed = self.quotas.reports_per_5_minutes
            self._hold("reports", FIVE_MINUTES, allowed, "quota_requests_by_uid")

    def refused_in_parallel(self) -> Refused:
        """Give the refusal of a fourth request at once."""
        return self._refused("quota_parallel_requests")

    def _hold(self, what: str, seconds: float, most: int, kind: str) -> None:
        now, known = self.clock(), self._moments.setdefault(what, deque())
        while known and known[0] <= now - seconds:
            known.popleft()
        if len(known) >= most:
            raise self._refused(kind)
        known.append(now)

    def _refused(self, kind: str) -> Refused:
        return Refused(self.quotas.refusal_status, kind, "Quota exceeded")
