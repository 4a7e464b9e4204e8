"""Truth about whom to call first: what open deals and current customers promise, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from sandbox.truth.books import Books
from sandbox.truth.cells import CENT, Cells, to_cells
from sandbox.truth.deals import Deal
from sandbox.truth.people import business_date
from sandbox.truth.purchases import Purchases, usual_gap, usual_purchase
from sandbox.truth.rules import CUSTOMER_WINDOW_MONTHS

MONTHS, PRIOR, LOOKS, SOON = 12, 20, 12, 30
_AGES = (("0-7", 0, 7), ("8-14", 8, 14), ("15-30", 15, 30), ("31-60", 31, 60), ("61+", 61, 10**6))
_State = tuple[str, str]
"""The group (stage, number of purchases) and the band (age, silence)."""


@dataclass(frozen=True)
class Case:
    """What was once in a state, and if it ended well. `subject`: a deal, or a customer on a day."""

    subject: str
    state: _State
    is_hit: bool


@dataclass(frozen=True)
class Candidate:
    """An open deal or a current customer with what it is worth."""

    key: str
    state: _State
    amount: Decimal | None


@dataclass(frozen=True)
class Scored:
    """A candidate with its chance and the weights of stage and age; None where nothing is known of it."""

    candidate: Candidate
    chance: Fraction | None
    weights: tuple[Fraction | None, Fraction | None]

    @property
    def expected(self) -> Decimal | None:
        """The chance times the amount."""
        if self.chance is None or self.candidate.amount is None:
            return None
        return _rounded(self.chance * Fraction(self.candidate.amount))


def priority_cells(books: Books, purchases: Purchases) -> dict[str, Cells]:
    """Return chance, amount, worth, weights and the first tenth of both kinds."""
    scored = {"deal": score_deals(books), "customer": score_customers(books, purchases)}
    rows = [(kind, one) for kind, ones in scored.items() for one in ones]
    return {
        "priority_chance": to_cells(
            {(kind, one.candidate.key): _percent(one.chance) for kind, one in rows if one.chance is not None}
        ),
        "priority_amount": to_cells({(kind, one.candidate.key): one.candidate.amount for kind, one in rows}),
        "priority_expected": to_cells({(kind, one.candidate.key): one.expected for kind, one in rows}),
        "priority_weights": to_cells(
            {
                (kind, one.candidate.key, place): _rounded(weight)
                for kind, one in rows
                for place, weight in enumerate(one.weights, start=1)
                if weight is not None
            }
        ),
        "priority_top": to_cells(
            {(kind, one.candidate.key): 1 for kind, ones in scored.items() for one in top_tenth(ones)}
        ),
    }


def top_tenth(scored: Iterable[Scored]) -> list[Scored]:
    """Return the first tenth by what is expected, ties by key."""
    known = [one for one in scored if one.expected is not None]
    known.sort(key=lambda one: (-(one.expected or 0), one.candidate.key))
    return [one for place, one in enumerate(known) if 10 * place < len(known)]


def score_deals(books: Books) -> list[Scored]:
    """Return the open deals, by deals that ended in the last months."""
    today = business_date(books.as_of)
    first = _months_before(today, MONTHS)
    cases = [
        case
        for deal in books.deals
        if deal.ended_at is not None and first <= business_date(deal.ended_at) < today
        for case in _passed(deal, deal.ended_at)
    ]
    candidates = [
        Candidate(deal.key, (deal.visits[-1].stage_key, _age_band(deal, today)), deal.amount)
        for deal in books.deals
        if deal.ended_at is None
    ]
    return _score(candidates, cases)


def _passed(deal: Deal, ended_at: datetime) -> Iterator[Case]:
    for visit in deal.visits:
        if visit.entered_at < ended_at:
            came = (business_date(visit.entered_at) - deal.created_date).days
            went = (business_date(visit.exited_at or visit.entered_at) - deal.created_date).days
            for band, low, high in _AGES:
                if came <= high and went >= low:
                    yield Case(deal.key, (visit.stage_key, band), deal.is_won)


def _age_band(deal: Deal, today: date) -> str:
    age = (today - deal.created_date).days
    return next(band for band, _, high in _AGES if age <= high)


def score_customers(books: Books, purchases: Purchases) -> list[Scored]:
    """Return the current customers, by what customers in their state did in the 30 days after."""
    today = business_date(books.as_of)
    cases = []
    for number in range(1, LOOKS + 1):
        day = books.last_day - timedelta(days=SOON * number)
        for customer, bought in purchases.items():
            seen = [one for one in bought if one <= day]
            if seen and seen[-1] > _months_before(day, CUSTOMER_WINDOW_MONTHS):
                is_hit = any(day < one <= day + timedelta(days=SOON) for one in bought)
                cases.append(Case(f"{customer} {day}", _state(seen, day), is_hit))
    candidates = [
        Candidate(customer, _state(list(bought), today), _usual(bought.values()))
        for customer, bought in purchases.items()
        if list(bought)[-1] > _months_before(today, CUSTOMER_WINDOW_MONTHS)
    ]
    return _score(candidates, cases)


def _state(days: Sequence[date], today: date) -> _State:
    number, gap = len(days), usual_gap(days)
    group = "1" if number == 1 else "2" if number == 2 else "3-5" if number <= 5 else "6+"
    if gap is None:
        return group, "none"
    overdue = (today - days[-1]).days - gap
    return group, "within" if overdue <= 0 else "1-30" if overdue <= 30 else "31+"


def _score(candidates: Sequence[Candidate], cases: Sequence[Case]) -> list[Scored]:
    whole = _shares(cases, lambda case: "")
    groups, bands = _shares(cases, lambda case: case.state[0]), _shares(cases, lambda case: case.state)
    scored = []
    for one in candidates:
        group_cases, group_hits = groups.get(one.state[0], (0, 0))
        if not group_cases:
            scored.append(Scored(one, None, (None, None)))
            continue
        band_cases, band_hits = bands.get(one.state, (0, 0))
        share, average = Fraction(group_hits, group_cases), Fraction(whole[""][1], whole[""][0])
        chance = (band_hits + PRIOR * share) / (band_cases + PRIOR)
        weights = (share / average if average else None, chance / share if share else None)
        scored.append(Scored(one, chance, weights))
    return scored


def _shares(
    cases: Iterable[Case], of: Callable[[Case], str | _State]
) -> Mapping[str | _State, tuple[int, int]]:
    """Count for each key its cases, a subject once, and those that ended well."""
    distinct = {(of(case), case.subject, case.is_hit) for case in cases}
    every, hits = Counter(key for key, _, _ in distinct), Counter(key for key, _, hit in distinct if hit)
    return {key: (number, hits[key]) for key, number in every.items()}


def _months_before(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    first = date(month // 12, month % 12 + 1, 1)
    length = (date((month + 1) // 12, (month + 1) % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, length))


def _usual(amounts: Iterable[Decimal | None]) -> Decimal | None:
    usual = usual_purchase(amounts)
    return None if usual is None else _rounded(Fraction(usual))


def _percent(share: Fraction) -> Decimal:
    return _rounded(100 * share)


def _rounded(number: Fraction) -> Decimal:
    """Round to two digits, half away from zero."""
    cents = (2 * abs(number.numerator) * 100 + number.denominator) // (2 * number.denominator)
    return (cents if number >= 0 else -cents) * CENT
