"""A workbook as a person finds it: headings over rows, and what a cell is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook


def sheets_of(file: Path) -> dict[str, Any]:
    """Title → sheet, whole."""
    book = load_workbook(file)
    return {sheet.title: sheet for sheet in book.worksheets}


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """The rows under the headings, by heading."""
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]
