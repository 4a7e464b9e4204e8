"""Truth about currencies: which rate holds on a day, and what foreign money is worth in base currency."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sandbox.company.calendar_ru import days_between
from sandbox.company.company import Company
from sandbox.company.history import change_at
from sandbox.truth.cells import Cells, round_half_up, to_cells
from sandbox.truth.rules import BASE_CURRENCY

MILLIONTH = Decimal("0.000001")


class Rates:
    """The rates known at one instant: the newest on or before a day holds on it."""

    def __init__(self, company: Company, at: datetime) -> None:
        known: dict[str, dict[date, tuple[Decimal, int]]] = defaultdict(dict)
        for rate in company.rates:
            typed = change_at(rate.versions, at)
            if typed is not None:
                known[rate.currency][rate.day] = (typed.value, rate.multiplicity)
        self._days = {currency: sorted(rates) for currency, rates in known.items()}
        self._known = known

    def on(self, currency: str, day: date) -> tuple[Decimal, int] | None:
        """Return the rate of a day and for how many units it is."""
        days = self._days.get(currency, [])
        place = bisect_right(days, day)
        return self._known[currency][days[place - 1]] if place else None

    def in_base(self, amount: Decimal, currency: str, day: date) -> Decimal | None:
        """Return an amount in base currency by the rate of a day; None without one."""
        if currency == BASE_CURRENCY:
            return amount
        found = self.on(currency, day)
        return None if found is None else round_half_up(amount * found[0] / found[1])

    def cells(self, today: date) -> dict[str, Cells]:
        """Return the rate of one unit for every day from the first rate of a currency to today."""
        per_unit: dict[tuple[date | str, ...], str] = {}
        for currency, days in self._days.items():
            for day in days_between(days[0], today):
                found = self.on(currency, day)
                if found is not None:
                    rate = (found[0] / found[1]).quantize(MILLIONTH, ROUND_HALF_UP)
                    per_unit[day, currency] = str(rate)
        return {"exchange_rate": to_cells(per_unit)}
