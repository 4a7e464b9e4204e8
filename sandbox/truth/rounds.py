"""Truth about the rounds of the coming week: in which order an agent's clients come, and how far that is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import asin, atan2, cos, radians, sin, sqrt

from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, round_half_up, to_cells
from sandbox.truth.people import business_date
from sandbox.truth.visits import UNKNOWN, Visit, places_of, read_visits

DAYS_AHEAD, EARTH_KM = 7, 6371
Point = tuple[float, float]
Day = tuple[date, str]
Cell = tuple[date | Key, ...]


@dataclass(frozen=True)
class Stop:
    """A client on an agent's day. `point`: latitude and longitude in degrees, None where nobody knows."""

    customer: str
    client: str
    overdue: Decimal
    last_order: date | None
    point: Point | None

    @property
    def wanted(self) -> tuple[Decimal, int, str, str]:
        """How soon somebody should come: the smaller, the sooner."""
        since = date.max if self.last_order is None else self.last_order
        return -self.overdue, since.toordinal(), self.customer, f"{self.client}|"


def kilometres(one: Point, other: Point) -> Decimal:
    """Return the way between two points as the crow flies, to ten metres."""
    (lat, lon), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    chord = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return round_half_up(Decimal(repr(2 * EARTH_KM * asin(sqrt(chord)))))


def length_of(points: Sequence[Point]) -> Decimal:
    """Return how far it is along all points."""
    steps = (kilometres(one, other) for one, other in pairwise(points))
    return sum(steps, Decimal(0))


def in_order(stops: Sequence[Stop]) -> list[Stop]:
    """Return a day's clients as they are proposed: from the most wanted once around their middle.

    Of the two ways around the shorter one is taken. Whose place nobody knows comes last, by the same want.
    """
    ranked = sorted(stops, key=lambda one: one.wanted)
    located = [one for one in ranked if one.point is not None]
    nowhere = [one for one in ranked if one.point is None]
    if len(located) < 3:
        return [*located, *nowhere]
    first, *others = located
    angles = _angles(located)
    begin = angles[0]
    turned = sorted(zip(angles[1:], others, strict=True), key=lambda pair: pair[0])
    ahead = [stop for angle, stop in turned if angle >= begin]
    behind = [stop for angle, stop in turned if angle < begin]
    left = [first, *ahead, *behind]
    right = [first, *reversed(behind), *reversed(ahead)]
    return [*min(left, right, key=lambda way: length_of([one.point for one in way if one.point])), *nowhere]


def _angles(stops: Sequence[Stop]) -> list[float]:
    points = [stop.point for stop in stops if stop.point is not None]
    lat, lon = (sum(values) / len(points) for values in zip(*points, strict=True))
    return [atan2(y - lat, (x - lon) * cos(radians(lat))) for y, x in points]


def read_days(books: Books) -> dict[Day, list[Stop]]:
    """Return the stops of every agent on each of the seven days from the morning on."""
    today = business_date(books.as_of)
    overdue, ordered = _overdue(books, today), _ordered(books)
    places = places_of(books)
    days: dict[Day, list[Stop]] = defaultdict(list)
    for visit in _coming(books, today):
        customer = visit.customer
        owed = overdue.get(customer, Decimal(0)) if customer != UNKNOWN else Decimal(0)
        days[visit.day, visit.employee].append(
            Stop(customer, visit.client, owed, ordered.get(customer), places.get(visit.client))
        )
    return days


def _coming(books: Books, today: date) -> Iterator[Visit]:
    for visit in read_visits(books):
        is_soon = today <= visit.day < today + timedelta(days=DAYS_AHEAD)
        if is_soon and visit.facts.is_planned and not visit.facts.is_made:
            yield visit


def _overdue(books: Books, today: date) -> dict[str, Decimal]:
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for part in books.schedule:
        facts = books.ledger.orders.get(part.order)
        customer = books.customers.of_account(facts.counterparty) if facts is not None else None
        if part.morning == today and part.due < today and customer is not None:
            owed[customer] += part.amount
    return owed


def _ordered(books: Books) -> dict[str, date]:
    last: dict[str, date] = {}
    for facts in books.ledger.orders.values():
        customer = books.customers.of_account(facts.counterparty)
        if customer is not None and facts.posted and not facts.deletion_mark:
            day = business_date(facts.date)
            last[customer] = max(day, last.get(customer, day))
    return last


def round_cells(books: Books) -> dict[str, Cells]:
    """Return by day, agent and place in the round: customer, debt, the way there; and whole rounds."""
    customers: dict[Cell, str] = {}
    owed: dict[Cell, Decimal] = {}
    steps: dict[Cell, Decimal] = {}
    rounds: dict[Cell, Decimal] = {}
    for (day, employee), stops in read_days(books).items():
        before: Point | None = None
        way = in_order(stops)
        for place, stop in enumerate(way, start=1):
            customers[day, employee, str(place)] = stop.customer
            owed[day, employee, str(place)] = stop.overdue
            if before is not None and stop.point is not None:
                steps[day, employee, str(place)] = kilometres(before, stop.point)
            before = stop.point
        if points := [stop.point for stop in way if stop.point is not None]:
            rounds[day, employee] = length_of(points)
    return {
        "visit_plan_customer": to_cells(customers),
        "visit_plan_overdue": to_cells(owed),
        "visit_plan_km": to_cells(steps),
        "visit_plan_route_km": to_cells(rounds),
    }
