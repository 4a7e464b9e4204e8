"""Truth's cells of one day of each employee: the work done, what the next morning expects, the plan."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, count, to_cells
from sandbox.truth.people import business_date

ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
OF_THE_DAY = (
    "leads_count", "calls_in_count", "calls_out_count", "calls_answered_count", "talk_seconds",
    "meetings_held_count", "contracts_count", "revenue_paid_amount", "backlog_end_count",
)  # fmt: skip
PLAN = {"plan_to_date": "plan_to_date", "fact_to_date": "paid_to_date", "fulfilment_pct": "fulfilment"}


def summary_cells(
    books: Books, activity: Mapping[str, Cells], plans: Mapping[str, Cells]
) -> dict[str, Cells]:
    """Return the day's own measures, the time ahead and receipts against plan, by day and employee.

    `activity`, `plans`: the cells that truth has of them. Zero cells are left out, but of plans.
    """
    return {
        **{f"summary_{measure}": activity[f"activity_{measure}"] for measure in OF_THE_DAY},
        **{f"summary_{name}": _paid_by(books, plans[kpi]) for kpi, name in PLAN.items()},
        "summary_meetings_next_day_count": _meetings_ahead(books),
        **_ahead(books),
    }


def _meetings_ahead(books: Books) -> Cells:
    evenings = ((business_date(one.due_at) - ONE_DAY, one.employee) for one in books.meetings)
    return to_cells(count(key for key in evenings if key[0] <= books.last_day))


def _ahead(books: Books) -> dict[str, Cells]:
    """Return what the first load of a day expects, told of the day before it."""
    sums: dict[str, dict[tuple[date | Key, ...], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for part in books.schedule:
        day = part.morning - ONE_DAY
        for name, is_counted in (
            ("expected_next_day_amount", part.due == day + ONE_DAY),
            ("expected_week_amount", day < part.due <= day + WEEK),
            ("overdue_amount", part.due <= day),
        ):
            if is_counted:
                sums[name][day, part.employee] += part.amount
    names = ("expected_next_day_amount", "expected_week_amount", "overdue_amount")
    return {f"summary_{name}": to_cells(sums[name]) for name in names}


def _paid_by(books: Books, cells: Cells) -> Cells:
    """Return [day, employee, value] of the employees' receipts up to the last complete day."""
    last = books.last_day.isoformat()
    return [
        [day, unit, value]
        for metric, unit_type, unit, day, value in cells
        if metric == "revenue_paid_amount" and unit_type == "employee" and str(day) <= last
    ]
