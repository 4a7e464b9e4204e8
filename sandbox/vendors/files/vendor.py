"""The files that people keep in Excel: plans and costs as typed, with numbers that are text now and then."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from sandbox.company.company import ManualCost, PlanRow
from sandbox.wire.faults import Fault

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class Book:
    """A workbook with one sheet; `number` is the column that people type in their own way."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    number: int
    cells: Callable[[Any], list[Any]]


def _plan(row: PlanRow) -> list[Any]:
    return [row.month, row.unit_type, row.unit, row.metric, row.plan, row.version]


def _cost(row: ManualCost) -> list[Any]:
    return [row.month, row.unit_type, row.unit, row.cost_type, row.channel_key, row.amount, "net"]


PLANS = Book(
    "План продаж.xlsx",
    "План",
    ("Месяц", "Уровень", "Подразделение/Сотрудник", "Показатель", "План", "Версия"),
    4,
    _plan,
)
COSTS = Book(
    "Затраты.xlsx",
    "Затраты",
    ("Месяц", "Уровень", "Подразделение/Сотрудник", "Вид затрат", "Канал", "Сумма", "НДС"),
    5,
    _cost,
)


def write_book(
    book: Book,
    rows: Iterable[PlanRow | ManualCost],
    folder: Path,
    faults: Sequence[Fault] = (),
    *,
    at: datetime,
) -> None:
    """Bring the folder to what people have saved by `at`: one workbook, swapped in whole."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {fault.fault: fault for fault in faults}
    for fault in faults:
        fault.spend()
    path = folder / book.file
    if "missing_file" in names:
        path.unlink(missing_ok=True)
    else:
        saved = sorted(rows, key=lambda row: row.published_at)
        _swap(path, names, lambda: _workbook(book, saved, names.get("text_in_number"), at))


def _swap(path: Path, faults: dict[str, Fault], build: Callable[[], Workbook]) -> None:
    aside = path.with_name(f".{path.name}.part")
    try:
        if "broken_file" in faults:
            aside.write_bytes(b"PK\x03\x04 half a workbook")
        else:
            build().save(aside)
        aside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            aside.unlink()


def _workbook(
    book: Book, rows: Sequence[PlanRow | ManualCost], spoilt: Fault | None, at: datetime
) -> Workbook:
    workbook = Workbook()
    workbook.properties.created = workbook.properties.modified = at.replace(tzinfo=None)
    sheet = workbook.active
    sheet.title = book.sheet
    sheet.append(book.headers)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, row in enumerate(rows):
        cells = book.cells(row)
        cells[book.number] = _typed(cells[book.number], place)
        if spoilt is not None and place == spoilt.row:
            cells[book.number] = spoilt.value or "по договорённости"
        sheet.append(cells)
    return workbook


def _typed(amount: Decimal, place: int) -> str | float | int:
    """Give the number as typed: mostly a number, every fifth one text the Russian way."""
    if place % 5 == 3:
        text = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
        return text.replace(" ", NO_BREAK) if place % 2 else text
    return int(amount) if amount == amount.to_integral_value() else float(amount)
