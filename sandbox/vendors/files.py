"""The plan file that people keep in Excel: written as typed, with numbers that are text now and then."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from sandbox.company import PlanRow
from sandbox.faults import Fault

HEADERS = ("Месяц", "Уровень", "Подразделение/Сотрудник", "Показатель", "План", "Версия")
FILE, SHEET = "План продаж.xlsx", "План"
NO_BREAK = "\u00a0"


def write_plans(rows: Iterable[PlanRow], folder: Path, faults: Sequence[Fault] = (), *, at: datetime) -> None:
    """Bring the folder to what the planners have saved by `at`: one workbook, swapped in whole."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {fault.fault: fault for fault in faults}
    for fault in faults:
        fault.spend()
    path = folder / FILE
    if "missing_file" in names:
        path.unlink(missing_ok=True)
    else:
        _swap(path, sorted(rows, key=lambda row: row.published_at), names, at)


def _swap(path: Path, rows: Sequence[PlanRow], faults: dict[str, Fault], at: datetime) -> None:
    aside = path.with_name(f".{path.name}.part")
    try:
        if "broken_file" in faults:
            aside.write_bytes(b"PK\x03\x04 half a workbook")
        else:
            _workbook(rows, faults.get("text_in_number"), at).save(aside)
        aside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            aside.unlink()


def _workbook(rows: Sequence[PlanRow], spoilt: Fault | None, at: datetime) -> Workbook:
    book = Workbook()
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    sheet = book.active
    sheet.title = SHEET
    sheet.append(HEADERS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, row in enumerate(rows):
        sheet.append(_cells(row, place, spoilt))
    return book


def _cells(row: PlanRow, place: int, spoilt: Fault | None) -> list[Any]:
    plan = _typed(row.plan, place)
    if spoilt is not None and place == spoilt.row:
        plan = spoilt.value or "по договорённости"
    return [row.month, row.unit_type, row.unit, row.metric, plan, row.version]


def _typed(plan: Decimal, place: int) -> str | float | int:
    """Give the number as typed: mostly a number, every fifth one text the Russian way."""
    if place % 5 == 3:
        text = f"{plan:,.2f}".replace(",", " ").replace(".", ",")
        return text.replace(" ", NO_BREAK) if place % 2 else text
    return int(plan) if plan == plan.to_integral_value() else float(plan)
