"""How people write what stands in the tables: codes, words, days, money."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sandbox.company.charter import MOSCOW
from sandbox.company.erp_records import MoneyKind
from sandbox.company.field_records import CANCELLED, CLOSED, DELIVERED, NEW, SENT

Cell = str | int | Decimal | date | datetime | None
Row = dict[str, Cell]

STATUSES = {
    NEW: "Новый", SENT: "Отгружен", DELIVERED: "Доставлен", CLOSED: "Закрыт", CANCELLED: "Отменён",
}  # fmt: skip
CASHLESS = "Безналичный"
PAYMENT_TYPES: dict[MoneyKind, str] = {
    "payments_bank": CASHLESS,
    "payments_cash": "Наличные",
    "payments_card": "Карта",
    "refunds_bank": CASHLESS,
    "refunds_cash": "Наличные",
}
ROUBLES = "RUB"


def code(own: str | None, place: int) -> str | None:
    """Write a code in the `place`-th row: mostly in capitals, now and then as it came from the keyboard."""
    if own is None:
        return None
    if place % 5 == 2:
        return own
    typed = own.upper()
    if place % 7 == 4:
        typed = typed.replace(" ", "  ")
    return f" {typed} " if place % 11 == 6 else typed


def word(text: str, place: int) -> str:
    """Write a word: some write it small, some shout."""
    if place % 9 == 3:
        return text.lower()
    return text.upper() if place % 13 == 5 else text


def yes(is_so: bool) -> int:
    """Write yes or no."""
    return int(is_so)


def local(at: datetime) -> datetime:
    """Write an instant as the clock on the wall shows it."""
    return at.astimezone(MOSCOW).replace(tzinfo=None, microsecond=0)


def month_of(day: date | datetime) -> str:
    """Name the month of a file."""
    return f"{day:%Y-%m}"
