"""Tables as a folder holds them: half copied, of another form than yesterday, called a little otherwise."""

import datetime as dt
import json
import unicodedata

import openpyxl
import pytest

from connectors.kit.errors import UnexpectedReply
from connectors.tables import folder as folders
from tests.field_tables.test_a_folder_is_read_by_its_contract import ORDER, ORDERS, write
from tests.field_tables.test_a_folder_is_read_by_its_contract import load as load_orders
from tests.field_tables.test_a_folder_is_read_by_its_contract import rows as rows_of
from tests.files.books import workbook
from tests.files.test_files_land import GOOD, HEADER, folder, load, parquet

__all__ = ["folder"]

WRONG = [*GOOD[:4], "much"]


def test_a_file_whose_every_row_is_wrong_has_another_form_and_leaves_what_was_read(folder):
    workbook(folder / "plan.xlsx", {"План": [HEADER, GOOD]})
    load(folder)
    workbook(folder / "plan.xlsx", {"План": [HEADER, WRONG, [*WRONG[:3], "Договоры", "more"]]})
    with pytest.raises(UnexpectedReply, match=r"none of the 2 rows .*row 2: .*План") as refused:
        load(folder, night=1)
    assert "what was read before stays" in refused.value.fix
    assert len(parquet(folder, "landing")) == 1


def test_a_file_of_another_form_beside_good_ones_is_not_left_out(folder):
    write(folder, "orders_05.csv", ORDERS + ORDER)
    later = ORDER.replace("2026-05-01 12:30:00", "05/01/2026")
    write(folder, "orders_06.csv", ORDERS + later.replace("ЗК  1", "ЗК 2") + later.replace("ЗК  1", "ЗК 3"))
    with pytest.raises(UnexpectedReply, match=r"none of the 2 rows of orders .*orders_06.csv, row 2"):
        load_orders(folder, "orders")


def test_utf8_that_was_cut_is_not_read_as_another_encoding(folder):
    """As Windows-1251 every code of it would be another one."""
    whole = (ORDERS + ORDER).encode()
    (folder / "orders.csv").write_bytes(whole + ORDER.encode()[:3])
    with pytest.raises(UnexpectedReply, match=r"orders.csv cannot be read"):
        load_orders(folder, "orders")
    (folder / "orders.csv").write_bytes((ORDERS + ORDER).encode("cp1251"))
    assert "Windows-1251" in load_orders(folder, "orders").warnings[0]
    assert json.loads(rows_of(folder, "orders")[0]["_payload"])["client_code"] == "КЛ 1"


def test_a_file_that_is_written_while_it_is_read_is_refused(folder, monkeypatch):
    write(folder, "orders.csv", ORDERS + ORDER)
    usual = folders.open_table

    def while_it_grows(path, *, file):
        opened = usual(path, file=file)
        write(folder, "orders.csv", ORDERS + ORDER + ORDER.replace("ЗК  1", "ЗК 2"))
        return opened

    monkeypatch.setattr(folders, "open_table", while_it_grows)
    with pytest.raises(UnexpectedReply, match=r"orders.csv was written while it was read"):
        load_orders(folder, "orders")
    monkeypatch.undo()
    assert load_orders(folder, "orders").rows == 2


@pytest.mark.parametrize("name", ["Orders_2026-05.csv", "ORDERS.CSV"])
def test_letter_case_of_a_name_says_nothing(folder, name):
    write(folder, name, ORDERS + ORDER)
    assert load_orders(folder, "orders").rows == 1


def test_letter_case_and_the_way_a_mac_writes_letters_part_no_file_from_a_pattern(folder):
    written = unicodedata.normalize("NFD", "План на май.XLSX")
    workbook(folder / written, {"План": [HEADER, GOOD]})
    assert load(folder, pattern="план на май*.xlsx").rows == 1


def test_a_file_that_is_called_almost_as_the_table_is_named(folder):
    write(folder, "orders.csv", ORDERS + ORDER)
    write(folder, "orders-2026-06.csv", ORDERS + ORDER.replace("ЗК  1", "ЗК 2"))
    write(folder, "ordersheet.csv", "nothing of ours\n")
    receipt = load_orders(folder, "orders")
    assert receipt.rows == 1
    assert [warning for warning in receipt.warnings if "orders-2026-06.csv is not read" in warning]
    assert not [warning for warning in receipt.warnings if "ordersheet" in warning]


def test_a_table_of_a_format_that_is_refused_is_not_overlooked(folder):
    write(folder, "orders_05.csv", ORDERS + ORDER)
    (folder / "orders_06.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(UnexpectedReply, match=r"orders_06.xls: in .xls files broken cells"):
        load_orders(folder, "orders")


def test_statuses_that_no_setting_knows_are_said_where_nothing_seems_shipped(folder):
    write(folder, "orders.csv", ORDERS + ORDER.replace("Shipped", "Отгружен"))
    (warning,) = load_orders(folder, "orders").warnings
    assert "shipped_statuses" in warning and "Отгружен" in warning
    assert load_orders(folder, "orders", night=1, shipped_statuses=["отгружен"]).warnings == ()


def test_a_hidden_sheet_is_read_and_said(folder):
    path = workbook(
        folder / "plan.xlsx", {"План": [HEADER, GOOD], "Май": [HEADER, [dt.date(2026, 5, 1), *GOOD[1:]]]}
    )
    book = openpyxl.load_workbook(path)
    book["Май"].sheet_state = "hidden"
    book.save(path)
    receipt = load(folder)
    assert receipt.rows == 2
    assert [warning for warning in receipt.warnings if 'sheet "Май" is hidden and was read' in warning]


def test_a_comma_in_cells_parts_no_columns_where_semicolons_do(folder):
    rows = "main;Яндекс, Директ, поиск, бренд;direct\nmain;Звонок;call\n"
    write(folder, "channels.csv", f"source;value;channel_key\n{rows}")
    assert load(folder, "channels", pattern="channels.csv").rows == 2


def test_a_column_that_nobody_reads_keeps_no_order_out(folder):
    write(folder, "orders.csv", ORDERS.replace("due_date", "due_date;discount") + ORDER.strip() + ";5 %\n")
    assert load_orders(folder, "orders").rows == 1


def test_a_table_that_never_came_names_the_file_that_may_be_meant(folder):
    write(folder, "orders-2026.csv", ORDERS + ORDER)
    assert "orders-2026.csv is not read" in load_orders(folder, "orders").unavailable
