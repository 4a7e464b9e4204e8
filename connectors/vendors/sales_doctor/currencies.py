"""Of which currency a payment type or a price type is: the vendor mixes currency and way of paying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.vendors.sales_doctor.records import Filial, names_of

_SPELLED = {
    "СУМ": "UZS",
    "СУММ": "UZS",
    "SUM": "UZS",
    "SO'M": "UZS",
    "SO‘M": "UZS",
    "SOM": "UZS",
    "$": "USD",
    "ДОЛЛАР": "USD",
    "DOLLAR": "USD",
    "USD $": "USD",
    "РУБЛЬ": "RUB",
    "РУБ": "RUB",
    "RUR": "RUB",
    "ТЕНГЕ": "KZT",
}
_LETTERS = 3


def code_of(name: object) -> str | None:
    """The ISO code that a currency's name or short name is or means, None if it is none that is known."""
    text = str(name or "").strip().upper()
    if text in _SPELLED:
        return _SPELLED[text]
    return text if len(text) == _LETTERS and text.isascii() and text.isalpha() else None


@dataclass
class Currencies:
    """What is known of a server's currencies. `usual`: of what nothing else is said.

    `said`: payment or price type, by id or by name → code, which goes before what the server says.
    """

    usual: str
    said: Mapping[str, str]
    _codes: dict[str, str | None] = field(default_factory=dict)
    _of_payment: dict[str, set[str | None]] = field(default_factory=lambda: defaultdict(set))

    def learn_currencies(self, records: Iterable[Mapping[str, Any]], filial: Filial) -> None:
        """Take the list of currencies."""
        for each in records:
            self._codes[_key(each, filial)] = code_of(each.get("short")) or code_of(each.get("name"))

    def learn_price_types(self, records: Iterable[Mapping[str, Any]], filial: Filial) -> None:
        """Take a filial's list of price types, each of which has a currency and a payment type."""
        for each in records:
            payment = each.get("paymentType")
            if isinstance(payment, dict) and _key(payment, filial):
                self._of_payment[_key(payment, filial)].add(self.of_price_type(each, filial))

    def of_price_type(self, record: Mapping[str, Any], filial: Filial) -> str | None:
        """The currency of a price type, None where it is one that nobody knows."""
        currency = record.get("valyutaType")
        key = _key(currency, filial) if isinstance(currency, dict) else ""
        return self._told(record, filial) or (self._codes.get(key) if key else self.usual)

    def of_payment_type(self, record: Mapping[str, Any], filial: Filial) -> str | None:
        """The currency of a payment type, None where its price types say several or an unknown one."""
        told = self._told(record, filial)
        found = self._of_payment.get(_key(record, filial), set())
        if told or not found:
            return told or self.usual
        return next(iter(found)) if len(found) == 1 else None

    def _told(self, record: Mapping[str, Any], filial: Filial) -> str | None:
        names = (_key(record, filial), str(record.get("SD_id") or ""), str(record.get("name") or ""))
        wanted = {name.strip().lower() for name in names if name.strip()}
        return next((code for name, code in self.said.items() if name.strip().lower() in wanted), None)


def _key(record: Mapping[str, Any], filial: Filial) -> str:
    return filial.key_of(names_of(record))
