"""What the developer builds: projects, houses and the properties in them, before anybody asks for one."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from sandbox.company.charter import MOSCOW
from sandbox.company.history import Change
from sandbox.company.property_records import (
    BUILT_FOR_CARS,
    BUILT_FOR_LIVING,
    House,
    Project,
    Property,
    PropertyStatus,
    PropertyType,
    Standing,
)
from sandbox.world.clock import BUSY_HOURS, moment_of

SALES_BEGIN = datetime(2026, 1, 19, 7, tzinfo=UTC)
SECOND_TURN = datetime(2026, 3, 16, 7, tzinfo=UTC)
RENAMED_AT = datetime(2026, 6, 2, 12, 10, tzinfo=UTC)
LISTED_AT = datetime(2026, 1, 4, 6, tzinfo=UTC)
LISTED_LATE = datetime(2026, 6, 2, 9, 40, tzinfo=UTC)

PROJECTS = (Project(3101, "Северный парк", "Приморский"), Project(3102, "Речной квартал", "Невский"))
OLD, FIRST, SECOND, GARAGE = (
    House(99001, 3101, "Дом 1", BUILT_FOR_LIVING, datetime(2026, 1, 5, 7, tzinfo=UTC), is_archived=True),
    House(99002, 3101, "Дом 2", BUILT_FOR_LIVING, SALES_BEGIN),
    House(99003, 3102, "Дом у реки", BUILT_FOR_LIVING, SECOND_TURN),
    House(99004, 3101, "Паркинг", BUILT_FOR_CARS, SALES_BEGIN),
)
RIVER_GARAGE = House(99005, 3102, "Паркинг", BUILT_FOR_CARS, SECOND_TURN)
HOUSES = (OLD, FIRST, SECOND, GARAGE, RIVER_GARAGE)
TYPES = (
    PropertyType(11, "property", "Квартира", "residential"),
    PropertyType(12, "parking", "Машиноместо", "parking"),
    PropertyType(13, "pantry", "Кладовая", "pantry"),
    PropertyType(14, "commercial_property", "Помещение", "commercial"),
    PropertyType(15, "townhouse", "Таунхаус", "residential"),
    PropertyType(16, "roof", "Терраса на крыше", "other"),
)
AVAILABLE, SOLD, EXECUTION, UNAVAILABLE, RENT = "AVAILABLE", "SOLD", "EXECUTION", "UNAVAILABLE", "RENT"
ORAL, PAID, BARTER = "BOOKED_amo_643fe8daed111", "BOOKED_amo_65a1c0f2b7e34", "BOOKED_amo_66e0d2c9a1f05"
HELD_BACK = "UNAVAILABLE_amo_671b3c55e0a12"


def _status(id_: int, alias: str, *names: str) -> PropertyStatus:
    changes = [Change(LISTED_AT, names[0])] + [Change(RENAMED_AT, name) for name in names[1:]]
    return PropertyStatus(id_, alias.partition("_")[0], alias, tuple(changes), "_" not in alias)


STATUSES = (
    _status(123476, AVAILABLE, "Свободно"),
    _status(123477, "BOOKED", "Забронировано"),
    _status(123478, SOLD, "Продано"),
    _status(123479, UNAVAILABLE, "Не в продаже"),
    _status(123480, ORAL, "Устная бронь", "Устная бронь на 3 дня"),
    _status(123481, PAID, "Платная бронь"),
    _status(123482, BARTER, "Бартер"),
    _status(123483, EXECUTION, "Сделка в работе"),
    _status(123484, HELD_BACK, "Резерв застройщика"),
    _status(123485, RENT, "Аренда"),
)
FIRST_ID = 10300001
FLATS, PLACES, PANTRIES = (56, 400), (20, 100), (14, 60)
"""How many at any scale, and how many more at scale 1."""
SPECIAL = (("commercial_property", FIRST, "Н-1"), ("townhouse", SECOND, "Т-1"), ("roof", SECOND, "Р-1"))
PER_METRE = {"property": 182_000, "parking": 95_000, "pantry": 70_000}
PRICE_DAYS = (date(2026, 4, 1), date(2026, 5, 15), date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3))


@dataclass
class Built:
    """A property while the world goes on; `standing` grows."""

    id: int
    house: House
    number: str
    type: str
    floor: int
    rooms: int
    area: Decimal | None
    price: list[Change[Decimal | None]]
    standing: list[Change[Standing]] = field(default_factory=list)
    listed_at: datetime = LISTED_AT
    gone_at: datetime | None = None
    is_told: bool = True

    def put(self, at: datetime, alias: str, lead_id: int | None = None, by: int = 0) -> None:
        """Give it another status, later than the last one."""
        self.standing.append(Change(at, Standing(alias, lead_id), by))

    def is_free(self) -> bool:
        """Say whether somebody may have it."""
        is_offered = bool(self.standing) and self.standing[-1].value.alias == AVAILABLE
        return is_offered and self.is_told and self.gone_at is None

    def freeze(self) -> Property:
        """Return the finished property."""
        section = f"Подъезд {1 + self.id % 3}" if self.house.kind == BUILT_FOR_LIVING else "Уровень -1"
        return Property(
            self.id, self.house.id, self.number, self.type, section, self.floor, self.rooms, self.area,
            tuple(self.price), tuple(self.standing), self.listed_at, self.gone_at, self.is_told,
        )  # fmt: skip


def build(rng: random.Random, scale: float) -> list[Built]:
    """Return all properties in the order of their ids, each with the event of the day its sale began.

    A company of more than 3 000 leads builds no more than one of 3 000.
    """
    wanted = list(_wanted(min(scale, 1.0)))
    return [_property(rng, FIRST_ID + place, *one) for place, one in enumerate(wanted)]


def _wanted(scale: float) -> Iterator[tuple[str, House, str]]:
    flats, places, pantries = (few + round(more * scale) for few, more in (FLATS, PLACES, PANTRIES))
    yield from (("property", OLD, str(number)) for number in range(1, 9))
    for number in range(1, flats + 1):
        yield "property", FIRST if number * 5 < flats * 3 else SECOND, str(number)
    for number in range(1, places + 1):
        yield "parking", GARAGE if number * 5 < places * 3 else RIVER_GARAGE, f"P-{number}"
    for number in range(1, pantries + 1):
        yield "pantry", FIRST if number * 5 < pantries * 3 else SECOND, f"К.{number}"
    yield from SPECIAL


def _property(rng: random.Random, id_: int, type_: str, house: House, number: str) -> Built:
    rooms = rng.choice((0, 1, 1, 2, 2, 3)) if type_ == "property" else 0
    floor = -1 if type_ in ("parking", "pantry") else rng.randint(1, 16)
    one = Built(id_, house, number, type_, floor, rooms, _area(rng, type_, rooms), [])
    one.price.extend(_prices(rng, one))
    opened = house.sales_begin
    if rng.random() < 0.08 and not house.is_archived:
        one.put(opened, HELD_BACK)
        opened = moment_of(rng, date(2026, rng.randint(4, 6), rng.randint(1, 9)), BUSY_HOURS).astimezone(UTC)
    one.put(opened, AVAILABLE)
    one.listed_at = house.sales_begin
    return one


def _area(rng: random.Random, type_: str, rooms: int) -> Decimal | None:
    if type_ == "pantry" and rng.random() < 0.15:
        return None
    least, most = {"parking": (1325, 1580), "pantry": (310, 690)}.get(type_, (2400, 4200))
    return Decimal(rng.randint(least, most) + rooms * 1450) / 100


def _prices(rng: random.Random, one: Built) -> Iterator[Change[Decimal | None]]:
    if one.type == "roof":
        yield Change(LISTED_AT, None)
        return
    metre = PER_METRE.get(one.type, 210_000) * rng.randint(92, 112) // 100
    price = ((one.area or Decimal(5)) * metre).quantize(Decimal(1))
    yield Change(LISTED_AT, price)
    for day in PRICE_DAYS:
        if rng.random() < (0.8 if day.month < 6 else 0.15) and not one.house.is_archived:
            price = (price * rng.randint(970, 1045) / 1000).quantize(Decimal(1))
            yield Change(datetime(day.year, day.month, day.day, 11, 30, tzinfo=MOSCOW).astimezone(UTC), price)
