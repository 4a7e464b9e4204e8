"""Fields of an entity: their names in both styles of the API, and how a value is written in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sandbox.company.charter import MOSCOW
from sandbox.vendors.bitrix24.answers import stamp

Row = dict[str, Any]
Kind = Literal[
    "id", "link", "none", "number", "text", "money", "flag", "bool", "time", "date", "option", "list", "raw"
]
TYPES: dict[str, str] = {
    "id": "integer", "link": "integer", "none": "integer", "number": "integer", "text": "string",
    "money": "double", "flag": "char", "bool": "boolean", "time": "datetime", "date": "date",
    "option": "enumeration", "list": "crm_multifield", "raw": "string",
}  # fmt: skip
_CAMEL = {
    "ASSIGNED_BY_ID": "assignedById", "CREATED_BY_ID": "createdBy", "MODIFY_BY_ID": "updatedBy",
    "DATE_CREATE": "createdTime", "DATE_MODIFY": "updatedTime", "MOVED_BY_ID": "movedBy",
    "STATUS_ID": "stageId", "STATUS_SEMANTIC_ID": "stageSemanticId",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A field. `id` is never empty, an empty `link` is 0, an empty `none` null; `options`: (id, text).

    `is_hidden`: shown only to who selects it by name (in lists of the old style).
    """

    name: str
    kind: Kind
    title: str = ""
    is_hidden: bool = False
    options: tuple[tuple[int, str], ...] = ()
    is_multiple: bool = False

    @property
    def is_custom(self) -> bool:
        """Whether somebody of the portal made the field."""
        return self.name.startswith("UF_")

    @property
    def camel(self) -> str:
        """The name in the newer methods."""
        if self.is_custom:
            return self.name.replace("UF_CRM_", "ufCrm_")
        if self.name in _CAMEL:
            return _CAMEL[self.name]
        first, *rest = self.name.lower().split("_")
        return first + "".join(part.capitalize() for part in rest)


@dataclass(frozen=True)
class Entity:
    """A kind of record: its columns by name."""

    columns: tuple[Column, ...]
    by_name: Mapping[str, Column] = field(init=False)
    by_camel: Mapping[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        """Look the columns up once."""
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})
        object.__setattr__(self, "by_camel", {column.camel: column for column in self.columns})


def entity(text: str, more: Iterable[Column] = ()) -> Entity:
    """Read one column a line: name, kind, title; a `?` after the kind hides it."""
    columns = []
    for line in text.strip().splitlines():
        name, kind, title = line.strip().split(" ", 2)
        known: Any = kind.removesuffix("?")
        columns.append(Column(name, known, title, is_hidden=kind.endswith("?")))
    return Entity((*columns, *more))


def as_text(column: Column, value: Any) -> Any:
    """Give a value in the old style: scalars are text, booleans Y and N, empty dates empty text."""
    if column.is_multiple:
        return [str(one) for one in value] if value else False
    if value is None:
        return {"link": "0", "time": "", "date": "", "option": "", "list": []}.get(column.kind)
    if column.kind == "money":
        return f"{value:.2f}"
    if column.kind in ("list", "raw", "bool"):
        return value
    return str(as_value(column, value))


def as_value(column: Column, value: Any) -> Any:
    """Give a value in the newer style: numbers are numbers, an empty date is null."""
    if column.is_multiple:
        return list(value or ())
    if value is None:
        return 0 if column.kind == "link" else [] if column.kind == "list" else None
    if isinstance(value, bool) and column.kind == "flag":
        return "Y" if value else "N"
    if isinstance(value, datetime):
        return stamp(value.astimezone(MOSCOW))
    if isinstance(value, date):
        # a day is kept as midnight of Greenwich and shown in the portal's zone
        return f"{value.isoformat()}T03:00:00+03:00"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return value
