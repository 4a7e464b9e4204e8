"""What the columns of the tables hold, each with an example, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.tables.note import Note

_UNREAD_EN, _UNREAD_RU = "not read", "не читается"

NOTES: Mapping[str, Note] = {
    "agent_code": Note("А-17", "code of the agent", "код агента"),
    "agent_name": Note("Тимур Азимов", "name of the agent", "имя агента"),
    "supervisor": Note("Ольга Ветрова", _UNREAD_EN, _UNREAD_RU),
    "branch": Note("Север", _UNREAD_EN, _UNREAD_RU),
    "active": Note("1", "1 or 0; empty: yes", "1 или 0; пусто — да"),
    "client_code": Note("К 0042", "code of the client", "код клиента"),
    "client_name": Note("Магазин «Весна»", "its name", "название"),
    "legal_name": Note("ООО «Весна»", "name of the firm", "юридическое название"),
    "inn": Note("7816564539", "tax number, typed as text", "ИНН, ячейка — текст"),
    "category": Note("A", _UNREAD_EN, _UNREAD_RU),
    "channel": Note("Розница", _UNREAD_EN, _UNREAD_RU),
    "region": Note("Ленинградская область", "its region", "регион"),
    "city": Note("Гатчина", "its town", "город"),
    "lat": Note("59.5684", "latitude, degrees", "широта, градусы"),
    "lon": Note("30.1229", "longitude, degrees", "долгота, градусы"),
    "order_id": Note("ЗК-000123", "number of the order", "номер заказа"),
    "order_date": Note("2026-05-04 12:30:00", "when it was written", "когда оформлен"),
    "ship_date": Note("2026-05-06", "when the goods left", "когда отгружен"),
    "status": Note("Отгружен", "a word that the settings explain", "слово, которое объясняют настройки"),
    "payment_type": Note("наличные", "how it is paid", "как оплачивается"),
    "currency": Note("RUB", "three letters", "три буквы"),
    "discount": Note("100.00", _UNREAD_EN, _UNREAD_RU),
    "returned_amount": Note("300.00", "refused at the door", "от чего отказались при доставке"),
    "due_date": Note("2026-05-20", "when it is to be paid", "срок оплаты"),
    "product_code": Note("Т 15", "code of the product", "код товара"),
    "product_name": Note("Чай 100 г", "its name", "название"),
    "qty": Note("10", "pieces", "количество"),
    "price": Note("150.00", "price of one piece; the sum counts", "цена за штуку; считается сумма"),
    "returned_qty": Note("2", "pieces refused at the door", "от скольких отказались при доставке"),
    "is_bonus": Note("0", "given for nothing; empty: no", "бонус; пусто — нет"),
    "visit_date": Note("2026-05-04", "day of the visit", "день визита"),
    "planned": Note("1", "it stood in the plan", "был в плане"),
    "visited": Note("1", "it was made", "состоялся"),
    "start_time": Note("2026-05-04 09:15:00", "when he came", "когда пришёл"),
    "end_time": Note("2026-05-04 09:40:00", "when he left", "когда ушёл"),
    "gps_ok": Note("1", "the telephone was at the place", "телефон был на месте"),
    "photo": Note("1", "photos were taken", "есть фото"),
    "reject_reason": Note("нет денег", "why nothing was ordered", "почему не заказали"),
    "order_amount": Note("1500.00", "what was ordered; empty: nothing", "сумма заказа; пусто — не заказали"),
    "payment_id": Note("ПЛ-77", "number of the payment", "номер оплаты"),
    "payment_date": Note("2026-05-12", "when it was paid", "когда оплачено"),
    "kind": Note(
        "payment",
        "payment (also when empty), refund or write_off",
        "payment (и если пусто), refund (возврат) или write_off (списание)",
    ),
    "as_of": Note("2026-05-31", "the day, its own documents included", "день, с его документами"),
    "debt": Note("1200.00", "what the client owed; below zero: a credit", "долг клиента; аванс — с минусом"),
    "overdue": Note("300.00", _UNREAD_EN, _UNREAD_RU),
    "period": Note("2026-05", "the month", "месяц"),
    "kpi": Note(
        "visits",
        "visits or sales_sum; others are kept out",
        "visits (визиты) или sales_sum (сумма продаж); другие не сравниваются",
    ),
    "plan": Note("160", "how much", "сколько"),
    "fact": Note("142", _UNREAD_EN, _UNREAD_RU),
    "weight": Note("50", _UNREAD_EN, _UNREAD_RU),
    "amount": Note("1500.00", "sum, after the discount", "сумма, после скидки"),
}
TITLES: Mapping[str, str] = {
    "agents": "торговые агенты",
    "clients": "магазины и фирмы, к которым ездят агенты",
    "orders": "заказы клиентов",
    "order_lines": "товары заказов",
    "visits": "визиты агентов к клиентам",
    "payments": "деньги клиентов",
    "debts": "сколько клиенты были должны вечером дня",
    "kpi_plans": "месячные планы агентов",
}
