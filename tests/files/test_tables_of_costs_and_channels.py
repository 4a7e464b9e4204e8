"""Costs that bookkeeping types by month, and the mappings that calls and advertising need."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.kit.errors import UnexpectedReply
from connectors.tables.opening import open_table
from connectors.tables.reading import FileRows, read_file, set_repeats_aside
from connectors.tables.streams import CONTRACTS
from tests.files.books import workbook

HEADER = ["Месяц", "Уровень", "Подразделение/Сотрудник", "Вид затрат", "Канал", "Статья", "Сумма", "НДС"]
MAY = dt.date(2026, 5, 1)
SALARY = [MAY, "Сотрудник", "anna@sevsvet.ru", "ФОТ", None, None, 125000.5, "Без НДС"]
RENT = [MAY, "Отдел", "Розница", "Прочее", None, "Аренда", "155 000,00", None]
EXPO = [MAY, "Компания", None, "other", "expo", "Выставка", 61000, "net"]


def read(path, stream: str) -> FileRows:
    contract = CONTRACTS[stream]
    return set_repeats_aside(contract, read_file(contract, open_table(path, file=path.name)))


def costs(tmp_path, *rows) -> FileRows:
    return read(workbook(tmp_path / "Затраты.xlsx", {"Затраты": [list(row) for row in rows]}), "costs")


def csv(tmp_path, stream: str, text: str) -> FileRows:
    path = tmp_path / f"{stream}.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, stream)


def test_costs_with_russian_labels_land_under_the_contracts_names(tmp_path):
    reading = costs(tmp_path, HEADER, SALARY, RENT, EXPO)
    assert [row.values for row in reading.rows] == [
        {
            "month": "2026-05-01",
            "unit_type": "employee",
            "unit": "anna@sevsvet.ru",
            "cost_type": "payroll",
            "channel_key": None,
            "item": "",
            "amount": "125000.50",
            "vat_basis": "net",
        },
        {
            "month": "2026-05-01",
            "unit_type": "department",
            "unit": "Розница",
            "cost_type": "other",
            "channel_key": None,
            "item": "Аренда",
            "amount": "155000.00",
            "vat_basis": "net",
        },
        {
            "month": "2026-05-01",
            "unit_type": "company",
            "unit": "",
            "cost_type": "other",
            "channel_key": "expo",
            "item": "Выставка",
            "amount": "61000.00",
            "vat_basis": "net",
        },
    ]
    assert not reading.wrong


def test_channel_item_and_vat_may_be_left_out(tmp_path):
    header = [label for label in HEADER if label not in ("Канал", "Статья", "НДС")]
    reading = costs(tmp_path, header, [MAY, "Компания", None, "Зарплата", 900])
    assert reading.rows[0].values["vat_basis"] == "net"


@pytest.mark.parametrize(
    ("place", "cell", "expected"),
    [
        (7, "с НДС", "one of Без НДС (net)"),
        (3, "Реклама", "one of Зарплата (payroll), Прочее (other)"),
        (6, -5, "a number, not below zero"),
        (2, "Анна", "the e-mail address of the employee"),
    ],
)
def test_a_cost_that_cannot_be_understood_keeps_out_its_row_alone(tmp_path, place, cell, expected):
    broken = [*SALARY[:place], cell, *SALARY[place + 1 :]]
    reading = costs(tmp_path, HEADER, broken, RENT)
    assert len(reading.rows) == 1
    assert expected in reading.wrong[0].reason


def test_two_costs_of_one_kind_need_items_to_be_told_apart(tmp_path):
    reading = costs(tmp_path, HEADER, RENT, [*RENT[:5], "Связь", 12000, None])
    assert len(reading.rows) == 2
    reading = costs(tmp_path, HEADER, RENT, [*RENT[:6], 12000, None])
    assert len(reading.rows) == 0
    assert "contradicts" in reading.wrong[0].reason and "item" in reading.wrong[0].reason


def test_a_table_of_one_column_is_a_table(tmp_path):
    reading = csv(tmp_path, "opening_customers", "tax_id\n7816564539\n\n781656453\n990440001234\n")
    assert [row.values["tax_id"] for row in reading.rows] == ["7816564539", "990440001234"]
    assert "expected a tax id of 10 or 12 digits" in reading.wrong[0].reason


def test_customers_may_be_exported_with_their_names_beside(tmp_path):
    path = workbook(tmp_path / "old.xlsx", {"Клиенты": [["Клиент", "ИНН"], ["ООО «Луч»", "0105012345"]]})
    (row,) = read(path, "opening_customers").rows
    assert row.values == {"tax_id": "0105012345"}


def test_a_table_without_the_one_column_is_no_table_of_customers(tmp_path):
    with pytest.raises(UnexpectedReply, match="no header row of the stream opening_customers"):
        csv(tmp_path, "opening_customers", "клиент\nООО «Луч»\n")


def test_tracking_numbers_are_read_however_they_are_typed(tmp_path):
    text = (
        "source,line_number,channel_key\nmango_main,+7 (495) 123-00-78,site\nmango_main,74951230079,direct\n"
    )
    reading = csv(tmp_path, "lines", text)
    assert [row.values["line_number"] for row in reading.rows] == ["74951230078", "74951230079"]


def test_a_tracking_number_cannot_stand_for_two_channels(tmp_path):
    text = "source,line_number,channel_key\nm,74951230078,site\nm,+74951230078,direct\n"
    assert csv(tmp_path, "lines", text).rows == []


def test_utm_marks_are_pairs_and_the_medium_may_be_empty(tmp_path):
    reading = csv(
        tmp_path, "utm_channels", "utm_source,utm_medium,channel_key\nyandex,cpc,direct\nvk,,social\n"
    )
    assert [(row.values["utm_source"], row.values["utm_medium"]) for row in reading.rows] == [
        ("yandex", "cpc"),
        ("vk", ""),
    ]


@pytest.mark.parametrize("meaning", ["utm_source", "utm_medium", "utm_campaign"])
def test_fields_may_carry_utm_marks(tmp_path, meaning):
    text = f"source,entity,field,meaning\namocrm_main,lead,UTM_X,{meaning}\n"
    assert csv(tmp_path, "fields", text).rows[0].values["meaning"] == meaning
