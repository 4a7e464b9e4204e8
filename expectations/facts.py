"""What a release must be told by the night that ran: when, for whom, how far the sources are loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from expectations.texts import Language


@dataclass(frozen=True)
class ReleaseFacts:
    """The night's facts; all instants carry a time zone.

    `coverage` maps `vendor.stream` to the instant up to which it is loaded without a gap: None means deployed
    but never loaded, an absent stream is not deployed. `entity_streams` maps an entity to every
    `vendor.stream` that must be loaded for a day of it to be known, whatever is deployed. `unbuilt` are marts
    that dbt did not build. `control` holds the sources' own totals by name. `accepted` are marts whose
    losses against the published version a person has accepted for this release.
    """

    run_id: str
    now: datetime
    as_of_date: date
    company: str
    language: Language
    timezone: str
    coverage: dict[str, datetime | None] = field(default_factory=dict)
    entity_streams: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unbuilt: frozenset[str] | set[str] = frozenset()
    control: dict[str, Decimal] = field(default_factory=dict)
    accepted: frozenset[str] | set[str] = frozenset()


def as_utc(instant: datetime) -> str:
    """ISO text of an instant in UTC, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_local(instant: datetime, timezone: str) -> str:
    """The instant as people of that time zone read a clock."""
    return instant.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M")
