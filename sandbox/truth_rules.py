"""What stages, reasons, channels and payment texts mean to the company's people: truth's own constants."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Moscow")
CRM, ERP = "amocrm_main", "onec_main"
UNASSIGNED = "unassigned"
MOST_SHARED_CARDS = 10
INFERRED_WINDOW = timedelta(days=60)

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

JUNK_CLASS_OF_REASON = {
    19044129: "spam", 19044131: "duplicate", 19044133: "test", 19044135: "wrong_number",
}  # fmt: skip

CHANNEL_FIELD, ORDER_NUMBER_FIELD = 900210, 900511
CHANNEL_KEYS = {
    "Сайт": "site",
    "Входящий звонок": "call",
    "Яндекс.Директ": "direct",
    "Тендер": "tender",
    "Рекомендация": "referral",
    "Выставка": "expo",
}

FORM_OF_PURPOSE = (("материнск", "maternity_capital"), ("ипотек", "mortgage"), ("рассрочк", "instalments"))
FORM_OF_DOCUMENT = {
    "payments_bank": "bank_transfer",
    "payments_cash": "cash",
    "payments_card": "card",
    "refunds_bank": "bank_transfer",
    "refunds_cash": "cash",
}

EMAIL_OF_ERP_USER = {"7f4e0c12-3b55-11ee-90aa-00155d00000b": "t.azimov@sevsvet.example"}


@dataclass(frozen=True)
class KnownStay:
    """A stay in a department that a person wrote down; both dates are included."""

    email: str
    group_id: int
    first: date
    last: date


KNOWN_STAYS = (KnownStay("e.belova@sevsvet.example", 0, date(2026, 1, 1), date(2026, 4, 12)),)


def channel_key(value: str | None) -> str:
    """Return the channel of the CRM field's value; `none` without one, `unmapped` for an unknown one."""
    return "none" if value is None else CHANNEL_KEYS.get(value, "unmapped")


def payment_form(kind: str, purpose: str) -> str:
    """Return the payment form: the purpose text speaks before the document type."""
    text = purpose.lower()
    for part, form in FORM_OF_PURPOSE:
        if part in text:
            return form
    return FORM_OF_DOCUMENT.get(kind, "unmapped")
