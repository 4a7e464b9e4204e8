"""The connector a vendor file fills in, and the only loop over pages there is."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from requests.auth import AuthBase

from connectors.kit.body import Bounds
from connectors.kit.cursor import Window
from connectors.kit.errors import (
    AskedTooMuch,
    FilterIgnored,
    PagingLoop,
    SettingsError,
    UnexpectedReply,
    VendorUnavailable,
)
from connectors.kit.http import Call, Judgement, Reply, Transport, judge_by_status
from connectors.kit.key_text import as_text, key_text
from connectors.kit.mending import TOO_DEEP
from connectors.kit.rate import RateBudget
from connectors.kit.records import Answer, Shape, cut, read_fields
from connectors.kit.retry_after import retry_after
from connectors.kit.settings import S
from connectors.kit.stream import Page, Probe, Reading, Rejected, Stream
from texts import marked, say

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Connector(ABC, Generic[S]):
    """One vendor. It must write `base_url` and `auth`, and may override the rest above the line.

    `budget`: what the vendor allows a credential. `timeout`: seconds to connect, seconds to read.
    `bounds`: how large one answer may be and how long it may take. `zone_name`: the zone of its days, of a
    vendor without a setting `timezone`.
    """

    name: ClassVar[str]
    settings_type: ClassVar[type[S]]
    streams: tuple[Stream, ...]
    budget: RateBudget = RateBudget()
    timeout: tuple[float, float] = (5.0, 60.0)
    bounds: Bounds = Bounds()
    zone_name: ClassVar[str] = "UTC"

    def __init__(self, settings: S) -> None:
        self.settings = settings

    @classmethod
    def streams_under(cls, settings: Mapping[str, Any]) -> tuple[Stream, ...]:
        """Its streams under these settings, as far as they are known; override where one decides on them."""
        return cls.streams

    @abstractmethod
    def base_url(self) -> str:
        """What every path is under, without a slash at the end; "" for a vendor read without HTTP."""

    @abstractmethod
    def auth(self) -> AuthBase:
        """How a request is signed."""

    def judge(self, reply: Reply) -> Judgement:
        """Sort a reply; override where the vendor says 200 and means no."""
        return judge_by_status(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """What the vendor said (whole, no personal data), and what a person does about it."""
        return "", _FIXES.get(reply.status, say("look at the vendor's status page and run again."))

    def wait_asked(self, reply: Reply) -> float | None:
        """Seconds the vendor asks to wait; override where it says so elsewhere than in Retry-After."""
        return retry_after(reply.headers)

    def rest_after(self, reply: Reply) -> float:
        """Seconds to leave the vendor alone after this reply; override where answers tell what is left.

        The transport rests before the next call, whatever that is; the same call again waits `wait_asked`.
        """
        return 0.0

    def moved_to(self, reply: Reply, base_url: str) -> str | None:
        """The base URL under which the vendor lives now; override where an account can be renamed."""
        return None

    def refuses_credential(self, reply: Reply) -> bool:
        """Whether the token is not taken; override where the vendor says so under another status than 401."""
        return reply.status == 401

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """Ask the vendor whatever decides how the stream is read; called once before `read`."""
        return Probe()

    def counted(self, transport: Transport) -> str:
        """What the account counts; override where another source of the vendor may count the same again.

        Figures of two sources are added up, so doctor warns of two that say the same; "": nothing to compare.
        """
        return ""

    def known_until(self, stream: Stream, now: datetime) -> datetime:
        """Up to which instant the stream can be known; override where that is earlier than now."""
        return now

    def zone(self) -> ZoneInfo:
        """Whose midnights part the days of by_day streams; override where a setting says."""
        return ZoneInfo(self.zone_name)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """The first day of a by_day stream that the vendor may say otherwise now; by default three days ago.

        `settled_at`: when everything restated until then had been read again; None: never.
        """
        return today - timedelta(days=3)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """The pages of a stream; override for a sweep, a dependent stream or a vendor without HTTP."""
        stream = reading.stream
        if reading.window is None or stream.cursor is None:
            yield from self.pages(stream, stream.call(), transport)
            return
        for window in reading.window.slices(stream.cursor.slice):
            for page in self.pages(stream, stream.call(*stream.cursor.params(window)), transport):
                if len(stream.cursor.places_since(page.cursors, window)) < len(page.keys):
                    raise _ignored(stream, window)
                yield page

    # ---- the building blocks; nothing below is overridden

    def stream(self, name: str) -> Stream:
        """The stream of this name, or SettingsError that lists those there are."""
        for stream in self.streams:
            if stream.name == name:
                return stream
        known = ", ".join(stream.name for stream in self.streams)
        raise SettingsError(
            say("{vendor} has no stream {stream}", vendor=self.name, stream=name),
            fix=say("use one of {known}.", known=known),
        )

    def fetch(self, call: Call, transport: Transport, parse: Callable[[Reply], T]) -> T | None:
        """One parsed answer outside any paging; None where the vendor says there is nothing."""
        return transport.send(call, self, parse)

    def pages(self, stream: Stream, first: Call, transport: Transport) -> Iterator[Page]:
        """Follow a chain of pages to its end. Every chain of pages of every vendor is read by this loop."""
        call: Call | None = first
        before: Page | None = None
        while call is not None:
            call, answer, page = self._ask(stream, call, transport)
            if before is not None and page.received and page.says_the_same_as(before):
                raise _loop(call)
            yield _without_repeats(page, before)
            before = page
            call = stream.paging.next(call, answer)

    def _ask(self, stream: Stream, call: Call, transport: Transport) -> tuple[Call, Answer, Page]:
        """Send the call, in smaller pages if the vendor cannot bear large ones; say which went."""
        while True:
            less = stream.paging.smaller(call)
            try:
                found = transport.send(
                    call, self, lambda reply: _decode(stream, reply), can_shrink=less is not None
                )
            except (VendorUnavailable, AskedTooMuch) as error:
                if less is None or not (isinstance(error, AskedTooMuch) or error.overloaded):
                    raise
                _log.warning("%s: %s; asking for smaller pages", stream.name, error.what)
                call = less
                continue
            answer, page = found or (Answer(), Page(keys=(), payloads=()))
            return call, answer, page


def _decode(stream: Stream, reply: Reply) -> tuple[Answer, Page]:
    cursor = (stream.cursor.field,) if stream.cursor else ()
    version = (stream.version_field,) if stream.version_field else ()
    wants = stream.paging.wants + ((stream.total,) if stream.total else ())
    shape = Shape(stream.records, stream.key + version + cursor, wants)
    payloads, extras = cut(reply.body, shape)
    rows = read_fields(reply.body, shape, payloads)
    page = _page(stream, payloads, rows, _total(stream, extras))
    if None in page.keys or TOO_DEEP in reply.body:
        page = _set_aside(stream, page, payloads)
    return Answer(payloads, page.keys, extras), page


def page_of(stream: Stream, payloads: Sequence[msgspec.Raw]) -> Page:
    """A page from records already cut: keys, versions and cursor values are read from each."""
    body = b"[" + b",".join(payloads) + b"]"
    return _decode(replace(stream, records="", total=None), Reply(200, {}, body))[1]


def _page(
    stream: Stream, payloads: Sequence[msgspec.Raw], rows: list[tuple[object, ...]], total: int | None
) -> Page:
    width = len(stream.key)
    keys = [key_text(row[:width]) for row in rows]
    versions = [as_text(row[width]) for row in rows] if stream.version_field else None
    return Page(
        keys=keys,  # type: ignore[arg-type]
        payloads=payloads,
        versions=versions,
        cursors=[row[-1] for row in rows] if stream.cursor else (),
        received=len(payloads),
        total=total,
    )


def _set_aside(stream: Stream, page: Page, payloads: Sequence[msgspec.Raw]) -> Page:
    """The page without the records that cannot land."""
    reasons = [_why_not(stream, key, payload) for key, payload in zip(page.keys, payloads, strict=True)]
    rejected = tuple(
        Rejected(reason, bytes(payload).decode())
        for payload, reason in zip(payloads, reasons, strict=True)
        if reason
    )
    return replace(page.take([i for i, reason in enumerate(reasons) if not reason]), rejected=rejected)


def _why_not(stream: Stream, key: str | None, payload: msgspec.Raw) -> str:
    """Why a record goes to quarantine, "" if it lands."""
    name = "|".join(stream.key)
    if key is None:
        return f"no usable {name}"
    return say("nested too deep ({name} {key})", name=name, key=key) if TOO_DEEP in bytes(payload) else ""


def _total(stream: Stream, extras: dict[str, object]) -> int | None:
    value = extras.get(stream.total) if stream.total else None
    return int(value) if isinstance(value, (int, str)) and str(value).isdecimal() else None


def _without_repeats(page: Page, before: Page | None) -> Page:
    """The page without records that the page before already gave in the same words."""
    if before is None or page.payloads is None or before.payloads is None:
        return page
    told = dict(zip(before.keys, before.payloads, strict=True))
    shared = told.keys() & set(page.keys)
    if not shared:
        return page
    fresh = [
        i
        for i, key in enumerate(page.keys)
        if key not in shared or bytes(told[key]) != bytes(page.payloads[i])
    ]
    return page.take(fresh)


def _ignored(stream: Stream, window: Window) -> FilterIgnored:
    return FilterIgnored(
        say(
            "{path} was asked for changes since {start:%Y-%m-%d %H:%M} UTC and gave older ones",
            path=stream.path,
            start=window.start,
        ),
        fix=say("see whether filtering is switched on for this account at the vendor."),
    )


def _loop(call: Call) -> PagingLoop:
    return PagingLoop(
        say("{path} gave the same page twice in a row", path=call.path),
        fix=say("run again; if it stays, the vendor's paging has changed and the connector needs a change."),
    )


_FIXES = {
    401: marked("issue a new token and put it where the setting points."),
    402: marked("the vendor says the account is not paid for: ask whoever pays for it."),
    403: marked(
        "give the integration's user the right to read this, and check that the address is not blocked."
    ),
    404: marked("check the address in the settings of the source."),
    429: marked("the vendor asks to slow down: run later, and see who else uses this credential."),
}

__all__ = ["Connector", "UnexpectedReply", "page_of"]
