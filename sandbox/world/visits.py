"""Agents on their rounds: where clients are, who comes on which days, which visits were made and what of.

Only a company that keeps its books in SALES DOCTOR writes visits down.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.company.charter import APRIL_LEAVE, END, MOSCOW
from sandbox.company.company import Company
from sandbox.company.erp_records import CounterpartyFacts, ErpRecord
from sandbox.company.field_records import ClientPlace, FieldVisit, Route, VisitFacts
from sandbox.company.history import Change

PLANNED_AHEAD = timedelta(days=14)
TOWNS = {"f1": (55.75, 37.62), "f2": (59.94, 30.31)}
ON_ROUNDS = {"f1": ("f1-d0_2", "f1-d0_3", "f1-d0_8"), "f2": ("f2-d0_1", "f2-d0_3", "f2-d0_4")}
LEAVES, FOLLOWS = "f2-d0_4", "f2-d0_3"
REASONS = ("Нет денег", "Есть остаток", "Нет ответственного", "Работает с другим поставщиком")
Written = dict[tuple[str, str, date], tuple[datetime, Decimal]]
"""agent, client, day → when an order was written, and its sum"""


@dataclass
class Rounds:
    """The book of visits while it is written."""

    rng: random.Random
    orders: Written
    last_day: date


def go_out(company: Company) -> Company:
    """Return the company with the places of its clients and all visits to them."""
    rng = random.Random(f"{company.seed}:visits")
    orders, agents = _orders(company)
    places = tuple(_place(rng, one, agents.get(one.key)) for one in company.counterparties)
    rounds = Rounds(rng, orders, END.astimezone(MOSCOW).date() + PLANNED_AHEAD)
    visits = [visit for place in places for visit in _planned(rounds, place)]
    visits += _unplanned(rounds)
    visits.sort(key=lambda one: (one.day, one.agent, one.client, one.versions[0].at))
    return replace(company, places=places, visits=tuple(visits))


def _orders(company: Company) -> tuple[Written, dict[str, str]]:
    """Return the first order of each agent, client and day, and who wrote a client's first one."""
    found: Written = {}
    first: dict[str, str] = {}
    for order in sorted(company.field_orders, key=lambda one: (one.versions[0].at, one.key)):
        facts = order.versions[0].value
        at = facts.created_at.astimezone(MOSCOW)
        found.setdefault((facts.agent, facts.counterparty, at.date()), (at, facts.ordered))
        first.setdefault(facts.counterparty, facts.agent)
    return found, first


def _place(rng: random.Random, client: ErpRecord[CounterpartyFacts], agent: str | None) -> ClientPlace:
    filial = client.key[:2]
    centre = TOWNS[filial]
    point: list[Decimal | None] = [Decimal(f"{rng.gauss(middle, 0.07):.6f}") for middle in centre]
    roll = rng.random()
    if roll < 0.06:
        point = [None, None]
    elif roll < 0.09:
        point = [Decimal(0), Decimal(0)]
    comes = rng.choice(ON_ROUNDS[filial])
    if agent in ON_ROUNDS[filial]:
        comes = agent
    days = tuple(sorted(rng.sample(range(1, 6), rng.choice((1, 2, 2, 3)))))
    since = client.versions[0].at
    is_abroad = client.versions[0].value.code.startswith("З-")
    if is_abroad or rng.random() < 0.08:
        return ClientPlace(client.key, point[0], point[1], ())
    return ClientPlace(client.key, point[0], point[1], tuple(_routes(comes, days, since)))


def _routes(agent: str, days: tuple[int, ...], since: datetime) -> Iterator[Route]:
    """Yield who comes; the clients of an agent who leaves pass to another."""
    if agent != LEAVES:
        yield Route(agent, days, since)
        return
    if since < APRIL_LEAVE:
        yield Route(agent, days, since, APRIL_LEAVE)
    yield Route(FOLLOWS, days, max(since, APRIL_LEAVE))


def _planned(rounds: Rounds, place: ClientPlace) -> Iterator[FieldVisit]:
    for route in place.routes:
        first = route.since.astimezone(MOSCOW).date() + timedelta(days=1)
        last = rounds.last_day
        if route.until is not None:
            last = route.until.astimezone(MOSCOW).date() - timedelta(days=1)
        for day in days_between(first, last):
            if day.isoweekday() in route.days and is_working_day(day):
                yield _visit(rounds, place.client, route, day)


def _visit(rounds: Rounds, client: str, route: Route, day: date) -> FieldVisit:
    rng, agent = rounds.rng, route.agent
    planned_at = max(datetime.combine(day, time(6), MOSCOW) - PLANNED_AHEAD, route.since)
    versions = [Change(planned_at, VisitFacts(is_planned=True))]
    order = rounds.orders.pop((agent, client, day), None)
    if order is None and rng.random() < 0.02:
        dropped = datetime.combine(day, time(12), MOSCOW) - timedelta(days=2)
        return FieldVisit(agent, client, day, tuple(versions), max(dropped, planned_at))
    if order is not None:
        versions += _made(rng, day, _at_an_order(rng, order))
    elif rng.random() < 0.72:
        versions += _made(rng, day, _without_order(rng, day, is_planned=True))
    return FieldVisit(agent, client, day, tuple(versions))


def _unplanned(rounds: Rounds) -> Iterator[FieldVisit]:
    """Yield visits that nobody planned: most orders that are left, and some that brought nothing."""
    rng = rounds.rng
    by_client = defaultdict[str, list[str]](list)
    for (agent, client, day), order in sorted(rounds.orders.items()):
        by_client[client].append(agent)
        if rng.random() < 0.6:
            made = replace(_at_an_order(rng, order), is_planned=False)
            yield FieldVisit(agent, client, day, tuple(_made(rng, day, made)))
        if rng.random() < 0.2:
            other = day + timedelta(days=rng.randint(1, 20))
            made = _without_order(rng, other, is_planned=False)
            yield FieldVisit(agent, client, other, tuple(_made(rng, other, made)))


def _at_an_order(rng: random.Random, order: tuple[datetime, Decimal]) -> VisitFacts:
    at, amount = order
    minute = at.replace(second=0, microsecond=0)
    started = max(minute - timedelta(minutes=rng.randint(3, 25)), datetime.combine(at.date(), time(), MOSCOW))
    ended = minute + timedelta(minutes=rng.randint(1, 15))
    return _seen(rng, VisitFacts(True, True, started, ended, order_sum=amount))


def _without_order(rng: random.Random, day: date, *, is_planned: bool) -> VisitFacts:
    started = datetime.combine(day, time(9), MOSCOW) + timedelta(minutes=rng.randint(0, 480))
    ended = started + timedelta(minutes=rng.randint(2, 40))
    reject = ", ".join(rng.sample(REASONS, rng.choice((1, 1, 2)))) if rng.random() < 0.4 else ""
    return _seen(rng, VisitFacts(is_planned, True, started, ended, reject))


def _seen(rng: random.Random, facts: VisitFacts) -> VisitFacts:
    return replace(facts, has_photo=rng.random() < 0.3, is_gps_confirmed=rng.random() < 0.85)


def _made(rng: random.Random, day: date, facts: VisitFacts) -> Iterator[Change[VisitFacts]]:
    """Yield when the office hears of a visit: at once, days later, open, closed in the evening."""
    assert facts.ended_at is not None
    told = facts.ended_at + timedelta(minutes=2)
    roll = rng.random()
    if roll < 0.06:
        told = datetime.combine(day, time(10), MOSCOW) + timedelta(days=rng.randint(1, 3))
    if roll > 0.95:
        yield Change(told, replace(facts, ended_at=None))
        if roll > 0.98:
            closed = datetime.combine(day, time(20, 15), MOSCOW)
            yield Change(closed + timedelta(days=2), replace(facts, ended_at=max(closed, told)))
        return
    yield Change(told, facts)
