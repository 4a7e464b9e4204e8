"""Rows that no reader may believe: cells left empty, days that are none, errors, one key said twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sandbox.vendors.field_tables.cells import ROUBLES, Row

MONTH = "2026-05"
"""The files in which most of them stand."""
_DAY = date(2026, 5, 20)
_ORDER: Row = {
    "order_date": _DAY, "ship_date": _DAY, "status": "Отгружен", "client_code": "ТТ МСК-0101",
    "agent_code": "МСК 03", "currency": ROUBLES, "amount": Decimal("100000.00"),
}  # fmt: skip
_LINE: Row = {
    "order_id": "ЗК/МСК 990001", "product_code": "АРТ. 003", "product_name": "Светильник LED-40", "qty": 2,
    "price": Decimal("50000.00"), "amount": Decimal("100000.00"), "is_bonus": 0,
}  # fmt: skip
_PAYMENT: Row = {
    "payment_date": _DAY, "client_code": "ТТ МСК-0101", "agent_code": "МСК 03",
    "amount": Decimal("77777.00"), "currency": ROUBLES, "kind": "payment",
}  # fmt: skip
_VISIT: Row = {
    "visit_date": _DAY, "agent_code": "МСК 03", "client_code": "ТТ МСК-9009", "planned": 1, "visited": 0,
}  # fmt: skip
_SPOILT: dict[str, tuple[Row, ...]] = {
    "agents": ({"agent_code": "МСК 99", "agent_name": None, "branch": "Москва"},),
    "clients": (
        {"client_code": None, "client_name": "Без кода", "active": 1},
        {"client_code": "ТТ МСК-9001", "client_name": "Лампа", "inn": "7700000001", "active": 1},
        {"client_code": "тт  мск-9001", "client_name": "Лампа-2", "inn": "7700000002", "active": 1},
    ),
    "orders": (
        _ORDER | {"order_id": "ЗК/МСК 990001"},
        _ORDER | {"order_id": "зк/мск  990001", "amount": Decimal("90000.00")},
        _ORDER | {"order_id": "ЗК/МСК 990002", "amount": None},
        _ORDER | {"order_id": "ЗК/МСК 990003", "order_date": "2026-02-30"},
        _ORDER | {"order_id": "ЗК/МСК 990004", "amount": "#N/A"},
        _ORDER | {"order_id": "ЗК/МСК 990005", "amount": "сто тысяч"},
    ),
    "order_lines": (
        _LINE | {"order_id": "ЗК/МСК 990002", "amount": "#REF!"},
        _LINE | {"order_id": "ЗК/МСК 990002", "product_code": None},
        _LINE | {"order_id": "ЗК/МСК 990002", "product_code": "АРТ. 004", "qty": "две"},
    ),
    "payments": (
        _PAYMENT | {"payment_id": "ПЛ-99001"},
        _PAYMENT | {"payment_id": "ПЛ-99001", "amount": Decimal("77778.00")},
        _PAYMENT | {"payment_id": "ПЛ-99002", "payment_date": "вчера"},
        _PAYMENT | {"payment_id": "ПЛ-99003", "client_code": None},
        _PAYMENT | {"payment_id": "ПЛ-99004", "kind": "возможно"},
        _PAYMENT | {"payment_id": "ПЛ-99005", "amount": Decimal("-77777.00")},
    ),
    "visits": (
        _VISIT | {"visit_date": None},
        _VISIT | {"visited": "да?"},
        _VISIT | {"agent_code": "#DIV/0!"},
    ),
    "debts": (
        {"as_of": date(2026, 6, 1), "client_code": None, "debt": Decimal("10.00"), "currency": ROUBLES},
        {"as_of": date(2026, 6, 1), "client_code": "ТТ МСК-9009", "debt": "много", "currency": ROUBLES},
        {"as_of": "2026-06-31", "client_code": "ТТ МСК-9009", "debt": Decimal("10.00"), "currency": ROUBLES},
    ),
    "kpi_plans": (
        {"period": "2026-06", "agent_code": "МСК 03", "kpi": "visits", "plan": "как получится"},
        {"period": "июнь", "agent_code": "МСК 03", "kpi": "visits", "plan": 1},
    ),
}  # fmt: skip


def spoilt(stream: str) -> Iterator[Row]:
    """Yield the rows that stand in the files of a stream and count for nothing."""
    yield from _SPOILT.get(stream, ())
