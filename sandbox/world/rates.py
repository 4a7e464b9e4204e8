"""Rates of foreign currencies as the accountant types them: no weekends, one typed wrong and corrected."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.company.charter import END, MOSCOW
from sandbox.company.charter_abroad import FIRST_RATE_DAY, FIRST_RATES
from sandbox.company.erp_records import CurrencyRate
from sandbox.company.history import Change, value_at
from sandbox.world.erp_drafts import as_written

ONE_DAY = timedelta(days=1)
CORRECTED_DAY = date(2026, 6, 2)
TYPED_LATE_DAY = date(2026, 6, 3)


def type_rates(seed: int) -> tuple[CurrencyRate, ...]:
    """Return the rate of each currency for every day after a working day, typed the evening before."""
    rng = random.Random(f"{seed}:rates")
    rates = []
    for currency, (rate, multiplicity) in FIRST_RATES.items():
        for day in days_between(FIRST_RATE_DAY, END.date() - ONE_DAY):
            if is_working_day(day - ONE_DAY):
                rate = (rate * Decimal(rng.randint(9890, 10112)) / 10000).quantize(Decimal("0.0001"))
                rates.append(CurrencyRate(currency, day, multiplicity, _typed(day, rate)))
    return tuple(rates)


def _typed(day: date, rate: Decimal) -> tuple[Change[Decimal], ...]:
    evening = datetime.combine(day - ONE_DAY, time(17, 35), MOSCOW)
    if day == CORRECTED_DAY:
        wrong = (rate * Decimal("1.031")).quantize(Decimal("0.0001"))
        return (Change(as_written(evening), wrong), Change(as_written(evening + timedelta(hours=41)), rate))
    if day == TYPED_LATE_DAY:
        evening += timedelta(hours=17)
    return (Change(as_written(evening), rate),)


def rate_on(rates: tuple[CurrencyRate, ...], currency: str, day: date) -> Decimal:
    """Return roubles for one unit by the newest final rate on or before a day."""
    known = [rate for rate in rates if rate.currency == currency and rate.day <= day]
    newest = max(known, key=lambda rate: rate.day)
    return value_at(newest.versions, END) / newest.multiplicity
