"""Mango's statistics desk: an order gives a key, the key gives "not yet" for a while, then JSON or CSV."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sandbox.company.charter import MOSCOW
from sandbox.vendors.mango_office import codes
from sandbox.vendors.mango_office.codes import Faulty, done, refused
from sandbox.vendors.mango_office.query import BasicOrder, CallsOrder, day_spans, read_basic, read_calls
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply
from sandbox.wire.faults import Fault
from sandbox.wire.list_faults import spoil

Row = dict[str, Any]
CSV = "text/csv; charset=utf-8"
WAITING = ("request", "work")
DAY, ENDLESS = 86_400, 1 << 30


@dataclass(frozen=True)
class MangoCall:
    """A call as the extended statistics show it, and its legs as rows of the basic ones."""

    start: int
    context: Row
    legs: tuple[Row, ...]

    @property
    def day(self) -> date:
        """Give the Moscow day on which it started."""
        return datetime.fromtimestamp(self.start, MOSCOW).date()


@dataclass(frozen=True)
class MangoTables:
    """Everything the exchange shows at one instant; calls in the order of their start."""

    users: list[Row]
    groups: list[Row]
    lines: list[Row]
    calls: list[MangoCall]
    balance: float = 0.0


class Manners(Protocol):
    """How long an order may be, how long its result keeps people waiting, and how it says so."""

    longest_days: int
    bearable_days: int
    polls: int
    waiting: Any


@dataclass
class _Ticket:
    """An order that was accepted: its answer is settled, only the wait is left."""

    is_basic: bool
    body: bytes | Row
    waits: int


class Desk:
    """Takes orders for statistics and hands results out; keys live until the clock moves."""

    def __init__(
        self, tables: Callable[[], MangoTables], now: Callable[[], datetime], manners: Manners
    ) -> None:
        """Open the desk over the exchange's calls."""
        self._tables, self._now, self._manners = tables, now, manners
        self._tickets: dict[str, _Ticket] = {}
        self._shown: MangoTables | None = None
        self._taken = 0

    def order(self, ask: Ask, asked: Row, *, is_basic: bool) -> Reply:
        """Accept an order and give its key."""
        tables = self._tables()
        if tables is not self._shown:
            self._shown = tables
            self._tickets.clear()
        longest = self._manners.longest_days
        order = read_basic(asked, longest) if is_basic else read_calls(asked, longest)
        body = self._csv(ask, order) if isinstance(order, BasicOrder) else self._json(ask, order)
        self._taken += 1
        key = base64.b64encode(f"VOR-{self._taken:06d}".encode()).decode()
        bearable = order.until - order.since <= self._manners.bearable_days * DAY
        self._tickets[key] = _Ticket(is_basic, body, self._manners.polls if bearable else ENDLESS)
        return done({"key": key} if is_basic else {"result": codes.DONE, "key": key})

    def result(self, ask: Ask, asked: Row, *, is_basic: bool) -> Reply:
        """Give the result of a key, or say that it is not ready, lost or broken."""
        if not isinstance(key := asked.get("key"), str):
            raise Faulty(codes.NO_PARAMETER if key is None else codes.BAD_PARAMETER, "key")
        ticket = self._tickets.get(key)
        if lost := ask.fault("lost_key"):
            lost.spend()
            self._tickets.pop(key, None)
        if lost or ticket is None or ticket.is_basic != is_basic:
            return refused(codes.NOT_FOUND, status=404)
        if stuck := ask.fault("never_ready"):
            stuck.spend()
            return self._not_yet(ticket)
        if ticket.waits > 0:
            ticket.waits -= 1
            return self._not_yet(ticket)
        return _handed(ask, ticket)

    def _not_yet(self, ticket: _Ticket) -> Reply:
        if ticket.is_basic or self._manners.waiting == "empty":
            return Reply(204)
        status = WAITING[0] if ticket.waits == self._manners.polls - 1 else WAITING[1]
        return done({"result": codes.DONE, "status": status})

    def _within(self, ask: Ask, since: int, until: int) -> list[MangoCall]:
        calls = [call for call in self._tables().calls if since <= call.start <= until]
        return withhold(calls, ask.faults, lambda call: call.day, now=self._now())

    def _json(self, ask: Ask, order: CallsOrder) -> Row:
        calls = [call for call in self._within(ask, order.since, order.until) if order.wants(call.context)]
        again = ask.fault("repeat_page")
        if again:
            again.spend()
        start = 0 if again else order.offset
        page = calls[start : start + order.limit]
        rows = [_with_costs(call.context, order.ext_fields) for call in page]
        rows = spoil(rows, ask.faults, key="entry_id", field="talk_duration")
        shown = list(zip(page, _legs_as_objects(rows, ask.fault("leg_object")), strict=True))
        spans = day_spans(order.since, order.until)
        if single := ask.fault("data_object"):
            single.spend()
            spans = [(order.since, order.until)]
        blocks = [
            _block(span, calls, [row for call, row in shown if span[0] <= call.start <= span[1]])
            for span in spans
        ]
        if wrong := ask.fault("wrong_totals"):
            wrong.spend()
            blocks = [_disagreeing(blocks[0], wrong), *blocks[1:]]
        return {"data": blocks[0] if single else blocks}

    def _csv(self, ask: Ask, order: BasicOrder) -> bytes:
        legs = [
            leg
            for call in self._within(ask, order.since, order.until)
            for leg in call.legs
            if order.wants(leg)
        ]
        return "".join(f"{';'.join(str(leg[name]) for name in order.fields)}\n" for leg in legs).encode()


def _handed(ask: Ask, ticket: _Ticket) -> Reply:
    if isinstance(ticket.body, bytes):
        return Reply(200, ticket.body, CSV)
    if bad := ask.fault("bad_status"):
        bad.spend()
        return done({"result": codes.DONE, "status": bad.value or "error"})
    return done({"result": codes.DONE, "status": "complete", **ticket.body})


def _block(span: tuple[int, int], calls: list[MangoCall], rows: list[Row]) -> Row:
    """Give one block of `data`: totals of its whole time, and those of its calls that are on this page."""
    own = [call.context for call in calls if span[0] <= call.start <= span[1]]
    since, until = (datetime.fromtimestamp(end, MOSCOW).strftime("%d.%m.%Y %H:%M:%S") for end in span)
    return {
        "period": f"{since} - {until}",
        "total_calls_count": len(own),
        "total_calls_duration": sum(row["duration"] for row in own),
        "total_talks_duration": sum(row["talk_duration"] for row in own),
        "list": rows,
    }


def _disagreeing(block: Row, fault: Fault) -> Row:
    return {
        **block,
        "total_calls_count": block["total_calls_count"] + fault.rows,
        "total_talks_duration": block["total_talks_duration"] + 60 * fault.rows,
    }


def _with_costs(context: Row, wanted: tuple[str, ...]) -> Row:
    return {**context, **dict.fromkeys(wanted, 0)}


def _legs_as_objects(rows: list[Row], fault: Fault | None) -> list[Row]:
    """Give a single leg as an object in place of a list, as answers born from XML do."""
    if fault is None:
        return rows
    fault.spend()
    return [
        {**row, "context_calls": row["context_calls"][0]} if len(row["context_calls"]) == 1 else row
        for row in rows
    ]
