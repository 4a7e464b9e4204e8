"""Quantities, balances, degrees, instants and currencies, as texts of a CSV and as cells of a spreadsheet."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.tables.cells import CellKind, Unreadable
from connectors.tables.figures import BALANCE, CURRENCY, DEGREES, INSTANT, QUANTITY, UNREAD

GOOD = [
    (QUANTITY, "12", "12"),
    (QUANTITY, " 2,5 ", "2.5"),
    (QUANTITY, "1.250", "1.250"),
    (QUANTITY, "1 250", "1250"),
    (QUANTITY, "12\u202f250,5", "12250.5"),
    (QUANTITY, 0.1 + 0.2, "0.300"),
    (QUANTITY, 7, "7.000"),
    (BALANCE, "-1 200,50", "-1200.50"),
    (BALANCE, "\N{MINUS SIGN}3", "-3.00"),
    (BALANCE, -12.5, "-12.50"),
    (BALANCE, 12, "12.00"),
    (DEGREES, "-55,751244", "-55.751244"),
    (DEGREES, 37.61842299, "37.61842299"),
    (DEGREES, 0, "0"),
    (INSTANT, "2026-06-01", "2026-06-01 00:00:00"),
    (INSTANT, "2026-06-01T09:05", "2026-06-01 09:05:00"),
    (INSTANT, "1.6.2026 09:05:07", "2026-06-01 09:05:07"),
    (INSTANT, dt.date(2026, 6, 1), "2026-06-01 00:00:00"),
    (INSTANT, dt.datetime(2026, 6, 1, 9, 5, 6, 999_998), "2026-06-01 09:05:07"),
    (INSTANT, "01.06.2026 0:00:00", "2026-06-01 00:00:00"),
    (CURRENCY, " rub ", "RUB"),
    (CURRENCY, "RUR", "RUB"),
    (UNREAD, "5 %", "5 %"),
    (UNREAD, -0.5, "-0.5"),
    (UNREAD, 100, "100.00"),
]
BAD = [
    (QUANTITY, "1 25"),
    (QUANTITY, "12 50,5"),
    (QUANTITY, "-1"),
    (QUANTITY, -1.0),
    (QUANTITY, float("inf")),
    (QUANTITY, True),
    (QUANTITY, "1.2345"),
    (BALANCE, "--1"),
    (BALANCE, "-"),
    (BALANCE, True),
    (DEGREES, "181"),
    (DEGREES, float("inf")),
    (DEGREES, "55°45'"),
    (INSTANT, "2026-06-31"),
    (INSTANT, "2026-06-01 24:00"),
    (INSTANT, "yesterday"),
    (INSTANT, 45000),
    (CURRENCY, "₽"),
    (CURRENCY, 643),
]


@pytest.mark.parametrize(("kind", "cell", "value"), GOOD)
def test_a_good_cell_is_read_exactly(kind: CellKind, cell: object, value: str):
    assert kind.parse(cell) == value


@pytest.mark.parametrize(("kind", "cell"), BAD)
def test_a_wrong_cell_is_refused(kind: CellKind, cell: object):
    with pytest.raises(Unreadable):
        kind.parse(cell)
