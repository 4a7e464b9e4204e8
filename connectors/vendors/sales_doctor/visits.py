"""Visits of a run of days: they have no id, and days are the only thing by which they can be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from connectors.kit.errors import UnexpectedReply
from connectors.kit.stream import Page
from connectors.vendors.sales_doctor.records import Filial, Stamp, Stamper
from texts import say

Pages = Callable[[Filial, dict[str, Any]], Iterator[Page]]


def visits_of(first: date, last: date, filials: Sequence[Filial], ask: Pages) -> tuple[Page, list[str]]:
    """All visits of the days, both included, on one page, and the day of each.

    Raises UnexpectedReply for a visit of another day: a filter that a server does not know it ignores.
    """
    names = {(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)}
    keys: list[str] = []
    payloads: list[Any] = []
    days: list[str] = []
    rejected: list[Any] = []
    received = 0
    for filial in filials:
        stamper = Stamper(_stamp(filial))
        for found in ask(filial, {"period": {"date": {"from": first.isoformat(), "to": last.isoformat()}}}):
            page = stamper.page(found, filial)
            keys += page.keys
            payloads += page.payloads or ()
            rejected += page.rejected
            received += page.received
        days += [key.split("|")[2] for key in keys[len(days) :]]
        if others := set(days) - names:
            raise _of_another(first, last, min(others))
    return Page(keys, payloads, rejected=tuple(rejected), received=received), days


def _stamp(filial: Filial) -> Stamp:
    """Agent and client by their keys; of visits that are alike in all that names them each is one."""
    told: Counter[str] = Counter()

    def stamp(record: Mapping[str, Any]) -> dict[str, object]:
        agent, client = filial.key_of_id(record.get("agent_id")), filial.key_of_id(record.get("client_id"))
        day, start = str(record.get("date") or "")[:10], str(record.get("start_date") or "")
        key = f"{agent}|{client}|{day}|{start}" if agent and client and day else ""
        told[key] += 1
        again = f"|{told[key]}" if key and told[key] > 1 else ""
        return {"_key": f"{key}{again}", "_agent": agent, "_client": client}

    return stamp


def _of_another(first: date, last: date, other: str) -> UnexpectedReply:
    return UnexpectedReply(
        say(
            "visits from {first} to {last} were asked for and one of {day} came",
            first=first,
            last=last,
            day=other,
        ),
        fix=say("look for a proxy that changes requests; if there is none, tell the maintainers."),
    )
