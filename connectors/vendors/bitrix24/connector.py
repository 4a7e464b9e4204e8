"""Bitrix24, REST v2: leads, deals, contacts, companies, stage history, activities, tasks, call statistics.

Quirks, each with a test in tests/bitrix24:
- An inbound webhook is a secret in the path of every request; rights are those of the person who made it, and
  rows he may not see are left out in silence. Whether he is an administrator is asked first (`profile`).
- A page has 50 records. `start=-1` and `>ID` give pages by rising id without counting; without `>ID` the
  same page comes for ever, `total` is 0 and `next` is absent. Ids and instants of what comes are held
  against the filter: `crm.deal.list` ignores one that it does not know and gives the whole table.
- Changes are asked for in a window that ends before now: what changes meanwhile leaves it and comes next.
- Nothing lists deleted records. The ids are listed again each time; what is missing is asked for by its id:
  "not found" is deleted, "access denied" is hidden from us and stays.
- `error` may be an empty text or a number, under HTTP 400 or 200; a lack of rights in old methods is a 400
  with words. A proxy answers HTML. A method whose module is off is a 404.
- Two requests a second, in a bucket of 50 per portal and address; above it 503 QUERY_LIMIT_EXCEEDED. The
  time of a method in ten minutes (`operating`) has a limit of its own: 429 until `operating_reset_at`, which
  is a number or a text in ISO. OVERLOAD_LIMIT is a block by hand and is not asked again.
- A batch answers 200 whatever became of its parts; an empty PHP map arrives as [].
- A renamed portal answers 302: the same POST goes to the new host, then all of them. That is said once: the
  new host is kept (connectors/kit/address.py) and asked first the next night.
- OAuth: an access token lives an hour and is renewed when it is over or refused, never by the clock; the
  pair that comes replaces the old one (see connectors/kit/tokens.py). With it come `server_endpoint`, where
  the next one is asked for, and `member_id`, which names the portal whatever its host: a token of another
  portal is refused.
- The history of stages says neither who moved a record nor from where, and nothing tells who was responsible
  before. It vanishes with a deleted card and comes back with it: it is read of every card that changed.
- Call statistics name calls from us 1, activities name those to us 1. Durations and records come later:
  days are read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import msgspec
from requests.auth import AuthBase

from connectors.kit.connector import Connector
from connectors.kit.cursor import Window
from connectors.kit.days import midnight
from connectors.kit.errors import AccessDenied, NotOffered
from connectors.kit.http import Call, Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.redact import hide_in_logs
from connectors.kit.retry_after import retry_after
from connectors.kit.stream import Kind, Page, Probe, Reading, Stream
from connectors.kit.vendor_clock import date_of
from connectors.vendors.bitrix24.access import TokenInBody, Webhook
from connectors.vendors.bitrix24.batches import Batches
from connectors.vendors.bitrix24.belongings import belongings
from connectors.vendors.bitrix24.calls import CallDays, not_heeded
from connectors.vendors.bitrix24.paging import PAGE
from connectors.vendors.bitrix24.settings import Bitrix24Settings
from connectors.vendors.bitrix24.streams import STREAMS, parameters, scope_of
from connectors.vendors.bitrix24.sweep import IdSweep
from connectors.vendors.bitrix24.wire import (
    TIME_SPENT,
    Envelope,
    Times,
    envelope_of,
    epoch_now,
    fix_of,
    judge,
    lacks_method,
    seconds_until,
)
from texts import say

_JSON = (("Content-Type", "application/json"), ("Accept", "application/json"))
_CLOUD = re.compile(r"[a-z0-9-]+\.bitrix24\.[a-z]{2,3}(\.[a-z]{2})?")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HIDDEN_ROWS = ("leads", "deals", "contacts", "companies", "activities")


class Bitrix24(Connector[Bitrix24Settings]):
    """Reads one portal."""

    name = "bitrix24"
    settings_type = Bitrix24Settings
    streams = STREAMS
    timeout = (5.0, 90.0)  # the vendor cuts a request after 60 s

    def __init__(self, settings: Bitrix24Settings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=settings.requests_per_second, burst=settings.burst)
        self._scope = ""
        self._refused = Envelope()
        self._times = Times()
        self._profile: _Profile | None = None

    def base_url(self) -> str:
        """REST of the portal; the webhook's secret is not in it."""
        hook = self.settings.webhook
        portal = Webhook(hook).portal if hook is not None else self.settings.portal or ""
        return f"{portal.rstrip('/')}/rest"

    def auth(self) -> AuthBase:
        """The webhook's path, or the newest of the tokens that rotate."""
        oauth = self.settings.oauth
        if oauth is not None:
            return TokenInBody(oauth.token_url, oauth)
        assert self.settings.webhook is not None
        hook = Webhook(self.settings.webhook)
        hide_in_logs(hook.secret)
        return hook

    def zone(self) -> ZoneInfo:
        """The portal's."""
        return ZoneInfo(self.settings.timezone)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Durations and records of calls come for some days."""
        return today - timedelta(days=self.settings.trailing_days)

    def judge(self, reply: Reply) -> Judgement:
        """By the error in the answer, if there is one; the time it tells of is remembered."""
        told = envelope_of(reply) if reply.looks_like_json else Envelope()
        if isinstance(told.time, Times) and not told.is_error:
            self._times = told.time
        self._refused = told
        return judge(reply, told)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """Code and description, and what to do about them."""
        return self._refused.words, fix_of(self._refused, reply.status, self._scope)

    def wait_asked(self, reply: Reply) -> float | None:
        """Of a method whose time is used up: until the vendor counts less of it."""
        told = retry_after(reply.headers)
        if told is not None or self._refused.code != TIME_SPENT:
            return told
        heard = date_of(reply.headers)
        return seconds_until(self._times.reset_at, heard.timestamp() if heard else epoch_now())

    def rest_after(self, reply: Reply) -> float:
        """Of a method that has worked for us too long: until the vendor counts less of it."""
        times = self._refused.time
        if not isinstance(times, Times) or (times.operating or 0.0) <= self.settings.operating_seconds:
            return 0.0
        return seconds_until(times.reset_at, times.finish or epoch_now())

    def moved_to(self, reply: Reply, base_url: str) -> str | None:
        """The same path under the host that a renamed portal names; another's host gets no secret of ours."""
        to, old = urlsplit(reply.headers.get("location", "")), urlsplit(base_url)
        if not to.netloc or (to.scheme, to.netloc) == (old.scheme, old.netloc):
            return None
        if not _is_same_owner(old.hostname or "", to.hostname or "") or (old.scheme, to.scheme) == (
            "https",
            "http",
        ):
            return None
        return urlunsplit(old._replace(scheme=to.scheme, netloc=to.netloc))

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """Whose eyes we read with."""
        self._scope = scope_of(stream)
        user = self._user(transport)
        if user.ADMIN:
            return Probe(f"as user {user.ID}, administrator")
        warning = say(
            "the webhook was made by user {user}, who is no administrator: what he may not see is missing "
            "without a word; let an administrator make it",
            user=user.ID,
        )
        return Probe(f"as user {user.ID}", warnings=(warning,) if stream.name in _HIDDEN_ROWS else ())

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Lists by pages, changes in a window, belongings by batches, ids by a sweep, calls by days."""
        try:
            yield from self._read(reading, transport)
        except AccessDenied as error:
            if not lacks_method(self._refused) or isinstance(error, NotOffered):
                raise
            raise NotOffered(error.what, fix=error.fix) from None

    def _read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        stream = reading.stream
        method = stream.path.removeprefix("/")
        if stream.kind is Kind.SWEEP:
            sweep = IdSweep(self._batches(transport), method, parameters(stream), list(reading.landed))
            yield from sweep.pages()
        elif stream.parent is not None:
            owners = [key for key in reading.parent_keys if key.isdecimal()]
            if stream.records:
                yield from self._histories(stream, owners, transport)
            else:
                yield from belongings(self._batches(transport), method, owners)
        elif reading.days is not None:
            windows = {
                day.isoformat(): Window(
                    midnight(day, self.zone()), midnight(day + timedelta(days=1), self.zone())
                )
                for day in reversed(list(reading.days))
            }
            calls = {name: _call(stream, self._within(stream, each)) for name, each in windows.items()}
            days = CallDays(self.pages, self._batches(transport), stream, transport)
            yield from days.read(windows, calls)
        elif reading.window is not None:
            yield from self._changes(stream, reading.window, transport)
        else:
            yield from self.pages(stream, _call(stream, parameters(stream)), transport)

    def _changes(self, stream: Stream, window: Window, transport: Transport) -> Iterator[Page]:
        """What was changed inside the window; FilterIgnored where older records come."""
        assert stream.cursor is not None
        asked = self._within(stream, window)
        for page in self.pages(stream, _call(stream, asked), transport):
            if len(stream.cursor.places_since(page.cursors, window)) < len(page.keys):
                raise not_heeded(stream, window)
            yield page

    def _histories(self, stream: Stream, owners: Sequence[str], transport: Transport) -> Iterator[Page]:
        """The stages of some cards at once, by rising id."""
        for start in range(0, len(owners), PAGE):
            asked = parameters(stream) | {"filter": {"@OWNER_ID": list(owners[start : start + PAGE])}}
            yield from self.pages(stream, _call(stream, asked), transport)

    def _within(self, stream: Stream, window: Window) -> dict[str, Any]:
        """The parameters of the stream's method, for a window."""
        assert stream.cursor is not None
        asked = parameters(stream)
        name = "FILTER" if stream.kind is Kind.BY_DAY else "filter"
        bounds = {
            stream.cursor.since: self._spell(window.start),
            stream.cursor.until: self._spell(window.end),
        }
        return asked | {name: {**asked.get(name, {}), **bounds}}

    def _spell(self, instant: datetime) -> str:
        """An instant as the portal writes it: seconds, with the offset of its zone."""
        return instant.astimezone(self.zone()).isoformat(timespec="seconds")

    def _batches(self, transport: Transport) -> Batches:
        return Batches(
            lambda call, parse: self.fetch(call, transport, parse),
            transport.wait,
            transport.redact.quote,
            size=self.settings.batch_size,
            longest=self.settings.operating_seconds,
        )

    def _user(self, transport: Transport) -> _Profile:
        """Who made the webhook; asked once."""
        if self._profile is None:
            call = Call("/profile", method="POST", body=b"{}", headers=_JSON)
            told = self.fetch(
                call, transport, lambda reply: msgspec.json.decode(reply.body, type=_ProfileReply)
            )
            if told is None or not isinstance(told.result, _Profile):
                raise AccessDenied(
                    say("the person who made the webhook is no longer an active user"),
                    fix=say(
                        "let another administrator make a webhook and put its address where `webhook` points."
                    ),
                )
            self._profile = told.result
        return self._profile


class _Profile(msgspec.Struct):
    ID: str | int
    ADMIN: bool = False


class _ProfileReply(msgspec.Struct):
    result: _Profile | list[object]


def _call(stream: Stream, asked: dict[str, Any]) -> Call:
    return stream.paging.first(
        Call(stream.path, method="POST", body=msgspec.json.encode(asked), headers=_JSON)
    )


def _is_same_owner(old: str, new: str) -> bool:
    """Whether a secret for one host may go to the other: it is the same one, or both are Bitrix24's cloud."""
    if old == new or (old in _LOOPBACK and new in _LOOPBACK):
        return True
    return _CLOUD.fullmatch(old) is not None and _CLOUD.fullmatch(new) is not None
