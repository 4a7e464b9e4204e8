"""Clients of МойСклад and Yandex Metrica, written by others, read the pretend company whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.company.layout import USUAL, Layout
from sandbox.world.site import visits_at
from tests.foreign.conftest import Visited

BOOKS = Layout(erp="moysklad")
Visit = Callable[[Layout], Visited]


def _alive(rows: Iterable[Any]) -> dict[str, Any]:
    """Key → facts of what is booked and does not lie in the recycle bin."""
    return {row.key: row.facts for row in rows if row.facts.posted and not row.facts.deletion_mark}


def test_moysklad_api_client_reads_every_document_and_every_kopeck(visit: Visit):
    company = visit(BOOKS)
    company.nights.fault("moysklad", "rate_limited", from_request=3, times=1)

    read = company.read("moysklad", "moysklad")

    assert company.nights.control("GET", "faults")["faults"][0]["spent"] == 1
    state = company.state
    money = state.money
    truth = {
        "customerorder": _alive(state.orders),
        "demand": _alive(state.sales),
        "salesreturn": _alive(state.returns),
        "paymentin": _alive((*money["payments_bank"], *money["payments_card"])),
        "cashin": _alive(money["payments_cash"]),
        "paymentout": _alive(money["refunds_bank"]),
        "cashout": _alive(money["refunds_cash"]),
    }
    for name, documents in truth.items():
        booked = [row for row in read[name] if row["applicable"]]  # drafts stand among them
        assert sorted(row["id"] for row in booked) == sorted(documents), name
        told = sum(Decimal(str(row["sum"])) for row in booked)
        assert told == sum(facts.amount for facts in documents.values()) * 100, name
    assert len(read["paymentin"]) > 100
    # what is archived comes to those alone who ask for it
    shown = {row.key for row in state.counterparties if not row.facts.deletion_mark}
    assert {row["id"] for row in read["counterparty"]} == shown
    ours = {key: row for key, row in company.landed("moysklad", "payments_in").items() if row["applicable"]}
    assert ours.keys() == truth["paymentin"].keys()
    assert read["product"] and truth["demand"] and truth["salesreturn"]
    assert {row["id"] for row in read["product"]} <= {product.key for product in state.company.products}


def test_tapi_yandex_metrika_counts_every_visit_by_report_and_by_logs(visit: Visit):
    company = visit(USUAL)
    yesterday = company.state.at.astimezone(MOSCOW).date() - timedelta(days=1)
    since = yesterday - timedelta(days=29)

    read = company.read("metrica", "yandex_metrica", since=since.isoformat(), until=yesterday.isoformat())

    truth = {
        str(one.id): one
        for one in visits_at(company.state.company, company.state.at)
        if since <= one.at.astimezone(MOSCOW).date() <= yesterday
    }
    assert sorted(row["ym:s:visitID"] for row in read["visits"]) == sorted(truth) and len(truth) > 1000
    by_day = Counter(one.at.astimezone(MOSCOW).date().isoformat() for one in truth.values())
    assert {row["ym:s:date"]: int(row["ym:s:visits"]) for row in read["days"]} == by_day
    assert Counter(row["ym:s:lastsignUTMSource"] for row in read["visits"]) == Counter(
        one.utm[0] for one in truth.values()
    )
    assert len(read["goals"]) == 3
    assert set(company.landed("yandex_metrica", "goals")) == {str(goal["id"]) for goal in read["goals"]}
