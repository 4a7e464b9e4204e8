"""The server of Yandex Metrica: the token, the quotas, and the way to counters, goals, reports and logs.

Left out because nothing settles them: reports as CSV, by time and of advertising costs (`ym:ad:`), logs of
hits, uploads, grants. What else is open is a setting: `CounterTerms`, `Quotas`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

from sandbox.company.charter import MOSCOW
from sandbox.vendors.yandex_metrica import reporting
from sandbox.vendors.yandex_metrica.counter import COUNTER
from sandbox.vendors.yandex_metrica.errors import JSON, Refused, invalid
from sandbox.vendors.yandex_metrica.logs import LogDesk
from sandbox.vendors.yandex_metrica.quotas import Counted, Quotas
from sandbox.wire.day_faults import withhold
from sandbox.wire.exchange import Ask, Reply, encode_json
from sandbox.wire.list_faults import spoil
from sandbox.world.site import CATALOGUE, ENQUIRY, PAYMENT, Visit

Row = dict[str, Any]
COUNTERS, REPORT = "/management/v1/counters", "/stat/v1/data"
ONE_COUNTER = f"/management/v1/counter/{COUNTER}"
COUNTER_WORDS = {
    "offset", "per_page", "search_string", "counter_ids", "status", "field", "sort", "reverse", "robots",
    "lang", "pretty",
}  # fmt: skip
_STRANGER = re.compile(rf"/management/v1/counter/(?!{COUNTER}(/|$))")
GOALS = (
    {"id": ENQUIRY, "name": "Заявка с сайта", "type": "form", "default_price": 0.0},
    {"id": CATALOGUE, "name": "Пять страниц каталога", "type": "number", "default_price": 0.0},
    {"id": PAYMENT, "name": "Оплата (офлайн)", "type": "action", "default_price": 0.0},
)


@dataclass
class CounterTerms:
    """What the counter allows, and what the documentation leaves open."""

    sampled_above: int = 1_000_000
    complicated_above_days: int = 0
    log_polls: int = 2
    log_part_rows: int = 1000
    log_bytes: int = 10 * (1 << 30)


class Metrica:
    """One counter. `visits` gives what it knows (one object while the clock stands), `now` its clock."""

    def __init__(self, visits: Callable[[], list[Visit]], now: Callable[[], datetime], *, token: str) -> None:
        """Open the counter to one token."""
        self.terms, self.quotas = CounterTerms(), Quotas()
        self._visits, self._now, self._token = visits, now, token
        self._counted = Counted(self.quotas)
        self._logs = LogDesk(self._shown, self._today, self.terms)

    def turn(self) -> None:
        """Follow the quotas after somebody changed them: nothing has been asked yet."""
        self._counted.forget()

    def recover(self) -> None:
        """Forget all requests of logs: the counter is healthy again."""
        self._logs.clear()
        self.turn()

    def answer(self, ask: Ask) -> Reply:
        """Answer one request."""
        try:
            return self._answered(ask)
        except Refused as refused:
            return refused.reply()

    def _answered(self, ask: Ask) -> Reply:
        if ask.headers.get("authorization") != f"OAuth {self._token}":
            raise Refused(401, "invalid_token", "Invalid oauth_token")
        self._counted.admit(is_report=ask.path == REPORT, is_log="/logrequest" in ask.path)
        if crowded := ask.fault("three_at_once"):
            crowded.spend()
            raise self._counted.refused_in_parallel()
        asked = _query(ask.query)
        if _STRANGER.match(ask.path):
            raise Refused(403, "access_denied", "Access is denied")
        if ask.path.startswith(f"{ONE_COUNTER}/logrequest"):
            return self._logs.answer(ask, asked)
        if ask.method != "GET":
            raise Refused(405, "invalid_parameter", "Only GET is allowed")
        return Reply(200, encode_json(self._told(ask, asked)), JSON)

    def _told(self, ask: Ask, asked: dict[str, str]) -> Row:
        if ask.path == COUNTERS:
            return _counters(asked)
        if ask.path == ONE_COUNTER:
            return {"counter": _counter()}
        if ask.path == f"{ONE_COUNTER}/goals":
            return {"goals": spoil([*GOALS], ask.faults, key="id", field="name")}
        if ask.path == REPORT:
            return self._report(ask, asked)
        if goal := next((one for one in GOALS if ask.path == f"{ONE_COUNTER}/goal/{one['id']}"), None):
            return {"goal": goal}
        raise Refused(404, "not_found", "Entity not found")

    def _report(self, ask: Ask, asked: dict[str, str]) -> Row:
        if complicated := ask.fault("complicated"):
            complicated.spend()
            raise reporting.too_complicated()
        goals = {int(str(goal["id"])) for goal in GOALS}
        order = reporting.read(asked, goals, self.terms, self._today())
        again = ask.fault("repeat_page")
        if again:
            again.spend()
        told = reporting.report(order, self._shown(ask), self.terms, again)
        if wrong := ask.fault("wrong_totals"):
            wrong.spend()
            told["totals"] = [figure + 1 for figure in told["totals"]]
        if sampled := ask.fault("always_sampled"):
            sampled.spend()
            told |= {"sampled": True, "sample_share": 0.5}
        if hidden := ask.fault("hidden_rows"):
            hidden.spend()
            told["contains_sensitive_data"] = True
            told |= {"data": told["data"][:-1], "total_rows": told["total_rows"] - 1}
        return told

    def _shown(self, ask: Ask) -> list[Visit]:
        return withhold(
            self._visits(), ask.faults, lambda visit: visit.at.astimezone(MOSCOW).date(), now=self._now()
        )

    def _today(self) -> date:
        return self._now().astimezone(MOSCOW).date()


def _query(text: str) -> dict[str, str]:
    """Read a query; what stands there twice is refused."""
    pairs = parse_qsl(text, keep_blank_values=True)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise invalid("A parameter is given more than once")
    return found


def _counters(asked: dict[str, str]) -> Row:
    """Give a page of the one counter there is; the first has number 1."""
    if unknown := sorted(set(asked) - COUNTER_WORDS):
        raise invalid(f"Unknown parameter '{unknown[0]}'")
    offset, length = (
        reporting.whole(asked, name, usual, 10_000) for name, usual in (("offset", 1), ("per_page", 100))
    )
    counter = _counter()
    word = asked.get("search_string", "").lower()
    is_found = any(word in str(counter[name]).lower() for name in ("id", "name", "site"))
    is_named = str(COUNTER) in asked.get("counter_ids", str(COUNTER)).split(",")
    found = [counter] if is_found and is_named and asked.get("status", "Active") == "Active" else []
    return {"rows": len(found), "counters": found[offset - 1 : offset - 1 + length]}


def _counter() -> Row:
    return {
        "id": COUNTER,
        "name": "Северный свет",
        "site": "sevsvet.example",
        "status": "Active",
        "time_zone_name": "Europe/Moscow",
        "time_zone_offset": 180,
        "create_time": "2025-11-03T12:00:00+03:00",
    }
