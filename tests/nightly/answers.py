"""What the pretend company's truth answers to the questions of docs/bi/queries.md."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

MAY = "2026-05-01"
Row = tuple[Any, ...]
Cell = Sequence[str]


@dataclass(frozen=True)
class Truth:
    """`kpis`: KPI → cells `[key..., value]`. `clean`: lead, employee and day of each clean lead.

    No KPI says which lead is clean, only how many there are: these are the published ones.
    """

    kpis: Mapping[str, Sequence[Cell]]
    clean: Sequence[tuple[str, str, str]]

    def cells(self, kpi: str) -> Iterator[tuple[Cell, Decimal]]:
        """Key and value of each known cell that is a number."""
        return ((one[:-1], Decimal(one[-1])) for one in self.kpis[kpi] if one[-1] is not None)

    def sums(self, kpi: str, group: Callable[[Cell], Row | None]) -> Counter[Row]:
        """The values added up by what `group` makes of a key; None leaves a cell out."""
        found: Counter[Row] = Counter()
        for key, value in self.cells(kpi):
            if (place := group(key)) is not None:
                found[place] += value  # type: ignore[assignment]
        return found


@dataclass(frozen=True)
class Answer:
    """`columns`: those of the query that are compared. `rows`: what they are, in any order.

    `ordered`: the order of the rows is part of the answer.
    """

    columns: tuple[str, ...]
    rows: Callable[[Truth], list[Row]]
    ordered: bool = False


def compared(found: Sequence[Mapping[str, Any]], answer: Answer, truth: Truth) -> str:
    """How an answer differs from the truth; empty where it does not. No row at all is a difference."""
    rows = [tuple(_plain(row[column]) for column in answer.columns) for row in found]
    wanted = [tuple(_plain(value) for value in row) for row in answer.rows(truth)]
    if not answer.ordered:
        rows, wanted = sorted(rows, key=str), sorted(wanted, key=str)
    if not wanted:
        return "the truth has no row: the question proves nothing"
    if len(rows) != len(wanted) or not all(map(_same, rows, wanted)):
        return f"published {rows[:5]}, truth {wanted[:5]}"
    return ""


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return round(float(value), 2) if isinstance(value, (int, float, Decimal)) else value


def _same(left: Row, right: Row) -> bool:
    """Equal, but for a half kopeck that engines round to either side."""
    return all(
        abs(one - other) < 0.011 if isinstance(one, float) and isinstance(other, float) else one == other
        for one, other in zip(left, right, strict=True)
    )


def _month(day: str) -> str:
    return f"{day[:7]}-01"


def _share(part: Any, whole: Any, factor: int = 100) -> Decimal | None:
    return factor * Decimal(part) / Decimal(whole) if whole else None


def _conversion(truth: Truth) -> list[Row]:
    leads = truth.sums("conversion_clean_leads", lambda key: (key[1], _month(key[0])))
    paid = truth.sums("conversion_cohort", lambda key: (key[1], _month(key[0])) if key[5] == "paid" else None)
    return [(*key, count, paid[key], _share(paid[key], count)) for key, count in leads.items() if count]


def _plan(truth: Truth) -> list[Row]:
    def of(kpi: str) -> dict[tuple[str, str], Decimal]:
        return {
            (key[2], key[3]): value
            for key, value in truth.cells(kpi)
            if (key[0], key[1]) == ("revenue_paid_amount", "department")
        }

    fact, plan, pct = of("fact_to_date"), of("plan_to_date"), of("fulfilment_pct")
    last = max(day for _, day in fact)
    return [
        (unit, day, plan.get((unit, day)), fact.get((unit, day)), pct.get((unit, day)))
        for unit, day in sorted({*fact, *plan})
        if day == last
    ]


def _cac(truth: Truth) -> list[Row]:
    spend = truth.sums("channel_spend", _channel_in_may)
    new = truth.sums("channel_new_customers", _channel_in_may)
    return [
        (*key, new[key], _share(spend[key], new[key], 1) if spend[key] else None)
        for key in spend.keys() | new.keys()
        if spend[key] > 0 or new[key] > 0
    ]


def _channel_in_may(key: Cell) -> Row | None:
    return (key[1],) if key[0] == MAY else None


def _ticket(truth: Truth) -> list[Row]:
    won = truth.sums("deals_won_count", lambda key: (_month(key[0]),))
    booked = truth.sums("revenue_booked_amount", lambda key: (_month(key[0]),))
    return [(*key, count, booked[key], _share(booked[key], count, 1)) for key, count in won.items()]


def _new_customers(truth: Truth) -> list[Row]:
    return [
        (*key, count) for key, count in truth.sums("new_customers", lambda key: (_month(key[0]),)).items()
    ]


def _payments(truth: Truth) -> list[Row]:
    last = max(key[0] for key, _ in truth.cells("calendar_expected"))
    bound = (date.fromisoformat(last) + timedelta(days=7)).isoformat()
    expected = truth.sums(
        "calendar_expected", lambda key: (key[1],) if key[0] == last <= key[1] <= bound else None
    )
    return [(*key, amount) for key, amount in expected.items() if amount]


def _segments(truth: Truth) -> list[Row]:
    last = max(key[0] for key, _ in truth.cells("segment_paid"))
    found: dict[str, list[Decimal]] = defaultdict(list)
    for key, amount in truth.cells("segment_paid"):
        if key[0] == last:
            found[key[2]].append(amount)
    return [(segment, len(amounts), sum(amounts)) for segment, amounts in found.items()]


def _by_pipeline(truth: Truth) -> list[Row]:
    reached = truth.sums("conversion_cohort", lambda key: (key[3], key[5]) if _month(key[0]) == MAY else None)
    return [(*key, count) for key, count in reached.items() if count]


def _region_money(place: int) -> Callable[[Truth], list[Row]]:
    def rows(truth: Truth) -> list[Row]:
        def of(kpi: str) -> Counter[Row]:
            return truth.sums(kpi, lambda key: (key[place],) if _month(key[0]) == MAY else None)

        leads, won, paid = (
            of(f"region_{name}") for name in ("clean_leads_count", "deals_won_count", "revenue_paid_amount")
        )
        return [(*key, leads[key], won[key], paid[key]) for key in leads.keys() | won.keys() | paid.keys()]

    return rows


def _response(truth: Truth) -> list[Row]:
    minutes = {key[0]: value for key, value in truth.cells("response_minutes")}
    found: dict[str, list[Decimal | None]] = defaultdict(list)
    for lead, employee, day in truth.clean:
        if _month(day) == MAY:
            found[employee].append(minutes.get(lead))
    return [_answered(employee, told) for employee, told in found.items()]


def _answered(employee: str, told: Sequence[Decimal | None]) -> Row:
    known = [one for one in told if one is not None]
    return (employee, len(told), len(known), median(known) if known else None)


def _steps(truth: Truth) -> list[Row]:
    order = ("lead", "qualified", "meeting", "offer", "contract", "paid")
    reached = truth.sums("conversion_cohort", lambda key: (key[5],) if key[0] < "2026-06-01" else None)
    counts = [(step, reached[step,]) for step in order]
    steps = [
        (step, before, count, _share(count, before))
        for (_, before), (step, count) in pairwise(counts)
        if before
    ]
    return sorted(steps, key=lambda row: -(row[3] or 0))


_REGION = ("clean_leads_count", "deals_won_count", "revenue_paid_amount")
ANSWERS = {
    "Конверсия по менеджерам и месяцам": Answer(
        ("employee_key", "month_date", "clean_leads_count", "paid_leads_count", "conversion_pct"), _conversion
    ),
    "План и факт с начала месяца по отделам": Answer(
        ("unit_key", "date_day", "plan_to_date", "fact_to_date", "fulfilment_pct"), _plan
    ),
    "Во что обходится новый клиент (CAC) по каналам": Answer(
        ("channel_key", "new_customers_count", "cac_amount"), _cac
    ),
    "Средний чек выигранной сделки по месяцам": Answer(
        ("month_date", "deals_won_count", "revenue_booked_amount", "average_ticket_amount"), _ticket
    ),
    "Новые клиенты по месяцам": Answer(("month_date", "new_customers_count"), _new_customers),
    "Какие платежи ждём в ближайшие 7 дней": Answer(("due_date", "expected_amount"), _payments),
    "ABC/XYZ: сколько клиентов и денег в каждой группе": Answer(
        ("segment", "customers_count", "paid_amount"), _segments
    ),
    "Воронка по направлениям (продуктам)": Answer(("pipeline_key", "step", "reached_count"), _by_pipeline),
    "Продажи по регионам": Answer(("region_key", *_REGION), _region_money(1)),
    "Новые и текущие клиенты: обращения, сделки, деньги": Answer(
        ("client_status", *_REGION), _region_money(2)
    ),
    "За сколько рабочих минут отвечают на обращение (медиана)": Answer(
        ("employee_key", "clean_leads_count", "answered_count", "median_minutes"), _response
    ),
    "Лучший и худший шаг воронки": Answer(
        ("step", "entered_count", "reached_count", "conversion_pct"), _steps, ordered=True
    ),
}
