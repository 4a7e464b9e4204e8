"""What stands in the ledger of clients and no document explains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sandbox.company.company import Company
from sandbox.company.field_records import OddEntry, OddKind

ODD: tuple[tuple[OddKind, int], ...] = (
    ("opening", -12000), ("debt", -350), ("written_off", 350), ("conversion", 10),
)  # fmt: skip
"""Of every fourth client one; a conversion is in dollars."""


def type_odd_entries(company: Company) -> Company:
    """Return the company with old debts, debts typed by hand, forgiven, converted."""
    return replace(company, odd_entries=tuple(_entries(company)))


def _entries(company: Company) -> Iterator[OddEntry]:
    for place, client in enumerate(company.counterparties[::4]):
        kind, amount = ODD[place % len(ODD)]
        at = company.start + timedelta(days=3 + place % 90, hours=12)
        key = f"{client.key[:2]}-{kind}_{place}"
        yield OddEntry(key, client.key, kind, max(at, client.versions[0].at), Decimal(amount))
