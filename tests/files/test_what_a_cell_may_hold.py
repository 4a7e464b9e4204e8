"""Cells as people type them: what is understood, and what is refused because it could mean two things."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.tables.cells import (
    AMOUNT,
    COUNT,
    DAY,
    EMAIL,
    FLAG,
    MONTH,
    PHONE,
    TAX_ID,
    TEXT,
    Unreadable,
    kind_of,
)
from connectors.tables.streams import CONTRACTS


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 250 000,50", "1250000.50"),
        ("1\u00a0250\u00a0000,5", "1250000.50"),
        ("1\u202f250\u202f000", "1250000.00"),
        ("1250000.50", "1250000.50"),
        ("1,250,000.50", "1250000.50"),
        ("1.250.000,50", "1250000.50"),
        ("1,250,000", "1250000.00"),
        ("1 250 000,50 ₽", "1250000.50"),
        ("300 руб.", "300.00"),
        ("0", "0.00"),
        (1250000.5, "1250000.50"),
        (1250000, "1250000.00"),
        (0.1 + 0.2, "0.30"),
        (1000000 / 12, "83333.33"),
        (2.675, "2.68"),  # by its shortest text, not by the binary value below it
    ],
)
def test_money_is_read_to_the_kopeck_however_it_is_typed(typed, amount):
    assert AMOUNT.parse(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "1,250",
        "1.250",
        "12 50",
        "1 25 000",
        "12,345.6.7",
        "1e6",
        "-5",
        "5%",
        "много",
        "1,234,56",
        -1,
        True,
        1e14,
        float("inf"),
    ],
)
def test_a_number_that_may_mean_two_things_is_refused(typed):
    with pytest.raises(Unreadable):
        AMOUNT.parse(typed)


@given(st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2))
def test_an_amount_survives_the_way_through_a_spreadsheet_float_and_a_russian_text(amount):
    typed = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
    assert Decimal(str(AMOUNT.parse(float(amount)))) == amount
    assert Decimal(str(AMOUNT.parse(typed))) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "июнь 2026",
        "Июнь 2026 г.",
        "июня 2026",
        "июн.26",
        "ИЮН 2026",
        "June 2026",
        "2026-06",
        "06.2026",
        "6.2026",
        "01.06.2026",
        "2026-06-01",
        "2026-06-01 00:00:00",
        dt.date(2026, 6, 1),
        dt.datetime(2026, 6, 1, 0, 0),
    ],
)
def test_a_month_is_understood_as_a_date_or_in_words(typed):
    assert MONTH.parse(typed) == "2026-06-01"


@pytest.mark.parametrize("name", ["май", "мая", "мар", "March", "may"])
def test_march_and_may_are_told_apart(name):
    assert str(MONTH.parse(f"{name} 2026"))[5:7] == ("05" if name in ("май", "мая", "may") else "03")


@pytest.mark.parametrize(
    "typed",
    [
        "15.06.2026",
        "30.06.2026",
        "июнь",
        "6/2026",
        "13.2026",
        "2026-13",
        46174,
        "июль-август 2026",
        "06.0206",
    ],
)
def test_a_month_that_is_not_one_month_is_refused(typed):
    with pytest.raises(Unreadable):
        MONTH.parse(typed)


def test_days_come_as_dates_or_as_texts_but_not_with_slashes():
    assert (
        DAY.parse("15.06.2026")
        == DAY.parse(dt.datetime(2026, 6, 15, 9))
        == DAY.parse("2026-06-15")
        == DAY.parse("15.06.2026 0:00:00")
        == DAY.parse("15.06.2026 00:00")
        == "2026-06-15"
    )
    for typed in ("6/15/2026", "31.06.2026", "15.06.2026 9:00", "15.06.26", "0001-01-01", True):
        with pytest.raises(Unreadable):
            DAY.parse(typed)


def test_an_id_kept_as_a_number_is_the_same_text_but_a_cut_one_is_refused():
    assert TEXT.parse(8123001.0) == TEXT.parse(8123001) == TEXT.parse(" 8123001 ") == "8123001"
    assert TEXT.parse("007") == "007"
    assert TEXT.parse("\ufeffК\u200b 42") == "К 42"
    for cell in (12345678901234567000, 1.5, True, dt.date(2026, 1, 1)):
        with pytest.raises(Unreadable):
            TEXT.parse(cell)


def test_flags_counts_and_addresses_are_read_in_the_words_people_use():
    assert [FLAG.parse(cell) for cell in (True, "да", "Нет", 1, 0.0, "FALSE")] == [
        True,
        True,
        False,
        True,
        False,
        False,
    ]
    assert COUNT.parse("2") == COUNT.parse(2.0) == 2
    assert EMAIL.parse(" Anna.Sergeeva@Sevsvet.RU ") == "anna.sergeeva@sevsvet.ru"
    for kind, cell in ((FLAG, "возможно"), (COUNT, "2,5"), (COUNT, -1), (EMAIL, "anna")):
        with pytest.raises(Unreadable):
            kind.parse(cell)


def test_metrics_are_known_by_their_russian_labels_and_by_their_ids():
    metric = next(column for column in CONTRACTS["sales_plan"].columns if column.field == "metric").kind
    assert metric.parse("Обращения без  мусора") == metric.parse("clean_leads_count") == "clean_leads_count"
    assert metric.parse("Сумма выигранных сделок (CRM)") == "revenue_booked_amount"
    with pytest.raises(Unreadable):
        metric.parse("Прибыль")


def test_the_words_for_a_cell_name_its_type_and_never_its_value():
    cells = (None, " ", "Иванов", 5, 5.5, True, dt.date(2026, 1, 1), dt.time(3), float("nan"))
    assert {kind_of(cell) for cell in cells} == {
        "an empty cell",
        "a text",
        "a number",
        "a yes/no cell",
        "a date",
        "a time",
    }


@pytest.mark.parametrize("typed", ["7816564539", 7816564539.0, " 990440001234 ", "0105012345"])
def test_a_tax_id_has_ten_or_twelve_digits(typed):
    assert len(str(TAX_ID.parse(typed))) in (10, 12)


@pytest.mark.parametrize(
    "typed", [105012345, "781656453", "7816564539/781601001", "ИНН 7816564539", 1.5, True]
)
def test_a_tax_id_that_lost_its_leading_zero_is_refused_and_not_padded(typed):
    with pytest.raises(Unreadable):
        TAX_ID.parse(typed)


@pytest.mark.parametrize("typed", ["74951230077", 74951230077.0, "+7 (495) 123-00-77", "7.495.123.00.77"])
def test_a_number_of_a_line_is_its_digits(typed):
    assert PHONE.parse(typed) == "74951230077"


@pytest.mark.parametrize("typed", ["", "0077", "доб. 105", "74951230077, 74951230078", True])
def test_what_cannot_be_dialled_is_no_number_of_a_line(typed):
    with pytest.raises(Unreadable):
        PHONE.parse(typed)
