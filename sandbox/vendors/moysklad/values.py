"""What rows are made of: references, positions, Moscow times without a zone, money in kopecks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sandbox.company import charter

Row = dict[str, Any]
_SPACE = uuid.UUID("5b1a2d60-15aa-11f1-8a80-0e2c00001f01")
ACCOUNT = str(uuid.uuid5(_SPACE, "account"))
MEDIA = "application/json"


def id_of(words: str) -> str:
    """Give a UUID that stays the same for the same words."""
    return str(uuid.uuid5(_SPACE, words))


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference: `path` is what stands behind the API's root, `kind` the type of what lives there."""

    kind: str
    path: str

    @property
    def id(self) -> str:
        """The id of what is referred to."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Lines:
    """A list inside a row that is a resource of its own: positions, contact persons, files."""

    kind: str
    path: str
    rows: Sequence[Row] = ()


def ref(kind: str, id_: str) -> Ref:
    """Refer to an entity."""
    return Ref(kind, f"entity/{kind}/{id_}")


def stamp(moment: datetime, ms: int = 0) -> str:
    """Write an instant as Moscow shows it."""
    shown = moment.astimezone(charter.MOSCOW).replace(tzinfo=None, microsecond=0)
    return f"{shown.isoformat(sep=' ')}.{ms:03d}"


def midnight(day: date) -> str:
    """Write a date without time."""
    return f"{day.isoformat()} 00:00:00.000"


def kopecks(amount: Decimal) -> float:
    """Give money as hundredths in a JSON float."""
    return float(amount * 100)


def entity(kind: str, id_: str, name: str, updated: str) -> Row:
    """Give the fields that every entity has."""
    return {
        "meta": ref(kind, id_),
        "id": id_,
        "accountId": ACCOUNT,
        "updated": updated,
        "name": name,
        "externalCode": id_of(f"code {id_}")[:22].replace("-", ""),
    }


def shared(owner: str | None) -> Row:
    """Give whose an entity is; nobody's has no owner at all."""
    whose: Row = {"owner": ref("employee", owner)} if owner else {}
    return {**whose, "shared": False, "group": ref("group", GROUP)}


GROUP = charter.ERP_DEPARTMENTS[0][0]
STORE = id_of("store")
BEGAN = stamp(charter.BEGINNING, 417)
