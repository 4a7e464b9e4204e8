"""Yandex Direct, API v5 and v501: advertising days by campaign net and gross of VAT, campaigns, the client.

Quirks, each with a test in tests/conformance/test_direct_quirks.py:
- A report is ordered, queued (201), built (202) and handed out (200) to whoever sends the same order again.
  `retryIn` changes from answer to answer. A name belongs to one definition, and is kept for hours with what
  was true when it was ordered: names carry the instant of the load, and a new number after a failure.
- Five reports may wait at once: a full queue (9000) and 56 are waited out. 502 asks for fewer days.
- The text is tab-separated without any quoting; `--` is no value; the last line counts the rows.
- Money is in millionths of the account's currency, which the report does not name: asked for once in a run.
- A day without impressions has no row. Days are Moscow's.
- What was reported changes for days, seldom for weeks (`Changes.check` says from which day on), and may fall.
- VAT is not a factor: the same report is read without it (ad_report) and with it (ad_report_gross).
- Nothing older than three years before this month can be read.
- Error codes come under HTTP 200 and 400, as numbers and as texts. Without points (152) nothing is asked
  again in this run: errors cost points.
- Unified campaigns are only in v501; archived ones only if their state is named.
- Another client than asked for, or changes of other campaigns, are an error; campaigns of a report that the
  list does not have are named (test_answers_are_held_against_the_question.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr

from connectors.kit.auth import BearerToken
from connectors.kit.body import Bounds
from connectors.kit.connector import Connector
from connectors.kit.days import Days
from connectors.kit.errors import VendorUnavailable
from connectors.kit.http import Call, Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings
from connectors.kit.stream import Kind, Page, Probe, Reading, Stream
from connectors.vendors.yandex_direct.obedience import (
    Strange,
    borders_of,
    currency_of,
    read_check,
    read_clients,
)
from connectors.vendors.yandex_direct.reports import Queue, TooLong
from connectors.vendors.yandex_direct.services import (
    NO_POINTS,
    ByOffset,
    fault_of,
    judge_service,
    service_call,
)
from texts import marked, say

_MOSCOW = ZoneInfo("Europe/Moscow")
_FIELDS = ("Date", "CampaignId", "CampaignName", "CampaignType", "Impressions", "Clicks", "Cost")
_CAMPAIGNS = {
    "SelectionCriteria": {"States": ["ON", "OFF", "SUSPENDED", "ENDED", "CONVERTED", "ARCHIVED"]},
    "FieldNames": [
        *("Id", "Name", "Type", "Status", "State", "StatusPayment", "StartDate", "EndDate"),
        *("Currency", "TimeZone", "ClientInfo"),
    ],
    "UnifiedCampaignFieldNames": ["CounterIds", "TrackingParams"],
    "TextCampaignFieldNames": ["CounterIds", "TrackingParams"],
}
_CLIENTS = {"FieldNames": ["ClientId", "Login", "Currency", "VatRate", "Type"]}
_IDS_IN_A_CHECK = 3000
_SKEW = timedelta(hours=1)  # between the vendor's clock and ours, when it is asked for changes since
_REPORT_SECONDS = 1800.0  # for the body of one
_LATER = marked("run again later; if it stays, see the status of Direct's API.")
_TOKEN = marked("issue a new OAuth token for the application and put it where `token` points.")
_FIXES = {
    53: _TOKEN,
    54: marked("use the token of somebody who may see this client, or correct `client_login`."),
    58: marked("ask for API access for the application in Direct's interface («Инструменты» → «API»)."),
    152: marked(
        "points are granted anew every hour: run later; other programs of the account spend them too."
    ),
    401: _TOKEN,
    513: marked("correct `client_login`: Direct does not know it."),
}


class DirectSettings(Settings):
    """One advertiser."""

    token: SecretStr = Field(
        min_length=1, description=marked("OAuth token of an application with API access")
    )
    client_login: str | None = Field(None, description="the advertiser, for the token of an agency")
    base_url: str = Field("https://api.direct.yandex.com", pattern=r"^https?://[^/?#]+(/[^?#]*)?$")
    trailing_days: int = Field(3, ge=1, le=90, description="days that are read again each time")
    check_changes: bool = Field(True, description="ask which older days were restated, and read them again")
    patience_seconds: float = Field(1800, gt=0, description="for one report in the vendor's queue")
    report_megabytes: int = Field(2048, ge=1, description="room on the disk for one report while it is read")


def _three_years(today: date) -> date:
    """Back from the first day of the month."""
    return today.replace(year=today.year - 3, day=1)


def _report(name: str, vat: str) -> Stream:
    return Stream(
        name,
        "/json/v5/reports",
        kind=Kind.BY_DAY,
        key=("CampaignId",),
        params=(("FieldNames", ",".join(_FIELDS)), ("IncludeVAT", vat)),
        keeps_from=_three_years,
    )


class YandexDirect(Connector[DirectSettings]):
    """Reads one advertiser."""

    name = "yandex_direct"
    settings_type = DirectSettings
    streams = (
        Stream("clients", "/json/v5/clients", "result.Clients", key=("Login",)),
        Stream("campaigns", "/json/v501/campaigns", "result.Campaigns", key=("Id",), paging=ByOffset()),
        _report("ad_report", "NO"),
        _report("ad_report_gross", "YES"),
    )
    budget = RateBudget(per_second=2)
    timeout = (5.0, 120.0)
    zone_name = _MOSCOW.key

    def __init__(self, settings: DirectSettings) -> None:
        super().__init__(settings)
        self._currency = ""
        self._ids: list[int] | None = None

    def base_url(self) -> str:
        """All generations of the API are under it."""
        return self.settings.base_url

    def auth(self) -> BearerToken:
        """The OAuth token."""
        return BearerToken(self.settings.token)

    def judge(self, reply: Reply) -> Judgement:
        """By the error code."""
        return judge_service(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The error with its detail, and the number of the request for Direct's support."""
        fault = fault_of(reply)
        if reply.status == 200 and reply.body.lstrip().startswith(b"<"):
            return say("a web page in place of data"), say(
                "run again; if it stays, look for a proxy or a log-in page between here and Direct."
            )
        if not fault.number:
            return "", _FIXES.get(reply.status, _LATER)
        units = f", Units {reply.headers.get('units', '?')}" if fault.number == NO_POINTS else ""
        said = f"error {fault.number}, {fault.string}: {fault.detail}"
        return f"{said} (RequestId {fault.request}{units})", _FIXES.get(fault.number, _LATER)

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """The currency of the money in reports."""
        if stream.kind is not Kind.BY_DAY:
            return Probe()
        if not self._currency:
            clients = self.fetch(self._call(self.stream("clients")), transport, read_clients) or []
            self._currency = currency_of(clients, self.settings.client_login)
        return Probe(f"micros of {self._currency}")

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Some days back, or further if the vendor says that it changed older days since it was asked."""
        usual = today - timedelta(days=self.settings.trailing_days)
        if settled_at is None or not self.settings.check_changes:
            return usual
        ids = self._campaign_ids(transport)
        borders = [
            border
            for start in range(0, len(ids), _IDS_IN_A_CHECK)
            for border in self._borders(ids[start : start + _IDS_IN_A_CHECK], settled_at - _SKEW, transport)
        ]
        return min([usual, *borders])

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Lists by pages of a service, advertising days by reports."""
        if reading.days is None:
            yield from self.pages(reading.stream, self._call(reading.stream), transport)
            return
        queue = Queue(
            vendor=self,
            transport=transport,
            path=reading.stream.path,
            headers=(*self._headers, ("processingMode", "auto"), ("skipReportHeader", "true")),
            patience=self.settings.patience_seconds,
            ordered_at=reading.now,
            bounds=Bounds(self.settings.report_megabytes << 20, _REPORT_SECONDS),
        )
        known, strange = set(map(str, self._campaign_ids(transport))), Strange()
        for page in self._reports(queue, reading.stream, reading.days):
            strange.look_at(page.keys, known)
            yield page
        yield from strange.told()

    def _reports(self, queue: Queue, stream: Stream, days: Days) -> Iterator[Page]:
        """The days in one report, or in two if they are too many for one."""
        vat = dict(stream.params)["IncludeVAT"]
        try:
            yield from queue.report(stream.name, _FIELDS, vat, days).pages()
            return
        except TooLong:
            if len(days) == 1:
                raise VendorUnavailable(
                    say("Direct cannot build the report of {first} in time", first=days.first), fix=_LATER
                ) from None
        for half in days.slices((len(days) + 1) // 2):
            yield from self._reports(queue, stream, half)

    @property
    def _headers(self) -> tuple[tuple[str, str], ...]:
        login = self.settings.client_login
        content = ("Content-Type", "application/json; charset=utf-8")
        return (content, ("Client-Login", login)) if login else (content,)

    def _call(self, stream: Stream) -> Call:
        """The first call of a list."""
        params = _CAMPAIGNS if stream.name == "campaigns" else _CLIENTS
        return stream.paging.first(service_call(stream.path, "get", params, *self._headers))

    def _campaign_ids(self, transport: Transport) -> list[int]:
        if self._ids is None:
            stream = self.stream("campaigns")
            pages = self.pages(stream, self._call(stream), transport)
            self._ids = [int(key) for page in pages for key in page.keys]
        return self._ids

    def _borders(self, ids: list[int], since: datetime, transport: Transport) -> list[date]:
        """The day from which on the figures of a campaign changed, for each campaign that changed."""
        asked = {
            "CampaignIds": ids,
            "Timestamp": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "FieldNames": ["CampaignsStat"],
        }
        call = service_call("/json/v5/changes", "check", asked, *self._headers)
        return borders_of(self.fetch(call, transport, read_check), ids)
