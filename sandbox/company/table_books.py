"""What of field sales the tables of people can hold: own codes, a line a product, a payment an order.

The tables know no telephones, no purposes of payments, nothing that came back from a shelf, no folders of
goods, no dollars. An order without a due date is due when it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from sandbox.company.charter import MOSCOW
from sandbox.company.company import CardName, Company
from sandbox.company.erp_records import CounterpartyFacts, ErpRecord, MoneyDocument, MoneyFacts, MoneyLine
from sandbox.company.field_books import as_order, as_sale
from sandbox.company.field_records import CENT, ClientPlace, FieldLine, FieldOrderFacts, OddEntry
from sandbox.company.field_shipping import refused_of
from sandbox.company.history import Change, History

TOWNS = {"f1": "мск", "f2": "спб"}
T = TypeVar("T")
S = TypeVar("S")


def _number(key: str) -> int:
    return int(key.rpartition("_")[2])


def agent_code(key: str) -> str:
    """Return the code of an agent as it is compared: `мск 03`."""
    return f"{TOWNS[key[:2]]} {_number(key):02}"


def client_code(key: str) -> str:
    """Return the code of a client as it is compared: `тт мск-0101`."""
    return f"тт {TOWNS[key[:2]]}-{_number(key):04}"


def order_id(key: str) -> str:
    """Return the number of an order as it is compared: `зк/мск 000301`."""
    return f"зк/{TOWNS[key[:2]]} {_number(key):06}"


def product_code(key: str) -> str:
    """Return the code of a product as it is compared: `арт. 003`."""
    return f"арт. {_number(key):03}"


def payment_id(key: str, part: int) -> str:
    """Return the number of a payment as it is compared; of one for several orders each part has its own."""
    return f"пл-{TOWNS[key[:2]]}-{_number(key):05}" + (f"/{part}" if part > 1 else "")


def as_tabled(company: Company) -> Company:
    """Return a company of field sales with the books that its tables hold."""
    orders = tuple(
        ErpRecord(order_id(one.key), _each(one.versions, _order), one.removed_at)
        for one in company.field_orders
    )
    return replace(
        company,
        erp_users=tuple(replace(one, key=agent_code(one.key)) for one in company.erp_users),
        products=tuple(
            replace(one, key=product_code(one.key), code="", sku="", parent=None)
            for one in company.products
            if not one.is_folder
        ),
        counterparties=tuple(
            replace(one, key=client_code(one.key), versions=_each(one.versions, _client))
            for one in company.counterparties
        ),
        field_orders=orders,
        orders=tuple(ErpRecord(one.key, _each(one.versions, as_order), one.removed_at) for one in orders),
        sales=tuple(
            ErpRecord(one.key, _each(one.versions, as_sale(one.key)), one.removed_at) for one in orders
        ),
        returns=(),
        money=tuple(part for one in company.money for part in _payments(one)),
        places=tuple(_place(one) for one in company.places),
        visits=tuple(
            replace(one, agent=agent_code(one.agent), client=client_code(one.client))
            for one in company.visits
        ),
        odd_entries=tuple(_odd(one) for one in company.odd_entries if one.kind != "conversion"),
        clients=tuple(
            replace(one, accounts=tuple(client_code(key) for key in one.accounts)) for one in company.clients
        ),
        decisions=tuple(
            replace(one, card=_card(one.card), other=_card(one.other)) for one in company.decisions
        ),
    )


def _each(versions: History[T], kept: Callable[[T], S]) -> History[S]:
    return tuple(Change(change.at, kept(change.value), change.by) for change in versions)


def _client(facts: CounterpartyFacts) -> CounterpartyFacts:
    town = next((part for part in facts.address.split(", ") if part.startswith("г ")), "")
    places = [facts.region, town] if town and not facts.region.endswith(" г") else [town]
    return replace(facts, phones=(), address=", ".join(place for place in places if place))


def _card(card: CardName) -> CardName:
    return replace(card, id=client_code(str(card.id))) if card.entity == "counterparty" else card


def _place(place: ClientPlace) -> ClientPlace:
    routes = tuple(replace(route, agent=agent_code(route.agent)) for route in place.routes)
    return replace(place, client=client_code(place.client), routes=routes)


def _odd(one: OddEntry) -> OddEntry:
    return replace(
        one, key=f"сп-{TOWNS[one.client[:2]]}-{_number(one.key):05}", client=client_code(one.client)
    )


def _order(facts: FieldOrderFacts) -> FieldOrderFacts:
    return replace(
        facts,
        counterparty=client_code(facts.counterparty),
        agent=agent_code(facts.agent),
        lines=tuple(_lines(facts.lines)),
        due=facts.due or facts.document_day,
    )


@dataclass(frozen=True, slots=True, order=True)
class _Goods:
    """What a line of a table is named by, within its order."""

    product: str
    is_bonus: bool


def _lines(lines: Sequence[FieldLine]) -> Iterator[FieldLine]:
    def goods(line: FieldLine) -> _Goods:
        return _Goods(product_code(line.product), line.is_bonus)

    for named, same in groupby(sorted(lines, key=goods), key=goods):
        yield _together(named, list(same))


def _together(named: _Goods, lines: Sequence[FieldLine]) -> FieldLine:
    """Add up the lines of a product; what was refused does not come to half a kopeck exactly."""
    quantity, summa = sum(line.quantity for line in lines), sum((line.summa for line in lines), Decimal(0))
    returned = lines[0].returned
    if len(lines) > 1 and any(line.returned for line in lines):
        returned = refused_of(summa, quantity)
    price = sum((line.price * line.quantity for line in lines), Decimal(0)) / quantity
    return FieldLine(
        named.product, quantity, price.quantize(CENT), lines[0].discount, summa, returned, named.is_bonus
    )


def _payments(document: MoneyDocument) -> Iterator[MoneyDocument]:
    """Yield a document for every order that a payment is for, and for what is left of it."""
    most = max(len(change.value.lines) for change in document.versions)
    for part in range(1, most + 1):
        versions = tuple(
            Change(change.at, _part(change.value, part), change.by) for change in document.versions
        )
        yield replace(document, key=payment_id(document.key, part), versions=versions)


def _told(at: datetime, number: str) -> datetime:
    """Return when money came, as people enter it: of every fourth payment only the day."""
    if int(number[-1]) % 4:
        return at
    return datetime.combine(at.astimezone(MOSCOW).date(), time(), MOSCOW)


def _part(facts: MoneyFacts, part: int) -> MoneyFacts:
    kept = replace(
        facts,
        date=_told(facts.date, facts.number),
        counterparty=client_code(facts.counterparty),
        responsible=None if facts.responsible is None else agent_code(facts.responsible),
        purpose="",
        currency="RUB",
    )
    if part > len(facts.lines):
        return replace(kept, posted=False, amount=Decimal(0), lines=())
    line = facts.lines[part - 1]
    order = None if line.order is None else order_id(line.order)
    return replace(kept, amount=line.amount, lines=(MoneyLine(1, order, line.amount),))
