"""Yandex Metrica: the goals of a counter, visits and reached goals by day and UTM mark, and every visit.

Quirks, each with a test in tests/conformance/test_metrica_quirks.py:
- `Authorization: OAuth`, not Bearer. A refused request has a type and a message; over a quota the status is
  429 or 420. Where the requests of a day are spent nothing is asked again in this run.
- Visits without a mark are left out of a report unless undefined values are asked for, too.
- A large report is sampled unless the accuracy is full; one that is still sampled is asked for in fewer days,
  and said to be inexact where one day is too much.
- The rows of a report must add up to its totals, unless some are hidden; how many visits a day had is
  asked for without marks, too, and our sum of the day is held against it.
- A report that is too complicated is asked for in fewer days. Rows are counted from 1.
- A report has 20 metrics at most: goals are asked for ten at a time.
- Two counters of one site count each visit twice: doctor compares the sites that counters name.
- Days are the counter's: another zone than `timezone` stops the reading before a day of it is landed.
- Visits change: some go on for days, and payments are added up to 21 days later; so many days are read again.
- A log is prepared, fetched in parts and takes room of the counter until it is cleaned: it always is, after a
  failure too, and what a killed run has left is cleaned by the next one. A log that does not fit is asked for
  in fewer days.
- A part repeats the header and is no CSV: quotes mean nothing, tabs inside a value are escaped. Numbers of
  visits and clients are too long for a float and stay text.
- Of the running day there is no log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from pydantic import Field, SecretStr

from connectors.kit.auth import BearerToken
from connectors.kit.body import Bounds
from connectors.kit.connector import Connector
from connectors.kit.days import Days
from connectors.kit.errors import AskedTooMuch
from connectors.kit.http import Call, Judgement, Reply, Transport
from connectors.kit.rate import RateBudget
from connectors.kit.settings import Settings, ZoneName, hold_to_zone
from connectors.kit.stream import Kind, Page, Probe, Reading, Stream
from connectors.vendors.yandex_metrica.logs import LogDesk, columns
from connectors.vendors.yandex_metrica.reports import (
    LANE,
    PATH,
    UTM,
    VISITS,
    FromOne,
    Question,
    Report,
    count_question,
    counts_of,
    goal_questions,
    page_of,
)
from connectors.vendors.yandex_metrica.wire import Envelope, envelope_of, fix_of, judge, wait_for
from texts import marked, say

_COUNTER = "/management/v1/counter"
_PART_SECONDS = 1800.0  # for the body of one


class MetricaSettings(Settings):
    """One counter."""

    token: SecretStr = Field(min_length=1, description=marked("OAuth token with the right metrika:read"))
    counter: int = Field(gt=0, description=marked("number of the counter"))
    base_url: str = Field("https://api-metrika.yandex.net", pattern=r"^https?://[^/?#\s]+(/[^?#\s]*)?$")
    timezone: ZoneName = Field("Europe/Moscow", description="the counter's zone, whose days are counted")
    attribution: Literal["lastsign", "last", "first", "automatic"] = Field(
        "lastsign", description="whose mark a visit without one of its own gets"
    )
    trailing_days: int = Field(22, ge=1, le=90, description="days that are read again each time")
    page_size: int = Field(100_000, ge=1, le=100_000, description="rows in one page of a report")
    patience_seconds: float = Field(3600, gt=0, description="for one log while Metrica prepares it")
    log_megabytes: int = Field(2048, ge=1, description="room on the disk for one part of a log")


def _by_day(name: str, path: str, *key: str) -> Stream:
    return Stream(name, path, "data", kind=Kind.BY_DAY, key=key, paging=FromOne())


class YandexMetrica(Connector[MetricaSettings]):
    """Reads one counter."""

    name = "yandex_metrica"
    settings_type = MetricaSettings
    streams: tuple[Stream, ...] = (
        Stream("goals", f"{_COUNTER}/goals", "goals"),
        _by_day("visits_by_utm", PATH),
        _by_day("goals_by_utm", PATH),
        _by_day("visits", f"{_COUNTER}/logrequests", "ym:s:visitID"),
    )
    # 200 reports in five minutes; all requests of a user in a second are far more
    budget = RateBudget(per_second=5, lanes={LANE: 1.6})
    timeout = (5.0, 120.0)

    def __init__(self, settings: MetricaSettings) -> None:
        super().__init__(settings)
        self.streams = self.streams_under({"attribution": settings.attribution})
        self._told = Envelope()
        self._is_zone_known = self._is_tidy = False
        self._goals: tuple[str, ...] | None = None

    @classmethod
    def streams_under(cls, settings: Mapping[str, Any]) -> tuple[Stream, ...]:
        """The streams, read from the beginning where visits are attributed otherwise than before."""
        attribution = str(settings.get("attribution", "lastsign"))
        return tuple(_of_attribution(stream, attribution) for stream in cls.streams)

    def base_url(self) -> str:
        """Reports and management are under it."""
        return self.settings.base_url

    def auth(self) -> BearerToken:
        """The OAuth token."""
        return BearerToken(self.settings.token, "OAuth")

    def zone(self) -> ZoneInfo:
        """The counter's."""
        return ZoneInfo(self.settings.timezone)

    def judge(self, reply: Reply) -> Judgement:
        """By the type of the error; how exact a report is is remembered."""
        self._told = envelope_of(reply)
        return judge(reply, self._told)

    def explain(self, reply: Reply) -> tuple[str, str]:
        """Type and message of the refusal."""
        told = envelope_of(reply)
        return told.words, fix_of(reply, told)

    def wait_asked(self, reply: Reply) -> float | None:
        """Until the user's quota of reports is over, if Metrica does not say how long."""
        return wait_for(reply, envelope_of(reply))

    def restated_from(
        self, stream: Stream, today: date, settled_at: datetime | None, transport: Transport
    ) -> date:
        """Visits go on, and payments are added to them, for weeks."""
        return today - timedelta(days=self.settings.trailing_days)

    def probe(self, stream: Stream, transport: Transport) -> Probe:
        """Ask for the counter's zone, which decides what a day is."""
        if stream.kind is Kind.BY_DAY and not self._is_zone_known:
            told = self.fetch(Call(self._counter), transport, _counter_of)
            hold_to_zone(told.time_zone_name.strip() if told else None, self.settings.timezone)
            self._is_zone_known = True
        return Probe()

    def counted(self, transport: Transport) -> str:
        """The counter's site, as it is written without scheme, `www.` and what follows its name."""
        told = self.fetch(Call(self._counter), transport, _counter_of)
        site = told.site.strip().lower().rpartition("://")[2].partition("/")[0] if told else ""
        return site.removeprefix("www.")

    def read(self, reading: Reading, transport: Transport) -> Iterator[Page]:
        """Goals whole; reports and logs by runs of days."""
        stream, days = reading.stream, reading.days
        if days is None:
            yield from self.pages(stream, Call(f"{self._counter}/goals"), transport)
        elif stream.name == "visits":
            yield from self._visits(days, transport)
        else:
            yield from self._reported(stream, days, transport)

    @property
    def _counter(self) -> str:
        return f"{_COUNTER}/{self.settings.counter}"

    def _reported(self, stream: Stream, days: Days, transport: Transport) -> Iterator[Page]:
        """The days in one report, or in two if they are too many for one."""
        try:
            yield self._report(stream, days, transport)
            return
        except AskedTooMuch:
            if len(days) == 1:
                raise
        for half in days.slices((len(days) + 1) // 2):
            yield from self._reported(stream, half, transport)

    def _report(self, stream: Stream, days: Days, transport: Transport) -> Page:
        attribution, totals = self.settings.attribution, None
        if stream.name == "visits_by_utm":
            questions = [Question(days, attribution, VISITS)]
        else:
            questions = goal_questions(days, attribution, self._goal_ids(transport))
        reports = [self._answered(question, stream, transport) for question in questions]
        if stream.name == "visits_by_utm":
            totals = counts_of(self._answered(count_question(days, attribution), stream, transport))
        return page_of(reports, days, tuple(filter(None, (one.remark() for one in reports))), totals)

    def _answered(self, question: Question, stream: Stream, transport: Transport) -> Report:
        """The whole report. AskedTooMuch where it is sampled and fewer days may not be."""
        # a row of a report is two lists: its key is made of what lands
        unkeyed, report = replace(stream, key=()), Report(question)
        call = question.call(self.settings.counter, self.settings.page_size)
        for page in self.pages(unkeyed, call, transport):
            if self._told.is_sampled and len(question.days) > 1:
                raise _inexact(question.days)
            report.add((bytes(payload) for payload in page.payloads or ()), self._told)
        report.check()
        return report

    def _goal_ids(self, transport: Transport) -> Sequence[str]:
        if self._goals is None:
            pages = self.pages(self.stream("goals"), Call(f"{self._counter}/goals"), transport)
            self._goals = tuple(key for page in pages for key in page.keys)
        return self._goals

    def _visits(self, days: Days, transport: Transport) -> Iterator[Page]:
        """The days in one log, or in two if they do not fit into one."""
        desk = LogDesk(
            vendor=self,
            transport=transport,
            counter=self.settings.counter,
            fields=columns(self.settings.attribution, UTM),
            patience=self.settings.patience_seconds,
            bounds=Bounds(self.settings.log_megabytes << 20, _PART_SECONDS),
        )
        if not self._is_tidy:
            desk.clean_leftovers()
            self._is_tidy = True
        yield from self._logged(desk, days)

    def _logged(self, desk: LogDesk, days: Days) -> Iterator[Page]:
        with ExitStack() as stack:
            try:
                tables = desk.tables(days, stack)
            except AskedTooMuch:
                if len(days) == 1:
                    raise
                tables = None
            if tables is not None:
                yield page_of((), days, ())  # a day without visits is closed, too
                for table in tables:
                    yield from table.pages()
                return
        for half in days.slices((len(days) + 1) // 2):
            yield from self._logged(desk, half)


def _of_attribution(stream: Stream, attribution: str) -> Stream:
    if stream.kind is not Kind.BY_DAY:
        return stream
    marks = tuple(f"ym:s:{attribution}{what}" for what in UTM)
    keys = {"visits_by_utm": marks, "goals_by_utm": ("goal_id", *marks)}
    asked = (("attribution", attribution),) if stream.path else ()  # of a table nothing is asked
    return replace(stream, key=keys.get(stream.name, stream.key), params=asked)


class _Counter(msgspec.Struct):
    time_zone_name: str = ""
    site: str = ""


class _CounterReply(msgspec.Struct):
    counter: _Counter


def _counter_of(reply: Reply) -> _Counter:
    return msgspec.json.decode(reply.body, type=_CounterReply).counter


def _inexact(days: Days) -> AskedTooMuch:
    return AskedTooMuch(
        say("the report of {days} is sampled", days=days), fix=say("fewer days are asked for at once.")
    )
