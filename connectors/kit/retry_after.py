"""How long a vendor asks to wait: its Retry-After header, in either of the two forms it may have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, None if the vendor does not say. `headers`: lower-case names."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        return _seconds_until(value, headers.get("date"))


def _seconds_until(date: str, vendor_now: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        now = parsedate_to_datetime(vendor_now) if vendor_now else datetime.now(UTC)
        return max(0.0, (moment - now).total_seconds())
    except (TypeError, ValueError):
        return None
