"""Tables of field sales: what the company holds, in mixed formats, sent anew, some rows of them wrong."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from sandbox.company.charter import MOSCOW, NIGHTS
from sandbox.company.field_records import SHIPPED
from sandbox.company.layout import Layout
from sandbox.company.snapshot import erp_rows, state_at
from sandbox.serving.server import assemble
from sandbox.serving.site import Site
from sandbox.truth.books import open_books
from sandbox.truth.plans import plan_cells
from sandbox.vendors.field_tables.sheets import ERRORS
from sandbox.vendors.field_tables.spoilt import spoilt
from sandbox.wire.faults import Fault, FaultBoard
from sandbox.world.world import generate

STREAMS = ("agents", "clients", "orders", "order_lines", "visits", "payments", "debts", "kpi_plans")
LAYOUT = Layout(crm="none", telephony="none", ads="none", erp="field_tables")


@pytest.fixture(scope="module")
def company():
    return generate(7, 0.05, LAYOUT)


@pytest.fixture
def kept(company, tmp_path):
    site = Site(company, NIGHTS[0], tmp_path, FaultBoard())
    running = assemble(site).running["field_tables"]

    class Kept:
        folder = tmp_path / "field_tables"
        account = running.account("")

        def on(self, night):
            site.set_clock(NIGHTS[night])
            running.refresh()
            return self

        def fault(self, name, **how):
            site.board.add(Fault(vendor="field_tables", fault=name, **how))
            running.refresh()

        def heal(self):
            site.board.clear()
            running.refresh()

        def files(self, stream):
            names = sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))
            return [name for name in names if name.partition(".")[0].partition("_2")[0] == stream]

        def rows(self, stream):
            return [row for name in self.files(stream) for row in read(self.folder / name)]

        def good(self, stream):
            """The rows that are of the company, each once."""
            wrong = {_key(stream, row) for row in spoilt(stream)}
            found = {_key(stream, row): row for row in self.rows(stream)}
            return {key: row for key, row in found.items() if key not in wrong and None not in key}

    return Kept()


KEYS = {
    "agents": ("agent_code",),
    "clients": ("client_code",),
    "orders": ("order_id",),
    "order_lines": ("order_id", "product_code", "is_bonus"),
    "visits": ("visit_date", "agent_code", "client_code", "start_time"),
    "payments": ("payment_id",),
    "debts": ("as_of", "client_code", "agent_code"),
    "kpi_plans": ("period", "agent_code", "kpi"),
}


def _key(stream, row):
    return tuple(_compared(row.get(name), name) for name in KEYS[stream])


def _compared(cell, name):
    if cell in (None, "", *ERRORS):  # an error is shown by the spreadsheet program alone
        return "" if name in ("start_time", "agent_code") else None
    if isinstance(cell, (int, float)):
        return str(int(cell))
    return " ".join(str(cell).casefold().split())


def read(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened, delimiter=";"))
    head, *lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(head, line, strict=True)) for line in lines]


def number(cell):
    return Decimal(str(cell or 0)).quantize(Decimal("0.01"))


def test_every_stream_has_files_and_all_formats_are_used(kept):
    kept.on(0)
    assert all(kept.files(stream) for stream in STREAMS)
    assert {path.suffix for path in kept.folder.iterdir()} == {".csv", ".xlsx", ".ods"}
    assert len(kept.files("orders")) > 3 and kept.account["folder"] == str(kept.folder)


def test_a_company_that_keeps_no_tables_has_none(tmp_path):
    company = generate(7, 0.02)
    running = assemble(Site(company, NIGHTS[0], tmp_path, FaultBoard())).running["field_tables"]
    running.refresh()
    assert not (tmp_path / "field_tables").exists()


@pytest.mark.parametrize("night", [0, 1, 2])
def test_orders_and_their_lines_say_what_the_books_hold(company, kept, night):
    orders, lines = kept.on(night).good("orders"), kept.good("order_lines")
    held = {row.key: row.facts for row in erp_rows(company.field_orders, NIGHTS[night])}
    assert {key for (key,) in orders} == set(held)
    for (key,), row in orders.items():
        assert number(row["amount"]) - number(row["returned_amount"]) == held[key].amount
        assert bool(row["ship_date"]) == (held[key].status in SHIPPED)
    sums = Counter()
    for (order, *_), row in lines.items():
        sums[order] += number(row["amount"])
    assert sums == {key: facts.ordered for key, facts in held.items()}
    assert any(number(row["returned_qty"]) for row in lines.values())


def test_payments_are_one_an_order_and_only_those_that_are_confirmed(company, kept):
    found = kept.on(0).good("payments")
    state = state_at(company, NIGHTS[0])
    held = {
        row.key: row.facts
        for rows in state.money.values()
        for row in rows
        if row.facts.posted and not row.facts.deletion_mark
    }
    forgiven = {key for key, row in found.items() if str(row["kind"]).lower() == "write_off"}
    typed = [one for one in company.odd_entries if one.at <= NIGHTS[0]]
    assert forgiven == {(one.key,) for one in typed if one.kind == "written_off"} != set()
    found = {key: row for key, row in found.items() if key not in forgiven}
    assert {key for (key,) in found} == set(held)
    assert all(number(row["amount"]) == held[key].amount > 0 for (key,), row in found.items())
    assert all(len(facts.lines) == 1 for facts in held.values())
    assert {row["kind"] or "" for row in found.values()} == {"", "payment", "refund"}


def test_debts_of_an_evening_are_what_shipments_payments_and_odd_entries_leave(company, kept):
    found = kept.on(2).good("debts")
    assert {key[0] for key in found} == {"2026-06-01", "2026-06-02", "2026-06-03"}
    evening = NIGHTS[2].astimezone(MOSCOW).date() - timedelta(days=1)
    state, owed = state_at(company, NIGHTS[2]), Counter()
    for row in state.sales:
        if row.facts.posted and row.facts.date.astimezone(MOSCOW).date() <= evening:
            owed[row.facts.counterparty] += row.facts.amount
    for facts in (row.facts for rows in state.money.values() for row in rows):
        if facts.posted and not facts.deletion_mark and facts.date.astimezone(MOSCOW).date() <= evening:
            is_back = facts.operation == "customer_refund"
            owed[facts.counterparty] += facts.amount if is_back else -facts.amount
    for one in company.odd_entries:
        owed[one.client] -= one.amount
    listed = Counter()
    for (day, client, _), row in found.items():
        if day == str(evening):
            listed[client] += number(row["debt"])
    assert {key: sum_ for key, sum_ in listed.items() if sum_} == {
        k: sum_ for k, sum_ in owed.items() if sum_
    }


def test_visits_are_planned_made_and_still_to_come(company, kept):
    found = kept.on(0).good("visits")
    told = [one for one in company.visits if one.versions[0].at <= NIGHTS[0]]
    gone = [one for one in told if one.removed_at is not None and one.removed_at <= NIGHTS[0]]
    assert len(found) == len(told) - len(gone)
    days = [date.fromisoformat(str(row["visit_date"])[:10]) for row in found.values()]
    assert max(days) > NIGHTS[0].astimezone(MOSCOW).date()
    assert {(int(float(row["planned"])), int(float(row["visited"]))) for row in found.values()} == {
        (1, 0), (1, 1), (0, 1),
    }  # fmt: skip


def test_between_nights_rows_change_vanish_come_late_and_a_period_comes_in_another_format(kept):
    first = {stream: kept.on(0).good(stream) for stream in STREAMS}
    names = set(kept.files("visits"))
    third = {stream: kept.on(2).good(stream) for stream in STREAMS}

    assert set(first["payments"]) - set(third["payments"])
    changed = {
        key
        for key in first["visits"]
        if third["visits"].get(key, first["visits"][key]) != first["visits"][key]
    }
    late = set(third["payments"]) - set(first["payments"])
    assert changed and late and first["kpi_plans"] != third["kpi_plans"]
    assert names - set(kept.files("visits")) and len(kept.files("visits")) == len(names)


def test_rows_that_nobody_may_believe_stand_among_the_others_every_night(kept):
    for night in (0, 1, 2):
        kept.on(night)
        for stream in STREAMS:
            rows = kept.rows(stream)
            wrong = {_key(stream, row) for row in spoilt(stream)}
            assert sum(_key(stream, row) in wrong for row in rows) >= len(list(spoilt(stream))) > 0


def test_what_is_spoilt_is_none_of_the_companys(company, kept):
    books = {one.key for one in company.counterparties} | {one.key for one in company.field_orders}
    books |= {one.key for one in company.money} | {one.key for one in company.erp_users}
    for stream in ("orders", "payments", "clients", "agents"):
        assert not {_key(stream, row)[0] for row in spoilt(stream)} & books


@pytest.mark.parametrize("fault", ["text_in_number", "missing_file", "missing_column", "broken_file"])
def test_files_can_be_spoilt_and_come_back(kept, fault):
    before = kept.on(0).rows("orders")
    names = kept.files("orders")
    kept.fault(fault, entity="orders")
    if fault == "missing_file":
        assert kept.files("orders") == [] and kept.files("order_lines")
    elif fault == "broken_file":
        assert (kept.folder / names[-1]).read_bytes().startswith(b"PK\x03\x04 half")
    else:
        assert kept.rows("orders") != before
    kept.heal()
    assert kept.files("orders") == names and kept.rows("orders") == before


def test_plans_of_agents_are_held_against_visits_and_money(company):
    books = open_books(company, NIGHTS)
    planned = plan_cells(books)["plan_to_date"]
    metrics = {cell[0] for cell in planned if cell[1] == "employee"}
    assert {"revenue_paid_amount", "visits_made_count"} <= metrics
    assert {cell[2] for cell in planned if cell[0] == "visits_made_count"} >= {"field_main:мск 08"}


def test_the_company_sells_the_same_whoever_writes_it_down(company):
    other = generate(7, 0.05, replace(LAYOUT, erp="sales_doctor"))
    for at in NIGHTS:
        ours, theirs = (erp_rows(one.field_orders, at) for one in (company, other))
        assert sum(row.facts.ordered for row in ours) == sum(row.facts.ordered for row in theirs)
        assert len(ours) == len(theirs)
    assert len(company.visits) == len(other.visits)
    assert isinstance(NIGHTS[0], datetime)
