"""How much may be asked: 45 units in three seconds, calls that weigh more every season, a ban for storms."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sandbox.vendors.moysklad.errors import Refused

Headers = tuple[tuple[str, str], ...]
_WEIGHTS = ((date(2026, 12, 1), 4), (date(2026, 9, 1), 3), (date(2026, 5, 12), 2))
_HEAVY = ("/report/stock/all", "/report/stock/bystore")
_HEAVY_WEIGHT = 5


@dataclass
class AccountTerms:
    """What the account allows, and what the documentation leaves open.

    `weight`: of an ordinary call, 0 for that of the date. `storm`: answers 429 a minute after which access is
    switched off until support is asked. `archived_hidden`: whether lists leave archived entries out unless
    asked. `bin_days`: how long a deleted document stays in the recycle bin, 0 for ever.
    """

    units: int = 45
    window_seconds: float = 3.0
    weight: int = 0
    storm: int = 200
    archived_hidden: bool = True
    bin_days: int = 0
    is_allowed: bool = True


@dataclass
class Budget:
    """The window of one user; time is real, not simulated: the limit protects the vendor's machines."""

    terms: AccountTerms
    clock: Callable[[], float] = time.monotonic
    _spent: deque[tuple[float, int]] = field(default_factory=deque)
    _refused: deque[float] = field(default_factory=deque)
    _is_banned: bool = False

    def forgive(self) -> None:
        """Open the window anew and lift a ban."""
        self._spent.clear()
        self._refused.clear()
        self._is_banned = False

    def spend(self, path: str, today: date) -> Headers:
        """Take a call's weight off and give the headers of its answer. Raises Refused: 1049, 1061."""
        if self._is_banned or not self.terms.is_allowed:
            raise Refused(1061)
        now, weight = self.clock(), self._weight(path, today)
        while self._spent and self._spent[0][0] <= now - self.terms.window_seconds:
            self._spent.popleft()
        left = self.terms.units - sum(units for _, units in self._spent)
        if weight > left:
            self._note_refusal(now)
            wait = self._spent[0][0] + self.terms.window_seconds - now if self._spent else 0.0
            raise Refused(1049, headers=self._headers(0, weight, wait))
        self._spent.append((now, weight))
        return self._headers(left - weight, weight, 0.0)

    def _weight(self, path: str, today: date) -> int:
        if path.startswith(_HEAVY):
            return _HEAVY_WEIGHT
        return self.terms.weight or next((weight for since, weight in _WEIGHTS if since <= today), 1)

    def _headers(self, left: int, weight: int, wait: float) -> Headers:
        return (
            ("X-RateLimit-Limit", str(self.terms.units // weight)),
            ("X-RateLimit-Remaining", str(left // weight)),
            ("X-Lognex-Retry-TimeInterval", str(_ms(self.terms.window_seconds))),
            ("X-Lognex-Reset", str(_ms(wait))),
            ("X-Lognex-Retry-After", str(_ms(wait))),
        )

    def _note_refusal(self, now: float) -> None:
        while self._refused and self._refused[0] <= now - 60.0:
            self._refused.popleft()
        self._refused.append(now)
        self._is_banned = len(self._refused) > self.terms.storm


def _ms(seconds: float) -> int:
    return max(0, round(seconds * 1000))
