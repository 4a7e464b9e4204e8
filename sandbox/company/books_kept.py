"""What of the company's books its ERP can hold: 1C all of it, МойСклад less, field sales their own part.

МойСклад cuts business times to the minute, ties a payment to orders by sums and leaves the rest untied,
ties a refund to no order, has no cancelled lines, no closing of a month and no history of rates: what a
foreign currency was worth only its documents say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from sandbox.company.charter import MOSCOW
from sandbox.company.company import Company
from sandbox.company.erp_records import (
    CurrencyRate,
    GoodsFacts,
    MoneyDocument,
    MoneyFacts,
    MoneyLine,
    OrderFacts,
)
from sandbox.company.field_books import as_kept_in_the_field
from sandbox.company.history import Change, History, value_at
from sandbox.company.layout import IN_THE_FIELD

HOME = "RUB"
T = TypeVar("T")


def as_kept(company: Company) -> Company:
    """Return the company with the books that its ERP can hold."""
    if company.layout.erp in ("none", "onec"):
        return company
    if company.layout.erp in IN_THE_FIELD:
        return as_kept_in_the_field(company)
    money = tuple(replace(one, versions=_each(one.versions, _money)) for one in company.money)
    return replace(
        company,
        orders=tuple(replace(one, versions=_each(one.versions, _order)) for one in company.orders),
        sales=tuple(replace(one, versions=_each(one.versions, _goods)) for one in company.sales),
        returns=tuple(replace(one, versions=_each(one.versions, _goods)) for one in company.returns),
        money=money,
        rates=tuple(_rates_of_documents(company.rates, money)),
        closings=(),
    )


def _each(versions: History[T], kept: Callable[[T], T]) -> History[T]:
    return tuple(Change(change.at, kept(change.value), change.by) for change in versions)


def _to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _order(facts: OrderFacts) -> OrderFacts:
    return replace(facts, date=_to_the_minute(facts.date))


def _goods(facts: GoodsFacts) -> GoodsFacts:
    lines = tuple(line for line in facts.lines if not line.is_cancelled)
    return replace(facts, date=_to_the_minute(facts.date), lines=lines)


def _money(facts: MoneyFacts) -> MoneyFacts:
    tied = [line for line in facts.lines if line.order and facts.operation == "customer_payment"]
    rest = facts.amount - sum((line.amount for line in tied), Decimal(0))
    parts = [(line.order, line.amount) for line in tied]
    if tied and rest:
        parts.append((None, rest))
    lines = tuple(MoneyLine(number, *part) for number, part in enumerate(parts, start=1))
    return replace(facts, date=_to_the_minute(facts.date), lines=lines)


def _rates_of_documents(
    rates: Sequence[CurrencyRate], money: Iterable[MoneyDocument]
) -> Iterator[CurrencyRate]:
    """Yield the rate of each day with a document in foreign currency, from when such a document is there."""
    since: dict[tuple[str, date], datetime] = {}
    for change in (change for document in money for change in document.versions):
        facts = change.value
        if facts.currency != HOME:
            key = facts.currency, facts.date.astimezone(MOSCOW).date()
            since[key] = min(change.at, since.get(key, change.at))
    for (currency, day), first in sorted(since.items()):
        known = [rate for rate in rates if rate.currency == currency and rate.day <= day]
        yield CurrencyRate(currency, day, 1, tuple(_in_force(known, first)))


def _in_force(rates: Sequence[CurrencyRate], first: datetime) -> Iterator[Change[Decimal]]:
    """Yield what one unit is worth by the newest rate, at first and after every rate typed later."""
    moments = {max(change.at, first) for rate in rates for change in rate.versions}
    last: Decimal | None = None
    for at in sorted(moments):
        typed = [rate for rate in rates if rate.versions[0].at <= at]
        newest = max(typed, key=lambda rate: rate.day)
        worth = value_at(newest.versions, at) / newest.multiplicity
        if worth != last:
            yield Change(at, worth)
        last = worth
