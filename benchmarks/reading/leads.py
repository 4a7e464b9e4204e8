"""Leads as an amoCRM account sends them, some 1.4 kB each, the same ones every time."""

from __future__ import annotations

import json
import random
from typing import Any

FIRST_ID = 30_000_001
SINCE = 1_769_904_000  # 2026-02-01 00:00 UTC
SPAN = 20 * 86_400  # they were all changed within 20 days: one window of one chain of pages
_ACCOUNT = 31_234_567
_SITE = "https://sevsvet.amocrm.ru/api/v4"
_GOODS = ("Насос циркуляционный", "Котёл напольный", "Радиатор секционный", "Бойлер косвенного нагрева")
_TOWNS = ("Архангельск", "Мурманск", "Вологда", "Петрозаводск", "Северодвинск", "Котлас")
_CHANNELS = ("Сайт", "Звонок", "Яндекс Директ", "Рекомендация", "Выставка")


def records(count: int) -> list[bytes]:
    """`count` leads by rising id, each as the JSON text that is sent."""
    chance = random.Random(7)
    return [
        json.dumps(_lead(FIRST_ID + number, chance), ensure_ascii=False, separators=(",", ":")).encode()
        for number in range(count)
    ]


def _lead(number: int, chance: random.Random) -> dict[str, Any]:
    price = chance.randrange(5_000, 900_000)
    created = SINCE - chance.randrange(86_400 * 90)
    employee = 9_000_000 + chance.randrange(12)
    return {
        "id": number,
        "name": f"{chance.choice(_GOODS)}, {chance.choice(_TOWNS)}",
        "price": price,
        "responsible_user_id": employee,
        "group_id": 500_000 + employee % 3,
        "status_id": chance.choice((142, 143, 70_000_001, 70_000_002, 70_000_003)),
        "pipeline_id": 8_123_001,
        "loss_reason_id": None,
        "source_id": None,
        "created_by": employee,
        "updated_by": employee,
        "created_at": created,
        "updated_at": SINCE + chance.randrange(SPAN),
        "closed_at": None,
        "closest_task_at": None,
        "is_deleted": False,
        "custom_fields_values": _fields(number, chance),
        "score": None,
        "account_id": _ACCOUNT,
        "labor_cost": None,
        "is_price_modified_by_robot": False,
        "_links": {"self": {"href": f"{_SITE}/leads/{number}"}},
        "_embedded": _parts(number, chance),
    }


def _fields(number: int, chance: random.Random) -> list[dict[str, Any]]:
    told = {
        "Канал": (700_001, "select", chance.choice(_CHANNELS)),
        "Номер заказа": (700_002, "text", f"СС-{number % 1_000_000:06d}"),
        "utm_source": (700_003, "tracking_data", chance.choice(("yandex", "vk", "direct", "mail"))),
        "utm_campaign": (700_004, "tracking_data", f"spring-{chance.randrange(1000)}"),
    }
    return [
        {
            "field_id": field,
            "field_name": name,
            "field_code": name.upper() if kind == "tracking_data" else None,
            "field_type": kind,
            "values": [{"value": value}],
        }
        for name, (field, kind, value) in told.items()
    ]


def _parts(number: int, chance: random.Random) -> dict[str, Any]:
    contact, company = number + 10_000_000, 50_000_000 + chance.randrange(20_000)
    return {
        "tags": [{"id": 400_000 + number % 7, "name": chance.choice(_TOWNS), "color": None}],
        "contacts": [
            {
                "id": contact,
                "is_main": True,
                "_links": {"self": {"href": f"{_SITE}/contacts/{contact}"}},
            }
        ],
        "companies": [{"id": company, "_links": {"self": {"href": f"{_SITE}/companies/{company}"}}}],
        "loss_reason": [],
    }
