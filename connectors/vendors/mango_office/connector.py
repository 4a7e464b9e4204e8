"""Mango Office, VPBX API: conversations by day from the extended statistics, employees.

Quirks, each with a test in tests/conformance/test_mango_quirks.py:
- Every request is a POST of a form with the field `json`; what is signed are the bytes of that field.
- Statistics are ordered first and fetched by a key later. "Not yet" is HTTP 204 or a status; a key may be
  lost (404), and an order may end in an error: it is placed once more.
- A page further is another order. One order in two seconds; a result is not asked for oftener than in five.
- An order is for a month at most, in the account's own wall-clock time. One that is refused, never ready,
  breaks off or fills our memory is placed for half as many days, down to one. A refusal is a bad request:
  two minutes are waited.
- A conversation of another day in the answer means that `timezone` is not the account's zone.
- The header of a day counts its conversations and their talk: kept as control totals. Where the list is of
  another length the days are ordered again; if they still differ, the batch says so.
- `data` is a list of blocks, one a day, or one block of all the days: then the header is held against the
  whole list, and the figures of a day are counted in it, which the batch calls its mode. If they differ, the
  days are ordered in halves until the day is found. `list` may be absent.
- HTTP is mostly 200 whatever happened: `result` tells, 1000 is the only success.
- After a bad request of anyone every answer is 401 for two minutes: waited for once, then it is an error,
  since more bad requests prolong it.
- Ids and groups of employees come only when they are asked for; a dismissed employee is no longer listed.
- Legs are not records: a conversation is (`entry_id`), and it holds its legs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec
from pydantic import Field, SecretStr

from connectors.kit.auth import NoAuth
from connectors.kit.connector import Connector, page_of
from connectors.kit.errors import AccessDenied, UnexpectedReply
from connectors.kit.http import Call, Judgement, Reply, Transport, judge_by_status
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings, ZoneName
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.vendors.mango_office.conversations import Day, days_of
from connectors.vendors.mango_office.people import read_people
from connectors.vendors.mango_office.statistics import BLOCK_SECONDS, ORDER, Desk
from texts import marked, say

T = TypeVar("T")
_DONE = 1000
_ORDERS = "orders"  # the lane of calls that order statistics
_TOO_MUCH = 3104  # of an order: its period is longer than the account may ask for
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
_USERS = "/config/users/request"
_WHAT_OF_USERS: dict[str, object] = {"ext_fields": ["general.user_id", "groups", "telephony.line_id"]}
_LATER = marked("run again later; if it stays, ask Mango's support.")
_KEYS = marked(
    "compare `api_key` and `api_salt` with the account («API коннектор»). Do not run again at once: "
    "every bad request closes the API for two minutes more."
)
_FIXES = {
    401: _KEYS,
    403: marked("allow the address of this machine in the account («API коннектор»)."),
    404: "check `base_url`.",
    429: marked("another program uses this exchange: raise `order_seconds` or run later."),
    3102: _KEYS,
    3105: _KEYS,
    2: marked("top up the Mango account, or ask for the API in its tariff."),
    3: marked("the request is not understood: Mango has changed the API, the connector needs a change."),
    4: marked("let the account's API connector read statistics and employees."),
}


class MangoSettings(Settings):
    """One virtual exchange. The two keys stand in the account under «API коннектор»."""

    api_key: SecretStr = Field(min_length=1, description=marked("unique code of the exchange"))
    api_salt: SecretStr = Field(min_length=1, description=marked("key for the signature; it is never sent"))
    base_url: str = Field("https://app.mango-office.ru/vpbx", pattern=r"^https?://[^/?#]+(/[^?#]*)?$")
    timezone: ZoneName = Field("Europe/Moscow", description="the account's zone: days are its days")
    trailing_days: int = Field(3, ge=1, le=31, description="days that are read again each time")
    page_size: Literal[1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000] = Field(
        5000, description="conversations in one page; a page further is another order"
    )
    order_days: int = Field(31, ge=1, le=31, description="days in one order; the vendor allows a month")
    order_seconds: float = Field(2.0, gt=0, description="between two orders; the vendor allows one in 2 s")
    poll_seconds: float = Field(5.0, gt=0, description="between two looks at a result")
    patience_seconds: float = Field(300.0, gt=0, description="for one result, before it is ordered again")


class MangoOffice(Connector[MangoSettings]):
    """Reads one exchange."""

    name = "mango_office"
    settings_type = MangoSettings
    streams = (
        Stream("users", _USERS, "users", key=("general.user_id",)),
        Stream("calls", ORDER, kind=Kind.BY_DAY, key=("entry_id",), live=True),
    )

    memory = 64 << 20

    def __init__(self, settings: MangoSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=8, lanes={_ORDERS: settings.order_seconds})
        self._has_waited = False
        self._longest = settings.order_days

    def base_url(self) -> str:
        """The API of all exchanges."""
        return self.settings.base_url

    def auth(self) -> NoAuth:
        """Nothing: the body is signed."""
        return NoAuth()

    def zone(self) -> ZoneInfo:
        """The account's."""
        return ZoneInfo(self.settings.timezone)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Records, comments and late legs come for some days."""
        return today - timedelta(days=self.settings.trailing_days)

    def judge(self, reply: Reply) -> Judgement:
        """By the code in the answer, if it has one."""
        code = _envelope(reply).result if reply.looks_like_json else _DONE
        if code == _TOO_MUCH or reply.status == 413:
            return Judgement.TOO_MUCH
        if code == _DONE:
            return judge_by_status(reply)
        if code >= 5000:
            return Judgement.RETRY
        if code // 100 == 33 or code in (3101, 3103):
            return Judgement.BROKEN
        return Judgement.DENIED

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The code with its message, and what to do about codes of its family."""
        if not reply.looks_like_json:
            return "", _FIXES.get(reply.status, _LATER)
        told = _envelope(reply)
        family = told.result if told.result in _FIXES else told.result // 1000
        return f"result {told.result}, {told.message}", _FIXES.get(family, _LATER)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Employees in one answer; conversations by orders of some days, the newest first."""
        post = partial(self._post, transport)
        if reading.days is None:
            yield _told(post(_USERS, _WHAT_OF_USERS, read_people))
            return
        desk = Desk(
            post,
            transport.wait,
            page_size=self.settings.page_size,
            poll_seconds=self.settings.poll_seconds,
            patience_seconds=self.settings.patience_seconds,
            longest=self._longest,
            memory=self.memory,
        )
        for sections in desk.read(reading.days):
            self._longest = desk.longest
            for section in reversed(sections):
                yield from (_page(reading.stream, day) for day in days_of(section))

    def _post(
        self,
        transport: Transport,
        path: str,
        asked: dict[str, object],
        parse: Callable[[Reply], T],
        *,
        can_shrink: bool = False,
    ) -> T | None:
        """The parsed answer to a signed request, None for "not yet"; a block is waited for once in a run."""
        call = self._signed(path, asked)
        try:
            return transport.send(call, self, parse, can_shrink=can_shrink)
        except AccessDenied as error:
            if error.status != 401 or self._has_waited:
                raise
        self._has_waited = True
        transport.wait(BLOCK_SECONDS)
        return transport.send(call, self, parse, can_shrink=can_shrink)

    def _signed(self, path: str, asked: dict[str, object]) -> Call:
        text = msgspec.json.encode(asked)
        key, salt = self.settings.api_key.get_secret_value(), self.settings.api_salt.get_secret_value()
        body = urlencode({"vpbx_api_key": key, "sign": sign(key, text, salt), "json": text})
        lane = _ORDERS if path == ORDER else ""
        return Call(path, method="POST", body=body.encode(), headers=_FORM, lane=lane)


def sign(key: str, text: bytes, salt: str) -> str:
    """The signature of the very bytes that are sent as `json`."""
    return hashlib.sha256(key.encode() + text + salt.encode()).hexdigest()


class _Envelope(msgspec.Struct):
    result: int = _DONE
    message: str = ""


def _envelope(reply: Reply) -> _Envelope:
    """The code of an answer; one without (or not to be read here) is no refusal."""
    try:
        return msgspec.json.decode(reply.body, type=_Envelope)
    except msgspec.DecodeError:
        return _Envelope()


def _page(stream: Stream, day: Day) -> Page:
    """All of a day; a conversation that two pages of the vendor list is landed once."""
    page = page_of(stream, day.rows)
    once = page.take(list({key: place for place, key in enumerate(page.keys)}.values()))
    name = day.day.isoformat()
    return replace(
        once,
        days=[name] * len(once.keys),
        closes=(name,),
        mode=day.mode or None,
        totals={name: day.totals} if day.totals else {},
        warnings=(f"{name}: {day.differs}",) if day.differs else (),
    )


def _told(page: Page | None) -> Page:
    if page is None:
        raise UnexpectedReply(say("the list of employees came empty-handed (HTTP 204)"), fix=_LATER)
    return page
