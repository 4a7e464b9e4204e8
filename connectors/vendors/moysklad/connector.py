"""МойСклад, JSON API 1.2: counterparties, goods, orders, shipments and returns, money, cost of what was sold.

Quirks, each with a test in tests/conformance/test_moysklad_quirks.py:
- `Accept-Encoding: gzip` is obligatory: without it 415 and no body. `Accept` must be one exact text.
- 45 units in 3 seconds for a user; a call weighs 2, 3 and from 1 December 2026 4 units. Headers tell what is
  left, in milliseconds, and there is no Retry-After. Whoever goes on asking is switched off: refusals are
  waited out, and the next window is waited for before this one is spent.
- `expand` with pages of more than 100 is ignored without a word: lines are asked for in pages of 100, and a
  document that has lines and brings none is an error. A list brings at most 100 lines of a document; the rest
  is asked for apart.
- Pages are places in a list that moves: sorted by `updated` and id, they overlap.
- `created`, `updated` and `deleted` are of Moscow whatever the account's zone; whose `moment` is, the
  documentation does not say (`timezone`). Filters take whole seconds: windows overlap.
- Documents in the recycle bin are listed only when asked for, and say when they got there; what was deleted
  past it is in the audit, which needs a right of its own. Archived goods, customers and people are listed
  only when asked for, too.
- Sums are kopecks of the document's currency. A field without a value is absent.
- Cost is reckoned backwards: documents of this month and the one before are read again by their day, with
  `fields=stock`. Who may not see cost gets none. Whether it is of a line or of one unit, the documentation
  does not say (`cost_is_per_unit`).
- A line may name a variant or a series in place of the product: these are listed, too.
- There is no payment schedule: each invoice of an order is an instalment.
- Card takings of a shop stand in its retail sales, and once more in a payment linked to the shift.
- Issuing a token revokes the earlier ones of the same user: none is issued here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from pydantic import Field, SecretStr, model_validator
from requests.auth import AuthBase

from connectors.kit.auth import BasicUtf8, BearerToken
from connectors.kit.connector import Connector
from connectors.kit.cursor import Window
from connectors.kit.errors import AccessDenied, FilterIgnored, NotOffered
from connectors.kit.http import Call, Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.records import Shape, cut
from connectors.kit.retry_after import retry_after
from connectors.kit.settings import Settings, ZoneName
from connectors.kit.stream import Page, Reading, Stream
from connectors.vendors.moysklad.costs import CostDays
from connectors.vendors.moysklad.deletions import Deletions, alive, no_audit
from connectors.vendors.moysklad.lines import with_lines
from connectors.vendors.moysklad.paging import SIZE, Offsets
from connectors.vendors.moysklad.streams import RESOURCES, SERIES, STREAMS, MoscowCursor, Resource
from connectors.vendors.moysklad.wire import fix_of, judge, pause_before_next, problems_of, wait_told
from texts import marked, say

_HEADERS = (("Accept", "application/json;charset=utf-8"), ("Accept-Encoding", "gzip"))
_MARGIN = timedelta(seconds=1)
_NO_RIGHT = 403


class MoySkladSettings(Settings):
    """One account. Either `token`, or `login` and `password`."""

    token: SecretStr | None = Field(
        None, min_length=1, description=marked("token of a user (Settings → Tokens)")
    )
    login: str | None = Field(None, min_length=1, description="login of a user, such as reports@company")
    password: SecretStr | None = Field(None, min_length=1, description="password of this user")
    base_url: str = Field(
        "https://api.moysklad.ru/api/remap/1.2",
        pattern=r"^https?://[^?#\s]+$",
        description="address of JSON API 1.2",
    )
    timezone: ZoneName = Field(
        "Europe/Moscow", description="the zone of dates of documents, which carry none"
    )
    cost_months: int = Field(
        2, ge=1, le=36, description="months whose cost is read again each time, this one included"
    )
    cost_is_per_unit: bool = Field(
        False, description="whether `stock.cost` of a line is that of one unit, not of the whole line"
    )
    audit: bool = Field(True, description="ask the audit what was deleted past the recycle bin")
    page_size: int = Field(1000, ge=10, le=1000, description="records without lines in one page")
    requests_per_second: int = Field(3, ge=1, le=15, description="45 units in 3 s; a user's call weighs 4")

    @model_validator(mode="after")
    def _one_credential(self) -> MoySkladSettings:
        has_password = self.login is not None and self.password is not None
        if (self.token is None) != has_password or (self.token and (self.login or self.password)):
            raise ValueError(marked("give either `token`, or `login` and `password`"))
        return self


class MoySklad(Connector[MoySkladSettings]):
    """Reads one account."""

    name = "moysklad"
    settings_type = MoySkladSettings
    streams = STREAMS
    timeout = (5.0, 120.0)

    def __init__(self, settings: MoySkladSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=settings.requests_per_second, one_at_a_time=True)
        self._has_audit = settings.audit

    def base_url(self) -> str:
        """The address of the API."""
        return self.settings.base_url.rstrip("/")

    def auth(self) -> AuthBase:
        """The token, else login and password."""
        if self.settings.token is not None:
            return BearerToken(self.settings.token)
        assert self.settings.password is not None
        return BasicUtf8(self.settings.login or "", self.settings.password)

    def zone(self) -> ZoneInfo:
        """Of the dates of documents."""
        return ZoneInfo(self.settings.timezone)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Cost is reckoned anew when purchases are edited."""
        months = today.year * 12 + today.month - self.settings.cost_months
        return date(months // 12, months % 12 + 1, 1)

    def judge(self, reply: Reply) -> Judgement:
        """By the HTTP status."""
        return judge(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """Code and message, and what to do about them."""
        reason = reply.headers.get("x-lognex-auth-message") or reply.headers.get("x-lognex-auth") or ""
        refused = problems_of(reply)
        return "; ".join(filter(None, (refused.words, reason))), fix_of(refused, reply.status)

    def wait_asked(self, reply: Reply) -> float | None:
        """In milliseconds in a header of the vendor's own; a proxy says it in the usual one."""
        told = wait_told(reply.headers, problems_of(reply)) if reply.status == 429 else None
        return retry_after(reply.headers) if told is None else told

    def rest_after(self, reply: Reply) -> float:
        """Until the next window, where this one has no room for another call."""
        return pause_before_next(reply.headers)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Lists whole, documents by when they were changed, cost by days."""
        stream, resource = reading.stream, RESOURCES[reading.stream.name]
        try:
            if reading.days is not None:
                yield from self._costs(
                    stream, resource, CostDays(reading.days, self.settings.cost_is_per_unit), transport
                )
            elif reading.window is not None:
                yield from self._changes(stream, resource, reading.window, transport)
                if self._has_audit and not reading.is_first:  # else nothing landed that could be gone
                    yield from self._unseen(stream, resource, reading.window, transport)
            else:
                yield from self._lists(stream, resource, transport)
        except AccessDenied as error:
            if not stream.optional or error.status != _NO_RIGHT:
                raise
            raise NotOffered(error.what, fix=error.fix) from None

    def _lists(self, stream: Stream, resource: Resource, transport: Transport) -> Iterator[Page]:
        for kind in resource.types:
            asked = stream.params
            if resource.keeps_archive:
                asked += (("filter", "archived=true;archived=false"), ("order", "id,asc"))
            of_kind = replace(stream, path=f"/entity/{kind}", params=asked)
            try:
                yield from self._pages(of_kind, of_kind.call(), transport)
            except AccessDenied as error:
                if kind != SERIES or error.status != _NO_RIGHT:
                    raise
                yield Page.note(warning=_no_series(error))

    def _changes(
        self, stream: Stream, resource: Resource, window: Window, transport: Transport
    ) -> Iterator[Page]:
        cursor = stream.cursor
        assert isinstance(cursor, MoscowCursor)
        for part in window.slices(cursor.slice):
            since, until = cursor.spell(part.start - _MARGIN), cursor.spell(part.end + _MARGIN)
            call = stream.call(
                ("filter", f"updated>={since};updated<={until}"), ("order", "updated,asc;id,asc")
            )
            for page in self._pages(stream, call, transport):
                if len(cursor.places_since(page.cursors, part)) < len(page.keys):
                    raise _ignored(stream, since)
                yield alive(page)
        yield from self._deletions(stream, resource, window, transport).in_bin()

    def _unseen(
        self, stream: Stream, resource: Resource, window: Window, transport: Transport
    ) -> Iterator[Page]:
        """What the audit alone tells; a warning where it may not be read."""
        try:
            yield from self._deletions(stream, resource, window, transport).by_audit()
        except AccessDenied as error:
            if error.status != _NO_RIGHT:
                raise
            self._has_audit = False
            yield no_audit(error)

    def _deletions(
        self, stream: Stream, resource: Resource, window: Window, transport: Transport
    ) -> Deletions:
        cursor = stream.cursor
        assert isinstance(cursor, MoscowCursor)
        return Deletions(
            stream,
            resource.types[0],
            window,
            lambda asked, first: self._pages(asked, first, transport),
            cursor.spell,
        )

    def _costs(
        self, stream: Stream, resource: Resource, found: CostDays, transport: Transport
    ) -> Iterator[Page]:
        for kind in resource.types:
            of_kind = replace(stream, path=f"/entity/{kind}")
            call = of_kind.call(("filter", found.asked()), ("order", "moment,asc;id,asc"))
            try:
                for page in self._pages(of_kind, call, transport):
                    found.take(page)
            except AccessDenied as error:
                if error.status != _NO_RIGHT or not kind.startswith("retail"):
                    raise  # an account without shops has no retail sales
        yield from found.pages()

    def _pages(self, stream: Stream, first: Call, transport: Transport) -> Iterator[Page]:
        """All pages of a call, documents with all their lines, within the vendor's limit."""
        assert isinstance(stream.paging, Offsets)
        sizes = self._sizes(stream.paging)
        call = replace(first, headers=_HEADERS).having(("limit", str(sizes[0])))
        has_lines = ("expand", "positions") in stream.params
        for page in self.pages(replace(stream, paging=Offsets(sizes)), call, transport):
            yield self._with_lines(stream, page, transport) if has_lines else page

    def _sizes(self, paging: Offsets) -> tuple[int, ...]:
        """The sizes of pages, the largest first: none is larger than the setting."""
        largest = min(paging.sizes[0], self.settings.page_size)
        return (largest, *(size for size in paging.sizes if size < largest))

    def _with_lines(self, stream: Stream, page: Page, transport: Transport) -> Page:
        shape = Shape("rows", (), (SIZE,))
        stock = tuple(pair for pair in stream.params if pair[0] == "fields")

        def further(document: str, known: int) -> list[msgspec.Raw]:
            lines: list[msgspec.Raw] = []
            while True:
                place = (("limit", "100"), ("offset", str(known + len(lines))))
                call = Call(f"{stream.path}/{document}/positions", stock + place, headers=_HEADERS)
                found = self.fetch(call, transport, lambda reply: cut(reply.body, shape))
                rows, told = found or ([], {})
                lines += rows
                size = told.get(SIZE)
                if not rows or not isinstance(size, int) or known + len(lines) >= size:
                    return lines

        return with_lines(page, further)


def _no_series(error: AccessDenied) -> str:
    return say(
        "series of goods cannot be read ({what}): lines that name one have no product and no cost",
        what=error.what,
    )


def _ignored(stream: Stream, since: str) -> FilterIgnored:
    return FilterIgnored(
        say("{path} was asked for changes since {since} and gave older ones", path=stream.path, since=since),
        fix=say("look for a proxy that changes the query; if there is none, tell the maintainers."),
    )
