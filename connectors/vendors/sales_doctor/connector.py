"""SALES DOCTOR (SalesDoc API V2): agents, clients, goods, orders, returns, payments, visits to clients.

Quirks, each with a test in tests/conformance/test_sales_doctor_quirks.py:
- One address by POST, the operation is `method`; only `get…` and `login` are ever asked. An error comes under
  HTTP 200 or under its own status.
- A login kills the user's token before it, whoever uses that: the token is kept between nights, and a login
  is made only where it is refused. A refused login repeats the password in its answer: no word of it is told.
- The guard before the servers refuses what does not call itself a browser.
- A company has filials, each a database: all are asked one after another. Ids repeat between them, and
  their letters change case; `CS_id` in lower case is the key.
- A page has at most 1000 rows and may have fewer: rows that came are counted, not pages. Where pages end
  before as many came as the server counts, the batch says so, and nothing is taken for deleted.
- A parameter that is not known is ignored, and the whole journal comes: visits of other days are an error.
- Orders are given only if they are new and of an active agent, unless all is asked for.
- Changes are asked for by whole days, so windows overlap by one. What is deleted vanishes without a word: the
  count of all that was changed since the first reading is held against what is landed, and where they differ
  everything is listed anew.
- Visits have no id and no "changed since": two weeks are read again each night, and what is planned for the
  coming days is a list of its own.
- Balances are of the moment, of clients who owe (below 0) or are owed alone, in parts by payment type.
- A method may be switched off on a server (403 inside an answer): an optional stream is skipped, and said.
- Payment types mix currency and way of paying: price types say which currency is whose, or the settings.
- Times are the server's wall clock (`timezone`), without an offset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from connectors.kit.connector import Connector
from connectors.kit.errors import AccessDenied, NotOffered, SourceError
from connectors.kit.http import Call, Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.stored_token import digest
from connectors.kit.stream import Page, Reading, Stream
from connectors.vendors.sales_doctor.access import HEADERS, PATH, KeptLogin, User
from connectors.vendors.sales_doctor.answers import fewer_than_counted, filial_of, filials_in, total_of
from connectors.vendors.sales_doctor.currencies import Currencies
from connectors.vendors.sales_doctor.documents import Documents
from connectors.vendors.sales_doctor.paging import NumberedPages, asking
from connectors.vendors.sales_doctor.records import Filial, Stamp, Stamper, by_days, names_of, nothing
from connectors.vendors.sales_doctor.settings import SalesDoctorSettings
from connectors.vendors.sales_doctor.streams import (
    CATEGORIES,
    CURRENCIES,
    FILIALS,
    METHODS,
    PRICE_TYPES,
    STREAMS,
    Method,
    records_of,
)
from connectors.vendors.sales_doctor.visits import visits_of
from connectors.vendors.sales_doctor.wire import (
    DISABLED,
    NO_SUCH_METHOD,
    Fault,
    fault_of,
    fix_of,
    judge,
    refuses_token,
    wait_for,
)
from texts import say

_SWITCHED_OFF = (DISABLED, NO_SUCH_METHOD)
_NOWHERE = Filial()


class SalesDoctor(Connector[SalesDoctorSettings]):
    """Reads one company."""

    name = "sales_doctor"
    settings_type = SalesDoctorSettings
    streams = STREAMS

    def __init__(self, settings: SalesDoctorSettings) -> None:
        super().__init__(settings)
        self.budget = RateBudget(per_second=settings.requests_per_second, one_at_a_time=True)
        self._method = ""
        self._fault: Fault | None = None
        self._known_filials: tuple[Filial, ...] | None = None

    def base_url(self) -> str:
        """The company's server."""
        return self.settings.base_url.rstrip("/").removesuffix(PATH)

    def auth(self) -> KeptLogin:
        """The user's stored token."""
        return KeptLogin(self.base_url(), User(self.settings.login, self.settings.password))

    def zone(self) -> ZoneInfo:
        """The server's."""
        return ZoneInfo(self.settings.timezone)

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Agents close visits, and telephones deliver them, some days later."""
        return today - timedelta(days=self.settings.trailing_days)

    def judge(self, reply: Reply) -> Judgement:
        """By the error in the answer."""
        self._fault = fault_of(reply) if reply.looks_like_json else None
        return judge(reply)

    def refuses_credential(self, reply: Reply) -> bool:
        """401, inside an answer too."""
        return refuses_token(reply)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """The method, and code and message of its refusal."""
        said = self._fault.words if self._fault else ""
        return f"{self._method}: {said}" if said else self._method, fix_of(reply)

    def wait_asked(self, reply: Reply) -> float | None:
        """As told, else ten seconds."""
        return wait_for(reply)

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Lists whole, documents by when they were changed, visits by days."""
        try:
            if reading.days is not None:
                yield from self._days(reading, transport)
            elif reading.window is not None:
                yield from self._changes(reading, transport)
            elif reading.stream.name == "planned_visits":
                yield self._planned(reading, transport)
            elif reading.stream.name == "currencies":
                yield from self._currencies(transport)
            else:
                yield from self._lists(METHODS[reading.stream.name], transport)
        except SourceError as error:
            if not self._is_switched_off() or not reading.stream.optional:
                raise
            raise NotOffered(error.what, fix=error.fix) from None

    def _is_switched_off(self) -> bool:
        return self._fault is not None and self._fault.code in _SWITCHED_OFF

    def _lists(self, method: Method, transport: Transport) -> Iterator[Page]:
        """All records of a list; among products also their categories."""
        if method is METHODS["products"]:
            folders = Stamper(_as_category)
            yield from (
                folders.page(page, _NOWHERE) for page in self._offered(CATEGORIES, _NOWHERE, transport)
            )
        stamper = Stamper()
        for filial in self._filials(transport) if method.of_filial else (_NOWHERE,):
            for page in self._pages(method, filial, {}, transport):
                yield stamper.page(page, filial)

    def _changes(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        method = METHODS[reading.stream.name]
        yield from Documents(
            reading,
            self._filials(transport),
            self.zone(),
            ask=lambda filial, asked: self._pages(method, filial, asked, transport),
            count=lambda filial, asked: self._count(method, filial, asked, transport),
            stamp=self._states if method.with_statuses else nothing,
            edition=self._edition if method.with_statuses else "",
        ).pages()

    @property
    def _edition(self) -> str:
        """A name of the map of states."""
        said = (self.settings.shipped_statuses, self.settings.cancelled_statuses)
        return f"{digest(str(said))[:6]}."

    def _states(self, record: Mapping[str, Any]) -> dict[str, object]:
        """What the settings make of a document's state."""
        status = record.get("status")
        number = int(status) if isinstance(status, (int, str)) and str(status).isdecimal() else None
        return {
            "_is_shipped": number in self.settings.shipped_statuses,
            "_is_cancelled": number in self.settings.cancelled_statuses,
        }

    def _days(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        days = reading.days
        assert days is not None
        found, of_each = self._visits(days.first, days.last, transport)
        yield by_days(found, of_each, days.names)

    def _planned(self, reading: Reading, transport: Transport) -> Page:
        today = reading.now.astimezone(self.zone()).date()
        return self._visits(today, today + timedelta(days=self.settings.ahead_days), transport)[0]

    def _visits(self, first: date, last: date, transport: Transport) -> tuple[Page, list[str]]:
        method = METHODS["visits"]
        return visits_of(
            first,
            last,
            self._filials(transport),
            lambda filial, asked: self._pages(method, filial, asked, transport),
        )

    def _currencies(self, transport: Transport) -> Iterator[Page]:
        """Payment types and price types, each with its currency, and the one of what has neither."""
        known = Currencies(self.settings.currency, self.settings.currency_of)
        known.learn_currencies(self._records(CURRENCIES, _NOWHERE, transport), _NOWHERE)
        filials = self._filials(transport)
        for filial in filials:
            known.learn_price_types(self._records(PRICE_TYPES, filial, transport), filial)
        yield Page(["usual"], [msgspec.json.encode({"_currency": self.settings.currency})], received=1)
        stamper = Stamper()
        for method in (PRICE_TYPES, METHODS["currencies"]):
            for filial in filials:
                stamper.stamp = _in_currency(method, known, filial)
                for page in self._offered(method, filial, transport):
                    yield stamper.page(page, filial)

    def _records(self, method: Method, filial: Filial, transport: Transport) -> Iterator[dict[str, Any]]:
        for page in self._offered(method, filial, transport):
            decoded = (msgspec.json.decode(payload) for payload in page.payloads or ())
            yield from (record for record in decoded if isinstance(record, dict))

    def _offered(self, method: Method, filial: Filial, transport: Transport) -> Iterator[Page]:
        """All pages of a list, none where it is switched off on the server."""
        try:
            yield from self._pages(method, filial, {}, transport)
        except SourceError:
            if method is METHODS["currencies"] or not self._is_switched_off():
                raise

    def _filials(self, transport: Transport) -> tuple[Filial, ...]:
        """The filials to read, a nameless one where the server has none."""
        if self._known_filials is None:
            told = [filial_of(record) for record in self._listed_filials(transport)]
            wanted = self.settings.filials
            found = [each for each in told if each.code and (wanted is None or each.code in wanted)]
            if wanted is not None and len(found) < len(wanted):
                raise AccessDenied(
                    say(
                        "the server has no filials {missing}",
                        missing=", ".join({*wanted} - {f.code for f in found}),
                    ),
                    fix=say("correct `filials`: {known}.", known=", ".join(each.code for each in told)),
                )
            self._known_filials = tuple(found) or (_NOWHERE,)
        return self._known_filials

    def _listed_filials(self, transport: Transport) -> list[dict[str, Any]]:
        try:
            return self.fetch(self._call(FILIALS, _NOWHERE, {}), transport, filials_in) or []
        except SourceError:
            if not self._is_switched_off():
                raise
            return []

    def _pages(
        self, method: Method, filial: Filial, asked: dict[str, Any], transport: Transport
    ) -> Iterator[Page]:
        largest = self.settings.page_size
        sizes = (largest, *(size for size in NumberedPages().sizes if size < largest))
        stream, came, total = replace(records_of(method), paging=NumberedPages(sizes)), 0, 0
        for page in self.pages(stream, stream.paging.first(self._call(method, filial, asked)), transport):
            came, total = came + page.received, page.total or 0
            yield page
        if came < total:
            transport.remarks.append(fewer_than_counted(method.name, came, total))

    def _count(
        self, method: Method, filial: Filial, asked: dict[str, Any], transport: Transport
    ) -> int | None:
        call = asking(self._call(method, filial, asked), page=1, limit=1)
        return self.fetch(call, transport, total_of)

    def _call(self, method: Method, filial: Filial, asked: dict[str, Any]) -> Call:
        self._method = method.name
        states = {"agent": "all", "include": "all", "status": list(self.settings.statuses)}
        wanted = {**(states if method.with_statuses else {}), **asked}
        body: dict[str, Any] = {"method": method.name, "params": {"filter": wanted} if wanted else {}}
        if method.of_filial and filial.code:
            body["filial"] = {"filial_id": filial.code}
        return Call(PATH, method="POST", body=msgspec.json.encode(body), headers=HEADERS)


def _as_category(record: Mapping[str, Any]) -> dict[str, object]:
    key = _NOWHERE.key_of(names_of(record))
    return {"_key": f"category:{key}" if key else "", "_is_category": True}


def _in_currency(method: Method, known: Currencies, filial: Filial) -> Stamp:
    def stamp(record: Mapping[str, Any]) -> dict[str, object]:
        key = filial.key_of(names_of(record))
        if method is PRICE_TYPES:
            return {"_key": f"price:{key}" if key else "", "_currency": known.of_price_type(record, filial)}
        return {"_key": f"payment:{key}" if key else "", "_currency": known.of_payment_type(record, filial)}

    return stamp
