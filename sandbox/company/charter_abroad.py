"""With whom «Северный свет» trades abroad: currencies and the buyers that no seed changes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sandbox.company.charter import CURRENCY_KEY
from sandbox.company.erp_records import Currency

CURRENCIES = (
    Currency(CURRENCY_KEY, "RUB", "643", "Российский рубль"),
    Currency("9b359972-432f-5e98-bf69-79dc722931c5", "USD", "840", "Доллар США"),
    Currency("8af38a4a-557d-5902-9a66-96ea2163e4f4", "KZT", "398", "Казахстанский тенге"),
)
FIRST_RATE_DAY = date(2026, 1, 13)
FIRST_RATES = {"USD": (Decimal("78.2267"), 1), "KZT": (Decimal("15.3142"), 100)}


@dataclass(frozen=True)
class Buyer:
    """A customer abroad; tax ids of other countries are rarely of ten or twelve digits."""

    name: str
    currency: str
    tax_id: str
    phone: str


BUYERS = (
    Buyer("ТОО «Астана Жарық»", "KZT", "990440001234", "+7 (717) 255-01-02"),
    Buyer("Almaty Light LLP", "USD", "010540005678", "+7 727 250 11 22"),
    Buyer("ООО «МинскЛюкс»", "USD", "191234567", "+375 17 200-30-40"),
    Buyer("Tashkent Svet Savdo", "USD", "302345678", "+998 71 203 44 55"),
    Buyer("Yerevan Lux CJSC", "USD", "", "+374 10 511-212"),
    Buyer("ОсОО «Бишкек Трейд»", "USD", "01205200810125", "+996 312 90-01-02"),
)
