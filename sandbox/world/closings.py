"""When the accountant calculates the cost of a month: every Friday roughly, after its end for good."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sandbox.company.calendar_ru import days_between, month_days
from sandbox.company.charter import END, MOSCOW, START
from sandbox.company.erp_records import ClosingFacts, ErpRecord
from sandbox.company.history import Change
from sandbox.world.erp_drafts import as_written

FRIDAY = 4
CLOSED_AT = {
    date(2026, 2, 1): datetime(2026, 3, 5, 18, 10, tzinfo=MOSCOW),
    date(2026, 3, 1): datetime(2026, 4, 6, 18, 20, tzinfo=MOSCOW),
    date(2026, 4, 1): datetime(2026, 5, 7, 18, 5, tzinfo=MOSCOW),
    date(2026, 5, 1): datetime(2026, 6, 3, 18, 0, tzinfo=MOSCOW),
}
MAY = date(2026, 5, 1)
MAY_DRAFTED_AT = datetime(2026, 6, 2, 17, 30, tzinfo=MOSCOW)
MAY_MISTAKE_AT = datetime(2026, 6, 1, 16, 40, tzinfo=MOSCOW)
JUNE_FIRST_AT = datetime(2026, 6, 2, 20, 30, tzinfo=MOSCOW)


@dataclass(frozen=True)
class Run:
    """A calculation at `at` over the documents of its month that are dated up to then."""

    at: datetime
    month: date
    is_preliminary: bool

    def covers(self, dated: datetime) -> bool:
        """Say whether a document's cost is calculated by the run."""
        is_month = dated.astimezone(MOSCOW).date().replace(day=1) == self.month
        return is_month and (not self.is_preliminary or dated <= self.at)


def list_runs() -> tuple[Run, ...]:
    """Return all calculations in order of time."""
    fridays = [day for day in days_between(START.date(), END.date()) if day.weekday() == FRIDAY]
    runs = [
        Run(as_written(datetime.combine(day, time(20), MOSCOW)), day.replace(day=1), True) for day in fridays
    ]
    runs.append(Run(as_written(JUNE_FIRST_AT), date(2026, 6, 1), True))
    runs += [Run(as_written(at), month, False) for month, at in CLOSED_AT.items()]
    return tuple(sorted(runs, key=lambda run: run.at))


def write_closings() -> tuple[ErpRecord[ClosingFacts], ...]:
    """Return the documents of all runs, May's draft before it is posted, and a mistake that is marked."""
    records = [_record(number, run) for number, run in enumerate(list_runs(), start=1)]
    facts = ClosingFacts("РС00-000900", _month_end(MAY), False, True, False)
    records.append(ErpRecord(_key("mistake"), (Change(as_written(MAY_MISTAKE_AT), facts),)))
    return tuple(records)


def _record(number: int, run: Run) -> ErpRecord[ClosingFacts]:
    dated = run.at if run.is_preliminary else _month_end(run.month)
    facts = ClosingFacts(f"РС00-{number:06d}", dated, True, False, run.is_preliminary)
    versions = [Change(run.at, facts)]
    if run.month == MAY and not run.is_preliminary:
        versions.insert(0, Change(as_written(MAY_DRAFTED_AT), replace(facts, posted=False)))
    return ErpRecord(_key(str(number)), tuple(versions))


def _month_end(month: date) -> datetime:
    return as_written(datetime.combine(month_days(month)[-1] + timedelta(days=1), time(0), MOSCOW)) - (
        timedelta(seconds=1)
    )


def _key(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"sevsvet/closing/{name}"))
