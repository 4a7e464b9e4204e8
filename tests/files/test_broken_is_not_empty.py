"""An error in a cell, or a formula that was never calculated, is wrong in any column: never an empty cell."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from connectors.kit.errors import UnexpectedReply
from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file, set_repeats_aside
from connectors.tables.streams import CONTRACTS
from tests.files.books import ods, workbook

CASES = Path(__file__).parent / "cases"
HEADER = ["Месяц", "Уровень", "Сотрудник", "Показатель", "План", "Версия"]
GOOD = [dt.date(2026, 6, 1), "Компания", None, "Обращения", 900, 1]


def read(path: Path, stream: str = "sales_plan") -> FileRows:
    contract = CONTRACTS[stream]
    return set_repeats_aside(contract, read_file(contract, open_table(path, file=path.name)))


def test_an_error_in_a_version_is_not_version_one():
    reading = read(CASES / "errcells.xlsx")
    assert not reading.rows
    assert [wrong.payload["_row"] for wrong in reading.wrong] == [2, 3, 4]
    assert 'column "Версия" (F) holds an error (#N/A)' in reading.wrong[0].reason
    assert 'column "План" (E) holds an error (#REF!)' in reading.wrong[1].reason
    assert 'column "Месяц" (A) holds an error (#VALUE!)' in reading.wrong[2].reason


def test_a_formula_that_was_never_calculated_is_named_with_what_to_do():
    reading = read(CASES / "formulas_uncached.xlsx")
    assert not reading.rows
    assert [wrong.payload["_row"] for wrong in reading.wrong] == [2, 3, 4]
    assert 'column "Версия" (F) holds a formula without a stored value' in reading.wrong[1].reason
    assert "save" in reading.wrong[1].reason


def test_a_sheet_of_errors_is_refused_and_yesterdays_plan_stays():
    with pytest.raises(UnexpectedReply, match=r'sheet "План": every row is broken, .*\(A\)') as refused:
        read(CASES / "links_broken_everywhere.xlsx")
    assert refused.value.fix


def test_a_broken_cell_beside_good_rows_keeps_out_its_row_alone(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"План": [HEADER, GOOD, [*GOOD[:5], "#N/A"], [None] * 6]})
    reading = read(path)
    assert len(reading.rows) == 1 and len(reading.wrong) == 1


def test_an_error_in_a_column_that_no_table_uses_disturbs_nobody(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"План": [[*HEADER, "Комментарий"], [*GOOD, "#REF!"]]})
    assert len(read(path).rows) == 1


def test_a_formula_that_gave_an_empty_text_is_an_empty_cell(tmp_path):
    path = workbook(tmp_path / "made.xlsx", {"План": [HEADER, [*GOOD[:5], "=T(1)"]]})
    saved = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b'<c r="F2"><f>T(1)</f><v /></c>' in text
                text = text.replace(b'<c r="F2"><f>T(1)</f><v />', b'<c r="F2" t="str"><f>T(1)</f><v></v>')
            new.writestr(name, text)
    assert read(saved).rows[0].values["version"] == 1
    assert "holds a formula without a stored value" in read(path).wrong[0].reason


@pytest.mark.parametrize("word", ["#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ИМЯ?", "#DIV/0!", "#N/A", "Err:502"])
def test_a_csv_shows_errors_as_words(tmp_path, word):
    path = tmp_path / "channels.csv"
    path.write_text(f"source,value,channel_key,channel_name\na,Сайт,site,\na,Звонок,call,{word}\n")
    reading = read(path, "channels")
    assert [row.values["value"] for row in reading.rows] == ["Сайт"]
    assert f"holds an error ({word})" in reading.wrong[0].reason


def test_libreoffice_marks_errors_in_its_own_way(tmp_path):
    path = ods(tmp_path / "made.ods", {"План": [HEADER, GOOD, GOOD[:5]]})
    saved = tmp_path / "plan.ods"
    error = (
        "<table:table-cell "
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'table:formula="of:=[.A1]/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row></table:table>'
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("</table:table-row></table:table>", error))
    reading = read(saved)
    assert len(reading.rows) == 1
    assert 'column "Версия" (F) holds an error (#DIV/0!)' in reading.wrong[0].reason


@pytest.mark.parametrize("name", ["plan.xls", "plan.xlsb"])
def test_a_format_that_cannot_tell_broken_from_empty_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(UnexpectedReply, match="broken cells") as refused:
        read(tmp_path / name)
    assert ".xlsx" in refused.value.fix
