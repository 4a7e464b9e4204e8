"""A plan as sales heads keep it: titles above the header, wrong cells, repeats, other programs."""

import datetime as dt

import pytest

from connectors.kit.errors import UnexpectedReply
from connectors.tables.opening import open_table
from connectors.tables.reading import read_file, set_repeats_aside
from connectors.tables.streams import CONTRACTS
from tests.files.books import ods, workbook

PLAN = CONTRACTS["sales_plan"]
HEADER = ["Месяц", "Уровень", "Подразделение/Сотрудник", "Показатель", "План", "Версия"]
JUNE = dt.date(2026, 6, 1)
COMPANY = [JUNE, "Компания", None, "Поступления", 12500000.5, 1]
DEPARTMENT = [JUNE, "Отдел", "Опт", "Обращения", 300, 1]
EMPLOYEE = [JUNE, "Сотрудник", "anna@sevsvet.ru", "Договоры", "12", 2]


def read(path, contract=PLAN):
    return set_repeats_aside(contract, read_file(contract, open_table(path, file=path.name)))


def plan(tmp_path, *rows, name="plan.xlsx", sheet="План"):
    return workbook(tmp_path / name, {sheet: [list(row) for row in rows]})


def test_a_plan_with_russian_labels_lands_under_the_contracts_names(tmp_path):
    reading = read(plan(tmp_path, HEADER, COMPANY, DEPARTMENT, EMPLOYEE))
    assert [row.key for row in reading.rows] == ["plan.xlsx:План:2", "plan.xlsx:План:3", "plan.xlsx:План:4"]
    assert reading.rows[0].payload == {
        "month": "2026-06-01",
        "unit_type": "company",
        "unit": "",
        "metric": "revenue_paid_amount",
        "plan": "12500000.50",
        "version": 1,
        "_file": "plan.xlsx",
        "_sheet": "План",
        "_row": 2,
    }
    assert reading.rows[2].payload["plan"] == "12.00"
    assert not reading.wrong


@pytest.mark.parametrize(
    "labels",
    [
        ["month", "unit_type", "unit", "metric", "plan", "version"],
        ["Month", "Level", "Unit", "Metric", "Plan", "Version"],
        ["период:", " УРОВЕНЬ ", "Сотрудник", "показатель*", "План", "Версия"],
    ],
)
def test_the_header_is_known_in_english_in_russian_and_in_any_case(tmp_path, labels):
    assert len(read(plan(tmp_path, labels, COMPANY)).rows) == 1


def test_a_title_above_the_header_and_empty_rows_below_do_not_disturb(tmp_path):
    rows = [["План продаж на июнь"], [], [None, "утвержден"], HEADER, COMPANY, [], [None] * 6, EMPLOYEE]
    reading = read(plan(tmp_path, *rows))
    assert [row.values["unit"] for row in reading.rows] == ["", "anna@sevsvet.ru"]
    assert [row.key for row in reading.rows] == ["plan.xlsx:План:5", "plan.xlsx:План:8"]


def test_a_wrong_cell_is_told_by_file_sheet_row_column_and_type_and_the_good_rows_stay(tmp_path):
    broken = [JUNE, "Отдел", "Иванова Анна", "Поступления", "миллион", "один"]
    reading = read(plan(tmp_path, HEADER, COMPANY, broken, EMPLOYEE))
    assert len(reading.rows) == 2
    (wrong,) = reading.wrong
    assert wrong.reason == (
        'plan.xlsx, sheet "План", row 3: column "План" (E) holds a text, '
        "expected a number, not below zero, with at most two decimals, such as 1250000.50; "
        'column "Версия" (F) holds a text, expected a whole number, not below zero'
    )
    assert "Иванова" not in wrong.reason and "миллион" not in wrong.reason
    assert wrong.payload["unit"] == "Иванова Анна" and wrong.payload["_row"] == 3


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ([JUNE, "Компания", "Опт", "Поступления", 1, 1], "an empty cell, because the level is the company"),
        ([JUNE, "Отдел", None, "Поступления", 1, 1], "the name or the id of the department"),
        ([JUNE, "Сотрудник", "Иванова", "Поступления", 1, 1], "the e-mail address of the employee"),
        ([JUNE, "Отдел", "Опт", "Прибыль", 1, 1], "Поступления (revenue_paid_amount)"),
        ([JUNE, "Отдел", "Опт", "Поступления", None, 1], "holds an empty cell, expected a number"),
        ([dt.date(2026, 6, 15), "Отдел", "Опт", "Поступления", 1, 1], "a month: its first day"),
    ],
)
def test_a_row_that_contradicts_itself_is_kept_out_with_what_is_expected(tmp_path, row, expected):
    reading = read(plan(tmp_path, HEADER, row))
    assert not reading.rows
    assert expected in reading.wrong[0].reason


def test_two_different_plans_for_the_same_thing_are_both_kept_out_and_point_at_each_other(tmp_path):
    other = [*DEPARTMENT[:4], 350, 1]
    reading = read(plan(tmp_path, HEADER, COMPANY, DEPARTMENT, other))
    assert [row.values["unit_type"] for row in reading.rows] == ["company"]
    assert [wrong.reason for wrong in reading.wrong] == [
        'plan.xlsx, sheet "План", row 3: contradicts plan.xlsx, sheet "План", row 4 '
        "(same month, unit_type, unit, metric, version)",
        'plan.xlsx, sheet "План", row 4: contradicts plan.xlsx, sheet "План", row 3 '
        "(same month, unit_type, unit, metric, version)",
    ]


def test_the_same_row_twice_counts_once(tmp_path):
    reading = read(plan(tmp_path, HEADER, DEPARTMENT, DEPARTMENT))
    assert len(reading.rows) == 1
    assert "row 3: repeats" in reading.wrong[0].reason


def test_a_new_version_of_a_plan_is_not_a_repeat(tmp_path):
    assert len(read(plan(tmp_path, HEADER, DEPARTMENT, [*DEPARTMENT[:5], 2])).rows) == 2


def test_a_missing_version_means_the_first(tmp_path):
    reading = read(plan(tmp_path, HEADER[:5], COMPANY[:5]))
    assert reading.rows[0].values["version"] == 1


def test_a_missing_column_stops_the_file_and_is_named_in_both_languages(tmp_path):
    with pytest.raises(UnexpectedReply) as stopped:
        read(plan(tmp_path, ["План на июнь"], [*HEADER[:4], "Сумма"], COMPANY))
    assert stopped.value.what == (
        'plan.xlsx, sheet "План", header in row 2: no column "plan" or "План" for the stream sales_plan; '
        "the header holds Месяц, Уровень, Подразделение/Сотрудник, Показатель, Сумма"
    )
    assert stopped.value.fix


def test_a_file_with_other_columns_is_told_what_it_has_and_what_it_needs(tmp_path):
    path = tmp_path / "channels.csv"
    path.write_text("Источник;Канал\namocrm_main;Сайт\n", encoding="utf-8")
    with pytest.raises(UnexpectedReply) as stopped:
        read(path, CONTRACTS["channels"])
    assert "channels.csv has no header row" in stopped.value.what
    assert "its first row holds Источник, Канал" in stopped.value.what
    assert '"source", "value", "channel_key"' in stopped.value.fix


def test_a_first_row_that_may_be_about_people_is_not_repeated(tmp_path):
    path = tmp_path / "employees.csv"
    path.write_text("amocrm_main,15,Иванов Иван,i@a.ru\n", encoding="utf-8")
    with pytest.raises(UnexpectedReply) as stopped:
        read(path, CONTRACTS["employees"])
    assert "Иванов" not in stopped.value.what


def test_a_column_that_stands_twice_stops_the_file(tmp_path):
    with pytest.raises(UnexpectedReply, match="stands in columns E, G"):
        read(plan(tmp_path, [*HEADER, "план"], [*COMPANY, 5]))


def test_a_sheet_of_notes_is_left_out_with_a_note_but_a_file_without_any_plan_is_an_error(tmp_path):
    notes = [["План", "согласован с директором"], ["Иванова", "звонить"]]
    path = workbook(tmp_path / "plan.xlsx", {"План": [HEADER, COMPANY], "Заметки": notes, "Лист3": []})
    reading = read(path)
    assert len(reading.rows) == 1
    assert reading.notes == [
        'plan.xlsx, sheet "Заметки" has none of the columns of sales_plan and was left out'
    ]
    with pytest.raises(UnexpectedReply, match="no header row of the stream sales_plan"):
        read(workbook(tmp_path / "empty.xlsx", {"Заметки": notes}))


def test_two_sheets_of_one_file_are_both_read(tmp_path):
    path = workbook(tmp_path / "plan.xlsx", {"Опт": [HEADER, DEPARTMENT], "Люди": [HEADER, EMPLOYEE]})
    assert [row.key for row in read(path).rows] == ["plan.xlsx:Опт:2", "plan.xlsx:Люди:2"]


def test_an_ods_file_reads_like_the_same_xlsx(tmp_path):
    rows = [
        HEADER,
        COMPANY,
        DEPARTMENT,
        EMPLOYEE,
        ["июнь 2026", "Отдел", "Розница", "Поступления", "1 250 000,50", 1],
    ]
    opened = read(ods(tmp_path / "plan.ods", {"План": rows}))
    same = read(plan(tmp_path, *rows))
    assert [row.values for row in opened.rows] == [row.values for row in same.rows]
    assert len(opened.rows) == 4 and not opened.wrong


def test_a_csv_written_by_a_russian_excel_is_read(tmp_path):
    path = tmp_path / "plan.csv"
    text = (
        "План продаж\r\n\r\nМесяц;Уровень;Подразделение;Показатель;План;Версия\r\n"
        'июнь 2026;Отдел;"Опт; Север";Поступления;1 250 000,50;1\r\n'
    )
    path.write_bytes(text.encode("cp1251"))
    reading = read(path)
    assert reading.rows[0].key == "plan.csv::4"
    assert (reading.rows[0].values["unit"], reading.rows[0].values["plan"]) == ("Опт; Север", "1250000.50")
    assert reading.notes == ["plan.csv is not UTF-8 and was read as Windows-1251"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mapping_in_csv_keeps_ids_with_leading_zeros_and_words_that_look_like_nothing(tmp_path, encoding):
    path = tmp_path / "channels.csv"
    path.write_bytes(
        (
            "source,value,channel_key,channel_name\n"
            'amocrm_main,007,site,"Сайт, блог"\namocrm_main,NA,null,NaN\n'
        ).encode(encoding)
    )
    reading = read(path, CONTRACTS["channels"])
    assert [row.values for row in reading.rows] == [
        {"source": "amocrm_main", "value": "007", "channel_key": "site", "channel_name": "Сайт, блог"},
        {"source": "amocrm_main", "value": "NA", "channel_key": "null", "channel_name": "NaN"},
    ]


def test_a_workbook_with_stage_ids_as_numbers_reads_like_the_csv(tmp_path):
    header = ["source", "pipeline_id", "pipeline_name", "stage_id", "stage_name", "step", "is_won"]
    book = workbook(
        tmp_path / "stages.xlsx",
        {"stages": [header, ["amocrm_main", 8123002, "Опт", 142.0, None, "paid", True]]},
    )
    text = tmp_path / "stages.csv"
    text.write_text(",".join(header) + "\namocrm_main,8123002,Опт,142,,paid,true\n", encoding="utf-8")
    (from_book,), (from_text,) = read(book, CONTRACTS["stages"]).rows, read(text, CONTRACTS["stages"]).rows
    assert from_book.values == from_text.values
    assert from_book.values["pipeline_id"] == "8123002" and from_book.values["is_won"] is True


def test_an_end_before_its_beginning_and_junk_without_a_class_are_kept_out(tmp_path):
    history = tmp_path / "org_history.csv"
    history.write_text(
        "email,source,unit_id,valid_from,valid_to\na@b.ru,amocrm_main,1,2026-03-01,2026-02-01\n"
    )
    assert "not before valid_from" in read(history, CONTRACTS["org_history"]).wrong[0].reason
    reasons = tmp_path / "loss_reasons.csv"
    reasons.write_text("source,loss_reason_id,is_junk,junk_class\namocrm_main,5,true,\namocrm_main,6,,\n")
    reading = read(reasons, CONTRACTS["loss_reasons"])
    assert "because is_junk is true" in reading.wrong[0].reason
    assert reading.rows[0].values["is_junk"] is False


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.xlsx", b"PK\x03\x04 half a workbook"),
        ("plan.xlsx", b"<html>not a workbook</html>"),
        ("plan.ods", b""),
        ("plan.csv", b'a,b\n"never closed,2\n'),
        ("plan.csv", b"\x98\x98\xff"),
        ("plan.docx", b"PK"),
    ],
)
def test_a_file_that_is_not_a_table_is_named_with_what_to_do(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnexpectedReply) as stopped:
        read(path)
    assert name in stopped.value.what and stopped.value.fix


def test_an_empty_csv_is_an_error_and_not_an_empty_plan(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_bytes(b"")
    with pytest.raises(UnexpectedReply, match=r"plan\.csv has no header row"):
        read(path)


def test_a_table_with_a_header_only_is_an_empty_plan(tmp_path):
    assert read(plan(tmp_path, HEADER)).rows == []
