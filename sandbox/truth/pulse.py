"""Truth's cells of the stand-ups: what each employee has by a time of the day, and what is usual by then."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sandbox.company.calendar_ru import days_between, is_working_day
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, round_half_up, to_cells
from sandbox.truth.people import business_date
from sandbox.truth.rules import ZONE

MARKS, BASE_DAYS = ("11:00", "14:00", "16:00"), 10
FIRST_DAY = date(2026, 1, 1)
HELD_BACK = timedelta(minutes=1)
"""A CRM is read up to a minute ago."""
OPENING = time(9)
"""Loads before it say nothing of the running day's calls."""

Event = tuple[str, str, datetime, Decimal]
"""measure, employee, instant, value"""
Sums = dict[tuple[date | Key, ...], Decimal]
ONE = Decimal(1)


def pulse_cells(books: Books) -> dict[str, Cells]:
    """Return [day, mark, employee, measure, value], and the mean of the base days before.

    Zeros are left out; of a day off, whoever has nothing on it.
    """
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in _events(books):
        by_day[business_date(event[2])].append(event)
    base = [day for day in days_between(FIRST_DAY, books.last_day) if is_working_day(day)]
    counted: Sums = {}
    usual: Sums = {}
    marks = list(_marks(books))
    shown_until = {day: until for day, _, until in marks}
    for day, mark, until in marks:
        counted |= {
            (day, mark, employee, measure): value
            for (employee, measure), value in _counted(by_day[day], _at(day, until)).items()
        }
        before = bisect_left(base, day)
        days = base[max(0, before - BASE_DAYS) : before]
        means: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for other in days:
            for key, value in _counted(by_day[other], _at(other, until)).items():
                means[key] += value
        own = {employee for employee, _ in _counted(by_day[day], _at(day, shown_until[day]))}
        for (employee, measure), value in means.items():
            if not is_working_day(day) and employee not in own:
                continue
            usual[day, mark, employee, measure] = round_half_up(value / len(days))
    return {"pulse": _kept(counted), "pulse_usual": _kept(usual)}


def _kept(sums: Sums) -> Cells:
    return to_cells({key: value for key, value in sums.items() if value})


def _at(day: date, until: time) -> datetime:
    return datetime.combine(day, until, ZONE)


def _marks(books: Books) -> Iterator[tuple[date, str, time]]:
    """Yield the marks of complete days, and of the running one those that everything is read up to."""
    for day in days_between(FIRST_DAY, books.last_day):
        for mark in MARKS:
            yield day, mark, time.fromisoformat(mark)
    now = books.as_of.astimezone(ZONE)
    if now.time() < OPENING:
        return
    known = now - HELD_BACK
    for mark in MARKS:
        if time.fromisoformat(mark) <= known.time():
            yield now.date(), mark, time.fromisoformat(mark)
    yield now.date(), "now", known.time()


def _counted(events: list[Event], until: datetime) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for measure, employee, at, value in events:
        if at < until:
            sums[employee, measure] += value
    return sums


def _events(books: Books) -> Iterator[Event]:
    for deal in books.deals:
        yield "leads_count", deal.employee, deal.created_at, ONE
        for measure, at in (("contracts_count", deal.contract_at), ("deals_won_count", deal.won_at)):
            if at is not None:
                yield measure, deal.owner_at(at, books.people), at, ONE
    for talk in books.conversations:
        if talk.direction != "internal":
            yield f"calls_{talk.direction}_count", talk.employee, talk.started_at, ONE
            yield "talk_seconds", talk.employee, talk.started_at, Decimal(talk.talk_seconds)
            if talk.is_answered:
                yield "calls_answered_count", talk.employee, talk.started_at, ONE
    for meeting in books.meetings:
        if meeting.held_at is not None:
            yield "meetings_held_count", meeting.employee, meeting.held_at, ONE
    for receipt in books.receipts:
        paid = receipt.line.paid_at
        if paid.astimezone(ZONE).time() != time(0):
            yield "timed_receipts_amount", receipt.employee, paid, receipt.line.known
