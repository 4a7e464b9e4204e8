"""Inputs on which tables of people were once read wrong, as tables of field sales."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from connectors.kit.errors import UnexpectedReply
from tests.field_tables.test_a_folder_is_read_by_its_contract import ORDER, ORDERS, folder, load, rows, write

__all__ = ["folder"]

HEADER = ["order_id", "order_date", "status", "client_code", "agent_code", "currency", "amount"]
MORE = ["returned_amount", "due_date"]
DAY = dt.datetime(2026, 5, 1, 12)


def order(number: int) -> list[object]:
    return [f"З {number}", DAY, "shipped", "К 1", "А 1", "RUB", 1500]


def workbook(folder: Path, *lines: list[object]) -> None:
    book = openpyxl.Workbook()
    for line in ([*HEADER, *MORE], *lines):
        book.worksheets[0].append(line)
    book.save(folder / "orders.xlsx")


def reasons(folder: Path) -> list[str]:
    return [row["_reason"] for row in rows(folder, "orders", "quarantine")]


@pytest.mark.parametrize("amount", ["1500,50", "1,500.00"])
def test_a_number_with_a_comma_between_commas_moves_no_cell(folder: Path, amount: str):
    good = "З 1,2026-05-01,shipped,К 1,А 1,RUB,1500.00,,\n"
    wrong = good.replace("З 1", "З 2").replace("1500.00", amount)
    write(folder, "orders.csv", ",".join([*HEADER, *MORE]) + "\n" + good + wrong)
    assert load(folder, "orders").rows == 1
    assert "quotation marks" in reasons(folder)[0]


@pytest.mark.parametrize("amount", ["1500,50", "1 500,50", "1\u00a0500,50", "1\u202f500.50", "1500.50 руб."])
def test_a_number_as_a_russian_excel_writes_it_is_read(folder: Path, amount: str):
    write(folder, "orders.csv", ORDERS + ORDER.replace("1500.00", amount))
    load(folder, "orders")
    assert '"amount":"1500.50"' in rows(folder, "orders")[0]["_payload"]


@pytest.mark.parametrize("cell", ["#N/A", "=1/0", "#ССЫЛКА!"])
def test_an_error_where_a_cell_may_be_empty_is_not_empty(folder: Path, cell: str):
    """Read as empty it would be an order of which nothing came back."""
    workbook(folder, [*order(1), None, None], [*order(2), cell, None])
    assert (load(folder, "orders").rows, len(reasons(folder))) == (1, 1)
    assert 'column "returned_amount"' in reasons(folder)[0]


def test_a_column_of_errors_stops_the_table(folder: Path):
    workbook(folder, ["#REF!", *order(1)[1:]], ["#REF!", *order(2)[1:]])
    with pytest.raises(UnexpectedReply, match="every row is broken"):
        load(folder, "orders")


def test_a_line_of_totals_is_no_order(folder: Path):
    workbook(folder, [*order(1), None, None], ["Итого", None, None, None, None, None, 1500, None, None])
    assert load(folder, "orders").rows == 1
    assert 'column "order_date"' in reasons(folder)[0]


def test_cells_that_were_merged_belong_to_their_first_row(folder: Path):
    workbook(folder, [*order(1), None, None], ["З 2", None, *order(2)[2:], None, None])
    assert load(folder, "orders").rows == 1
    assert "an empty cell" in reasons(folder)[0]


def test_a_day_that_excel_shows_as_a_number_is_told(folder: Path):
    workbook(folder, [*order(1), None, None], ["З 2", 46143, *order(2)[2:], None, None])
    assert load(folder, "orders").rows == 1
    assert "holds a number, expected a date" in reasons(folder)[0]


def test_a_file_that_is_replaced_by_an_older_one_says_what_the_older_one_says(folder: Path):
    for night, amount in enumerate(("1500.00", "1400.00", "1500.00")):
        write(folder, "orders.csv", ORDERS + ORDER.replace("1500.00", amount))
        assert load(folder, "orders", night=night).rows == 1
    assert '"amount":"1500.00"' in rows(folder, "orders")[-1]["_payload"]


def test_an_empty_file_is_an_error_and_deletes_nothing(folder: Path):
    write(folder, "orders.csv", ORDERS + ORDER)
    load(folder, "orders")
    write(folder, "orders.csv", "")
    with pytest.raises(UnexpectedReply, match="no header row"):
        load(folder, "orders", night=1)
    assert [row["_op"] for row in rows(folder, "orders")] == ["upsert"]
