"""Values of a mart as cells of a sheet: numbers, dates, shares as per cent, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl.cell import WriteOnlyCell

from expectations.contract import Column
from expectations.shelf.harmless_cells import is_formula, writable_text
from texts import Language

_DAYS: dict[Language, str] = {"ru": "dd\\.mm\\.yyyy", "en": "yyyy\\-mm\\-dd"}
_PER_CENT = "_pct"
_FIRST_YEAR = 1901
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")


class CellsOf:
    """Makes the cells of one column. One cell is made again and again: a sheet takes it before the next."""

    def __init__(self, sheet: Any, column: Column, language: Language, zone: ZoneInfo) -> None:
        self._cell = WriteOnlyCell(sheet)
        self._cell.number_format = _format(column, language)
        self._quoted = WriteOnlyCell(sheet)
        self._quoted.quotePrefix = True  # it stays text even where somebody edits it
        self._turned = _turn(column, zone)

    def __call__(self, value: Any) -> Any:
        """The cell of a value; None, an empty cell, for an unknown one and for empty text."""
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            value = self._turned(value)
            if not isinstance(value, date) or value.year >= _FIRST_YEAR:
                self._cell.value = value
                return self._cell
            value = value.isoformat()  # a typing mistake of somebody: a sheet has no such day
        cell = self._quoted if is_formula(value) else self._cell
        cell.value = writable_text(value)
        cell.data_type = "s"  # it takes `=1` for a formula and `#N/A` for an error
        return cell


def is_per_cent(column: Column) -> bool:
    """Whether the column holds shares in per cent, which a sheet holds as parts of one."""
    return column.name.endswith(_PER_CENT)


def _format(column: Column, language: Language) -> str:
    kind = column.type.upper()
    if is_per_cent(column):
        return "0.0%"
    if kind == "DATE":
        return _DAYS[language]
    if kind.startswith("TIMESTAMP"):
        return f"{_DAYS[language]} hh:mm"
    if kind in _WHOLE:
        return "#,##0" if column.name.endswith("_count") else "0"
    if decimal := re.fullmatch(r"DECIMAL\(\d+,\s*(\d+)\)", kind):
        return _with_places(int(decimal[1]))
    return _with_places(2) if kind in ("DOUBLE", "FLOAT") else "General"


def _with_places(places: int) -> str:
    """So many places after the comma; what is finer than hundredths is shown where it is there."""
    shown = "0" * min(places, 2) + "#" * (places - 2)
    return f"#,##0.{shown}" if places else "#,##0"


def _turn(column: Column, zone: ZoneInfo) -> Callable[[Any], Any]:
    if is_per_cent(column):
        return lambda value: value / (Decimal(100) if isinstance(value, Decimal) else 100)
    if column.type.upper().startswith("TIMESTAMP"):
        return lambda value: _on_the_clock(value, zone)
    return lambda value: value


def _on_the_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    """An instant of a mart, which is UTC, as the company's clock shows it: a sheet knows no zones."""
    known = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return known.astimezone(zone).replace(tzinfo=None)
