"""What stages, reasons, channels and payment texts mean to the company's people: truth's own constants."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sandbox.company.layout import Ads, Crm, Erp

ZONE = ZoneInfo("Europe/Moscow")
SOURCE_OF_ERP: dict[Erp, str] = {
    "none": "none", "onec": "onec_main", "moysklad": "moysklad_main", "sales_doctor": "sales_doctor_main",
    "field_tables": "field_main",
}  # fmt: skip
SOURCE_OF_TELEPHONY = {"mango": "mango_main", "bitrix24": "bitrix24_main", "uis": "uis_main"}
SOURCE_OF_ADS: dict[Ads, str] = {"none": "none", "direct": "direct_main", "vk": "vk_main"}
SOURCE_OF_CRM: dict[Crm, str] = {"amocrm": "amocrm_main", "bitrix24": "bitrix24_main"}
BASE_CURRENCY = "RUB"
UNASSIGNED, UNLINKED, UNALLOCATED, NONE = "unassigned", "unlinked", "unallocated", "none"
MOST_SHARED_CARDS = 10
INFERRED_WINDOW = timedelta(days=60)
RECALL_WINDOW = timedelta(hours=24)
TOUCH_WINDOW = timedelta(days=30)
CUSTOMER_WINDOW_MONTHS, SEGMENT_MONTH_ENDS = 12, 13

STEP_ORDER = {
    "lead": 1, "qualified": 2, "meeting": 3, "offer": 4, "contract": 5, "paid": 6, "lost": 90, "junk": 91,
}  # fmt: skip
FUNNEL_STEPS = ("lead", "qualified", "meeting", "offer", "contract", "paid")
END_STEPS = ("lost", "junk")

STEP_OF_STAGE = {
    (8123001, 68120040): "lead",
    (8123001, 68120042): "lead",
    (8123001, 68120044): "qualified",
    (8123001, 68120046): "meeting",
    (8123001, 68120048): "offer",
    (8123001, 68120050): "contract",
    (8123001, 142): "paid",
    (8123001, 143): "lost",
    (8123002, 68230010): "lead",
    (8123002, 68230020): "qualified",
    (8123002, 68230030): "offer",
    (8123002, 68230040): "contract",
    (8123002, 142): "paid",
    (8123002, 143): "lost",
    (8123003, 68340010): "lead",
    (8123003, 68340020): "lead",
    (8123003, 142): "paid",
    (8123003, 143): "lost",
}
WON_STAGES = {(8123001, 142), (8123002, 142), (8123002, 68230040), (8123003, 142)}

CATEGORY_OF_PIPELINE = {8123001: 0, 8123002: 4, 8123003: 6}
PORTAL_STAGE_OF_STAGE = {
    (8123001, 68120040): "NEW",
    (8123001, 68120042): "PREPARATION",
    (8123001, 68120044): "PREPAYMENT_INVOICE",
    (8123001, 68120046): "EXECUTING",
    (8123001, 68120048): "FINAL_INVOICE",
    (8123001, 68120050): "UC_8KQ2ZD",
    (8123001, 142): "WON",
    (8123001, 143): "LOSE",
    (8123002, 68230010): "NEW",
    (8123002, 68230020): "PREPARATION",
    (8123002, 68230030): "PREPAYMENT_INVOICE",
    (8123002, 68230040): "EXECUTING",
    (8123002, 142): "WON",
    (8123002, 143): "LOSE",
    (8123003, 68340010): "NEW",
    (8123003, 68340020): "PREPARATION",
    (8123003, 142): "WON",
    (8123003, 143): "LOSE",
}
STATUS_OF_STAGE = {68120042: "IN_PROCESS", 143: "JUNK"}
DEPARTMENT_OF_GROUP = {0: 10, 512340: 12, 512341: 14}

JUNK_CLASS_OF_REASON = {
    19044129: "spam", 19044131: "duplicate", 19044133: "test", 19044135: "wrong_number",
}  # fmt: skip

CHANNEL_FIELD, ORDER_NUMBER_FIELD = 900210, 900511
REQUIRED_FIELDS: dict[str, tuple[tuple[int | str, int], ...]] = {
    "amocrm_main": (
        (CHANNEL_FIELD, STEP_ORDER["qualified"]),
        ("amount", STEP_ORDER["offer"]),
        (ORDER_NUMBER_FIELD, STEP_ORDER["contract"]),
    ),
    "bitrix24_main": (("amount", STEP_ORDER["offer"]),),
}
CHANNEL_KEYS = {
    "Сайт": "site",
    "Входящий звонок": "call",
    "Яндекс.Директ": "direct",
    "VK Реклама": "vk",
    "Тендер": "tender",
    "Рекомендация": "referral",
    "Выставка": "expo",
}

UTM_SOURCE_FIELD, UTM_MEDIUM_FIELD, UTM_CAMPAIGN_FIELD = 900101, 900103, 900105
CHANNEL_OF_UTM = {
    ("yandex", "cpc"): "direct",
    ("yandex", "organic"): "site",
    ("google", "cpc"): "site",
    ("google", "organic"): "site",
}
VK_VISIT = ("vk", "cpc")
CHANNEL_OF_LINE = {
    "74951230078": "site", "74951230079": "direct", "78123000100": "expo", "74951230081": "referral",
}  # fmt: skip
AD_LINE = "74951230079"
CHANNEL_OF_ADS: dict[Ads, str] = {"none": "direct", "direct": "direct", "vk": "vk"}
"""Where the company advertises; `none`: nobody may read what that costs."""

FORM_OF_PURPOSE = (("материнск", "maternity_capital"), ("ипотек", "mortgage"), ("рассрочк", "instalments"))
FORM_OF_DOCUMENT = {
    "payments_bank": "bank_transfer",
    "payments_cash": "cash",
    "payments_card": "card",
    "refunds_bank": "bank_transfer",
    "refunds_cash": "cash",
}

EMAIL_OF_ERP_USER = {
    "7f4e0c12-3b55-11ee-90aa-00155d00000b": "t.azimov@sevsvet.example",
    "f1-d0_1": "m.orlova@sevsvet.example",
    "f1-d0_2": "o.vetrova@sevsvet.example",
    "f1-d0_3": "i.severov@sevsvet.example",
    "f1-d0_4": "a.lisitsyna@sevsvet.example",
    "f2-d0_1": "p.gavrilov@sevsvet.example",
    "f2-d0_2": "d.oconnor@sevsvet.example",
    "f2-d0_3": "s.kim@sevsvet.example",
    "f1-d0_5": "e.belova@sevsvet.example",
    "f1-d0_6": "n.fedorov@sevsvet.example",
    "f2-d0_4": "y.morozova@sevsvet.example",
    "f1-d0_7": "t.azimov@sevsvet.example",
    "мск 01": "m.orlova@sevsvet.example",
    "мск 02": "o.vetrova@sevsvet.example",
    "мск 03": "i.severov@sevsvet.example",
    "мск 04": "a.lisitsyna@sevsvet.example",
    "спб 01": "p.gavrilov@sevsvet.example",
    "спб 02": "d.oconnor@sevsvet.example",
    "спб 03": "s.kim@sevsvet.example",
    "мск 05": "e.belova@sevsvet.example",
    "мск 06": "n.fedorov@sevsvet.example",
    "спб 04": "y.morozova@sevsvet.example",
    "мск 07": "t.azimov@sevsvet.example",
}
"""Agents have no e-mail; the shop in the other town is a filial of its own."""
EMAIL_OF_PBX_USER = {
    10090305: "p.gavrilov@sevsvet.example",
    10090310: "y.morozova@sevsvet.example",
    10090311: "t.azimov@sevsvet.example",
}
EMAIL_OF_EXTENSION = {"202": "o.vetrova@sevsvet.example"}

OPENING_TAX_IDS = frozenset(
    {
        "7816564539", "7885100979", "7821807396", "7861606593", "7814414659", "7802973436", "7865464496",
        "7850366381", "7863061961", "7817333159", "7869517777", "7862829746", "778933482981", "990440001234",
        "7736050003", "7700000011",
    }
)  # fmt: skip


@dataclass(frozen=True)
class KnownStay:
    """A stay in a department that a person wrote down; both dates are included."""

    email: str
    group_id: int
    first: date
    last: date


KNOWN_STAYS = (KnownStay("e.belova@sevsvet.example", 0, date(2026, 1, 1), date(2026, 4, 12)),)


@dataclass(frozen=True)
class Goal:
    """What somebody wants to reach, typed by people; a target, or growth in percent of the baseline.

    Values of a share are in percent.
    """

    name: str
    metric: str
    unit_type: str
    unit: str
    baseline: Decimal
    baseline_days: tuple[date, date]
    target: Decimal | None
    growth: Decimal | None
    start: date
    deadline: date


GOALS = (
    Goal(
        "Рост поступлений компании", "revenue_paid_amount", "company", "", Decimal(60_000_000),
        (date(2026, 3, 1), date(2026, 4, 30)), None, Decimal("12.5"), date(2026, 5, 1), date(2026, 6, 30),
    ),
    Goal(
        "Поступления оптового отдела", "revenue_paid_amount", "department", "Опт", Decimal(20_000_000),
        (date(2026, 4, 1), date(2026, 4, 30)), Decimal("3100000.55"), None, date(2026, 5, 15),
        date(2026, 6, 14),
    ),
    Goal(
        "Поступления Ильи Северова", "revenue_paid_amount", "employee", "i.severov@sevsvet.example",
        Decimal(9_000_000), (date(2026, 3, 16), date(2026, 4, 12)), None, Decimal(7), date(2026, 5, 4),
        date(2026, 5, 31),
    ),
    Goal(
        "Договоры до августа", "contracts_count", "company", "", Decimal(150),
        (date(2026, 4, 1), date(2026, 4, 30)), Decimal(420), None, date(2026, 6, 1), date(2026, 8, 31),
    ),
    Goal(
        "Валовая прибыль оптового отдела", "margin_amount", "department", "Опт", Decimal(4_000_000),
        (date(2026, 4, 1), date(2026, 4, 30)), None, Decimal(10), date(2026, 5, 1), date(2026, 6, 30),
    ),
    Goal(
        "Конверсия компании", "conversion_period", "company", "", Decimal(21),
        (date(2026, 3, 1), date(2026, 4, 30)), Decimal("23.50"), None, date(2026, 5, 4), date(2026, 6, 30),
    ),
    Goal(
        "Маржинальность компании", "margin_share", "company", "", Decimal(28),
        (date(2026, 4, 1), date(2026, 4, 30)), None, Decimal(5), date(2026, 5, 1), date(2026, 5, 31),
    ),
    Goal(
        "Меньше мусора в опте", "junk_share", "department", "Опт", Decimal(15),
        (date(2026, 4, 1), date(2026, 4, 30)), Decimal("12.50"), None, date(2026, 5, 15), date(2026, 6, 30),
    ),
    Goal(
        "Средний чек Ильи Северова", "average_ticket_amount", "employee", "i.severov@sevsvet.example",
        Decimal(150_000), (date(2026, 3, 1), date(2026, 4, 30)), None, Decimal("7.5"), date(2026, 5, 1),
        date(2026, 6, 30),
    ),
)  # fmt: skip

FIELD_GOALS = (
    Goal(
        "Визиты компании", "visits_made_count", "company", "", Decimal(2500),
        (date(2026, 4, 1), date(2026, 4, 30)), None, Decimal(10), date(2026, 5, 1), date(2026, 6, 30),
    ),
)  # fmt: skip
"""What a company with agents in the field is to reach besides."""


def channel_key(value: str | None) -> str:
    """Return the channel of the CRM field's value; `none` without one, `unmapped` for an unknown one."""
    return NONE if value is None else CHANNEL_KEYS.get(value, "unmapped")


def channel_of_visit(source: str | None, medium: str | None) -> str:
    """Return the channel of a visit's marks, compared trimmed and in lower case; `none` without a row."""
    pair = ((source or "").strip().lower(), (medium or "").strip().lower())
    return CHANNEL_OF_ADS["vk"] if pair == VK_VISIT else CHANNEL_OF_UTM.get(pair, NONE)


def channel_of_line(line: str, ads: Ads) -> str | None:
    """Return the channel of a tracking number; one of them stands in the advertisements."""
    return CHANNEL_OF_ADS[ads] if line == AD_LINE else CHANNEL_OF_LINE.get(line)


def payment_form(kind: str, purpose: str) -> str:
    """Return the payment form: the purpose text speaks before the document type."""
    text = purpose.lower()
    for part, form in FORM_OF_PURPOSE:
        if part in text:
            return form
    return FORM_OF_DOCUMENT.get(kind, "unmapped")
