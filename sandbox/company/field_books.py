"""What of the company's books SALES DOCTOR can hold: two filials, orders that are shipments too, a ledger.

It knows no kopeck of tax or cost, no rates (nobody knows what its dollars and tenge are worth), no deals of a
CRM, one due date an order. A client belongs to one filial, whose agents write its orders. Money that is not
confirmed, or deleted, is not in the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sandbox.company.charter import ERP_ONLY, MOSCOW, PEOPLE, RETAIL, erp_key
from sandbox.company.company import CardName, Company
from sandbox.company.erp_records import (
    CounterpartyFacts,
    ErpRecord,
    GoodsFacts,
    GoodsLine,
    Instalment,
    MoneyFacts,
    MoneyLine,
    OrderFacts,
    Product,
)
from sandbox.company.field_records import CANCELLED, CLOSED, DELIVERED, NEW, SENT, SHIPPED, FieldOrderFacts
from sandbox.company.field_shipping import lines_of
from sandbox.company.history import Change, History, change_at

MAIN, SECOND = "f1", "f2"
DELIVERED_AFTER, CLOSED_AFTER = timedelta(days=1), timedelta(days=12)
RETURN, CATEGORY = "return:", "category:"
T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class Keys:
    """Old key → new key, and the agent of every client (new keys)."""

    agents: dict[str, str]
    clients: dict[str, str]
    orders: dict[str, str]
    products: dict[str, str]
    agent_of: dict[str, str]

    def agent(self, manager: str | None, client: str) -> str:
        """Return who writes for a client (its new key): an agent of another filial leaves it to its own."""
        agent = self.agents.get(manager or "")
        return agent if agent is not None and agent[:2] == client[:2] else self.agent_of[client]


def as_kept_in_the_field(company: Company) -> Company:
    """Return the company with books as SALES DOCTOR shows them."""
    keys = _keys(company)
    shipped = _shipments(company)
    written = tuple(_order(one, shipped.get(one.key), keys) for one in company.orders)
    returns = (_return(one, keys, number) for number, one in enumerate(company.returns, start=1))
    return replace(
        company,
        erp_users=tuple(replace(one, key=keys.agents[one.key], email=None) for one in company.erp_users),
        products=tuple(_product(one, keys) for one in company.products),
        counterparties=tuple(
            replace(one, key=keys.clients[one.key], versions=_each(one.versions, _client))
            for one in company.counterparties
        ),
        field_orders=written,
        orders=tuple(ErpRecord(one.key, _each(one.versions, as_order), one.removed_at) for one in written),
        sales=tuple(
            ErpRecord(one.key, _each(one.versions, as_sale(one.key)), one.removed_at) for one in written
        ),
        returns=tuple(returns),
        money=tuple(_money(company, keys)),
        rates=(),
        item_keys=(),
        cost_entries=(),
        closings=(),
        clients=tuple(
            replace(one, accounts=tuple(keys.clients[key] for key in one.accounts)) for one in company.clients
        ),
        decisions=tuple(
            replace(one, card=_card(one.card, keys), other=_card(one.other, keys))
            for one in company.decisions
        ),
    )


def _each(versions: History[T], kept: Callable[[T], S]) -> History[S]:
    return tuple(Change(change.at, kept(change.value), change.by) for change in versions)


def _keys(company: Company) -> Keys:
    agents = dict(_agents())
    first: dict[str, str] = {}
    for order in sorted(company.orders, key=lambda one: one.versions[0].at):
        facts = order.versions[0].value
        if facts.manager is not None:
            first.setdefault(facts.counterparty, agents[facts.manager])
    usual = agents[ERP_ONLY]
    numbers = Counter[str]()
    clients = {}
    for one in company.counterparties:
        filial = first.get(one.key, usual)[:2]
        clients[one.key] = _numbered(numbers, f"{filial} client", filial, 100)
    orders = {}
    for order in company.orders:
        filial = clients[order.versions[0].value.counterparty][:2]
        orders[order.key] = _numbered(numbers, f"{filial} order", filial, 300)
    products = {}
    for number, product in enumerate(company.products, start=1):
        products[product.key] = f"{CATEGORY if product.is_folder else ''}d0_{number}"
    agent_of = {new: first.get(old, usual) for old, new in clients.items()}
    return Keys(agents, clients, orders, products, agent_of)


def _agents() -> Iterator[tuple[str, str]]:
    """Yield every ERP user's key and his key as an agent: the shop in the other town is a filial."""
    numbers = Counter[str]()
    for id_, _, _, group in PEOPLE:
        filial = SECOND if group == RETAIL else MAIN
        yield erp_key(id_), _numbered(numbers, filial, filial, 0)
    yield ERP_ONLY, _numbered(numbers, MAIN, MAIN, 0)


def _numbered(numbers: Counter[str], of_what: str, filial: str, base: int) -> str:
    numbers[of_what] += 1
    return f"{filial}-d0_{base + numbers[of_what]}"


def _product(one: Product, keys: Keys) -> Product:
    parent = None if one.is_folder or one.parent is None else keys.products[one.parent]
    return replace(one, key=keys.products[one.key], parent=parent)


def _client(facts: CounterpartyFacts) -> CounterpartyFacts:
    return replace(facts, kpp="", emails=())


def _card(card: CardName, keys: Keys) -> CardName:
    return replace(card, id=keys.clients[str(card.id)]) if card.entity == "counterparty" else card


def _shipments(company: Company) -> dict[str, ErpRecord[GoodsFacts]]:
    """Return the first sale of every order."""
    found: dict[str, ErpRecord[GoodsFacts]] = {}
    for sale in company.sales:
        order = sale.versions[0].value.order
        if order is not None:
            found.setdefault(order, sale)
    return found


def _order(
    record: ErpRecord[OrderFacts], sale: ErpRecord[GoodsFacts] | None, keys: Keys
) -> ErpRecord[FieldOrderFacts]:
    """Merge what is written on an order and on its shipment into the states of one document."""
    runs = list(_runs(sale))
    marks = {change.at for change in record.versions}
    for since, until, _ in runs:
        steps = (since, since + DELIVERED_AFTER, since + CLOSED_AFTER)
        marks |= {at for at in steps if until is None or at < until} | ({until} if until else set())
    versions = []
    for at in sorted(mark for mark in marks if mark >= record.versions[0].at):
        written = change_at(record.versions, at)
        assert written is not None
        run = next((run for run in runs if run[0] <= at and (run[1] is None or at < run[1])), None)
        versions.append(Change(at, _field_order(written.value, run, at, keys), written.by))
    return ErpRecord(keys.orders[record.key], tuple(versions), record.removed_at)


def _runs(sale: ErpRecord[GoodsFacts] | None) -> Iterator[tuple[datetime, datetime | None, date]]:
    """Yield from when to when the goods were out of the house, and the day of the shipment."""
    if sale is None:
        return
    since: datetime | None = None
    day = date.min
    for change in sale.versions:
        is_out = change.value.posted and not change.value.deletion_mark
        if is_out and since is None:
            since, day = change.at, change.value.date.astimezone(MOSCOW).date()
        elif not is_out and since is not None:
            yield since, change.at, day
            since = None
    if since is not None:
        yield since, sale.removed_at, day


def _field_order(
    facts: OrderFacts, run: tuple[datetime, datetime | None, date] | None, at: datetime, keys: Keys
) -> FieldOrderFacts:
    client = keys.clients[facts.counterparty]
    status = NEW
    if facts.deletion_mark:
        status = CANCELLED
    elif run is not None:
        out = at - run[0]
        status = CLOSED if out >= CLOSED_AFTER else DELIVERED if out >= DELIVERED_AFTER else SENT
    return FieldOrderFacts(
        number=facts.number,
        created_at=facts.date,
        document_day=facts.date.astimezone(MOSCOW).date() if run is None else run[2],
        status=status,
        counterparty=client,
        agent=keys.agent(facts.manager, client),
        lines=lines_of(facts, keys.products, is_delivered=status in (DELIVERED, CLOSED)),
        due=facts.schedule[-1].due if facts.schedule else None,
    )


def as_order(facts: FieldOrderFacts) -> OrderFacts:
    """Return what an order says, as other systems write one."""
    schedule = () if facts.due is None else (Instalment(1, facts.due, facts.amount, Decimal(100)),)
    return OrderFacts(
        number=facts.number,
        date=facts.created_at,
        posted=True,
        deletion_mark=facts.status == CANCELLED,
        counterparty=facts.counterparty,
        manager=facts.agent,
        amount=facts.amount,
        lines=_goods(facts),
        schedule=schedule,
    )


def as_sale(key: str) -> Callable[[FieldOrderFacts], GoodsFacts]:
    """Return how the shipment of an order (its key) is made of what the order says."""

    def shipped(facts: FieldOrderFacts) -> GoodsFacts:
        return GoodsFacts(
            number=facts.number,
            date=datetime.combine(facts.document_day, time(), MOSCOW),
            posted=facts.status in SHIPPED,
            deletion_mark=facts.status == CANCELLED,
            counterparty=facts.counterparty,
            manager=facts.agent,
            order=key,
            amount=facts.amount,
            lines=_goods(facts),
        )

    return shipped


def _goods(facts: FieldOrderFacts) -> tuple[GoodsLine, ...]:
    return tuple(
        GoodsLine(number, line.product, line.quantity - line.returned, line.price, line.kept, 0)
        for number, line in enumerate(facts.lines, start=1)
    )


def _return(one: ErpRecord[GoodsFacts], keys: Keys, number: int) -> ErpRecord[GoodsFacts]:
    filial = keys.clients[one.versions[0].value.counterparty][:2]

    def kept(facts: GoodsFacts) -> GoodsFacts:
        client = keys.clients[facts.counterparty]
        lines = tuple(
            replace(line, number=place, product=keys.products[line.product], vat_percent=0)
            for place, line in enumerate((line for line in facts.lines if not line.is_cancelled), start=1)
        )
        return replace(
            facts, counterparty=client, manager=keys.agent(facts.manager, client), order=None, lines=lines
        )

    return ErpRecord(f"{RETURN}{filial}-d0_{300 + number}", _each(one.versions, kept), one.removed_at)


def _money(company: Company, keys: Keys) -> Iterator[Any]:
    """Yield money of clients; what moves between own accounts is in no ledger of clients."""
    numbers = Counter[str]()
    for one in company.money:
        first = one.versions[0].value
        if first.operation != "other":
            filial = keys.clients[first.counterparty][:2]
            key = _numbered(numbers, filial, filial, 500)
            yield replace(one, key=key, versions=_each(one.versions, lambda facts: _paid(facts, keys)))


def _paid(facts: MoneyFacts, keys: Keys) -> MoneyFacts:
    tied = [line for line in facts.lines if line.order and facts.operation == "customer_payment"]
    parts = [(keys.orders[line.order or ""], line.amount) for line in tied]
    rest = facts.amount - sum((line.amount for line in tied), Decimal(0))
    lines = tuple(
        MoneyLine(number, order, amount)
        for number, (order, amount) in enumerate([*parts, *([(None, rest)] if rest else [])], start=1)
    )
    return replace(
        facts,
        counterparty=keys.clients[facts.counterparty],
        responsible=keys.agents.get(facts.responsible or ""),
        lines=lines,
    )
