"""Cells of tables that a system exports: quantities, balances, degrees, instants, currencies."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from connectors.tables.cells import AMOUNT, DAY, CellKind, Unreadable, Value
from texts import marked

_QUANTITY = re.compile(r"(?:\d{1,12}|\d{1,3}(?:\s\d{3}){1,3})(?:[.,]\d{1,3})?")
_SPACE = re.compile(r"\s")
_GRAM = Decimal("0.001")
_MOST_PIECES = 10**12
_DEGREES = re.compile(r"-?\d{1,3}(?:[.,]\d{1,15})?")
_MOST_DEGREES = 180
_MINUS = "-\N{MINUS SIGN}"
_CURRENCY = re.compile(r"[A-Z]{3}")
_RENAMED = {"RUR": "RUB"}  # many programs of Russia still write the rouble of before 1998
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def _quantity(cell: object) -> Value:
    """A comma or a point parts whole pieces from their thousandths; a space may part thousands."""
    if isinstance(cell, str) and _QUANTITY.fullmatch(cell.strip()):
        return str(Decimal(_SPACE.sub("", cell).replace(",", ".")))
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < _MOST_PIECES:
        raise Unreadable
    return str(Decimal(repr(cell)).quantize(_GRAM, ROUND_HALF_UP))


def _balance(cell: object) -> Value:
    if isinstance(cell, str) and cell.strip()[:1] in tuple(_MINUS):
        return f"-{AMOUNT.parse(cell.strip()[1:])}"
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell < 0:
        return f"-{AMOUNT.parse(-cell)}"
    return AMOUNT.parse(cell)


def _degrees(cell: object) -> Value:
    if isinstance(cell, str) and _DEGREES.fullmatch(cell.strip()):
        degrees = Decimal(cell.strip().replace(",", "."))
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        degrees = Decimal(repr(cell))
    else:
        raise Unreadable
    if not abs(degrees) <= _MOST_DEGREES:
        raise Unreadable
    return f"{degrees:f}"


def _instant(cell: object) -> Value:
    """`yyyy-mm-dd hh:mm:ss` by the clock of the source; a day alone is its midnight."""
    if isinstance(cell, dt.datetime):
        # A spreadsheet holds instants in binary: what is a hair below a second is that second.
        exact = cell + dt.timedelta(microseconds=500_000)
        return f"{DAY.parse(exact)} {exact:%H:%M:%S}"
    if isinstance(cell, dt.date):
        return f"{DAY.parse(cell)} 00:00:00"
    told = _CLOCK.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if not told:
        raise Unreadable
    try:
        hour, minute, second = (int(part or 0) for part in told.groups()[1:])
        clock = dt.time(hour, minute, second)
    except ValueError:
        raise Unreadable from None
    return f"{DAY.parse(told[1])} {clock:%H:%M:%S}"


def _currency(cell: object) -> Value:
    code = cell.strip().upper() if isinstance(cell, str) else ""
    if not _CURRENCY.fullmatch(code):
        raise Unreadable
    return _RENAMED.get(code, code)


def _unread(cell: object) -> Value:
    """An amount where it is one, else whatever it is: what nobody reads keeps no row out."""
    try:
        return AMOUNT.parse(cell)
    except Unreadable:
        return str(cell).strip()


QUANTITY = CellKind(marked("a number, not below zero, with at most three decimals, such as 12.5"), _quantity)
BALANCE = CellKind(marked("a number with at most two decimals, such as 1250000.50 or -300"), _balance)
DEGREES = CellKind(marked("degrees, such as 55.751244"), _degrees)
INSTANT = CellKind(
    marked("a date, with a time or without, such as 2026-06-01 14:30:00 or 01.06.2026"), _instant
)
UNREAD = CellKind(marked("anything: it is not read"), _unread)
CURRENCY = CellKind(marked("a currency of three letters, such as RUB"), _currency)
