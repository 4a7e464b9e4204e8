"""Files of field sales become batches of what changed; what no file tells is unknown."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import requests
import yaml

from connectors.kit.connector import Connector
from connectors.kit.errors import SettingsError, UnexpectedReply
from connectors.kit.settings import settings_of
from connectors.landing.landing import Landing
from connectors.loading.load import Receipt, load_stream, open_transport
from connectors.vendors.field_tables.connector import FieldTables, FieldTablesSettings
from connectors.vendors.field_tables.tables import TABLES
from orchestration.deployment.deployment import read_deployment
from orchestration.doctor.asking import ask_source

NIGHT = dt.datetime(2026, 6, 2, tzinfo=dt.UTC)
ORDERS = (
    "order_id;order_date;ship_date;status;client_code;agent_code;currency;amount;returned_amount;due_date\n"
)
ORDER = "ЗК  1;2026-05-01 12:30:00;2026-05-02;Shipped;КЛ 1;Аг 01;RUB;1500.00;300;2026-05-20\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    return folder


def load(folder: Path, stream: str, *, night: int = 0, **settings: object) -> Receipt:
    values = {"folder": str(folder), **settings}
    tables: Connector[Any] = FieldTables(settings_of(FieldTablesSettings, "field_main", values))
    transport = open_transport(tables, session=requests.Session(), rate_dir=folder.parent / "rates")
    return load_stream(
        tables,
        tables.stream(stream),
        source="field_main",
        landing=Landing(str(folder.parent / "landing")),
        transport=transport,
        beginning=NIGHT,
        now=NIGHT + dt.timedelta(days=night),
    )


def rows(folder: Path, stream: str, room: str = "landing") -> list[dict[str, Any]]:
    files = sorted((folder.parent / room).glob(f"field_tables/field_main/{stream}/*/*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_a_row_lands_with_its_codes_as_written_and_as_compared(folder: Path):
    write(folder, "orders_2026-05.csv", ORDERS + ORDER)
    receipt = load(folder, "orders")
    assert (receipt.rows, receipt.quarantined, receipt.complete, receipt.requests) == (1, 0, True, 0)
    (row,) = rows(folder, "orders")
    told = json.loads(row["_payload"])
    assert row["_key"] == told["_order_id"] == "зк 1" and told["order_id"] == "ЗК  1"
    assert (told["_client_code"], told["_agent_code"]) == ("кл 1", "аг 01")
    assert (told["_is_shipped"], told["_is_cancelled"]) == (True, False)
    assert (told["order_date"], told["ship_date"]) == ("2026-05-01 12:30:00", "2026-05-02 00:00:00")
    assert (told["amount"], told["returned_amount"], told["due_date"]) == ("1500.00", "300.00", "2026-05-20")
    assert told["discount"] is None and told["payment_type"] is None


def test_only_what_changed_lands_and_what_is_gone_is_deleted(folder: Path):
    write(folder, "orders_05.csv", ORDERS + ORDER + ORDER.replace("ЗК  1", "ЗК 2"))
    assert load(folder, "orders").rows == 2
    assert load(folder, "orders", night=1).rows == 0
    write(folder, "orders_05.csv", ORDERS + ORDER.replace("1500.00", "1400.00"))
    assert load(folder, "orders", night=2).rows == 2
    changed, gone = rows(folder, "orders")[2:]
    assert (changed["_op"], changed["_key"]) == ("upsert", "зк 1")
    assert (gone["_op"], gone["_key"], gone["_payload"]) == ("delete", "зк 2", None)


def test_a_row_that_only_moved_in_its_file_or_to_another_says_nothing_new(folder: Path):
    write(folder, "orders_05.csv", ORDERS + ORDER)
    load(folder, "orders")
    (folder / "orders_05.csv").unlink()
    write(folder, "orders.csv", ORDERS + ORDER.replace("ЗК  1", "ЗК 0") + ORDER)
    assert load(folder, "orders", night=1).rows == 1


def test_other_words_for_a_status_change_what_is_known_of_every_order(folder: Path):
    write(folder, "orders.csv", ORDERS + ORDER)
    load(folder, "orders")
    assert load(folder, "orders", night=1, shipped_statuses=["ОТГРУЖЕН"]).rows == 1
    assert json.loads(rows(folder, "orders")[-1]["_payload"])["_is_shipped"] is False


def test_a_stream_takes_no_file_of_another(folder: Path):
    write(folder, "orders.csv", ORDERS + ORDER)
    write(folder, "ordersheet.csv", "nothing of ours\n")
    write(folder, "orders.txt.bak", "nothing of ours\n")
    write(folder, "order_lines.csv", "order_id;product_code;qty;price;amount\nЗК 1;Т 1;2.5;10;25.00\n")
    assert load(folder, "orders").rows == 1
    assert load(folder, "order_lines").rows == 1


def test_a_pattern_of_ones_own_takes_what_it_says(folder: Path):
    write(folder, "Заказы май.csv", ORDERS + ORDER)
    assert load(folder, "orders", streams={"orders": "Заказы*.csv"}).rows == 1


@pytest.mark.parametrize("stream", sorted(TABLES))
def test_a_table_that_never_came_is_unknown_and_said(folder: Path, stream: str):
    receipt = load(folder, stream)
    assert f"no file of {folder} fits the pattern {stream}*" in receipt.unavailable
    assert rows(folder, stream) == [] and "unknown" in receipt.unavailable


def test_a_table_that_had_rows_and_is_gone_is_an_error_and_one_of_a_header_is_empty(folder: Path):
    write(folder, "orders.csv", ORDERS + ORDER)
    load(folder, "orders")
    (folder / "orders.csv").unlink()
    with pytest.raises(SettingsError, match=r"fits the pattern orders\*") as stopped:
        load(folder, "orders", night=1)
    assert "header row only" in stopped.value.fix
    write(folder, "orders.csv", ORDERS)
    receipt = load(folder, "orders", night=1)
    assert receipt.complete and [row["_op"] for row in rows(folder, "orders")] == ["upsert", "delete"]


def test_one_order_in_two_spellings_is_one_and_contradictions_are_kept_out(folder: Path):
    other = ORDER.replace("ЗК  1", "зк 1")
    write(folder, "orders_1.csv", ORDERS + ORDER)
    write(folder, "orders_2.csv", ORDERS + other)
    receipt = load(folder, "orders")
    assert (receipt.rows, receipt.quarantined) == (1, 1)
    write(folder, "orders_2.csv", ORDERS + other.replace("1500.00", "15.00").replace(";300;", ";;"))
    receipt = load(folder, "orders", night=1)
    assert receipt.quarantined == 2 and rows(folder, "orders")[-1]["_op"] == "delete"
    assert "contradicts" in rows(folder, "orders", "quarantine")[-1]["_reason"]


@pytest.mark.parametrize(
    ("cell", "written", "said"),
    [
        (";1500.00;", ";much;", 'column "amount" (H) holds a text'),
        (";300;", ";1500.01;", "expected a number not above amount"),
        (";RUB;", ";roubles;", "expected a currency of three letters"),
        ("2026-05-01 12:30:00", "2026-05-01 25:30:00", "expected a date, with a time or without"),
        ("КЛ 1", "", 'column "client_code" (E) holds an empty cell'),
    ],
)
def test_a_wrong_cell_keeps_out_its_row_alone(folder: Path, cell: str, written: str, said: str):
    write(folder, "orders.csv", ORDERS + ORDER.replace("ЗК  1", "ЗК 2") + ORDER.replace(cell, written))
    receipt = load(folder, "orders")
    assert (receipt.rows, receipt.quarantined) == (1, 1)
    (wrong,) = rows(folder, "orders", "quarantine")
    assert wrong["_reason"].startswith("orders.csv, row 3: ") and said in wrong["_reason"]


def test_a_missing_column_stops_the_stream(folder: Path):
    write(folder, "orders.csv", ORDERS.replace(";amount", ";sum") + ORDER)
    with pytest.raises(UnexpectedReply, match='no column "amount" or "Сумма"'):
        load(folder, "orders")


def test_a_workbook_holds_what_a_text_holds(folder: Path):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["visit_date", "agent_code", "client_code", "planned", "visited", "start_time", "lat"])
    sheet.append([dt.date(2026, 5, 4), 17, "КЛ 1", 1, 1, dt.datetime(2026, 5, 4, 9, 15, 59, 999_999), 5])
    sheet.append([dt.date(2026, 5, 4), 17, "КЛ 1", 1, 0, None, None])
    book.save(folder / "visits_2026-05.xlsx")
    assert load(folder, "visits").rows == 2
    first, second = rows(folder, "visits")
    assert (first["_key"], second["_key"]) == (
        "2026-05-04|17|кл 1|2026-05-04 09:16:00",
        "2026-05-04|17|кл 1|",
    )
    told = json.loads(first["_payload"])
    assert (told["planned"], told["visited"], told["gps_ok"]) == (True, True, None)


def test_a_bar_in_a_code_does_not_make_two_rows_one(folder: Path):
    header = "visit_date;agent_code;client_code;planned;visited\n"
    write(folder, "visits.csv", f"{header}2026-05-04;a|b;c;1;1\n2026-05-04;a;b|c;1;1\n")
    assert load(folder, "visits").rows == 2
    assert len({row["_key"] for row in rows(folder, "visits")}) == 2


def test_a_plan_that_nothing_measures_is_kept_out_with_its_reason(folder: Path):
    header = "period;agent_code;kpi;plan\n"
    plans = "2026-05;А 1;visits;40\n2026-05;А 1;sales_sum;9000\n2026-05;А 1;Category: Чай;7000\n"
    write(folder, "kpi_plans.csv", header + plans + "2026-05;А 1;hope;1\n")
    receipt = load(folder, "kpi_plans")
    assert (receipt.rows, receipt.quarantined) == (1, 3)
    reasons = sorted(row["_reason"] for row in rows(folder, "kpi_plans", "quarantine"))
    assert reasons[0] == "kpi_plans.csv, row 3: no report measures this kpi"
    assert "row 4: no report measures" in reasons[1] and "expected one of sales_sum" in reasons[2]
    assert load(folder, "kpi_plans", night=1, sales_sum_is="revenue_paid_amount").quarantined == 2
    metrics = [json.loads(row["_payload"])["_metric"] for row in rows(folder, "kpi_plans")]
    assert metrics == ["visits_made_count", "revenue_paid_amount"]


def test_a_debt_may_be_a_credit(folder: Path):
    write(folder, "debts.csv", "as_of;client_code;debt;currency\n2026-05-31;К 1;-12,5;rub\n")
    load(folder, "debts")
    (row,) = rows(folder, "debts")
    assert row["_key"] == "2026-05-31|к 1||rub"
    assert json.loads(row["_payload"])["debt"] == "-12.50"


def test_a_pattern_of_an_unknown_stream_names_those_there_are(folder: Path):
    with pytest.raises(SettingsError, match=r"field_main\.streams: shops is no stream of field_tables"):
        load(folder, "orders", streams={"shops": "*.csv"})


def test_the_doctor_misses_a_table_that_had_rows_as_a_night_would(folder: Path):
    write(folder, "orders.csv", ORDERS + ORDER)
    load(folder, "orders")
    (folder / "orders.csv").unlink()
    file = folder.parent / "deployment.yml"
    source = {"vendor": "field_tables", "beginning": "2026-01-01T00:00:00+03:00"}
    raw = {"company": "Ann", "timezone": "Europe/Moscow", "currency": "RUB", "language": "en", "var": "."}
    file.write_text(
        yaml.safe_dump(
            raw | {"sources": {"field_main": source | {"settings": {"folder": "tables"}}}}, allow_unicode=True
        )
    )
    tables = FieldTables(settings_of(FieldTablesSettings, "field_main", {"folder": str(folder)}))
    asked = ask_source(
        read_deployment(file, {}),
        "field_main",
        tables,
        requests.Session(),
        sleep=lambda seconds: None,
        now=lambda: NIGHT + dt.timedelta(days=1),
    )
    (cause,) = asked.causes
    assert "fits the pattern orders*" in cause.what
    assert any(said.startswith("visits is not offered") for said in asked.warnings)
