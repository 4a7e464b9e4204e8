"""VK Ads, API v2: ad plans, groups and banners, and what each ad plan cost on each day.

Quirks, each with a test in tests/conformance/test_vk_ads_quirks.py:
- An application has few live tokens (five, it is said), and a further one is refused (403): a token is kept
  between nights and renewed, a new one is asked for only where that is refused, and at the limit all of them
  are deleted once, if the settings let it.
- `expires_in` is a number or a text; a renewal may change the refresh token or say nothing of it.
- Errors have three shapes: of OAuth, nested, and flat. One under HTTP 200 is an error all the same, and an
  answer without statistics is not taken for days that cost nothing.
- What is left of a second, an hour and a day is told in headers. The next second is waited for before it is
  overdrawn, the next hour if the night has the time; when a day is spent nothing is asked again in this run.
- A list gives ids and names only unless `fields` names more, at most 250 a page, and no deleted ones unless
  they are asked for: their cost stays in the statistics.
- Statistics are asked for by ids, fewer at once where that is too many; of ids that nothing happened to come
  rows of zeros, or no rows at all: neither is landed.
- There is no "changed since": what was reported falls for weeks (fraud), so sixty days are read every night,
  which costs one request for every hundred ad plans.
- Money is a decimal text in the account's currency, net of VAT (`spent_includes_vat` where it is not). The
  other basis is computed by `vat_percent` of the day.
- Totals stand above the rows: where they are not the sum, the answer is asked for once more, and the batch
  says so if it still differs.
- Days are Moscow's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from pydantic import Field, SecretStr

from connectors.kit.connector import Connector
from connectors.kit.days import Days
from connectors.kit.errors import AccessDenied, AskedTooMuch, NotOffered, UnexpectedReply
from connectors.kit.http import Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings
from connectors.kit.stream import Kind, Page, Reading, Stream
from connectors.vendors.vk_ads.access import Application, KeptToken
from connectors.vendors.vk_ads.paging import COUNT, OffsetPages
from connectors.vendors.vk_ads.statistics import Found, Statistics, read_statistics
from connectors.vendors.vk_ads.wire import fault_of, fix_of, judge, pause_after, wait_for
from texts import marked, say

_A_YEAR = timedelta(days=366)  # how far back statistics are given
_NO_SUCH_PART = (400, 403, 404)
_FIELDS = {
    "ad_plans": (
        *("id", "name", "status", "objective", "budget_limit", "budget_limit_day"),
        *("date_start", "date_end", "created", "updated"),
    ),
    "ad_groups": ("id", "name", "status", "ad_plan_id", "package_id", "utm"),
    "banners": ("id", "name", "status", "ad_group_id", "urls"),
}


class VkAdsSettings(Settings):
    """One advertising account."""

    client_id: str = Field(min_length=1, description=marked("id of the application with access to the API"))
    client_secret: SecretStr = Field(min_length=1, description=marked("its secret"))
    agency_client_name: str | None = Field(None, description="the client of an agency's application")
    base_url: str = Field(
        "https://ads.vk.com",
        pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$",
        description="ads.vk.com or ads.vk.ru",
    )
    vat_percent: dict[date, Decimal] = Field(
        {date(2019, 1, 1): Decimal(20), date(2026, 1, 1): Decimal(22)},
        description="day → the rate of VAT from that day on",
    )
    spent_includes_vat: bool = Field(False, description="whether the account's `spent` is gross of VAT")
    trailing_days: int = Field(60, ge=1, le=366, description="days that are read again each time")
    plans_in_a_request: int = Field(100, ge=1, le=200, description="ad plans asked about at once")
    delete_tokens_at_limit: bool = Field(
        True, description="delete the application's tokens, other programs' too, when it may have no more"
    )
    requests_per_second: int = Field(2, ge=1, description="the account's limit stands in its answers")


def _list(name: str, *, optional: bool = False) -> Stream:
    return Stream(
        name,
        f"/api/v2/{name}.json",
        "items",
        paging=OffsetPages(),
        params=(
            ("fields", ",".join(_FIELDS[name])),
            ("_status__in", "active,blocked,deleted"),
            ("sorting", "id"),
        ),
        total=COUNT,
        optional=optional,
    )


class VkAds(Connector[VkAdsSettings]):
    """Reads one account."""

    name = "vk_ads"
    settings_type = VkAdsSettings
    streams = (
        Stream("user", "/api/v3/user.json"),
        _list("ad_plans"),
        _list("ad_groups", optional=True),
        _list("banners", optional=True),
        Stream(
            "ad_plan_days",
            "/api/v2/statistics/ad_plans/day.json",
            "items",
            kind=Kind.BY_DAY,
            params=(("metrics", "base"),),
            slice_days=90,
            keeps_from=lambda today: today - _A_YEAR,
        ),
    )
    zone_name = "Europe/Moscow"

    def __init__(self, settings: VkAdsSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=settings.requests_per_second)
        self._ids: list[str] | None = None

    def base_url(self) -> str:
        """The host; all generations of the API are under it."""
        return self.settings.base_url.rstrip("/")

    def auth(self) -> KeptToken:
        """The application's stored token."""
        settings = self.settings
        application = Application(
            settings.client_id,
            settings.client_secret,
            settings.agency_client_name or "",
            settings.delete_tokens_at_limit,
        )
        return KeptToken(self.base_url(), application)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Far back: nothing tells which days were corrected, and one request reads them all."""
        return today - timedelta(days=self.settings.trailing_days)

    def judge(self, reply: Reply) -> Judgement:
        """By status and code."""
        return judge(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The vendor's code and message."""
        return fault_of(reply).words, fix_of(reply)

    def wait_asked(self, reply: Reply) -> float | None:
        """Until the second or the hour begins that has requests again."""
        return wait_for(reply)

    def rest_after(self, reply: Reply) -> float:
        """Until the next second, where this one has been spent."""
        return pause_after(reply)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Lists by pages, days by statistics of all ad plans."""
        if reading.days is not None:
            yield self._days(reading.stream, reading.days, transport)
            return
        try:
            yield from self.pages(reading.stream, reading.stream.call(), transport)
        except (AccessDenied, UnexpectedReply) as error:
            if reading.stream.optional and error.status in _NO_SUCH_PART:
                raise NotOffered(error.what, fix=error.fix) from None
            raise

    def _days(self, stream: Stream, days: Days, transport: Transport) -> Page:
        """All rows of the days, which are whole only once every ad plan has been asked about."""
        plans, size = self._plan_ids(transport), self.settings.plans_in_a_request
        basis = "gross" if self.settings.spent_includes_vat else "net"
        found, warnings = Found(days, basis, self.settings.vat_percent), list[str]()
        for start in range(0, len(plans), size):
            for asked, answer in self._asked(stream, plans[start : start + size], days, transport):
                found.take(answer, set(asked))
                warnings += [f"{days}: {said}" for said in answer.differences()]
        return found.page(warnings)

    def _asked(
        self, stream: Stream, plans: Sequence[str], days: Days, transport: Transport
    ) -> Iterator[tuple[Sequence[str], Statistics]]:
        """The ad plans in one request, or in halves where they are too many for one."""
        try:
            answer = self._answer(stream, plans, days, transport)
            if any(answer.differences()):
                answer = self._answer(stream, plans, days, transport)
        except AskedTooMuch:
            if len(plans) == 1:
                raise
            middle = len(plans) // 2
            yield from self._asked(stream, plans[:middle], days, transport)
            yield from self._asked(stream, plans[middle:], days, transport)
            return
        yield plans, answer

    def _answer(self, stream: Stream, plans: Sequence[str], days: Days, transport: Transport) -> Statistics:
        period = (("date_from", str(days.first)), ("date_to", str(days.last)))
        call = stream.call(("id", ",".join(plans)), *period)
        answer = self.fetch(call, transport, read_statistics)
        if answer is None:
            raise UnexpectedReply(
                say("{path} gave nothing at all for {days}", path=stream.path, days=days),
                fix=say("run again; if it stays, look for a proxy or a log-in page in between."),
            )
        return answer

    def _plan_ids(self, transport: Transport) -> list[str]:
        if self._ids is None:
            plans = self.stream("ad_plans")
            pages = self.pages(plans, plans.call(), transport)
            self._ids = [str(key) for page in pages for key in page.keys]
        return self._ids
