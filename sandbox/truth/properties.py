"""Truth about a developer's properties: what stood in stock every evening, and which deal has which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from sandbox.company.calendar_ru import days_between
from sandbox.company.history import Change, value_at
from sandbox.company.property_records import Property, Standing
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, add_up, to_cells
from sandbox.truth.people import business_date
from sandbox.truth.rules import NONE
from sandbox.truth.sales import Fact, credited

SOURCE = "profitbase_main"
BASES = {"AVAILABLE", "BOOKED", "EXECUTION", "SOLD", "UNAVAILABLE"}
FREE = ("available", "unavailable")
KINDS = {"parking": "parking", "pantry": "pantry", "townhouse": "townhouse"}
KINDS_OF_PURPOSES = {
    "residential": "flat", "apartment": "flat", "commercial": "commercial", "office": "commercial",
}  # fmt: skip
STOCK = ("properties", "area", "area_unknown", "list_amount", "entered", "left")
CARD = ("card", "standing", "gone", "area", "list_amount")
LINK = ("booked", "sold", "freed", "current", "list_amount")
OF_DEAL = ("count", "flats", "area", "numbers")
PIECES = ("flats_sold_count", "properties_sold_count")
Shelf = tuple[str, str, str, str, str]
"""project, house, kind, base status, status: what a property stands under."""


@dataclass(frozen=True)
class Link:
    """A deal's last unbroken hold on a property; without an end it still holds it."""

    lead_id: int
    booked_at: datetime | None
    sold_at: datetime | None
    freed_at: datetime | None


@dataclass(frozen=True)
class Known:
    """A property as the loads know it; they have seen it at least once."""

    one: Property
    seen: tuple[datetime, ...]
    loads: tuple[datetime, ...]

    @property
    def key(self) -> str:
        """Its key in the marts."""
        return f"{SOURCE}:{self.one.id}"

    @cached_property
    def events(self) -> list[Change[Standing]]:
        """What its history tells, oldest first."""
        return [change for change in self.one.standing if self.one.is_told and change.at <= self.loads[-1]]

    @cached_property
    def standing(self) -> Standing:
        """What it has now, or had when it was seen last."""
        return self.events[-1].value if self.events else value_at(self.one.standing, self.seen[-1])

    @cached_property
    def gone_day(self) -> date | None:
        """The day of the first load that missed it."""
        missed = [load for load in self.loads if load > self.seen[-1]]
        return business_date(missed[0]) if missed else None

    def on(self, day: date) -> Standing | None:
        """Return what it had on the evening of a day, None where it was not in stock."""
        if self.gone_day is not None and day >= self.gone_day:
            return None
        if not self.events:
            return self.standing if day >= business_date(self.seen[0]) else None
        before = [change.value for change in self.events if business_date(change.at) <= day]
        return before[-1] if before else None

    def price_on(self, day: date) -> Decimal | None:
        """Return its list price as the load of the night after the day, or an earlier one, has seen it."""
        loads = [load for load in self.seen if business_date(load) - timedelta(days=1) <= day]
        return value_at(self.one.price, loads[-1]) if loads else None

    def links(self) -> Iterator[Link]:
        """Yield each deal's last hold."""
        found: dict[int, Link] = {}
        run: list[Change[Standing]] = []
        for change in (*self.events, None):
            holder = None if change is None else holder_of(change.value)
            if run and (change is None or holder != run[0].value.lead_id):
                link = _link(run, None if change is None else change.at)
                found[link.lead_id] = link
                run = []
            if change is not None and holder is not None:
                run.append(change)
        yield from found.values()


def base_of(alias: str) -> str:
    """Return the catalogue's own status behind an account's: what it does not know is `other`."""
    base = alias.partition("_")[0]
    return base.lower() if base in BASES else "other"


def holder_of(standing: Standing) -> int | None:
    """Return the enquiry that has a property."""
    return None if base_of(standing.alias) in FREE else standing.lead_id


def _link(run: list[Change[Standing]], ended: datetime | None) -> Link:
    first = {base_of(change.value.alias): change.at for change in reversed(run)}
    lead_id = run[0].value.lead_id
    assert lead_id is not None
    return Link(lead_id, first.get("booked"), first.get("sold"), ended)


def read_properties(books: Books) -> list[Known]:
    """Return every property that a load has seen; none where no catalogue is read."""
    if books.company.layout.properties == "none":
        return []
    found = []
    for one in books.company.catalogue.properties:
        seen = tuple(load for load in books.loads if _is_listed(one, load))
        if seen:
            found.append(Known(one, seen, books.loads))
    return found


def _is_listed(one: Property, at: datetime) -> bool:
    return one.listed_at <= at and (one.gone_at is None or at < one.gone_at)


class Names:
    """How projects, houses, kinds and statuses are called now."""

    def __init__(self, books: Books) -> None:
        """Look at the catalogue as of the last load."""
        known = books.company.catalogue
        projects = {one.id: one.title for one in known.projects}
        self._houses = {one.id: (projects[one.project_id], one.title) for one in known.houses}
        self._types = {one.alias: one.purpose for one in known.types}
        self._statuses = {one.alias: value_at(one.name, books.as_of) for one in known.statuses}

    def place(self, one: Property) -> tuple[str, str]:
        """Return project and house."""
        return self._houses[one.house_id]

    def kind(self, one: Property) -> str:
        """Return what a property is."""
        return KINDS.get(one.type) or KINDS_OF_PURPOSES.get(self._types[one.type], "other")

    def status(self, standing: Standing) -> tuple[str, str]:
        """Return base status and status."""
        return base_of(standing.alias), self._statuses[standing.alias]

    def shelf(self, known: Known, day: date) -> Shelf | None:
        """Return what a property stood under on an evening."""
        standing = known.on(day)
        if standing is None:
            return None
        return (*self.place(known.one), self.kind(known.one), *self.status(standing))


def property_cells(books: Books) -> dict[str, Cells]:
    """Return the cells of stock, of single properties, of deals' properties and of deals."""
    known, names = read_properties(books), Names(books)
    held = {deal.lead_id: deal.key for deal in books.deals}
    links = [(held[link.lead_id], one, link) for one in known for link in one.links() if link.lead_id in held]
    return {
        **_named("stock", STOCK, _stock(books, known, names)),
        **_named("property", CARD, _cards(books, known, names)),
        **_named("deal_property", LINK, _links(books, links)),
        **_named("deal_properties", OF_DEAL, _of_deals(names, links)),
        **_sold_in_pieces(books),
    }


Values = dict[tuple[date | Key, ...], Decimal | int | None]


def _named(prefix: str, names: tuple[str, ...], values: Mapping[str, Values]) -> dict[str, Cells]:
    return {f"{prefix}_{name}": to_cells(values.get(name, {})) for name in names}


def _stock(books: Books, known: list[Known], names: Names) -> dict[str, Values]:
    """Return per evening and shelf what stood there; rows of 0 are left out."""
    days = [business_date(one.events[0].at) for one in known if one.events]
    found: dict[str, Values] = {name: {} for name in STOCK}
    before: dict[str, Shelf | None] = {}
    for day in days_between(min(days), books.last_day) if days else ():
        now = {one.key: names.shelf(one, day) for one in known}
        shelves: dict[Shelf, list[Known]] = defaultdict(list)
        for one in known:
            if (shelf := now[one.key]) is not None:
                shelves[shelf].append(one)
        for shelf, standing in shelves.items():
            for name, value in _counted(standing, day):
                found[name][day, *shelf] = value
        moved = [key for key, shelf in now.items() if shelf != before.get(key)]
        for name, side in (("entered", now), ("left", before)):
            counts = Counter(side.get(key) for key in moved)
            found[name].update({(day, *shelf): count for shelf, count in counts.items() if shelf})
        before = now
    return found


def _counted(standing: list[Known], day: date) -> Iterator[tuple[str, Decimal | int | None]]:
    areas = [one.one.area for one in standing if one.one.area is not None]
    prices = [price for one in standing if (price := one.price_on(day)) is not None]
    yield "properties", len(standing)
    yield "area", sum(areas, Decimal(0)) if areas else None
    yield "list_amount", sum(prices, Decimal(0)) if prices else None
    if len(areas) < len(standing):
        yield "area_unknown", len(standing) - len(areas)


def _cards(books: Books, known: list[Known], names: Names) -> dict[str, Values]:
    found: dict[str, Values] = {name: {} for name in CARD}
    deals = {deal.lead_id: deal.key for deal in books.deals}
    for one in known:
        own, holder = one.one, holder_of(one.standing) if one.events else None
        place = (*names.place(own), own.section, own.floor, own.rooms)
        found["card"][one.key, own.number, *place, names.kind(own)] = 1
        deal = NONE if holder is None else deals.get(holder, NONE)
        found["standing"][one.key, *names.status(one.standing), deal] = 1
        found["area"][(one.key,)] = own.area
        found["list_amount"][(one.key,)] = one.price_on(business_date(books.as_of))
        if one.gone_day is not None:
            found["gone"][(one.key,)] = 1
    return found


Held = list[tuple[str, Known, Link]]
"""(deal, property, hold)"""


def _links(books: Books, links: Held) -> dict[str, Values]:
    """Return moments in unix seconds."""
    found: dict[str, Values] = {name: {} for name in LINK}
    for deal, one, link in links:
        moments = {"booked": link.booked_at, "sold": link.sold_at, "freed": link.freed_at}
        for name, at in moments.items():
            found[name][deal, one.key] = None if at is None else int(at.timestamp())
        found["current"][deal, one.key] = int(link.freed_at is None)
        found["list_amount"][deal, one.key] = one.price_on(business_date(books.as_of))
    return found


def _of_deals(names: Names, links: Held) -> dict[str, Values]:
    """Return what deals have now; a project's name is that of their flat, or of the first number."""
    found: dict[str, Values] = {name: {} for name in OF_DEAL}
    for deal, held in _held(links).items():
        found["count"][(deal,)] = len(held)
        found["flats"][(deal,)] = sum(names.kind(one.one) == "flat" for one in held)
        areas = [one.one.area for one in held if one.one.area is not None]
        found["area"][(deal,)] = sum(areas, Decimal(0)) if areas else None
        first = min(held, key=lambda one: (names.kind(one.one) != "flat", one.one.number))
        numbers = ", ".join(sorted(one.one.number for one in held))
        found["numbers"][deal, numbers, names.place(first.one)[0]] = 1
    return found


def _held(links: Held) -> dict[str, list[Known]]:
    held: dict[str, list[Known]] = defaultdict(list)
    for deal, one, link in links:
        if link.freed_at is None:
            held[deal].append(one)
    return held


def _sold_in_pieces(books: Books) -> dict[str, Cells]:
    found = {name: [fact for fact in property_facts(books) if fact[0] == name] for name in PIECES}
    return {
        name: to_cells(add_up(((day, employee), value) for _, day, employee, value in facts))
        for name, facts in found.items()
    }


def property_facts(books: Books) -> Iterator[Fact]:
    """Yield the pieces that won deals have now, on the day and for the responsible of the win."""
    known, names = read_properties(books), Names(books)
    pieces: dict[int, list[Known]] = defaultdict(list)
    for one in known:
        for link in one.links():
            if link.freed_at is None:
                pieces[link.lead_id].append(one)
    for day, employee, deal in credited(books, "won_at"):
        held = pieces.get(deal.lead_id, [])
        flats = sum(names.kind(one.one) == "flat" for one in held)
        if flats:
            yield "flats_sold_count", day, employee, Decimal(flats)
        if held:
            yield "properties_sold_count", day, employee, Decimal(len(held))
