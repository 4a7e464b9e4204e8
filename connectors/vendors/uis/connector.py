"""UIS and CoMagic, Data API v2.0: calls and their legs by day, people, sites, campaigns, chats, forms.

Quirks, each with a test in tests/conformance/test_uis_quirks.py:
- One address, JSON-RPC 2.0 by POST; the token is a parameter of the method. An answer is HTTP 200 whatever
  happened: `error` tells. An id is obligatory, batches are refused.
- What is not named in `fields` does not come, and one field that the account has not bought refuses the whole
  request: such a field is left out, if a call can be read without it, and that is said.
- Times are wall-clock times of the account, without an offset. `get.account` says its zone: another one than
  `timezone` stops the reading before a day of it is landed.
- Whether the last second of a period belongs to it is not documented: a day is asked for until the next
  midnight, and what begins then is left to the next day.
- Pages are places in a list that grows: sorted by time, what is new comes at the end. Where the vendor counts
  more than it lists, the day is read once more, and the batch says so if it still differs.
- Points of a minute and of a day are told in each answer: near the end of a minute's the next one is waited
  for; when those of the day are spent the source is left alone until the next run.
- A running call is not listed. Tags and costs of calls change later: days are read again.
- A call between employees is no session of the report. A chat or a form of a site is landed as it is told,
  where the account has bought it; no mart reads these yet.
- The session tokens of `login.user` end after an hour of silence: a permanent token is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from pydantic import Field, SecretStr

from connectors.kit.connector import Connector
from connectors.kit.errors import AccessDenied, NotOffered, UnexpectedReply
from connectors.kit.http import Call, Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings, ZoneName, hold_to_zone
from connectors.kit.stream import Kind, Page, Probe, Reading, Stream
from connectors.vendors.uis.access import TokenInParams
from connectors.vendors.uis.days import Day, day_of
from connectors.vendors.uis.streams import PATH, REPORTS, STREAMS, Report
from connectors.vendors.uis.wire import TOO_OFTEN, Envelope, Limits, Refusal, envelope_of, fix_of, judge
from texts import marked, say

_JSON = (("Content-Type", "application/json; charset=UTF-8"), ("Accept", "application/json"))


class UisSettings(Settings):
    """One account of UIS, CoMagic or another brand of the same API."""

    access_token: SecretStr = Field(min_length=1, description=marked("permanent token of an API user"))
    base_url: str = Field(
        "https://dataapi.uiscom.ru",
        pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$",
        description="of the brand: dataapi.uiscom.ru, dataapi.comagic.ru, dataapi.callgear.com",
    )
    timezone: ZoneName = Field("Europe/Moscow", description="the account's zone: its times carry none")
    customer: int | None = Field(None, description="`user_id` of the customer, for a partner's token")
    trailing_days: int = Field(3, ge=1, le=90, description="days that are read again each time")
    page_size: int = Field(5000, ge=1, le=10000, description="records in one page")
    requests_per_second: int = Field(3, ge=1, description="the account's points of a minute are 200 or so")


class Uis(Connector[UisSettings]):
    """Reads one account."""

    name = "uis"
    settings_type = UisSettings
    streams = STREAMS

    def __init__(self, settings: UisSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=settings.requests_per_second)
        self._method = ""
        self._refused: Refusal | None = None
        self._limits = Limits()
        self._rest = 0.0
        self._lacking: set[str] = set()
        self._is_zone_known = False

    def base_url(self) -> str:
        """The host of the brand."""
        return self.settings.base_url.rstrip("/").removesuffix(PATH)

    def auth(self) -> TokenInParams:
        """The permanent token."""
        return TokenInParams(self.settings.access_token, self.settings.customer)

    def zone(self) -> ZoneInfo:
        """The account's."""
        return ZoneInfo(self.settings.timezone)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Calls that still ran, their records and tags come for some days."""
        return today - timedelta(days=self.settings.trailing_days)

    def judge(self, reply: Reply) -> Judgement:
        """By the error in the answer; what is left of the account's points is remembered."""
        told = envelope_of(reply) if reply.looks_like_json else Envelope()
        self._refused, self._rest = told.error, told.limits.pause
        if told.limits != Limits():
            self._limits = told.limits
        return judge(reply, told, self._limits)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The method, and code, word and message of its refusal."""
        said = self._refused.words if self._refused else ""
        return f"{self._method}: {said}", fix_of(self._refused, reply.status, self._limits)

    def wait_asked(self, reply: Reply) -> float | None:
        """Until the account has points again."""
        told = super().wait_asked(reply)
        if told is not None or self._refused is None or self._refused.code != TOO_OFTEN:
            return told
        return max(1.0, self._limits.minute_reset) if self._limits.minute_reset is not None else None

    def rest_after(self, reply: Reply) -> float:
        """Until the next minute, where this one has hardly a point left."""
        return self._rest

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """Ask for the account's zone, which decides what a day is."""
        if stream.kind is Kind.BY_DAY and not self._is_zone_known:
            told = self.fetch(self._rpc("get.account", {}), transport, _account_zone)
            hold_to_zone(told, self.settings.timezone)
            self._is_zone_known = True
        return Probe()

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Lists by pages; reports day by day, the newest first."""
        stream, report = reading.stream, REPORTS[reading.stream.name]
        if reading.days is None:
            yield from self._listed(stream, report, {}, transport)
            return
        for day in reversed(list(reading.days)):
            found = self._day(stream, report, day, transport)
            if found.differs:
                found = self._day(stream, report, day, transport)
            yield found.closing(with_total=stream.name == "calls")

    def _day(self, stream: Stream, report: Report, day: date, transport: Transport) -> Day:
        period = {
            "date_from": f"{day} 00:00:00",
            "date_till": f"{day + timedelta(days=1)} 00:00:00",
            "sort": [{"field": report.begins, "order": "asc"}],
        }
        return day_of(day, self._listed(stream, report, period, transport), report.begins)

    def _listed(
        self, stream: Stream, report: Report, asked: dict[str, Any], transport: Transport
    ) -> list[Page]:
        """All pages of a report, without the fields that the account lacks; NotOffered where it lacks all."""
        while True:
            try:
                return list(self.pages(stream, self._call(report, asked), transport))
            except AccessDenied as error:
                if self._refused is not None and self._refused.lacks_component:
                    raise NotOffered(error.what, fix=error.fix) from None
                if not self._leaves_out(report, transport):
                    raise
            except UnexpectedReply:
                if not self._leaves_out(report, transport):
                    raise

    def _leaves_out(self, report: Report, transport: Transport) -> bool:
        """Whether the report can be asked for again without the field that was refused."""
        lacking = (self._refused.about if self._refused else set()) & set(report.more) - self._lacking
        for field in sorted(lacking):
            transport.remarks.append(
                say("{method}: the account does not offer `{field}`", method=report.method, field=field)
            )
        self._lacking |= lacking
        return bool(lacking)

    def _call(self, report: Report, asked: dict[str, Any]) -> Call:
        fields = [*report.needed, *(field for field in report.more if field not in self._lacking)]
        params = {"limit": self.settings.page_size, "offset": 0, **asked}
        if report.needed:
            params["fields"] = fields
        return self._rpc(report.method, params)

    def _rpc(self, method: str, params: dict[str, Any]) -> Call:
        self._method = method
        body = {"jsonrpc": "2.0", "id": f"{method}-0", "method": method, "params": params}
        return Call(PATH, method="POST", body=msgspec.json.encode(body), headers=_JSON)


class _Account(msgspec.Struct):
    timezone: str | None = None


class _Accounts(msgspec.Struct):
    data: list[_Account] | _Account | None = None


class _AccountReply(msgspec.Struct):
    result: _Accounts


def _account_zone(reply: Reply) -> str:
    """The zone that `get.account` names, "" where it names none."""
    data = msgspec.json.decode(reply.body, type=_AccountReply).result.data
    account = data[0] if isinstance(data, list) and data else data
    return (account.timezone or "").strip() if isinstance(account, _Account) else ""
