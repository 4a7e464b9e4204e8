"""Which properties a request chooses, parameter by parameter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sandbox.company.history import value_at
from sandbox.company.property_records import Property
from sandbox.vendors.profitbase.asked import Query, check_known, flag, number, several
from sandbox.vendors.profitbase.rows import Shelf

Bounds = tuple[Decimal | None, Decimal | None]
PAGED = ("limit", "offset")
PARAMETERS = (
    "id", "id[]", "projectId", "projectId[]", "houseId", "houseId[]", "isArchive", "full", "status",
    "status[]", "minFloor", "maxFloor", "section", "section[]", "propertyTypeAliases",
    "propertyTypeAliases[]", "price[min]", "price[max]", "isHouseFinished", "showQueueCount",
    "returnFilteredCount", *PAGED,
)  # fmt: skip


def chosen(
    shelf: Shelf, listed: list[Property], query: Query, now: datetime, *, archive_apart: bool
) -> list[Property]:
    """Keep what is asked for. Raises Refused 400."""
    check_known(query, PARAMETERS)
    archived = flag(query, "isArchive")
    floors, prices = _bounds(query, "minFloor", "maxFloor"), _bounds(query, "price[min]", "price[max]")
    finished = flag(query, "isHouseFinished") if "isHouseFinished" in query else None
    return [
        one
        for one in listed
        if _is_of_archive(shelf, one, archived=archived, apart=archive_apart)
        and _is_named(shelf, one, query, now)
        and _is_within(one.floor, floors)
        and _is_within(value_at(one.price, now), prices)
        and finished in (None, shelf.is_finished(one))
    ]


def _is_of_archive(shelf: Shelf, one: Property, *, archived: bool, apart: bool) -> bool:
    is_archived = shelf.is_archived(one)
    return is_archived if archived else not (apart and is_archived)


def _is_named(shelf: Shelf, one: Property, query: Query, now: datetime) -> bool:
    own = {
        "id": one.id,
        "houseId": one.house_id,
        "projectId": shelf.project_of(one),
        "status": shelf.statuses[value_at(one.standing, now).alias].base,
        "section": one.section,
        "propertyTypeAliases": one.type,
    }
    return all(not (wanted := several(query, name)) or str(value) in wanted for name, value in own.items())


def _bounds(query: Query, low: str, high: str) -> Bounds:
    return number(query, low), number(query, high)


def _is_within(value: Decimal | int | None, bounds: Bounds) -> bool:
    """Say whether a value is within its bounds, both included; one that nobody knows is within none."""
    low, high = bounds
    if low is None and high is None:
        return True
    return value is not None and (low is None or value >= low) and (high is None or value <= high)
