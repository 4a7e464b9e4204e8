"""How long a vendor asks to wait: its Retry-After header, in either of the two forms it may have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ABSURD = 366 * 86_400.0  # seconds; infinity and what is no number are not below it either


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, None if the vendor does not say or it makes no sense. `headers`: lower-case."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_until(value, headers.get("date"))
    return seconds if 0 <= seconds < _ABSURD else None


def _seconds_until(date: str, vendor_now: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        now = parsedate_to_datetime(vendor_now) if vendor_now else datetime.now(UTC)
        seconds = (moment - now).total_seconds()
        return max(0.0, seconds) if seconds < _ABSURD else None
    except (TypeError, ValueError):
        return None
