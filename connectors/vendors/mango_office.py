"""Mango Office, VPBX API: conversations by day from the extended statistics, employees.

Quirks, each with a test in tests/conformance/test_mango_quirks.py:
- Every request is a POST of a form with the field `json`; what is signed are the bytes of that field.
- Statistics are ordered first and fetched by a key later. "Not yet" is HTTP 204 or a status; a key may be
  lost (404), and an order may end in an error: it is placed once more.
- A page further is another order. One order in two seconds; a result is not asked for oftener than in five.
- An order is for one day, in the account's own wall-clock time. A conversation of another day in the answer
  means that `timezone` is not the account's zone.
- The header of a day counts its conversations and their talk: kept as control totals. Where the list is of
  another length the day is ordered again; if they still differ, the batch says so.
- `data` is a list of blocks or one block; `list` may be absent.
- HTTP is mostly 200 whatever happened: `result` tells, 1000 is the only success.
- After a bad request of anyone every answer is 401 for two minutes: waited for once, then it is an error,
  since more bad requests prolong it.
- Ids and groups of employees come only when they are asked for; a dismissed employee is no longer listed.
- Legs are not records: a conversation is (`entry_id`), and it holds its legs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
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
from connectors.kit.days import midnight
from connectors.kit.errors import AccessDenied, UnexpectedReply
from connectors.kit.http import Call, Judgement, Reply, Transport, judge_by_status
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings, ZoneName
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.mango.people import read_people
from connectors.mango.statistics import ORDER, Desk

T = TypeVar("T")
_DONE = 1000
_ORDERS = "orders"  # the lane of calls that order statistics
_AHEAD = 4  # days ordered before the first of them is fetched
_BLOCK_SECONDS = 120
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
_USERS = "/config/users/request"
_WHAT_OF_USERS: dict[str, object] = {"ext_fields": ["general.user_id", "groups", "telephony.line_id"]}
_LATER = "run again later; if it stays, ask Mango's support."
_KEYS = (
    "compare `api_key` and `api_salt` with the account («API коннектор»). Do not run again at once: "
    "every bad request closes the API for two minutes more."
)
_FIXES = {
    401: _KEYS,
    403: "allow the address of this machine in the account («API коннектор»).",
    404: "check `base_url`.",
    429: "another program uses this exchange: raise `order_seconds` or run later.",
    3102: _KEYS,
    3105: _KEYS,
    2: "top up the Mango account, or ask for the API in its tariff.",
    3: "the request is not understood: Mango has changed the API, the connector needs a change.",
    4: "let the account's API connector read statistics and employees.",
}


class MangoSettings(Settings):
    """One virtual exchange. The two keys stand in the account under «API коннектор»."""

    api_key: SecretStr = Field(min_length=1, description="unique code of the exchange")
    api_salt: SecretStr = Field(min_length=1, description="key for the signature; it is never sent")
    base_url: str = Field("https://app.mango-office.ru/vpbx", pattern=r"^https?://[^/?#]+(/[^?#]*)?$")
    timezone: ZoneName = Field("Europe/Moscow", description="the account's zone: days are its days")
    trailing_days: int = Field(3, ge=1, le=31, description="days that are read again each time")
    page_size: Literal[1, 5, 10, 20, 50, 100, 500, 1000, 2000, 5000] = Field(
        1000, description="conversations in one order"
    )
    order_seconds: float = Field(2.0, gt=0, description="between two orders; the vendor allows one in 2 s")
    poll_seconds: float = Field(5.0, gt=0, description="between two looks at a result")
    patience_seconds: float = Field(300.0, gt=0, description="for one result, before it is ordered again")


class MangoOffice(Connector[MangoSettings]):
    """Reads one exchange."""

    name = "mango_office"
    settings_type = MangoSettings
    streams = (
        Stream("users", _USERS, "users", key=("general.user_id",)),
        Stream("calls", ORDER, kind=Kind.BY_DAY, key=("entry_id",)),
    )

    def __init__(self, settings: MangoSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=8, lanes={_ORDERS: settings.order_seconds})
        self._has_waited = False

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
        if code == _DONE:
            return judge_by_status(reply)
        if code >= 5000:
            return Judgement.RETRY
        if code // 100 == 33 or code in (3101, 3103, 3104):
            return Judgement.BROKEN
        return Judgement.DENIED

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The code with its message, and what to do about codes of its family."""
        if not reply.looks_like_json:
            return "", _FIXES.get(reply.status, _LATER)
        told = _envelope(reply)
        family = told.result if told.result in _FIXES else told.result // 1000
        return f"result {told.result}, {told.message}"[:200], _FIXES.get(family, _LATER)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Employees in one answer; conversations day by day, the newest first."""
        post = partial(self._post, transport)
        if reading.days is None:
            yield _told(post(_USERS, _WHAT_OF_USERS, read_people))
            return
        wanted = self.settings
        desk = Desk(post, transport.wait, wanted.page_size, wanted.poll_seconds, wanted.patience_seconds)
        days = list(reading.days)[::-1]
        for start in range(0, len(days), _AHEAD):
            orders = [(day, desk.order(day)) for day in days[start : start + _AHEAD]]
            for day, key in orders:
                yield self._day(reading.stream, day, desk, key)

    def _day(self, stream: Stream, day: date, desk: Desk, key: str) -> Page:
        found = desk.fetch(day, key)
        if found.differs:
            found = desk.fetch(day)
        page = page_of(stream, self._own(day, found.rows))
        once = page.take(list({key: place for place, key in enumerate(page.keys)}.values()))
        name = day.isoformat()
        return replace(
            once,
            days=[name] * len(once.keys),
            closes=(name,),
            totals={name: found.totals} if found.totals else {},
            warnings=(f"{name}: {found.differs}",) if found.differs else (),
        )

    def _own(self, day: date, rows: Sequence[msgspec.Raw]) -> list[msgspec.Raw]:
        """The conversations that began on the day; one of the evening before may have lasted into it."""
        start = midnight(day, self.zone()).timestamp()
        end = midnight(day + timedelta(days=1), self.zone()).timestamp()
        own = []
        for row in rows:
            spoken = _span(row)
            if spoken is None or start <= spoken.context_start_time < end:
                own.append(row)
            elif not spoken.context_start_time < start <= spoken.context_start_time + spoken.duration:
                raise UnexpectedReply(
                    f"conversations of other days came in answer to an order for {day}",
                    fix=f"set `timezone` to the zone of the account; now it is {self.settings.timezone}.",
                )
        return own

    def _post(
        self, transport: Transport, path: str, asked: dict[str, object], parse: Callable[[Reply], T]
    ) -> T | None:
        """The parsed answer to a signed request, None for "not yet"; a block is waited for once in a run."""
        call = self._signed(path, asked)
        try:
            return self.fetch(call, transport, parse)
        except AccessDenied as error:
            if error.status != 401 or self._has_waited:
                raise
        self._has_waited = True
        transport.wait(_BLOCK_SECONDS)
        return self.fetch(call, transport, parse)

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


class _Span(msgspec.Struct):
    context_start_time: float
    duration: float = 0


def _envelope(reply: Reply) -> _Envelope:
    """The code of an answer; one without (or not to be read here) is no refusal."""
    try:
        return msgspec.json.decode(reply.body, type=_Envelope)
    except msgspec.DecodeError:
        return _Envelope()


def _span(row: msgspec.Raw) -> _Span | None:
    """When a conversation began and how long it lasted; None where that cannot be read."""
    try:
        return msgspec.json.decode(row, type=_Span)
    except msgspec.DecodeError:
        return None


def _told(page: Page | None) -> Page:
    if page is None:
        raise UnexpectedReply("the list of employees came empty-handed (HTTP 204)", fix=_LATER)
    return page
