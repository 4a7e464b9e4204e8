"""Which days of a stream are due, and which of them the vendor no longer gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from connectors.kit.connector import Connector
from connectors.kit.days import Days
from connectors.kit.errors import SettingsError
from connectors.kit.stream import Stream
from connectors.kit.vendor_clock import APART
from connectors.landing.ledger import BatchInfo, covered_days
from texts import say

_DAY = timedelta(days=1)


def days_uncovered(
    connector: Connector[Any],
    stream: Stream,
    batches: Sequence[BatchInfo],
    beginning: datetime,
    now: datetime,
) -> list[date]:
    """The days since the beginning, over by now, that no batch covers."""
    zone = connector.zone()
    real = [batch for batch in batches if batch.observed_at <= now + APART]
    covered = covered_days(real, stream.stream_version)
    every = Days(beginning.astimezone(zone).date(), now.astimezone(zone).date() - _DAY, zone)
    return [day for day in every if day.isoformat() not in covered]


def first_kept(connector: Connector[Any], stream: Stream, now: datetime) -> date:
    """The first day that the vendor still gives; the first of all where it names no limit."""
    return stream.keeps_from(now.astimezone(connector.zone()).date()) if stream.keeps_from else date.min


def no_longer_kept(connector: Connector[Any], lost: Collection[date], oldest: date) -> SettingsError:
    """The error of days that are to be read and that the vendor no longer gives."""
    return SettingsError(
        say(
            "{first} is to be read, and {vendor} keeps nothing older than {oldest}",
            first=min(lost),
            vendor=connector.name,
            oldest=oldest,
        ),
        fix=say("set `beginning` of the source to {oldest} or later.", oldest=oldest),
    )
