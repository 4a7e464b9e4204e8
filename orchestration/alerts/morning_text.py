"""The words of the morning message: money of yesterday and the month, what is due, KPIs off their course."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import format_currency, format_decimal

from page.morning import Deviation, Money, Morning
from texts import language, say

_SHOWN = 12
_WHOLE = "#,##0\u00a0¤"  # no kopecks in a message


@dataclass(frozen=True)
class MorningText:
    """Words the morning of one company in the language that is spoken. `currency`: of all amounts."""

    company: str
    currency: str

    def title(self, morning: Morning) -> str:
        """The first line: whose morning, and of which day its numbers are."""
        day = morning.money.day if morning.money else None
        if day is None:
            return say(
                "{company}: the morning of {date}",
                company=self.company,
                date=day_in_words(morning.as_of_date),
            )
        return say("{company}: results of {date}", company=self.company, date=day_in_words(day))

    def text(self, morning: Morning) -> str:
        """All but the title, as plain text; what is not known is said to be unknown."""
        parts = [list(self._money(morning.money)), list(self._due(morning.money))]
        parts.append(list(self._deviations(morning.deviations)))
        return "\n\n".join("\n".join(lines) for lines in parts if lines)

    def _money(self, money: Money | None) -> Iterator[str]:
        if money is None or money.day is None:
            yield say("Receipts: no data")
            return
        received = self.amount(money.received_amount)
        if money.planned_amount is None:
            yield say("Received: {amount}", amount=received)
        else:
            planned = self.amount(money.planned_amount)
            yield say("Received: {amount} (plan of the day {plan})", amount=received, plan=planned)
        if money.month_amount is None:
            yield say("Month so far: no data")
        elif money.month_plan_amount is None or money.fulfilment_pct is None:
            yield say("Month so far: {amount}, no plan", amount=self.amount(money.month_amount))
        else:
            yield say(
                "Month so far: {amount} of {plan}, {share} %; at this pace {forecast}",
                amount=self.amount(money.month_amount),
                plan=self.amount(money.month_plan_amount),
                share=self.share(money.fulfilment_pct),
                forecast=self.amount(money.forecast_amount),
            )

    def _due(self, money: Money | None) -> Iterator[str]:
        if money is None or money.morning is None:
            yield say("Expected payments: no data")
            return
        yield say(
            "Expected on {date}: {today}; in 7 days with it: {week}; overdue: {overdue}",
            date=day_in_words(money.morning),
            today=self.amount(money.today_amount or Decimal(0)),
            week=self.amount(money.week_amount or Decimal(0)),
            overdue=self.amount(money.overdue_amount or Decimal(0)),
        )

    def _deviations(self, deviations: tuple[Deviation, ...]) -> Iterator[str]:
        told = [one for one in deviations if one.state != "going_on"]
        if told:
            yield say("Out of the ordinary:")
            yield from (f"• {self.deviation(one)}" for one in told[:_SHOWN])
        if len(told) > _SHOWN:
            yield say("… and {count} more in mart_kpi_alert", count=len(told) - _SHOWN)
        if going_on := len(deviations) - len(told):
            yield say("Told before and going on: {count}", count=going_on)

    def deviation(self, one: Deviation) -> str:
        """One KPI that left its course, as a sentence."""
        values = {
            "metric": one.name_en if language() == "en" and one.name_en else one.name,
            "unit": say("Company") if one.unit_type == "company" else one.unit_name,
            "value": self._value(one.told, one.measured_in),
            "expected": self._value(one.expected, one.measured_in),
        }
        if one.state == "over":
            return say("{metric}, {unit}: back on course ({value}, expected {expected})", **values)
        if one.rule == "pace":
            return say("{metric}, {unit}: {value} since the month began, plan to date {expected}", **values)
        if one.way == "above":
            return say("{metric}, {unit}: {value}, far above the usual {expected}", **values)
        return say("{metric}, {unit}: {value}, far below the usual {expected}", **values)

    def _value(self, hundredths: int, measured_in: str) -> str:
        value = Decimal(hundredths) / 100
        return self.amount(value) if measured_in == "money" else format_decimal(value, "#,##0.#", language())

    def share(self, percent: Decimal | None) -> str:
        """A share in percent with one decimal, or that it is not known."""
        return say("no data") if percent is None else format_decimal(percent, "0.0", language())

    def amount(self, amount: Decimal | None) -> str:
        """An amount without kopecks, or that it is not known."""
        if amount is None:
            return say("no data")
        return format_currency(amount, self.currency, _WHOLE, language(), currency_digits=False)


def day_in_words(day: date) -> str:
    """A day as the language writes it."""
    return f"{day:%d.%m.%Y}" if language() == "ru" else day.isoformat()
