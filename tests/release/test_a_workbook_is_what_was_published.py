"""The Excel workbook holds the published rows, opens everywhere, calculates nothing that people typed."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from expectations.contract import Sheet
from expectations.errors import ShelfError
from expectations.shelf.kinds.excel import ExcelWorkbook, WorkbookSettings
from expectations.verdict import Finding, Said
from expectations.versions import Publication, PublishedDomain
from tests.release.made_publication import Made, Releases
from tests.release.workbook import rows_of, sheets_of

FORMULAS = [
    "=1+1",
    "+7 900 000-00-00",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    ' =HYPERLINK("http://x")',
    "＝1+1",
]
PLAIN = ["-", "–", "a=b", "#N/A", "2026-01-02", "007", "  left and right  ", "строка\nвторая"]
_TEXTS = " union all ".join(
    f"select {n}, '{text.replace(chr(39), chr(39) * 2)}'" for n, text in enumerate(FORMULAS + PLAIN)
)
PAYMENTS = Made(
    "select 'p' || n as payment_key, date '2026-05-01' + cast(n % 3 as integer) as paid_date,"
    " cast(100 + n as decimal(18, 2)) as amount, cast(12.5 as decimal(9, 2)) as paid_pct, t.note,"
    " timestamp '2026-05-01 21:30:00' as paid_at, n > 3 as is_late, cast(null as bigint) as calls_count"
    f" from range(30) as r(n) left join ({_TEXTS}) as t(number, note) on n = t.number",
    labels={
        "paid_date": "Дата",
        "amount": "Сумма",
        "paid_pct": "Доля, %",
        "note": "Примечание",
        "is_late": "Поздно",
        "calls_count": "Звонков",
    },
    sheet=Sheet(ru="Оплаты", en="Payments"),
)
CALENDAR = Made(
    "select date '2026-05-01' + cast(n as integer) as due_date, n as expected from range(3) as t(n)",
    sheet=Sheet(ru="Календарь", en="Calendar", where="due_date = (select max(due_date) from batch)"),
)
MARTS = {"fct_payment": PAYMENTS, "mart_calendar": CALENDAR, "mart_silent": replace(CALENDAR, sheet=None)}
WARNING = Finding(
    domain="money",
    mart="fct_payment",
    rule="check",
    subject="unmapped",
    severity="warn",
    passed=False,
    said={"ru": Said(message="Есть оплаты без статьи.", fix="допишите таблицу.")},
    sample=("=1+1",),
)


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "releases")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "shelf" / "kpi.xlsx"


def _workbook(file: Path, **settings: Any) -> ExcelWorkbook:
    given = WorkbookSettings.model_validate({"path": "shelf/kpi.xlsx", **settings})
    return ExcelWorkbook.opened(given, file.parents[1])


@pytest.fixture
def book(file: Path) -> ExcelWorkbook:
    return _workbook(file)


@pytest.fixture
def published(releases: Releases, book: ExcelWorkbook) -> Publication:
    publication = releases.publish(MARTS)
    assert releases.put(book, publication).error is None
    return publication


def test_numbers_are_numbers_dates_are_dates_and_sums_are_the_marts(
    releases: Releases, book: ExcelWorkbook, file: Path
):
    releases.put(book, releases.publish(MARTS, language="ru"))
    sheet = sheets_of(file)["Оплаты"]
    rows = rows_of(sheet)

    assert sum(Decimal(str(row["Сумма"])) for row in rows) == Decimal(3435)
    assert {row["Дата"] for row in rows} == {datetime(2026, 5, day) for day in (1, 2, 3)}
    assert {row["Доля, %"] for row in rows} == {0.125}
    assert {row["paid_at"] for row in rows} == {datetime(2026, 5, 2, 0, 30)}  # by Moscow's clock
    assert sum(row["Поздно"] for row in rows) == 26
    assert {row["Звонков"] for row in rows} == {None}  # unknown, not 0
    formats = {sheet.cell(1, n).value: sheet.cell(2, n).number_format for n in range(1, sheet.max_column + 1)}
    assert formats["Сумма"] == "#,##0.00"
    assert formats["Доля, %"] == "0.0%"
    assert formats["Дата"] == "dd\\.mm\\.yyyy"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:H{len(rows) + 1}"
    hidden = {sheet[f"{letter}1"].value for letter, one in sheet.column_dimensions.items() if one.hidden}
    assert hidden == {"payment_key", "paid_at"}  # what has no label is no heading for people


@pytest.mark.usefixtures("published")
def test_what_people_typed_is_text_and_is_calculated_nowhere(file: Path):
    sheet = sheets_of(file)["Payments"]
    column = [cell.value for cell in sheet[1]].index("Note")
    notes = {row[0].value: row[column] for row in sheet.iter_rows(min_row=2)}
    for number, text in enumerate(FORMULAS + PLAIN):
        cell = notes[f"p{number}"]
        assert (cell.value, cell.data_type) == (text, "s")
        assert bool(cell.quotePrefix) is (text in FORMULAS)
    with zipfile.ZipFile(file) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 4
    assert not any(b"<f" in text for text in sheets)


def test_a_sheet_of_chosen_rows_and_a_mart_that_is_too_long(releases: Releases, file: Path):
    releases.put(_workbook(file, rows_at_most=10), releases.publish(MARTS))
    sheets = sheets_of(file)

    assert list(sheets) == ["About the data", "Calendar", "What columns mean"]
    assert rows_of(sheets["Calendar"]) == [{"due_date": datetime(2026, 5, 3), "expected": 2}]
    said = [value for row in sheets["About the data"].iter_rows(values_only=True) for value in row if value]
    assert "fct_payment has 30 rows, a sheet takes 10 (rows_at_most): read it from another shelf" in said


def test_a_deployment_may_name_the_marts(releases: Releases, file: Path):
    releases.put(_workbook(file, marts=["mart_silent", "mart_nowhere"]), releases.publish(MARTS))
    sheets = sheets_of(file)
    assert list(sheets) == ["About the data", "silent", "What columns mean"]
    said = [row[0] for row in sheets["About the data"].iter_rows(values_only=True)]
    assert "mart_nowhere is not published" in said


def test_the_first_sheet_says_what_the_data_are_in_the_deployments_language(
    releases: Releases, book: ExcelWorkbook, file: Path
):
    marts = {**MARTS, "fct_payment": replace(MARTS["fct_payment"], russian="Строка — оплата.")}
    publication = releases.publish(marts, (WARNING,), language="ru")
    warned = publication.domains["money"].model_copy(update={"warnings": 1})
    never = PublishedDomain(
        version=None, data_as_of=None, verdict="held", published_at=None, reason="нет данных"
    )
    domains = {"money": warned, "calls": never}
    releases.put(book, publication.model_copy(update={"domains": domains}))
    opened = load_workbook(file)
    about = opened.worksheets[0]
    rows = [tuple(row) for row in about.iter_rows(values_only=True)]

    assert about.title == "О данных"
    assert opened.active == about
    assert rows[0][:2] == ("Компания", "Северный свет")
    assert rows[1][:2] == ("Версия", publication.version)
    assert ("Лист", "Витрина", "Строк") in [row[:3] for row in rows]
    assert ("Оплаты", "fct_payment", 30, "Строка — оплата.") in [(*row[:3], row[5]) for row in rows]
    (money,) = [row for row in rows if row[:2] == ("money", publication.version)]
    assert money[2:5] == ("2026-06-02 01:00", "2026-06-02 03:00", "опубликована, есть предупреждения")
    assert ("calls", None, None, None, "задержана: последние хорошие числа", "нет данных") in [
        row[:6] for row in rows
    ]
    assert "Есть оплаты без статьи. =1+1" in [row[5] for row in rows]
    assert all(cell.data_type != "f" for row in about.iter_rows() for cell in row)


def test_the_last_sheet_says_what_the_columns_of_the_others_mean(
    releases: Releases, book: ExcelWorkbook, file: Path
):
    publication = releases.publish({"fct_payment": PAYMENTS}, language="ru")
    mart = publication.marts["fct_payment"]
    columns = tuple(
        one.model_copy(update={"description_ru": "Сколько заплатили." if one.name == "amount" else ""})
        for one in mart.columns
    )
    told = {"fct_payment": mart.model_copy(update={"columns": columns})}
    releases.put(book, publication.model_copy(update={"marts": told}))
    *_, last = sheets_of(file).values()
    rows = list(last.iter_rows(values_only=True))

    assert (last.title, rows[0]) == ("Что значат столбцы", ("Лист", "Столбец", "Что это"))
    assert [row[1] for row in rows[1:]] == list(PAYMENTS.labels.values())  # hidden ones are not told
    assert ("Оплаты", "Сумма", "Сколько заплатили.") in rows
    assert ("Оплаты", "Дата", "paid_date of fct_payment.") in rows  # better than nothing


def test_it_follows_goes_back_and_what_is_damaged_is_made_anew(
    releases: Releases, book: ExcelWorkbook, file: Path, published: Publication
):
    assert releases.put(book, published).changed is False
    later = releases.publish(MARTS)
    assert releases.put(book, later).changed is True
    assert releases.put(book, published).version == published.version
    stamp = book.stamp()
    assert stamp is not None
    assert (stamp.version, stamp.fingerprint) == (published.version, published.fingerprint)

    file.write_bytes(file.read_bytes()[:-3000])
    healed = releases.put(book, published).healed
    assert "kpi.xlsx was damaged" in healed[0]
    assert "Payments" in sheets_of(file)
    assert not list(file.parent.glob(".*aside"))


def test_a_workbook_that_somebody_saved_is_set_aside_and_not_lost(
    releases: Releases, book: ExcelWorkbook, file: Path, published: Publication
):
    saved = load_workbook(file)
    saved["Payments"]["C2"] = 1_000_000
    saved.properties.lastModifiedBy = "Иван"
    saved.save(file)
    assert "another program has saved kpi.xlsx" in (book.fault(published) or "")

    assert "its copy is set aside" in releases.put(book, published).healed[0]
    assert sum(row["Amount"] for row in rows_of(sheets_of(file)["Payments"])) == 3435
    (copy,) = file.parent.glob("kpi.xlsx.damaged-*")
    assert load_workbook(copy.rename(copy.with_suffix(".xlsx")))["Payments"]["C2"].value == 1_000_000


def test_a_name_that_no_spreadsheet_opens_is_refused(tmp_path: Path):
    settings = WorkbookSettings.model_validate({"path": "kpi.csv"})
    with pytest.raises(ShelfError, match=r"kpi\.csv"):
        ExcelWorkbook.opened(settings, tmp_path)


def test_days_that_a_sheet_does_not_know_stop_no_release(releases: Releases, book: ExcelWorkbook, file: Path):
    days = Made("select date '0202-05-01' as day union all select date '2026-05-02'", sheet=PAYMENTS.sheet)
    assert releases.put(book, releases.publish({"fct_payment": days})).error is None
    found = {row["day"] for row in rows_of(sheets_of(file)["Payments"])}
    assert found == {"0202-05-01", datetime(2026, 5, 2)}


@pytest.mark.usefixtures("published")
def test_libreoffice_opens_it_and_reads_the_same_sum(file: Path, tmp_path: Path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice here to open the workbook with (Debian: libreoffice-calc)")
    words = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    second_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    done = subprocess.run(
        [*words, second_sheet, "--outdir", str(tmp_path), str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert list(tmp_path.glob("*.csv")), done.stderr
    (converted,) = tmp_path.glob("*.csv")
    with duckdb.connect() as connection:
        amounts = f"select sum(Amount) from read_csv('{converted}', header = true)"
        found = connection.execute(amounts).fetchall()
    assert found == [(3435,)]
