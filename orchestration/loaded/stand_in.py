"""A connector of which some streams, or all, are read from tables that another loader filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from connectors.kit.auth import NoAuth
from connectors.kit.connector import Connector
from connectors.kit.errors import UnexpectedReply
from connectors.kit.http import Transport
from connectors.kit.settings import Settings
from connectors.kit.stream import Kind, Page, Probe, Reading, Rejected, Stream, deletes
from orchestration.loaded.entry import Table
from orchestration.loaded.opening import opened
from orchestration.loaded.records import Held, ended_at, hold
from texts import say

_STALE = timedelta(hours=24)
# A batch opens the place and puts the table together: once for all days that are due.
_SLICE_DAYS = 3660


@dataclass(frozen=True)
class Filled:
    """Where the tables are: the place and its settings looked up. `zone`: whose days they are."""

    place: str
    tables: Mapping[str, Table]
    ended: str | None
    zone: ZoneInfo


class _StandIn(Connector[Any]):
    """Put before a vendor's connector: it answers for the streams that have tables."""

    stands_for: ClassVar[frozenset[str]] = frozenset()
    filled: Filled
    asked_at: datetime | None = None

    def known_until(self, stream: Stream, now: datetime) -> datetime:
        """The last whole load of the table: what came later is not known."""
        if stream.name not in self.stands_for:
            return super().known_until(stream, now)
        self.asked_at, filled = now, self.filled
        with opened(filled.place) as place:
            return min(now, ended_at(place, filled.tables[stream.name], filled.ended))

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """A table decides nothing."""
        return Probe(mode="table") if stream.name in self.stands_for else super().probe(stream, transport)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """The earliest day of the rows that came since everything was read again."""
        if stream.name not in self.stands_for:
            return super().restated_from(stream, today, settled_at, transport)
        if settled_at is None:
            return today
        with self._held(stream) as held:
            return held.earliest_day(settled_at) or today

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """The records of the table: all, the changed and vanished ones, or those of some days."""
        if reading.stream.name not in self.stands_for:
            yield from super().read(reading, transport)
            return
        with self._held(reading.stream) as held:
            yield from _notes(self.asked_at or reading.now, held)
            yield from _PAGES[reading.stream.kind](reading, held)

    @contextmanager
    def _held(self, stream: Stream) -> Iterator[Held]:
        filled = self.filled
        table = filled.tables[stream.name]
        if stream.kind is not Kind.BY_DAY:
            table = table.model_copy(update={"day": None})
        with opened(filled.place) as place:
            yield hold(place, table, stream.key, filled.ended, filled.zone.key)


class _Nowhere(Connector[Settings]):
    """A vendor of which nothing is asked, as all of its streams have tables."""

    settings_type = Settings

    def base_url(self) -> str:
        """Nothing is asked over HTTP."""
        return ""

    def auth(self) -> NoAuth:
        """Nothing to sign."""
        return NoAuth()

    def zone(self) -> ZoneInfo:
        """The zone in which the days of the tables are told."""
        return self.filled.zone  # type: ignore[attr-defined, no-any-return]


def stand_in(kind: type[Connector[Any]], tables: Mapping[str, Table], *, alone: bool) -> type[Connector[Any]]:
    """The vendor's class with its streams of `tables` read from there; `alone`: no other is deployed."""
    streams = tuple(_as_table(one) if one.name in tables else one for one in kind.streams)
    members = {
        "name": kind.name,
        "streams": tuple(one for one in streams if one.name in tables) if alone else streams,
        "stands_for": frozenset(tables),
    }
    return type(kind.__name__, (_StandIn, _Nowhere if alone else kind), members)


def open_stand_in(kind: type[Connector[Any]], settings: Settings, filled: Filled) -> Connector[Any]:
    """The connector with its place. A vendor may choose its streams by its settings: the tables stay."""
    connector = kind(settings)
    connector.filled = filled  # type: ignore[attr-defined]
    connector.streams = tuple(
        _as_table(one) if one.name in filled.tables else one for one in connector.streams
    )
    return connector


def _as_table(stream: Stream) -> Stream:
    """The stream as a table tells it: by its days, whole, or compared with what is landed."""
    kind = Kind.SWEEP if stream.kind is Kind.CHANGED_SINCE else stream.kind
    return replace(
        stream, kind=kind, cursor=None, parent=None, path="", records="", params=(), live=False,
        slice_days=_SLICE_DAYS, keeps_from=None,
    )  # fmt: skip


def _notes(now: datetime, held: Held) -> Iterator[Page]:
    """What a person should know of the table before its numbers are believed."""
    if now - held.ended > _STALE:
        yield Page.note(
            warning=say(
                "the other loader last ended at {ended:%Y-%m-%d %H:%M} UTC: what came later is unknown",
                ended=held.ended.astimezone(UTC),
            )
        )
    if held.left_out:
        yield Page.note(
            warning=say("{count} rows belong to a load that has not ended: left out", count=held.left_out)
        )
    if held.nulled:
        yield Page.note(
            warning=say(
                "in {count} rows the other loader could not keep a value and wrote null", count=held.nulled
            )
        )


def _whole(reading: Reading, held: Held) -> Iterator[Page]:
    found = 0
    for rows in held.rows():
        found += len(rows)
        yield _page(rows)
    _refuse_emptied(found, reading.rows_before)
    yield _unkeyed(reading, held)


def _changed(reading: Reading, held: Held) -> Iterator[Page]:
    versions = held.versions()
    _refuse_emptied(len(versions), len(reading.landed))
    changed = [key for key, version in versions.items() if reading.landed.get(key) != version]
    for rows in held.rows(changed):
        yield _page(rows)
    yield _unkeyed(reading, held)
    if gone := sorted(reading.landed.keys() - versions.keys()):
        yield deletes(gone)


def _days(reading: Reading, held: Held) -> Iterator[Page]:
    assert reading.days is not None
    for day, rows in held.days(reading.days.first, reading.days.last):
        yield replace(_page(rows), days=[day] * len(rows), closes=(day,))
    yield _unkeyed(reading, held)


_PAGES = {Kind.WHOLE: _whole, Kind.SWEEP: _changed, Kind.BY_DAY: _days}


def _page(rows: list[tuple[str, bytes, str]]) -> Page:
    return Page(
        keys=[key for key, _, _ in rows],
        payloads=[text for _, text, _ in rows],
        versions=[version for _, _, version in rows],
        received=len(rows),
    )


def _unkeyed(reading: Reading, held: Held) -> Page:
    key = "|".join(reading.stream.key)
    reason = say("no usable {key} or day", key=key) if held.by_day else say("no usable {key}", key=key)
    rejected = tuple(Rejected(reason, text) for text in held.unkeyed())
    return Page(keys=(), payloads=(), rejected=rejected, received=len(rejected))


def _refuse_emptied(rows: int, before: int) -> None:
    """A table that somebody emptied to fill it anew is not a company without records."""
    if before and not rows:
        raise UnexpectedReply(
            say("the table is empty and had {count} records", count=before),
            fix=say(
                "run again when the other loader has ended; a stream that nobody fills does without a table."
            ),
        )
