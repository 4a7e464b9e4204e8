"""The contract of the files: what each table holds, and which of its columns are codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from connectors.tables.cells import AMOUNT, DAY, FLAG, MONTH, TEXT, CellKind, Unreadable, Value, one_of, plain
from connectors.tables.contract import Row, TableColumn, TableContract
from connectors.tables.figures import BALANCE, CURRENCY, DEGREES, INSTANT, QUANTITY, UNREAD
from connectors.vendors.field_tables.notes import NOTES, TITLES
from texts import marked, say

CODES = ("agent_code", "client_code", "order_id", "product_code", "payment_type")
"""Words by which rows find one another, or a row of a mapping: however spelled, they mean the same."""

_KPIS = ("sales_sum", "active_clients", "visits")
_CATEGORY = re.compile(r"category:\s*(\S.*)")
_PAYMENT_KINDS = {
    "payment": ("Оплата",),
    "refund": ("Возврат",),
    "write_off": ("Списание",),
}


def _kpi_of(cell: object) -> Value:
    word = plain(cell) if isinstance(cell, str) else ""
    category = _CATEGORY.fullmatch(word)
    if word not in _KPIS and not category:
        raise Unreadable
    return f"category:{category[1]}" if category else word


_KPI = CellKind(marked("one of sales_sum, active_clients, visits, or category:<name>"), _kpi_of)
_PAYMENT_KIND = one_of(
    {label: kind for kind, labels in _PAYMENT_KINDS.items() for label in (kind, *labels)},
    expected=", ".join(_PAYMENT_KINDS),
)


def _column(field: str, kind: CellKind, label: str) -> TableColumn:
    """A column that every row fills."""
    return TableColumn(field, kind, (label,))


def _maybe(field: str, kind: CellKind, label: str, blank: Value = None) -> TableColumn:
    """A column that a table may lack and a row may leave empty."""
    return TableColumn(field, kind, (label,), may_be_blank=True, may_be_absent=True, blank=blank)


_AGENT = _column("agent_code", TEXT, "Код агента")
_CLIENT = _column("client_code", TEXT, "Код клиента")
_ORDER = _column("order_id", TEXT, "Номер заказа")
_CURRENCY = _column("currency", CURRENCY, "Валюта")
_SOMEBODY = _maybe("agent_code", TEXT, "Код агента")
_ACTIVE = _maybe("active", FLAG, "Активен", blank=True)


def _returned_at_most(whole: str, returned: str, row: Row) -> dict[str, str]:
    if Decimal(str(row[returned] or 0)) > Decimal(str(row[whole])):
        return {returned: say("a number not above {column}", column=whole)}
    return {}


AGENTS = TableContract(
    "agents",
    "agents of field sales",
    (
        _AGENT,
        _column("agent_name", TEXT, "Агент"),
        _maybe("supervisor", TEXT, "Супервайзер"),
        _maybe("branch", TEXT, "Филиал"),
        _ACTIVE,
    ),
    key=("agent_code",),
)
CLIENTS = TableContract(
    "clients",
    "shops and firms that are visited",
    (
        _CLIENT,
        _column("client_name", TEXT, "Клиент"),
        _maybe("legal_name", TEXT, "Юридическое название"),
        _maybe("inn", TEXT, "ИНН"),
        _maybe("category", TEXT, "Категория"),
        _maybe("channel", TEXT, "Канал"),
        _maybe("region", TEXT, "Регион"),
        _maybe("city", TEXT, "Город"),
        _SOMEBODY,
        _maybe("lat", DEGREES, "Широта"),
        _maybe("lon", DEGREES, "Долгота"),
        _ACTIVE,
    ),
    key=("client_code",),
)
ORDERS = TableContract(
    "orders",
    "orders of clients",
    (
        _ORDER,
        _column("order_date", INSTANT, "Дата заказа"),
        _maybe("ship_date", INSTANT, "Дата отгрузки"),
        _column("status", TEXT, "Статус"),
        _CLIENT,
        _AGENT,
        _maybe("payment_type", TEXT, "Вид оплаты"),
        _CURRENCY,
        _column("amount", AMOUNT, "Сумма"),
        _maybe("discount", UNREAD, "Скидка"),
        _maybe("returned_amount", AMOUNT, "Сумма возврата"),
        _maybe("due_date", DAY, "Срок оплаты"),
        _maybe("branch", TEXT, "Филиал"),
    ),
    key=("order_id",),
    row_rule=lambda row: _returned_at_most("amount", "returned_amount", row),
)
ORDER_LINES = TableContract(
    "order_lines",
    "goods of the orders",
    (
        _ORDER,
        _column("product_code", TEXT, "Код товара"),
        _maybe("product_name", TEXT, "Товар"),
        _column("qty", QUANTITY, "Количество"),
        _column("price", AMOUNT, "Цена"),
        _column("amount", AMOUNT, "Сумма"),
        _maybe("returned_qty", QUANTITY, "Возвращено"),
        _maybe("is_bonus", FLAG, "Бонус", blank=False),
    ),
    key=("order_id", "product_code", "is_bonus"),
    row_rule=lambda row: _returned_at_most("qty", "returned_qty", row),
)
VISITS = TableContract(
    "visits",
    "visits of agents to clients",
    (
        _column("visit_date", DAY, "Дата визита"),
        _AGENT,
        _CLIENT,
        _column("planned", FLAG, "Запланирован"),
        _column("visited", FLAG, "Посещён"),
        _maybe("start_time", INSTANT, "Начало"),
        _maybe("end_time", INSTANT, "Конец"),
        _maybe("gps_ok", FLAG, "GPS"),
        _maybe("photo", FLAG, "Фото"),
        _maybe("reject_reason", TEXT, "Причина отказа"),
        _maybe("order_amount", AMOUNT, "Сумма заказа"),
    ),
    key=("visit_date", "agent_code", "client_code", "start_time"),
)
PAYMENTS = TableContract(
    "payments",
    "money of clients",
    (
        _column("payment_id", TEXT, "Номер оплаты"),
        _column("payment_date", INSTANT, "Дата оплаты"),
        _CLIENT,
        _SOMEBODY,
        _column("amount", AMOUNT, "Сумма"),
        _CURRENCY,
        _maybe("payment_type", TEXT, "Вид оплаты"),
        _maybe("order_id", TEXT, "Номер заказа"),
        _maybe("kind", _PAYMENT_KIND, "Вид движения", blank="payment"),
    ),
    key=("payment_id",),
)
DEBTS = TableContract(
    "debts",
    "what clients owed in the evening of a day",
    (
        _column("as_of", DAY, "На дату"),
        _CLIENT,
        _SOMEBODY,
        _column("debt", BALANCE, "Долг"),
        _maybe("overdue", UNREAD, "Просрочено"),
        _CURRENCY,
    ),
    key=("as_of", "client_code", "agent_code", "currency"),
)
KPI_PLANS = TableContract(
    "kpi_plans",
    "monthly plans of agents",
    (
        _column("period", MONTH, "Месяц"),
        _AGENT,
        _column("kpi", _KPI, "Показатель"),
        _column("plan", AMOUNT, "План"),
        _maybe("fact", UNREAD, "Факт"),
        _maybe("weight", UNREAD, "Вес"),
    ),
    key=("period", "agent_code", "kpi"),
)
TABLES: Mapping[str, TableContract] = {
    contract.stream: replace(contract, about_ru=TITLES[contract.stream], notes=NOTES)
    for contract in (AGENTS, CLIENTS, ORDERS, ORDER_LINES, VISITS, PAYMENTS, DEBTS, KPI_PLANS)
}
