"""What a stream is, and the page of records it is read in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

import msgspec

from connectors.kit.cursor import Cursor, Window
from connectors.kit.days import Days
from connectors.kit.http import Call, Pairs
from connectors.kit.paging import OnePage, Paging

Payload = bytes | msgspec.Raw


class Kind(StrEnum):
    """How a stream is read, which decides what its landed rows mean."""

    CHANGED_SINCE = "changed_since"  # the latest version per key; delete rows are tombstones
    BY_DAY = "by_day"  # the newest complete batch replaces its days
    WHOLE = "whole"  # absent from the newest complete batch = deleted
    SWEEP = "sweep"  # versions of everything are listed, changed records fetched; deletes are rows


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of record of a vendor.

    `path`: under the base URL. `records`: dotted path to the list in the answer; "" means the body itself.
    `key`: fields that identify a record, joined by "|". `version_field`: the vendor's version, if it has one.
    `total`: dotted path to the vendor's own count. `parent`: the stream whose changed keys it is read for.
    `edition`: raise it when the same words mean another content, to make everything be read again.
    `optional`: an account may not have it (NotOffered), and the load is none the worse.
    `slice_days`: by_day: the longest run of days in one batch. `live`: by_day: of the running day the vendor
    tells what it has so far. `keeps_from`: by_day: today → the first day that it still gives.
    `counted`: changed_since: what is landed is held against the vendor's own count, because it does not say
    what it has deleted.
    """

    name: str
    path: str = ""
    records: str = ""
    kind: Kind = Kind.WHOLE
    key: tuple[str, ...] = ("id",)
    paging: Paging = field(default_factory=OnePage)
    cursor: Cursor | None = None
    params: Pairs = ()
    version_field: str | None = None
    total: str | None = None
    parent: str | None = None
    edition: int = 1
    optional: bool = False
    slice_days: int = 31
    live: bool = False
    keeps_from: Callable[[date], date] | None = None
    counted: bool = False

    @property
    def stream_version(self) -> str:
        """A hash of what decides the content; a change makes coverage start anew."""
        cursor = (self.cursor.field, self.cursor.since, self.cursor.until) if self.cursor else None
        meaning = [
            self.name, self.path, self.records, self.kind, self.key, cursor, self.params,
            self.version_field, self.parent, self.edition,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(meaning, ensure_ascii=False).encode()).hexdigest()[:12]

    def call(self, *extra: tuple[str, str]) -> Call:
        """The first call of a chain of pages, with the stream's own parameters and `extra`."""
        return self.paging.first(Call(self.path, self.params).having(*extra))


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be keyed: why, and its text."""

    reason: str
    payload: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Records of one answer, as columns of equal length.

    `payloads`: JSON as the vendor sent it; None = this page deletes `keys`. `cursors`: raw values of the
    cursor field. `received`: records in the answer, rejected ones included. `total`: the vendor's own count.
    `closes`: by_day: the days that are read whole with this page; all its rows are of these days (`days`).
    `totals`: day → the vendor's own figures of it.
    """

    keys: Sequence[str]
    payloads: Sequence[Payload] | None
    versions: Sequence[str | None] | None = None
    days: Sequence[str | None] | None = None
    cursors: Sequence[object] = ()
    rejected: tuple[Rejected, ...] = ()
    received: int = 0
    total: int | None = None
    mode: str | None = None
    warnings: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    totals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def note(cls, *, mode: str | None = None, warning: str) -> Page:
        """A page without records that only says how the reading goes."""
        return cls(keys=(), payloads=(), mode=mode, warnings=(warning,))

    def says_the_same_as(self, other: Page) -> bool:
        """Whether both hold the same records in the same words."""
        return list(self.keys) == list(other.keys) and b"".join(self.payloads or ()) == b"".join(
            other.payloads or ()
        )

    def take(self, places: Sequence[int]) -> Page:
        """The same page with only the records at these places."""
        if self.payloads is None:
            return replace(self, keys=[self.keys[i] for i in places])
        return replace(
            self,
            keys=[self.keys[i] for i in places],
            payloads=[self.payloads[i] for i in places],
            versions=self.versions and [self.versions[i] for i in places],
            days=self.days and [self.days[i] for i in places],
            cursors=self.cursors and [self.cursors[i] for i in places],
        )


def deletes(keys: Sequence[str]) -> Page:
    """A page that says these keys no longer exist."""
    return Page(keys=keys, payloads=None)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a vendor said before the reading: the `mode` to read in, and facts for the vendor file itself."""

    mode: str = ""
    warnings: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is asked of one read of one stream.

    `window`: for changed_since and by_day; `days`: for by_day, the same as days.
    `landed`: key → version of what is landed and alive, for sweep and for a counted stream.
    `since`: for a counted stream: from when on what is landed was asked for.
    `rows_before`: rows of the newest complete batch, for whole. `is_first`: nothing of the stream has landed.
    `parent_keys`: keys of the parent stream seen in the window, for a stream with a parent.
    """

    stream: Stream
    now: datetime
    window: Window | None = None
    days: Days | None = None
    probe: Probe = field(default_factory=Probe)
    landed: Mapping[str, str | None] = field(default_factory=dict)
    since: datetime | None = None
    parent_keys: Sequence[str] = ()
    rows_before: int = 0
    is_first: bool = False
