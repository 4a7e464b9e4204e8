"""What documents look up while they are written: when they began, what is linked, what goods cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.company import charter
from sandbox.company.current import CompanyState, ErpRow
from sandbox.company.erp_records import ErpRecord, GoodsLine, MoneyKind, Product
from sandbox.vendors.moysklad.dictionaries import kind_of_products, variants_of
from sandbox.vendors.moysklad.values import GROUP, STORE, Lines, Ref, Row, entity, kopecks, ref, shared, stamp

KIND_OF_MONEY: dict[MoneyKind, str] = {
    "payments_bank": "paymentin",
    "payments_cash": "cashin",
    "payments_card": "paymentin",
    "refunds_bank": "paymentout",
    "refunds_cash": "cashout",
}


@dataclass(frozen=True)
class Shelf:
    """The company's state with its indexes. `costs`: (document, product) -> cost; `units`: of one piece."""

    state: CompanyState
    began: dict[str, datetime]
    orders: set[str]
    kinds: dict[str, str]
    variants: dict[str, list[str]]
    costs: dict[tuple[str, str], Decimal]
    units: dict[str, Decimal]
    paid: dict[str, list[tuple[Ref, Decimal]]]
    shipped: dict[str, list[tuple[Ref, Decimal]]]

    @property
    def products(self) -> tuple[Product, ...]:
        """The price list."""
        return self.state.company.products


def build(state: CompanyState) -> Shelf:
    """Index a state."""
    company = state.company
    records: Iterable[ErpRecord[Any]] = (*company.orders, *company.sales, *company.returns, *company.money)
    costs, units = _costs(state)
    return Shelf(
        state=state,
        began={one.key: one.versions[0].at for one in records},
        orders={row.key for row in state.orders},
        kinds=kind_of_products(company.products),
        variants=variants_of(company),
        costs=costs,
        units=units,
        paid=_paid(state),
        shipped=_shipped(state),
    )


def _costs(state: CompanyState) -> tuple[dict[tuple[str, str], Decimal], dict[str, Decimal]]:
    product_of = {item.key: item.product for item in state.company.item_keys}
    costs = defaultdict[tuple[str, str], Decimal](Decimal)
    sums, counts = defaultdict[str, Decimal](Decimal), defaultdict[str, int](int)
    for entry in state.cost_sets:
        for row in entry.facts.rows:
            product = product_of[row.item_key]
            costs[entry.recorder, product] += abs(row.cost)
            sums[product] += row.cost
            counts[product] += row.quantity
    return costs, {product: total / counts[product] for product, total in sums.items() if counts[product]}


def _paid(state: CompanyState) -> dict[str, list[tuple[Ref, Decimal]]]:
    found = defaultdict[str, list[tuple[Ref, Decimal]]](list)
    for kind, rows in state.money.items():
        for row in rows:
            for line in row.facts.lines:
                if line.order and row.facts.posted and not row.facts.deletion_mark:
                    found[line.order].append((ref(KIND_OF_MONEY[kind], row.key), line.amount))
    return found


def _shipped(state: CompanyState) -> dict[str, list[tuple[Ref, Decimal]]]:
    found = defaultdict[str, list[tuple[Ref, Decimal]]](list)
    for row in state.sales:
        if row.facts.order and row.facts.posted and not row.facts.deletion_mark:
            found[row.facts.order].append((ref("demand", row.key), row.facts.amount))
    return found


def document(kind: str, row: ErpRow[Any], began: datetime, owner: str | None) -> Row:
    """Give the fields that every document has; a marked one lies in the recycle bin."""
    facts = row.facts
    ms = (row.version * 137 + int(row.key[:4], 16)) % 1000
    me = ref(kind, row.key)
    head = entity(kind, row.key, facts.number, stamp(row.written_at, ms)) | shared(owner)
    head |= {
        "created": stamp(began, ms),
        "moment": stamp(facts.date.replace(second=0)),
        "applicable": facts.posted,
    }
    if facts.deletion_mark:
        head["deleted"] = stamp(row.written_at, ms)
    return head | {
        "organization": ref("organization", charter.ORGANIZATION_KEY),
        "sum": kopecks(facts.amount),
        "rate": {"currency": ref("currency", charter.CURRENCY_KEY)},
        "printed": False,
        "published": False,
        "files": Lines("files", f"{me.path}/files"),
    }


def goods(kind: str, row: ErpRow[Any], shelf: Shelf) -> Row:
    """Give what a document of goods has beside: taxes, store and positions."""
    lines: tuple[GoodsLine, ...] = row.facts.lines
    me = ref(kind, row.key)
    positions = [_position(kind, me, row.key, line, lines, shelf) for line in lines]
    return {
        "agent": ref("counterparty", row.facts.counterparty),
        "store": ref("store", STORE),
        "vatEnabled": True,
        "vatIncluded": True,
        "vatSum": kopecks(sum((line.vat for line in lines), Decimal(0))),
        "positions": Lines(f"{kind}position", f"{me.path}/positions", positions),
        "_assortment": [position["assortment"] for position in positions],
    }


def _position(kind: str, me: Ref, key: str, line: GoodsLine, lines: Iterable[GoodsLine], shelf: Shelf) -> Row:
    """Give a line: what it costs is asked for with `fields=stock` and is that of all its pieces."""
    id_ = f"{key[:24]}{int(key[24:28], 16):04x}{line.number:08x}"
    discount = 10.0 if line.number == 2 and int(key[0], 16) % 4 == 0 else 0.0
    position: Row = {
        "meta": Ref(f"{kind}position", f"{me.path}/positions/{id_}"),
        "id": id_,
        "accountId": GROUP,
        "quantity": float(line.quantity),
        "price": float(line.amount * 100 / line.quantity) / (1 - discount / 100),
        "discount": discount,
        "vat": line.vat_percent,
        "vatEnabled": line.vat_percent > 0,
        "assortment": assortment(line, shelf),
    }
    if kind == "demand":
        position["overhead"] = 0.0
    if kind == "customerorder":
        position |= {"reserve": 0.0, "shipped": 0.0}
    if shelf.kinds[line.product] == "service":
        return position | ({"cost": 0.0} if kind == "demand" else {})
    return position | {"_cost": _cost(kind, key, line, lines, shelf)}


def _cost(kind: str, key: str, line: GoodsLine, lines: Iterable[GoodsLine], shelf: Shelf) -> float:
    if kind not in ("demand", "salesreturn"):
        return kopecks(round(shelf.units.get(line.product, Decimal(0)) * line.quantity, 2))
    same = [one for one in lines if one.product == line.product]
    total, quantity = shelf.costs.get((key, line.product), Decimal(0)), sum(one.quantity for one in same)
    before = sum(one.quantity for one in same if one.number < line.number)
    until, given = (round(total * part / quantity, 2) for part in (before + line.quantity, before))
    return kopecks(until - given)


def assortment(line: GoodsLine, shelf: Shelf) -> Ref:
    """Refer to what a line sells: a product, one of its variants, a service."""
    if line.product in shelf.variants and line.number % 2:
        return ref("variant", shelf.variants[line.product][0])
    return ref(shelf.kinds[line.product], line.product)
