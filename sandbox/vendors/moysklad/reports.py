"""Reports: what goods brought and cost, what lies in stock, what each customer is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.company import charter
from sandbox.company.current import ErpRow
from sandbox.company.erp_records import GoodsFacts, GoodsLine
from sandbox.vendors.moysklad.asked import PAGE, Query, allow
from sandbox.vendors.moysklad.errors import Refused
from sandbox.vendors.moysklad.filterable import CUSTOMERS, PROFIT, STOCK, Fields
from sandbox.vendors.moysklad.filters import Condition, read_filter, read_moment
from sandbox.vendors.moysklad.report_filters import Wish
from sandbox.vendors.moysklad.shelf import Shelf, assortment
from sandbox.vendors.moysklad.tables import Tables
from sandbox.vendors.moysklad.values import STORE, Ref, Row, kopecks, ref, stamp

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Sold:
    """A line of a posted shipment or return: its document, what it sells, for how much and at what cost."""

    row: ErpRow[GoodsFacts]
    line: GoodsLine
    what: Ref
    cost: Decimal
    is_return: bool


@dataclass(frozen=True)
class Report:
    """A report's rows; `kind` is the type of its list, `fields` what a filter of its rows may name."""

    kind: str
    rows: list[Row]
    fields: Fields = field(default_factory=dict)


def read(parts: Sequence[str], query: Query, tables: Tables, today: date) -> Report:
    """Give the report of a path, or refuse it. Raises Refused: 1002, 1040, those of filters."""
    conditions = read_filter(query.get("filter", ""))
    match parts:
        case ["profit", by] if by in KINDS_OF_PROFIT:
            allow(query, (*PAGE, "filter", "order", "momentFrom", "momentTo"))
            since, till = _period(query, today)
            return Report(f"sales{by}", profit(by, tables, since, till, conditions))
        case ["stock", "all"]:
            allow(query, (*PAGE, "filter", "order"))
            return Report("stock", stock(tables, conditions))
        case ["counterparty"]:
            allow(query, (*PAGE, "filter", "order"))
            return Report("counterparty", counterparties(tables), CUSTOMERS)
    raise Refused(1002, "/".join(("report", *parts)))


def _period(query: Query, today: date) -> tuple[str, str]:
    """Read a report's period: without words the last month, without its start from the year's."""
    since = query.get("momentFrom") or (
        f"{today.year}-01-01" if query.get("momentTo") else (today - timedelta(days=31)).isoformat()
    )
    return read_moment(since), read_moment(query.get("momentTo") or f"{today.isoformat()} 23:59:59.999")


def profit(by: str, tables: Tables, since: str, till: str, conditions: Sequence[Condition]) -> list[Row]:
    """Give the profit of the documents of a period by product, variant, employee or customer."""
    name, key = _GROUPS[by]
    wish = Wish.read(conditions, PROFIT)
    groups: dict[Ref, list[Sold]] = {}
    for sold in _sold(tables.shelf):
        target = key(sold)
        if since <= stamp(sold.row.facts.date) <= till and target and _is_asked(sold, wish, tables):
            groups.setdefault(target, []).append(sold)
    return [_profit(name, target, several, tables) for target, several in groups.items()]


def _sold(shelf: Shelf) -> Iterator[Sold]:
    documents = [(row, False) for row in shelf.state.sales] + [(row, True) for row in shelf.state.returns]
    for row, is_return in documents:
        if not row.facts.posted or row.facts.deletion_mark:
            continue
        counted: set[str] = set()
        for line in row.facts.lines:
            # a document's cost is known by product: its first line of one carries it all
            cost = NOTHING if line.product in counted else shelf.costs.get((row.key, line.product), NOTHING)
            counted.add(line.product)
            yield Sold(row, line, assortment(line, shelf), cost, is_return)


def _rolled(sold: Sold) -> Ref:
    return sold.what if sold.what.kind != "variant" else ref("product", sold.line.product)


_GROUPS: dict[str, tuple[str, Callable[[Sold], Ref | None]]] = {
    "byproduct": ("assortment", _rolled),
    "byvariant": ("assortment", lambda sold: sold.what),
    "byemployee": (
        "employee",
        lambda sold: ref("employee", sold.row.facts.manager) if sold.row.facts.manager else None,
    ),
    "bycounterparty": ("counterparty", lambda sold: ref("counterparty", sold.row.facts.counterparty)),
    "bysaleschannel": ("salesChannel", lambda sold: None),
}
KINDS_OF_PROFIT = tuple(_GROUPS)


def _is_asked(sold: Sold, wish: Wish, tables: Tables) -> bool:
    """Tell whether a line is of the goods, the customer and the places asked for; channels it has none."""
    own = {
        "counterparty": ref("counterparty", sold.row.facts.counterparty).path,
        "organization": ref("organization", charter.ORGANIZATION_KEY).path,
        "store": ref("store", STORE).path,
        "entityType": "demand",
    }
    others = ("project", "retailStore", "supplier", "salesChannel", "agentTag")
    return wish.keeps_goods((sold.what.path, _rolled(sold).path), sold.line.product, tables) and all(
        wish.keeps(name, own.get(name)) for name in (*own, *others)
    )


def _profit(name: str, target: Ref, several: Sequence[Sold], tables: Tables) -> Row:
    sell = _sums([one for one in several if not one.is_return])
    back = _sums([one for one in several if one.is_return])
    gain = sell["sum"] - sell["cost"] - back["sum"] + back["cost"]
    cost, income = sell["cost"] - back["cost"], sell["sum"] - back["sum"]
    found = tables.find(target) or {}
    words = {word: found[word] for word in ("name", "code", "article", "uom") if word in found}
    return {
        name: {"meta": target, **words},
        **_side("sell", sell),
        **_side("return", back),
        "profit": kopecks(gain),
        "margin": float(gain / cost) if cost else 0.0,
        "salesMargin": float(gain / income) if income else 0.0,
    }


def _sums(several: Sequence[Sold]) -> dict[str, Decimal]:
    return {
        "quantity": Decimal(sum(one.line.quantity for one in several)),
        "sum": sum((one.line.amount for one in several), NOTHING),
        "cost": sum((one.cost for one in several), NOTHING),
    }


def _side(word: str, sums: dict[str, Decimal]) -> Row:
    pieces = sums["quantity"] or Decimal(1)
    return {
        f"{word}Quantity": float(sums["quantity"]),
        f"{word}Price": kopecks(sums["sum"] / pieces),
        f"{word}Cost": kopecks(sums["cost"] / pieces),
        f"{word}Sum": kopecks(sums["sum"]),
        f"{word}CostSum": kopecks(sums["cost"]),
    }


def stock(tables: Tables, conditions: Sequence[Condition]) -> list[Row]:
    """Give what lies in stock and what a piece of it costs."""
    wish = Wish.read(conditions, STOCK)
    told = ("name", "code", "article", "externalCode", "uom")
    return [
        {
            "meta": row["meta"],
            **{"stock": 500.0, "inTransit": 0.0, "reserve": 0.0, "quantity": 500.0, "stockDays": 30},
            **{name: row[name] for name in told if name in row},
            "price": kopecks(tables.shelf.units.get(row["id"], NOTHING)),
            "salePrice": row["salePrices"][0]["value"],
        }
        for row in tables.rows["product"]
        if wish.keeps_goods((row["meta"].path,), row["id"], tables)
        and wish.keeps("store", ref("store", STORE).path)
        and wish.keeps("archived", row["archived"])
    ]


def counterparties(tables: Tables) -> list[Row]:
    """Give what each customer bought and gave back."""
    sold: dict[str, list[Sold]] = {}
    for one in _sold(tables.shelf):
        sold.setdefault(one.row.facts.counterparty, []).append(one)
    return [_customer(row, sold.get(row["id"], [])) for row in tables.rows["counterparty"]]


def customer(id_: str, tables: Tables) -> Row:
    """Give what one customer bought and gave back. Raises Refused: 1021."""
    row = next((row for row in counterparties(tables) if row["_id"] == id_), None)
    if row is None:
        raise Refused(1021, "counterparty", id_)
    return row


def _customer(row: Row, several: Sequence[Sold]) -> Row:
    bought = {one.row.key: one.row.facts for one in several if not one.is_return}
    given = {one.row.key: one.row.facts for one in several if one.is_return}
    total = sum((facts.amount for facts in bought.values()), NOTHING)
    dates = sorted(facts.date for facts in bought.values())
    named = {name: row[name] for name in ("meta", "id", "name", "externalCode", "companyType")}
    told = ("name", "companyType", "description", "email", "inn", "phone")
    shown: dict[str, Any] = {
        "_id": row["id"],
        **{f"_counterparty.{name}": row[name] for name in told if name in row},
        "counterparty": named,
        "meta": Ref("counterparty", f"report/counterparty/{row['id']}"),
        "demandsCount": len(bought),
        "demandsSum": kopecks(total),
        "averageReceipt": kopecks(total / len(bought)) if bought else 0.0,
        "returnsCount": len(given),
        "returnsSum": kopecks(sum((facts.amount for facts in given.values()), NOTHING)),
        "discountsSum": 0.0,
        "balance": 0.0,
        "profit": kopecks(total - sum((one.cost for one in several if not one.is_return), NOTHING)),
        "updated": row["updated"],
    }
    return shown | ({"firstDemandDate": stamp(dates[0]), "lastDemandDate": stamp(dates[-1])} if dates else {})
