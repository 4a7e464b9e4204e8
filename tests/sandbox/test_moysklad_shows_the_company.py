"""What a client reads from the pretend МойСклад is the company's truth, to the kopeck, on every night."""

import json
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest

from sandbox.company.charter import NIGHTS
from sandbox.company.layout import Layout
from sandbox.company.snapshot import state_at
from sandbox.truth.goods import read_sold_lines
from sandbox.truth.money import read_lines
from sandbox.truth.rates import Rates
from sandbox.vendors.moysklad.tables import render
from sandbox.vendors.moysklad.view import View
from sandbox.wire.exchange import encode_json
from sandbox.world.world import generate

CENT, SOURCE = Decimal("0.01"), "moysklad_main"


@pytest.fixture(scope="module")
def company():
    return generate(7, 0.05, Layout(erp="moysklad"))


@pytest.fixture(scope="module", params=NIGHTS, ids=lambda night: f"{night:%d.%m}")
def night(request, company):
    """The instant, the state and everything shown at it, as a client parses it: numbers as Decimals."""
    state = state_at(company, request.param)
    tables = render(state)
    view = View(tables, "https://api", has_stock=True)
    tree = {"positions": {}}
    shown = {
        kind: json.loads(encode_json([view.row(row, tree) for row in rows]), parse_float=Decimal)
        for kind, rows in tables.rows.items()
    }
    return request.param, state, shown


def roubles(kopecks):
    return (Decimal(kopecks) / 100).quantize(CENT, ROUND_HALF_UP)


def id_of(reference):
    return reference["meta"]["href"].rpartition("/")[2]


def alive(rows):
    return [row for row in rows if row["applicable"] and "deleted" not in row]


def amount_of(line):
    return roubles(line["price"] * line["quantity"] * (1 - line["discount"] / 100))


def read_payments(shown):
    for kind in ("paymentin", "cashin", "paymentout", "cashout"):
        sign = -1 if kind.endswith("out") else 1
        for row in alive(shown[kind]):
            if row["agent"]["meta"]["type"] != "counterparty":
                continue
            parts = [roubles(one["linkedSum"]) for one in row.get("operations", ())]
            rest = roubles(row["sum"]) - sum(parts)
            if rest:
                parts.append(rest)
            for number, part in enumerate(parts, start=1 if row.get("operations") else 0):
                value = Decimal(row["rate"].get("value", 1))
                yield f"{SOURCE}:{row['id']}:{number}", sign * (part * value).quantize(CENT, ROUND_HALF_UP)


def test_payments_and_refunds_are_the_truths_in_roubles(company, night):
    at, _, shown = night
    expected = {line.key: line.amount for line in read_lines(company, at, Rates(company, at))}
    assert expected and dict(read_payments(shown)) == expected


def test_a_refund_is_told_by_its_expense_item_and_a_card_by_its_field(night):
    _, _, shown = night
    names = {row["id"]: row["name"] for row in shown["expenseitem"]}
    for row in (*shown["paymentout"], *shown["cashout"]):
        is_refund = row["agent"]["meta"]["type"] == "counterparty"
        assert (names[id_of(row["expenseItem"])] == "Возврат") == is_refund
    cards = [row for row in shown["paymentin"] if "attributes" in row]
    assert cards and all("Эквайринг" in row["paymentPurpose"] for row in cards)


def read_goods(shown):
    for kind, sign in (("demand", 1), ("salesreturn", -1)):
        for row in alive(shown[kind]):
            for number, line in enumerate(row["positions"]["rows"], start=1):
                amount = amount_of(line)
                rate = line["vat"] if line["vatEnabled"] else 0
                vat = (amount * rate / (100 + rate)).quantize(CENT, ROUND_HALF_UP)
                yield row["id"], number, line, sign * (amount - vat)


def test_sold_lines_are_the_truths(company, night):
    at, _, shown = night
    expected = {line.key: line.net for line in read_sold_lines(company, at)}
    assert expected == {f"{SOURCE}:{id_}:{number}": net for id_, number, _, net in read_goods(shown)}


def test_cost_of_positions_is_the_truths_by_document_and_product(company, night):
    at, _, shown = night
    product_of = {row["id"]: id_of(row["product"]) for row in shown["variant"]}
    known, found = defaultdict(Decimal), defaultdict(Decimal)
    for line in read_sold_lines(company, at):
        known[line.document, line.product] += abs(line.cost or 0)
    for id_, _, line, _ in read_goods(shown):
        product = id_of(line["assortment"])
        key = f"{SOURCE}:{id_}", f"{SOURCE}:{product_of.get(product, product)}"
        found[key] += roubles(line.get("stock", {}).get("cost", 0))
    assert found == known and sum(known.values())


def test_orders_have_their_sums_and_an_invoice_for_every_instalment(night):
    _, state, shown = night
    invoices = defaultdict(list)
    for row in sorted(shown["invoiceout"], key=lambda row: row["created"]):
        invoices[id_of(row["customerOrder"])].append(
            (row["paymentPlannedMoment"][:10], roubles(row["sum"]), row["applicable"], "deleted" in row)
        )
    orders = {row["id"]: row for row in shown["customerorder"]}
    assert set(orders) == {row.key for row in state.orders}
    for row in state.orders:
        facts, order = row.facts, orders[row.key]
        assert (order["name"], roubles(order["sum"])) == (facts.number, facts.amount)
        assert sum(amount_of(line) for line in order["positions"]["rows"]) == facts.amount
        assert order["applicable"] == facts.posted and ("deleted" in order) == facts.deletion_mark
        assert invoices[row.key] == [
            (part.due.isoformat(), part.amount, facts.posted, facts.deletion_mark) for part in facts.schedule
        ]
        assert [one["value"] for one in order.get("attributes", ())] == [facts.deal_id] * bool(facts.deal_id)
        assert (id_of(order["owner"]) if "owner" in order else None) == facts.manager


def test_a_return_leads_to_its_order_through_its_shipment(night):
    _, state, shown = night
    order_of = {row["id"]: id_of(row["customerOrder"]) for row in shown["demand"] if "customerOrder" in row}
    known = {row.key for row in state.orders}
    for row, shown_row in zip(state.returns, shown["salesreturn"], strict=True):
        assert row.key == shown_row["id"]
        assert row.facts.order not in known or order_of[id_of(shown_row["demand"])] == row.facts.order


def test_what_was_written_between_two_nights_has_a_later_updated(company):
    """A client that asks for what was updated since its last night misses no change of a document."""
    first, second = (render(state_at(company, night)).rows for night in NIGHTS[:2])
    since = f"{NIGHTS[0]:%Y-%m-%d %H:%M:%S}.000"
    computed = {"payedSum", "shippedSum", "invoicedSum", "payments", "demands", "invoicesOut", "returns"}

    def steady(row):
        return str({name: value for name, value in row.items() if name not in computed | {"positions"}})

    for kind in ("customerorder", "invoiceout", "demand", "paymentin", "paymentout", "cashin"):
        before = {row["id"]: steady(row) for row in first[kind]}
        changed = [row for row in second[kind] if before.get(row["id"]) != steady(row)]
        assert all(row["updated"] >= since for row in changed), kind
