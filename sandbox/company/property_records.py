"""The types of what the developer's catalogue holds: projects, houses, properties and what became of each.

Instants are aware UTC datetimes with whole seconds, prices are roubles, areas square metres.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from sandbox.company.history import History

HouseKind = Literal["RESIDENTIAL", "PARKING"]
BUILT_FOR_LIVING: HouseKind = "RESIDENTIAL"
BUILT_FOR_CARS: HouseKind = "PARKING"


@dataclass(frozen=True, slots=True)
class Project:
    """A housing estate."""

    id: int
    title: str
    district: str


@dataclass(frozen=True, slots=True)
class House:
    """A house of a project, or its garage."""

    id: int
    project_id: int
    title: str
    kind: HouseKind
    sales_begin: datetime
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class PropertyType:
    """A type of properties as the account names them."""

    id: int
    alias: str
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PropertyStatus:
    """A status of the account; `base` is the catalogue's own word behind it."""

    id: int
    base: str
    alias: str
    name: History[str]
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A status's alias, and the enquiry for which a property has it."""

    alias: str
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A flat, a parking place, a pantry; `is_told`: its history can be asked for.

    `price` is None where none was set. It is listed from `listed_at` until `gone_at`.
    """

    id: int
    house_id: int
    number: str
    type: str
    section: str
    floor: int
    rooms: int
    area: Decimal | None
    price: History[Decimal | None]
    standing: History[Standing]
    listed_at: datetime
    gone_at: datetime | None = None
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that a developer sells."""

    projects: tuple[Project, ...] = ()
    houses: tuple[House, ...] = ()
    types: tuple[PropertyType, ...] = ()
    statuses: tuple[PropertyStatus, ...] = ()
    properties: tuple[Property, ...] = ()
