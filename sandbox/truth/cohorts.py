"""Truth's cells of weekly cohorts: wins by age, maturity, and what the open leads are expected to bring."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sandbox.company.charter import BOOKS_BEGIN
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.people import business_date

MONTHS, WINS_NEEDED = 12, 50
CHANCE = Decimal("0.000000001")
Cohort = tuple[date | Key, ...]


@dataclass(frozen=True)
class Fate:
    """Days until a lead ended, or until today while it is open."""

    age: int
    is_won: bool
    is_open: bool


def cohort_cells(books: Books) -> dict[str, Cells]:
    """Return wins by cohort and age, leads and open leads by cohort, and expected wins in millionths."""
    cohorts: dict[Cohort, list[Fate]] = defaultdict(list)
    for deal in books.deals:
        week = deal.created_date - timedelta(days=deal.created_date.weekday())
        is_over = week + timedelta(days=6) <= books.last_day
        if deal.junk_class is None and week >= BOOKS_BEGIN and is_over:
            unit = books.people.unit_on(deal.employee, deal.created_date)
            status = books.client_status(deal.customer, deal.created_date)
            cohorts[week, deal.channel, unit, status].append(_fate(books, deal))
    chances = win_chances([_fate(books, deal) for deal in books.deals if _is_recent(books, deal)])
    won: dict[Cohort, int] = {}
    mature: dict[Cohort, int] = {}
    for key, fates in cohorts.items():
        for age in _ages(books, key, fates):
            won[*key, age] = sum(fate.is_won and fate.age <= age for fate in fates)
            mature[*key, age] = int(age >= _mature_age(books))
    return {
        "cohort_won": to_cells(won),
        "cohort_is_mature": to_cells(mature),
        "cohort_leads": to_cells({key: len(fates) for key, fates in cohorts.items()}),
        "cohort_open": to_cells({key: sum(one.is_open for one in fates) for key, fates in cohorts.items()}),
        "cohort_expected": to_cells(_expected(books, cohorts, chances)),
    }


def _ages(books: Books, key: Cohort, fates: list[Fate]) -> set[int]:
    week = key[0]
    assert isinstance(week, date)
    today = (books.last_day - week).days - 6
    return {0, today, *(fate.age for fate in fates if fate.is_won and fate.age <= today)}


def _expected(
    books: Books, cohorts: dict[Cohort, list[Fate]], chances: dict[int, Decimal]
) -> dict[Cohort, int]:
    wins = sum(deal.is_won for deal in books.deals if _is_recent(books, deal))
    if wins < WINS_NEEDED:
        return {}
    expected = {}
    for key, fates in cohorts.items():
        hoped = sum((chances.get(fate.age, Decimal(0)) for fate in fates if fate.is_open), Decimal(0))
        whole = sum(fate.is_won for fate in fates) + hoped
        expected[key] = int((whole * 1_000_000).to_integral_value(ROUND_HALF_UP))
    return expected


def _fate(books: Books, deal: Deal) -> Fate:
    end = books.last_day if deal.ended_at is None else business_date(deal.ended_at)
    return Fate(max((end - deal.created_date).days, 0), deal.is_won, deal.ended_at is None)


def _is_recent(books: Books, deal: Deal) -> bool:
    return _a_year_before(business_date(books.as_of)) <= deal.created_date <= books.last_day


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - MONTHS // 12)


def _mature_age(books: Books) -> Fraction:
    since = _a_year_before(business_date(books.as_of))
    won = [(business_date(deal.won_at), deal.created_date) for deal in books.deals if deal.won_at is not None]
    cycles = sorted((day - created).days for day, created in won if since <= day <= books.last_day)
    if not cycles:
        return Fraction(10**9)
    place = Fraction(9, 10) * (len(cycles) - 1)
    low = int(place)
    high = min(low + 1, len(cycles) - 1)
    return cycles[low] + (place - low) * (cycles[high] - cycles[low])


def win_chances(fates: list[Fate]) -> dict[int, Decimal]:
    """Return the chance of a lead open at an age, by Aalen and Johansen over whole days."""
    going, won = Fraction(1), Fraction(0)
    after: dict[int, tuple[Fraction, Fraction]] = {}
    for age in sorted({fate.age for fate in fates}):
        at_risk = sum(fate.age >= age for fate in fates)
        ended = sum(fate.age == age and not fate.is_open for fate in fates)
        won += going * Fraction(sum(fate.age == age and fate.is_won for fate in fates), at_risk)
        going *= 1 - Fraction(ended, at_risk)
        after[age] = (won, going)
    return {
        age: _decimal((won - until) / left if left else Fraction(0)) for age, (until, left) in after.items()
    }


def _decimal(share: Fraction) -> Decimal:
    return (Decimal(share.numerator) / share.denominator).quantize(CHANCE, ROUND_HALF_UP)
