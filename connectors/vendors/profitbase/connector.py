"""Profitbase, API v4: properties with price and status, the statuses of the account, the history.

Quirks, each with a test in tests/conformance/test_profitbase_quirks.py:
- One request a second for the whole account, or the address is blocked: streams are read one after the other,
  and asking for a token is a request like any other. It counts them as they arrive, and the way is not always
  equally long: they leave a little more than a second apart.
- The token stands in the query. 401 and 403 both may mean that it is over: another one is asked for once, and
  the call repeated once.
- Calls that write are called like calls that read, two of them by GET: nothing outside a list is signed.
- Every call has an envelope of its own, and an error may come with status 200. A property brings the names of
  its project and house: neither is read apart.
- With `full=true` a page has 100 rows whatever was asked for. There is no "changed since": everything is read
  each night, and what is gone is seen by its absence. Each page begins with the last row of the one before.
- Properties of archived houses are listed with the others, or only when asked for: they are asked for where
  none was listed.
- An event has no id of its own. The zone of the history's bounds is not told: a day more is asked for on each
  side, and events are known by what they say.
- The price has no history: the nights keep it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from pydantic import Field, SecretStr

from connectors.kit.connector import Connector
from connectors.kit.cursor import Cursor, Window
from connectors.kit.errors import FilterIgnored
from connectors.kit.http import Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings, ZoneName
from connectors.kit.stream import Kind, Page, Payload, Reading, Stream
from connectors.vendors.profitbase.access import TokenInQuery
from connectors.vendors.profitbase.wire import JSON, RowsReceived, fix_of, judge, words_of
from texts import marked, say

_API = "/api/v4/json"
_APART = 1.25  # seconds
_DAY = timedelta(days=1)
_BOUND = "%Y-%m-%d %H:%M:%S"


class ProfitbaseSettings(Settings):
    """One account."""

    api_key: SecretStr = Field(min_length=1, description=marked("key of the application (Profitbase → API)"))
    base_url: str = Field(
        pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$",
        description=marked("address of the account: https://pb<account>.profitbase.ru"),
    )
    timezone: ZoneName = Field("Europe/Moscow", description="zone of the account and of its history")
    crm: str = Field("amo", pattern="^(amo|bitrix)$", description="whose statuses are listed: amo or bitrix")
    archived: bool = Field(True, description="ask for archived properties where none is listed")


class Profitbase(Connector[ProfitbaseSettings]):
    """Reads one account."""

    name = "profitbase"
    settings_type = ProfitbaseSettings
    budget = RateBudget(seconds_apart=_APART, one_at_a_time=True)
    streams = (
        Stream("statuses", "/custom-status/list", "data.customStatuses"),
        Stream(
            "properties",
            "/property",
            "data",
            params=(("full", "true"),),
            paging=RowsReceived(overlap=True),
        ),
        Stream(
            "history",
            "/history",
            "response",
            kind=Kind.CHANGED_SINCE,
            key=("propertyId",),
            paging=RowsReceived(total="total", in_body=True),
            cursor=Cursor("date", lag=_DAY),
        ),
    )

    def base_url(self) -> str:
        """The account's API, with or without its path in the settings."""
        return f"{self.settings.base_url.rstrip('/').removesuffix(_API)}{_API}"

    def auth(self) -> TokenInQuery:
        """A token for the key."""
        return TokenInQuery(self.base_url(), self.settings.api_key)

    def zone(self) -> ZoneInfo:
        """The account's."""
        return ZoneInfo(self.settings.timezone)

    def judge(self, reply: Reply) -> Judgement:
        """By the status and by what the answer says of itself."""
        return judge(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The vendor's words."""
        return words_of(reply), fix_of(reply)

    def refuses_credential(self, reply: Reply) -> bool:
        """Either may mean that the token is over."""
        return reply.status in (401, 403)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Lists whole, each record once; the history by windows."""
        stream, seen, has_archived = reading.stream, set[str](), False
        if reading.window is not None:
            for page in self._asked(stream, transport, window=reading.window):
                yield _fresh(_by_what_it_says(_of_window(stream, page, reading.window)), seen)
            return
        for params in self._passes(stream):
            if has_archived and ("isArchive", "true") in params:
                return
            for page in self._asked(stream, transport, *params):
                has_archived |= stream.name == "properties" and _is_of_archive(page.payloads or ())
                yield _fresh(page, seen)

    def _passes(self, stream: Stream) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The parameters of each list that a stream is read from."""
        if stream.name == "properties" and self.settings.archived:
            return ((), (("isArchive", "true"),))
        return ((("crm", self.settings.crm),),) if stream.name == "statuses" else ((),)

    def _asked(
        self, stream: Stream, transport: Transport, *params: tuple[str, str], window: Window | None = None
    ) -> Iterator[Page]:
        """The pages of one list; of the history those of a window, a day wider on each side."""
        call = replace(stream.call(*params), headers=JSON)
        if window is not None:
            period = {
                "from": self._local(window.start - _DAY),
                "to": self._local(window.end + _DAY),
            }
            asked = replace(call, method="POST", body=msgspec.json.encode(period))
            call = stream.paging.first(asked)
        yield from self.pages(stream, call, transport)

    def _local(self, instant: datetime) -> str:
        return instant.astimezone(self.zone()).strftime(_BOUND)


class _Place(msgspec.Struct):
    isHouseArchive: bool | None = None


class _Event(msgspec.Struct):
    """What tells one event from another."""

    propertyId: int | str
    date: int | str
    actionKey: str | None = None
    propertyStatusKey: str | None = None
    dealId: int | str | None = None


def _is_of_archive(payloads: Sequence[Payload]) -> bool:
    """Whether one of the properties is of an archived house."""
    for payload in payloads:
        try:
            if msgspec.json.decode(payload, type=_Place).isHouseArchive:
                return True
        except msgspec.ValidationError:
            continue
    return False


def _fresh(page: Page, seen: set[str]) -> Page:
    """The page without what was read before, which is added to `seen`."""
    places = {key: place for place, key in enumerate(page.keys) if key not in seen}
    seen.update(places)
    return page.take(sorted(places.values()))


def _by_what_it_says(page: Page) -> Page:
    """The page of events with keys of all that tells them apart."""
    keys = [_key(key, bytes(payload)) for key, payload in zip(page.keys, page.payloads or (), strict=True)]
    return replace(page, keys=keys)


def _key(usual: str, payload: bytes) -> str:
    try:
        event = msgspec.json.decode(payload, type=_Event)
    except msgspec.ValidationError:
        return usual
    parts = (event.propertyId, event.date, event.actionKey, event.propertyStatusKey, event.dealId)
    return "|".join("" if part is None else str(part) for part in parts)


def _of_window(stream: Stream, page: Page, window: Window) -> Page:
    """The page, or FilterIgnored where it holds events from long before what was asked for."""
    assert stream.cursor is not None
    wide = Window(window.start - 2 * _DAY, window.end)
    if len(stream.cursor.places_since(page.cursors, wide)) < len(page.keys):
        raise FilterIgnored(
            say(
                "{path} was asked for changes since {start:%Y-%m-%d %H:%M} UTC and gave older ones",
                path=stream.path,
                start=window.start,
            ),
            fix=say("see whether filtering is switched on for this account at the vendor."),
        )
    return page
