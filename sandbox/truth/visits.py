"""Truth about agents' visits: what was planned and made, how long it took, what was ordered at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sandbox.company.field_records import VisitFacts
from sandbox.company.history import change_at
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, add_up, count, round_half_up, to_cells

PLANNED = "visits_made_count"
LONGEST = timedelta(minutes=90)
UNKNOWN = "unknown"
VISIT_MEASURES = (
    "visits_planned_count", "visits_made_count", "visits_planned_made_count", "visits_with_order_count",
    "visit_order_amount",
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """A visit as it is told at the last load, of days to come too."""

    day: date
    employee: str
    client: str
    customer: str
    facts: VisitFacts

    @property
    def minutes(self) -> Decimal | None:
        """How long it took; None where nobody closed it, or only hours later."""
        facts = self.facts
        if facts.started_at is None or facts.ended_at is None or facts.ended_at < facts.started_at:
            return None
        took = facts.ended_at - facts.started_at
        return None if took > LONGEST else round_half_up(Decimal(int(took.total_seconds())) / 60)


def read_visits(books: Books) -> list[Visit]:
    """Return every visit that the server tells of, in the order of days."""
    found = []
    for visit in books.company.visits:
        told = change_at(visit.versions, books.as_of)
        is_gone = visit.removed_at is not None and visit.removed_at <= books.as_of
        if told is not None and not is_gone:
            employee = books.people.of_erp(visit.agent)
            customer = books.customers.of_account(visit.client) or UNKNOWN
            found.append(Visit(visit.day, employee, visit.client, customer, told.value))
    return found


def visit_facts(books: Books) -> Iterator[tuple[str, date, str, Decimal]]:
    """Yield what each visit adds to a measure of somebody's day."""
    one = Decimal(1)
    for visit in read_visits(books):
        facts, day, employee = visit.facts, visit.day, visit.employee
        if facts.is_planned:
            yield "visits_planned_count", day, employee, one
        if facts.is_made:
            yield "visits_made_count", day, employee, one
        if facts.is_planned and facts.is_made:
            yield "visits_planned_made_count", day, employee, one
        if facts.order_sum is not None:
            yield "visits_with_order_count", day, employee, one
            yield "visit_order_amount", day, employee, facts.order_sum


def planned_visit_facts(books: Books) -> Iterator[tuple[str, date, str, Decimal]]:
    """Yield what adds to the one measure of visits that is planned by month."""
    yield from (fact for fact in visit_facts(books) if fact[0] == PLANNED)


def field_cells(books: Books) -> dict[str, Cells]:
    """Return visits by day, employee and customer, their minutes and orders, and what else is told."""
    visits = read_visits(books)
    keys = {id(one): (one.day, one.employee, one.customer) for one in visits}
    made = [one for one in visits if one.facts.is_made]
    minutes = [(keys[id(one)], one.minutes) for one in made]
    ordered = [(keys[id(one)], one.facts.order_sum) for one in made]
    located = places_of(books)
    return {
        "visits": to_cells(count(keys[id(one)] for one in visits)),
        "visits_made": to_cells(count(keys[id(one)] for one in made)),
        "visit_duration": to_cells(add_up((key, took) for key, took in minutes if took is not None)),
        "visit_ordered": to_cells(add_up((key, sum_) for key, sum_ in ordered if sum_ is not None)),
        "visit_rejected": to_cells(count((one.day, one.facts.reject) for one in visits if one.facts.reject)),
        "visit_confirmed": to_cells(
            count((one.day, one.employee) for one in made if one.facts.is_gps_confirmed)
        ),
        "visit_photographed": to_cells(count((one.day, one.employee) for one in made if one.facts.has_photo)),
        "visit_located": to_cells(count(keys[id(one)] for one in visits if one.client in located)),
    }


def places_of(books: Books) -> dict[str, tuple[float, float]]:
    """Return where clients are, in degrees: a telephone that knew no better said 0."""
    return {
        place.client: (float(place.latitude), float(place.longitude))
        for place in books.company.places
        if place.latitude and place.longitude
    }
