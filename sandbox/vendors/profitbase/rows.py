"""How the catalogue's records look on the wire: numbers as text and back, several ways to say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.company.charter import MOSCOW
from sandbox.company.company import Company
from sandbox.company.history import Change, change_at, value_at
from sandbox.company.property_records import (
    BUILT_FOR_CARS,
    House,
    Project,
    Property,
    PropertyStatus,
    PropertyType,
    Standing,
)

Row = dict[str, Any]
EMPTY = "__undefined__"
CHANNEL_FIELD = "pbcf_6267e48e24aaa"
OTHER_ACTION, STATUS_ACTION = "CHANGE_RESPONSIBLE", "CHANGE_STATUS"
PAUSE = timedelta(seconds=40)


@dataclass(frozen=True)
class Shelf:
    """The catalogue by id, and who is who in the CRM."""

    company: Company
    houses: dict[int, House] = field(default_factory=dict)
    projects: dict[int, Project] = field(default_factory=dict)
    types: dict[str, PropertyType] = field(default_factory=dict)
    statuses: dict[str, PropertyStatus] = field(default_factory=dict)
    users: dict[int, str] = field(default_factory=dict)
    deals: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, company: Company) -> Shelf:
        """Put a company's catalogue in order."""
        known = company.catalogue
        return cls(
            company,
            {one.id: one for one in known.houses},
            {one.id: one for one in known.projects},
            {one.alias: one for one in known.types},
            {one.alias: one for one in known.statuses},
            {one.id: one.name for one in company.users},
            {one.id: one.name for one in company.leads},
        )

    def is_archived(self, one: Property) -> bool:
        """Say whether a property's house is in the archive."""
        return self.houses[one.house_id].is_archived

    def is_finished(self, one: Property) -> bool:
        """Say whether a property's house is handed over."""
        return self.is_archived(one)

    def project_of(self, one: Property) -> int:
        """Return the id of a property's project."""
        return self.houses[one.house_id].project_id


def status_row(one: PropertyStatus, now: datetime) -> Row:
    """Render a status of the account with its present name."""
    return {
        "id": one.id, "name": value_at(one.name, now), "color": "#63cba5", "baseStatus": one.base,
        "isProtected": one.is_protected, "alias": one.alias,
    }  # fmt: skip


def type_row(one: PropertyType) -> Row:
    """Render a type of properties."""
    fields = [{"id": "area_total", "name": "Площадь общая"}]
    return {
        "id": one.id,
        "alias": one.alias,
        "name": one.name,
        "typePurpose": one.purpose,
        "customFields": fields,
    }


def project_row(shelf: Shelf, one: Project) -> Row:
    """Render a project; a house of it in the archive shows."""
    archived = [house.is_archived for house in shelf.houses.values() if house.project_id == one.id]
    state = "ARCHIVED" if all(archived) else "PARTIALLY_ARCHIVED" if any(archived) else "NOT_ARCHIVED"
    return {
        "id": one.id, "title": one.title, "type": "RESIDENTIAL", "region": "Санкт-Петербург",
        "district": one.district, "locality": "Санкт-Петербург", "developer": "Северный свет",
        "developer_brand": None, "banks": [], "currency": "RUB", "archiveState": state,
        "location": {"latitude": "59.98", "longitude": 30.31}, "salesOffice": None, "externalId": EMPTY,
    }  # fmt: skip


def house_row(shelf: Shelf, one: House, count: int) -> Row:
    """Render a house; `count` is text."""
    project = shelf.projects[one.project_id]
    garage = one.kind == BUILT_FOR_CARS
    begun = one.sales_begin.astimezone(MOSCOW)
    return {
        "id": one.id, "projectId": project.id, "projectName": project.title, "title": one.title,
        "type": one.kind, "isArchive": one.is_archived, "street": "Лесная", "number": str(one.id % 10),
        "facing": None, "material": "MONOLITH",
        "buildingState": "HAND-OVER" if one.is_archived else "UNFINISHED",
        "developmentStartQuarter": {"year": "2024", "quarter": 2},
        "developmentEndQuarter": {"year": "2027", "quarter": 4},
        "salesStart": {"month": begun.month, "year": begun.year}, "salesEnd": None,
        "minFloor": "-1" if garage else "1", "maxFloor": -1 if garage else 16,
        "currency": {"id": 1, "code": "RUB", "symbol": "₽", "title": "Рубль"},
        "address": {"full": "Санкт-Петербург, Лесная", "locality": "Санкт-Петербург"},
        "contractAddress": None, "minPrice": 4100000, "minPriceArea": 150000, "propertyCount": str(count),
        "propertyTypes": [12] if garage else [11, 13], "externalId": EMPTY,
    }  # fmt: skip


def property_row(shelf: Shelf, one: Property, now: datetime, *, full: bool) -> Row:
    """Render a property as it is now; `full` adds attributes and custom fields."""
    house, kind = shelf.houses[one.house_id], shelf.types[one.type]
    standing = change_at(one.standing, now) or one.standing[0]
    status = shelf.statuses[standing.value.alias]
    living = {"studio": one.rooms == 0, "free_layout": False, "euro_layout": one.id % 4 == 1}
    row = {
        "id": one.id, "house_id": house.id, "number": one.number, "rooms_amount": one.rooms,
        "floor": one.floor, **living, "propertyType": one.type, "typePurpose": kind.purpose,
        "externalId": None, "area": _area(one), "paymentTypes": [], "houseName": house.title,
        "projectName": shelf.projects[house.project_id].title, "sectionName": one.section,
        "section": one.section, "address": "Санкт-Петербург, Лесная", "layoutCode": None,
        "positionOnFloor": one.id % 6, "isHouseArchive": house.is_archived, "specialOffers": None,
        "preset": None, "planImages": [], "price": _price(one, now), "status": status.base,
        "customStatusId": status.id, "countHistoryRecord": str(len(_told(one, now))),
        "countDeals": len({change.value.lead_id for change in _told(one, now)} - {None}),
        **_people(shelf, standing), **_dates(one, now, status.base),
    }  # fmt: skip
    if full:
        row["attributes"] = {"code": f"{one.rooms}E-{one.floor}", "facing": None, "bti_area": None}
        row["custom_fields"] = [
            {"id": "property_price", "name": "Цена", "value": _with_comma(one, now)},
            {"id": "payment_types", "name": "Типы оплаты", "value": None},
            {"id": CHANNEL_FIELD, "name": "Канал", "value": "агент" if one.id % 5 == 0 else None},
        ]
    return row


def _area(one: Property) -> Row:
    """Give areas: text mostly, a number now and then, null where nobody measured."""
    total: object = None if one.area is None else float(one.area) if one.id % 7 == 3 else f"{one.area:.2f}"
    return {"area_total": total, "area_estimated": total, "area_living": None, "area_kitchen": "12.10"}


def _price(one: Property, now: datetime) -> Row:
    price = value_at(one.price, now)
    metre = round(price / one.area) if price is not None and one.area else None
    return {"value": None if price is None else int(price), "pricePerMeter": metre}


def _with_comma(one: Property, now: datetime) -> str | None:
    price = value_at(one.price, now)
    return None if price is None else f"{price:.2f}".replace(".", ",")


def _people(shelf: Shelf, standing: Change[Standing]) -> Row:
    lead_id = standing.value.lead_id
    named = lead_id is not None
    return {
        "responsibleName": shelf.users.get(standing.by) if named else None,
        "responsibleId": standing.by if named else None,
        "crmContactName": f"Покупатель {lead_id}" if named else None,
        "crmContactId": None if lead_id is None else lead_id + 20_000_000,
    }


def _dates(one: Property, now: datetime, base: str) -> Row:
    """Give local times without a zone; they may be missing although it is booked or sold."""
    standing = change_at(one.standing, now) or one.standing[0]
    since = standing.at.astimezone(MOSCOW)
    is_kept = one.id % 3 != 0
    until = since + timedelta(days=3)
    booked = base == "BOOKED" and is_kept
    return {
        "bookedUntilDate": until.strftime("%Y-%m-%d") if booked else None,
        "bookedUntilTime": until.strftime("%H:%M") if booked else None,
        "bookedAt": since.strftime("%Y-%m-%d %H:%M") if booked else None,
        "soldAt": since.strftime("%Y-%m-%d %H:%M") if base == "SOLD" and is_kept else None,
    }


def _told(one: Property, now: datetime) -> list[Change[Standing]]:
    return [change for change in one.standing if change.at <= now] if one.is_told else []


def event_rows(shelf: Shelf, one: Property, now: datetime) -> Iterator[tuple[datetime, Row]]:
    """Yield (moment, event) of a property, oldest first; beside changes of status there are others."""
    told = _told(one, now)
    for place, change in enumerate(told):
        yield change.at, _event(shelf, one, change, change.at, STATUS_ACTION)
        later = change.at + PAUSE
        following = told[place + 1].at if place + 1 < len(told) else now
        if change.value.lead_id is not None and one.id % 4 == 0 and later < following:
            yield later, _event(shelf, one, change, later, OTHER_ACTION)


def _event(shelf: Shelf, one: Property, change: Change[Standing], at: datetime, action: str) -> Row:
    status, lead_id = shelf.statuses[change.value.alias], change.value.lead_id
    return {
        "date": int(at.timestamp()), "actionKey": action, "propertyId": one.id,
        "propertyStatus": value_at(status.name, at), "propertyStatusKey": status.alias, "dealId": lead_id,
        "dealName": None if lead_id is None else shelf.deals.get(lead_id),
        "responsibleName": shelf.users.get(change.by),
        "contactId": None if lead_id is None else lead_id + 20_000_000,
        "contactName": None if lead_id is None else f"Покупатель {lead_id}",
        "contactPhone": None if lead_id is None else f"+7999{lead_id % 10_000_000:07d}",
    }  # fmt: skip
