"""Statistics of VK Ads: rows by ad plan and day, held against the totals that come with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from connectors.kit.days import Days
from connectors.kit.errors import UnexpectedReply
from connectors.kit.http import Reply
from connectors.kit.stream import Page, Rejected
from texts import marked, say

_MICROS = 1_000_000
_CHANGED = marked("look for a proxy that changes requests; if there is none, tell the maintainers.")


class _Figures(msgspec.Struct):
    shows: Any = 0
    clicks: Any = 0
    goals: Any = 0
    spent: Any = 0

    def values(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """What is summed; what cannot be read counts as nothing here, and is told of by staging."""
        return _number(self.shows), _number(self.clicks), _number(self.goals), _number(self.spent)

    @property
    def is_idle(self) -> bool:
        """Whether nothing happened: such a row says what its absence says."""
        said = (self.shows, self.clicks, self.goals, self.spent)
        return all(_is_nothing(value) for value in said)


class _Total(msgspec.Struct):
    base: _Figures | None = None


class _Row(msgspec.Struct):
    date: Any = None
    base: msgspec.Raw = msgspec.Raw(b"null")


class _Item(msgspec.Struct):
    id: Any = None
    rows: list[_Row] | None = None
    total: _Total | None = None

    @property
    def days(self) -> list[_Row]:
        """Its rows; a plan that nothing happened to may have none."""
        return self.rows or []


class Statistics(msgspec.Struct):
    """An answer: one item per ad plan, with its days; the totals are the vendor's own.

    Without `items` it is another answer, which must not pass for days that cost nothing.
    """

    items: list[_Item]
    total: _Total | None = None

    def differences(self) -> Iterator[str]:
        """Where the vendor's totals are not the sums of what they stand above."""
        for item in self.items:
            rows = [_figures(row) for row in item.days]
            if not _is_sum(rows, item.total):
                yield say("ad plan {plan}: its days do not add up to its total", plan=item.id)
        totals = [item.total.base for item in self.items if item.total and item.total.base]
        if len(totals) == len(self.items) and not _is_sum(totals, self.total):
            yield say("the ad plans do not add up to the total of the answer")


@dataclass
class Found:
    """What answers said of some days. `days`: those asked for; `basis`: net or gross, what `spent` is.

    `vat_percent`: day → the rate from that day on.
    """

    days: Days
    basis: str
    vat_percent: Mapping[date, Decimal]
    rows: dict[tuple[str, str], tuple[bytes, int]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    received: int = 0
    rates: dict[str, str | None] = field(init=False)

    def __post_init__(self) -> None:
        """Know the rate of each day that is asked for, None where none is given."""
        self.rates = {str(day): self._rate(day) for day in self.days}

    def _rate(self, day: date) -> str | None:
        begun = [start for start in self.vat_percent if start <= day]
        return str(self.vat_percent[max(begun)]) if begun else None

    def take(self, answer: Statistics, asked: Collection[str]) -> None:
        """Take the rows of an answer. UnexpectedReply where it is about other ad plans or days."""
        for item in answer.items:
            plan = str(item.id)
            if plan not in asked:
                raise UnexpectedReply(
                    say("statistics of ad plan {plan} came, which was not asked for", plan=plan), fix=_CHANGED
                )
            for row in item.days:
                self._take(plan, row)

    def _take(self, plan: str, row: _Row) -> None:
        self.received += 1
        figures = _figures(row)
        if not isinstance(row.date, str) or figures is None:
            text = msgspec.json.encode({"id": plan, "date": row.date, "base": row.base}).decode()
            self.rejected.append(Rejected("no usable date and base", text))
            return
        if row.date not in self.rates:
            raise UnexpectedReply(
                say("the statistics of {days} have rows of other days", days=str(self.days)), fix=_CHANGED
            )
        if figures.is_idle:
            return
        facts = {"spent_basis": self.basis, "vat_percent": self.rates[row.date]}
        record = {"id": plan, "date": row.date, "base": row.base, **facts}
        self.rows[row.date, plan] = msgspec.json.encode(record), int(_number(figures.spent) * _MICROS)

    def page(self, warnings: Iterable[str] = ()) -> Page:
        """All rows; it closes all of its days. Its totals: day → rows, and cost in millionths."""
        totals = {name: {"rows": 0, "cost": 0} for name in self.days.names}
        ordered = sorted(self.rows)
        for day, plan in ordered:
            totals[day]["rows"] += 1
            totals[day]["cost"] += self.rows[day, plan][1]
        return Page(
            keys=[plan for _, plan in ordered],
            payloads=[self.rows[place][0] for place in ordered],
            days=[day for day, _ in ordered],
            rejected=tuple(self.rejected),
            received=self.received,
            closes=tuple(totals),
            totals=totals,
            warnings=tuple(warnings),
        )


def read_statistics(reply: Reply) -> Statistics:
    """The statistics in an answer."""
    return msgspec.json.decode(reply.body, type=Statistics)


def _figures(row: _Row) -> _Figures | None:
    try:
        return msgspec.json.decode(row.base, type=_Figures)
    except msgspec.ValidationError:
        return None


def _is_sum(parts: Iterable[_Figures | None], total: _Total | None) -> bool:
    """Whether a total is the sum of its parts, to the last digit."""
    if total is None or total.base is None:
        return True
    known = [part.values() for part in parts if part is not None]
    none = (Decimal(0),) * 4
    return tuple(sum(column) for column in zip(none, *known, strict=True)) == total.base.values()


def _number(value: object) -> Decimal:
    """A whole number, or money as a text; 0 where it is neither."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def _is_nothing(value: object) -> bool:
    try:
        return value is None or Decimal(str(value)) == 0
    except InvalidOperation:
        return False
