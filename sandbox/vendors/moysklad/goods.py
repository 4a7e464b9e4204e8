"""Orders, invoices, shipments and returns with their positions and links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.company.current import ErpRow
from sandbox.company.erp_records import ErpRecord, GoodsFacts, GoodsLine, Instalment, OrderFacts
from sandbox.vendors.moysklad.dictionaries import DEAL_ID, attribute, in_state
from sandbox.vendors.moysklad.shelf import Shelf, document, goods
from sandbox.vendors.moysklad.values import Row, id_of, kopecks, midnight, ref

LONG_DEMAND, LONG = id_of("a draft of many positions"), 150
_A_SECOND, _A_MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def render(shelf: Shelf) -> dict[str, list[Row]]:
    """Give every document of goods at the state's instant, those in the recycle bin too."""
    records = {one.key: one for one in shelf.state.company.orders}
    invoices = {row.key: list(_invoices(row, records[row.key], shelf)) for row in shelf.state.orders}
    demand_of = {row.facts.order: row.key for row in shelf.state.sales}
    return {
        "customerorder": [_order(row, invoices[row.key], shelf) for row in shelf.state.orders],
        "invoiceout": [invoice for several in invoices.values() for invoice in several],
        "demand": [_demand(row, shelf) for row in shelf.state.sales] + list(_long_draft(shelf)),
        "salesreturn": [_return(row, demand_of, shelf) for row in shelf.state.returns],
    }


def _order(row: ErpRow[OrderFacts], invoices: list[Row], shelf: Shelf) -> Row:
    facts, kind = row.facts, "customerorder"
    state = "Отменен" if facts.deletion_mark else "Подтвержден" if facts.posted else "Новый"
    own = [attribute(kind, DEAL_ID, facts.deal_id)] if facts.deal_id is not None else []
    paid, shipped = shelf.paid.get(row.key, []), shelf.shipped.get(row.key, [])
    links: dict[str, list[Row]] = {
        "payments": [{"meta": one, "linkedSum": kopecks(amount)} for one, amount in paid],
        "demands": [{"meta": one} for one, _ in shipped],
        "invoicesOut": [{"meta": invoice["meta"]} for invoice in invoices if "deleted" not in invoice],
    }
    return {
        **document(kind, row, shelf.began[row.key], facts.manager),
        **goods(kind, row, shelf),
        **in_state(kind, state),
        "payedSum": kopecks(sum((amount for _, amount in paid), Decimal(0))),
        "shippedSum": kopecks(sum((amount for _, amount in shipped), Decimal(0))),
        "invoicedSum": sum((one["sum"] for one in invoices if one["applicable"]), 0.0),
        "reservedSum": 0.0,
        **({"attributes": own} if own else {}),
        **{name: linked for name, linked in links.items() if linked},
    }


def _invoices(row: ErpRow[OrderFacts], record: ErpRecord[OrderFacts], shelf: Shelf) -> Iterator[Row]:
    """Give an invoice for each instalment: a planned date of payment is all that an invoice knows of it."""
    for instalment in row.facts.schedule:
        yield _invoice(row, instalment, _written(record, instalment, shelf.state.at), shelf)


def _written(record: ErpRecord[OrderFacts], instalment: Instalment, now: datetime) -> tuple[datetime, int]:
    """Say when an invoice became what it is, and by which of its writes."""
    last: tuple[object, ...] = ()
    at, writes = record.versions[0].at, 0
    for change in record.versions:
        facts = change.value
        part = next((part for part in facts.schedule if part.number == instalment.number), None)
        shape = (part, facts.posted, facts.deletion_mark, facts.counterparty, facts.manager)
        if change.at <= now and part is not None and shape != last:
            last, at, writes = shape, change.at, writes + 1
    return at, writes


def _invoice(
    row: ErpRow[OrderFacts], instalment: Instalment, written: tuple[datetime, int], shelf: Shelf
) -> Row:
    facts, number = row.facts, instalment.number
    first = facts.lines[0]
    line = GoodsLine(1, first.product, 1, instalment.amount, instalment.amount, first.vat_percent)
    invoiced = GoodsFacts(
        f"{facts.number}/{number}", facts.date + number * _A_MINUTE, facts.posted, facts.deletion_mark,
        facts.counterparty, facts.manager, row.key, instalment.amount, (line,),
    )  # fmt: skip
    at, writes = written
    own = ErpRow(id_of(f"invoice {row.key} {number}"), invoiced, writes, at + number * _A_SECOND)
    began = shelf.began[row.key] + number * _A_SECOND
    return {
        **document("invoiceout", own, began, facts.manager),
        **goods("invoiceout", own, shelf),
        "paymentPlannedMoment": midnight(instalment.due),
        "payedSum": 0.0,
        "shippedSum": 0.0,
        "customerOrder": ref("customerorder", row.key),
    }


def _demand(row: ErpRow[GoodsFacts], shelf: Shelf) -> Row:
    facts, kind = row.facts, "demand"
    back = [
        {"meta": ref("salesreturn", one.key)}
        for one in shelf.state.returns
        if one.facts.order == facts.order and not one.facts.deletion_mark
    ]
    return {
        **document(kind, row, shelf.began[row.key], facts.manager),
        **goods(kind, row, shelf),
        **in_state(kind, "Отгружен" if facts.posted else "Новый"),
        "payedSum": 0.0,
        **({"customerOrder": ref("customerorder", facts.order)} if facts.order in shelf.orders else {}),
        **({"returns": back} if back else {}),
    }


def _return(row: ErpRow[GoodsFacts], demand_of: dict[str | None, str], shelf: Shelf) -> Row:
    kind, demand = "salesreturn", demand_of.get(row.facts.order)
    return {
        **document(kind, row, shelf.began[row.key], row.facts.manager),
        **goods(kind, row, shelf),
        **in_state(kind, "Принят"),
        "payedSum": 0.0,
        **({"demand": ref("demand", demand)} if demand else {}),
    }


def _long_draft(shelf: Shelf) -> Iterator[Row]:
    """Give the shipment of 150 positions that somebody once began and never posted."""
    state = shelf.state
    if not state.counterparties:
        return
    goods_ = [one.key for one in state.company.products if shelf.kinds.get(one.key) == "product"]
    lines = tuple(
        GoodsLine(number, goods_[number % len(goods_)], 1, Decimal(100), Decimal(100))
        for number in range(1, LONG + 1)
    )
    facts = GoodsFacts(
        "черновик", state.company.start.replace(hour=12), False, False, state.counterparties[0].key, None,
        None, Decimal(100 * LONG), lines,
    )  # fmt: skip
    row = ErpRow(LONG_DEMAND, facts, 1, facts.date)
    yield document("demand", row, facts.date, None) | goods("demand", row, shelf) | {"payedSum": 0.0}
