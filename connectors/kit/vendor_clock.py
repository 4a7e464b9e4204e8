"""What time it is at the vendor: by its `Date` headers, carried on by a clock that only counts seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests

from connectors.kit.auth import NoAuth

APART = timedelta(minutes=1)  # two clocks further apart are not the same clock


@dataclass(slots=True)
class VendorClock:
    """The vendor's clock as last heard. `seconds`: monotonic seconds."""

    seconds: Callable[[], float]
    asked: bool = False
    told: bool = False
    _heard: datetime | None = None
    _at: float = 0.0

    def hear(self, headers: Mapping[str, str]) -> None:
        """Note the date of an answer. `headers`: lower-case names; one without a usable date says nothing."""
        date = date_of(headers)
        if date is not None and (self._heard is None or date >= self._heard):
            self._heard, self._at = date, self.seconds()

    def now(self) -> datetime | None:
        """The vendor's present instant, UTC; None if it has never said one."""
        if self._heard is None:
            return None
        return self._heard + timedelta(seconds=self.seconds() - self._at)

    def ask(self, session: requests.Session, base_url: str, timeout: tuple[float, float]) -> None:
        """Ask the vendor's host once for its time: without credential, and whatever it answers is fine."""
        if self.asked:
            return
        self.asked = True
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return
        door = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
        fresh, timeout = {"Cache-Control": "no-cache"}, (min(timeout[0], 5.0), min(timeout[1], 10.0))
        try:
            with session.head(
                door, auth=NoAuth(), headers=fresh, timeout=timeout, allow_redirects=False
            ) as answer:
                self.hear({name.lower(): value for name, value in answer.headers.items()})
        except requests.exceptions.RequestException:
            return  # whoever reads the streams meets the same trouble and names it


def date_of(headers: Mapping[str, str]) -> datetime | None:
    """The instant in a `Date` header, UTC; an answer from a cache counts by its age."""
    try:
        date = parsedate_to_datetime(headers["date"])
        age = int(headers.get("age", "0"))
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC) + timedelta(seconds=age)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
