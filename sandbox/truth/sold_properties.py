"""Truth about sold properties: what the catalogue calls sold of an evening, and what won deals have on it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sandbox.company.calendar_ru import days_between
from sandbox.truth.books import Books
from sandbox.truth.cells import Cells, Key, to_cells
from sandbox.truth.known import tells
from sandbox.truth.people import business_date
from sandbox.truth.properties import SOURCE, Known, base_of, holder_of, read_properties

NAMES = ("won", "sold", "differ", "keys")
SHOWN = 20


class Evening(NamedTuple):
    """Keys of properties: those that deals won by then have, and those that are called sold."""

    day: date
    won: set[str]
    sold: set[str]


def sold_property_cells(books: Books) -> dict[str, Cells]:
    """Return of each evening both sides, how many properties differ, and the first keys of these.

    Without a CRM nobody knows what is won, or what differs.
    """
    is_told = tells(books.company, "crm")
    values: dict[str, dict[tuple[date | Key, ...], int | None]] = {name: {} for name in NAMES}
    for day, won, sold in evenings(books):
        differing = sorted(won ^ sold)
        values["won"][SOURCE, day] = len(won) if is_told else None
        values["sold"][SOURCE, day] = len(sold)
        values["differ"][SOURCE, day] = len(differing) if is_told else None
        if is_told and differing:
            values["keys"][SOURCE, day, ", ".join(differing[:SHOWN])] = 1
    return {f"sold_properties_{name}": to_cells(found) for name, found in values.items()}


def evenings(books: Books) -> Iterator[Evening]:
    """Yield every evening from the first on which a property was in stock."""
    known = read_properties(books)
    begun = [business_date(one.events[0].at if one.events else one.seen[0]) for one in known]
    won_on = {deal.lead_id: business_date(deal.won_at) for deal in books.deals if deal.won_at is not None}
    for day in days_between(min(begun), books.last_day) if begun else ():
        listed = {one.key: standing for one in known if (standing := one.on(day)) is not None}
        sold = {key for key, standing in listed.items() if base_of(standing.alias) == "sold"}
        held = {one.key: _holder(one, day) for one in known if one.key in listed}
        won = {key for key, lead_id in held.items() if lead_id in won_on and won_on[lead_id] <= day}
        yield Evening(day, won, sold)


def _holder(one: Known, day: date) -> int | None:
    """Return the enquiry that has a property on an evening; without a history nobody names one."""
    standing = one.on(day) if one.events else None
    return None if standing is None else holder_of(standing)
