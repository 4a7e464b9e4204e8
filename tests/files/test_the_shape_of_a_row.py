"""A line of a CSV has as many cells as its header, or it is kept out: a comma in a number moves cells."""

from pathlib import Path

import pytest

from connectors.kit.errors import UnexpectedReply
from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file, set_repeats_aside
from connectors.tables.streams import CONTRACTS

_PLAN = "Месяц,Уровень,Подразделение,Показатель,План"


def read(folder: Path, text: str, stream: str = "sales_plan") -> FileRows:
    path = folder / f"{stream}.csv"
    path.write_text(text, encoding="utf-8")
    contract = CONTRACTS[stream]
    return set_repeats_aside(contract, read_file(contract, open_table(path, file=path.name)))


def test_a_decimal_comma_does_not_become_a_version(tmp_path):
    reading = read(
        tmp_path,
        f"{_PLAN},Версия\n2026-06,Компания,,Поступления,1250000,50,1\n2026-07,Компания,,Поступления,900000,00,1\n",
    )
    assert not reading.rows
    assert reading.wrong[0].reason.startswith("sales_plan.csv, row 2: 7 cells where the header has 6")


def test_a_comma_of_thousands_does_not_make_a_plan_of_one(tmp_path):
    reading = read(
        tmp_path,
        f"{_PLAN}\n2026-06,Компания,,Поступления,1,250,000.50\n2026-07,Компания,,Поступления,1250000,50\n",
    )
    assert not reading.rows and [wrong.payload["_row"] for wrong in reading.wrong] == [2, 3]


def test_kopecks_of_a_cost_are_not_lost(tmp_path):
    text = "Месяц,Уровень,Подразделение,Вид затрат,Сумма\n2026-06,Компания,,Прочее,12500,50\n"
    assert "row 2: 6 cells where the header has 5" in read(tmp_path, text, "costs").wrong[0].reason


def test_a_line_that_ends_early_gets_no_defaults(tmp_path):
    text = f"{_PLAN},Версия\n2026-06,Компания,,Поступления,900\n2026-07,Компания,,Поступления,900,\n"
    reading = read(tmp_path, text)
    assert [row.values["month"] for row in reading.rows] == ["2026-07-01"]
    assert "row 2: 5 cells where the header has 6" in reading.wrong[0].reason


def test_the_cells_of_a_line_kept_out_stay_to_be_looked_at(tmp_path):
    (wrong,) = read(tmp_path, f"{_PLAN}\n2026-06,Компания,,Поступления,1250000,50\n").wrong
    assert wrong.payload["plan"] == "1250000" and wrong.payload["_beyond_the_header"] == "50"


def test_empty_cells_beyond_the_header_and_empty_lines_say_nothing(tmp_path):
    june, july = (f"2026-{month},Компания,,Поступления,900" for month in ("06", "07"))
    text = f"План продаж\n\n{_PLAN},,\n{june},,\n,,\n{july},,,,\n"
    reading = read(tmp_path, text)
    assert len(reading.rows) == 2 and not reading.wrong


@pytest.mark.parametrize("plan", ["1250000,50", "1,250", "1,250.50"])
def test_a_comma_in_a_number_before_empty_cells_moves_none(tmp_path, plan):
    """The cell that it adds is the empty one at the end: a plan of 1250000 and version 50."""
    reading = read(tmp_path, f"{_PLAN},Версия,Примечание\n2026-06,Компания,,Поступления,{plan},,\n")
    assert not reading.rows and "quotation marks" in reading.wrong[0].reason


def test_empty_cells_beyond_semicolons_say_nothing_beside_numbers(tmp_path):
    header = f"{_PLAN},Версия".replace(",", ";")
    assert len(read(tmp_path, f"{header}\n2026-06;Компания;;Поступления;900,50;1;;\n").rows) == 1


def test_a_note_beside_the_table_has_a_place_of_its_own(tmp_path):
    assert len(read(tmp_path, f"{_PLAN},\n2026-06,Компания,,Поступления,900,звонить\n").rows) == 1


def test_a_quote_that_is_not_closed_is_named_by_its_line(tmp_path):
    with pytest.raises(UnexpectedReply, match=r"sales_plan\.csv.*line 3"):
        read(tmp_path, f'{_PLAN}\n2026-06,Компания,,Поступления,900\n2026-07,Отдел,"Опт,Поступления,900\n')
