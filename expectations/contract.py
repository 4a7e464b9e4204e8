"""What a mart promises to its readers, as types: its publish block, columns and lineage."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from texts import marked

Domain = Literal["core", "sales", "calls", "marketing", "money", "customers", "people", "local"]
Severity = Literal["stop", "warn"]
SheetTitle = Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\']+$")]
Columns = Annotated[tuple[str, ...], Field(min_length=1)]
_SPAN = re.compile(r"^(\d+)\s*([mhd])$")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _read_span(value: object) -> object:
    """A duration written as people write it: `90m`, `36h`, `2d`."""
    if not isinstance(value, str):
        return value
    found = _SPAN.match(value.strip())
    if found is None:
        raise ValueError(marked("write a whole number and a unit: 90m, 36h or 2d"))
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _read_exempt(value: object) -> object:
    return () if value == "none" else value


Span = Annotated[timedelta, BeforeValidator(_read_span)]


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Block):
    """One published column; `type` as DuckDB spells it, for example `DECIMAL(18,2)`.

    `metric`: the metric of the catalogue that stands in it, with its words and unit; "" for all others.
    `description_ru`: "" for a column of somebody's own who wrote none.
    """

    name: str
    type: str
    description: str = ""
    label_ru: str = ""
    label_en: str = ""
    description_ru: str = ""
    metric: str = ""
    unit: str = ""

    def heading(self, language: str) -> str:
        """What people read above it; a column without a label is a key and bears its name."""
        if language == "ru" or not self.label_ru:
            return self.label_ru or self.name
        return self.label_en or self.name.replace("_", " ").capitalize()

    def meaning(self, language: str) -> str:
        """What it means; in English where nobody has written it in Russian."""
        return (language == "ru" and self.description_ru) or self.description

    def comment(self, language: str) -> str:
        """What a database says of it: its description; in Russian after its label, unless that begins it."""
        said = self.meaning(language)
        if language != "ru" or said.startswith(self.label_ru):
            return said
        return f"{self.label_ru.rstrip('.')}. {said}".rstrip()


class Reference(_Block):
    """A foreign key: every non-null value of `columns` exists in `to_columns` of the mart `to`."""

    columns: Columns
    to: str
    to_columns: tuple[str, ...] = ()
    severity: Severity = "stop"

    @model_validator(mode="after")
    def _same_width(self) -> Self:
        if self.to_columns and len(self.to_columns) != len(self.columns):
            raise ValueError(marked("columns and to_columns must be equally many"))
        return self

    @property
    def target_columns(self) -> tuple[str, ...]:
        """The referenced columns: `to_columns`, or the same names as `columns`."""
        return self.to_columns or self.columns


class OtherSide(_Block):
    """What a total must equal: a sum over another mart or model, or a control total of the source."""

    relation: str | None = None
    control: str | None = None
    measure: str | None = None
    where: str | None = None
    by: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.relation is None) == (self.control is None):
            raise ValueError(marked("name either a relation or a control total"))
        return self


class Total(_Block):
    """A reconciliation: `measure` over this mart, per `by`, equals the same on the other side."""

    name: str
    measure: str
    where: str | None = None
    by: tuple[str, ...] = ()
    equals: OtherSide
    tolerance: Decimal = Field(Decimal(0), ge=0)
    severity: Severity = "stop"

    @model_validator(mode="after")
    def _control_is_one_number(self) -> Self:
        if self.equals.control is not None and self.by:
            raise ValueError(marked("a control total is one number: leave out by"))
        return self


class Conservation(_Block):
    """Standing yesterday + entered - left = standing today, for every cell and complete day."""

    day: str
    cell: Columns
    standing: str
    entered: Columns
    left: Columns
    complete: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the law names."""
        named = (self.day, *self.cell, self.standing, *self.entered, *self.left)
        return named if self.complete is None else (*named, self.complete)


class Check(_Block):
    """Rows that must not exist: those of the mart (or of the model `relation`) for which `where` is true."""

    name: str
    where: str
    relation: str | None = None
    show: tuple[str, ...] = ()
    severity: Severity = "stop"
    message: str | dict[str, str] = ""
    fix: str | dict[str, str] = ""

    @model_validator(mode="after")
    def _foreign_rows_need_a_name(self) -> Self:
        if self.relation is not None and not self.show:
            raise ValueError(marked("with relation, name in show the columns that identify a row"))
        return self


class Sheet(_Block):
    """A mart's sheet in the workbook for people: its title in each language, and which rows stand in it.

    `where`: over the mart, which it may read as `batch`; null: all rows.
    """

    ru: SheetTitle
    en: SheetTitle
    where: str | None = None


class PublishBlock(_Block):
    """`meta.publish` of a mart: the whole request for gate and publication."""

    domain: Domain
    grain: Columns
    required: tuple[str, ...] = ()
    allow_empty: bool = False
    max_drop: float | None = Field(0.3, ge=0, le=1)
    keeps: tuple[str, ...] | None = None
    fresh_within: Span | None = None
    fresh_entities: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    totals: tuple[Total, ...] = ()
    conservation: Conservation | None = None
    checks: tuple[Check, ...] = ()
    pii: Annotated[tuple[str, ...], BeforeValidator(_read_exempt)] = ()
    workbook: Sheet | None = None
    public: bool = False

    @model_validator(mode="after")
    def _fresh_of_what(self) -> Self:
        if self.fresh_within is not None and not self.fresh_entities:
            raise ValueError(marked("fresh_within needs fresh_entities: [leads, ...]"))
        return self


class Contract(PublishBlock):
    """A published mart: its publish block, its columns, where it stands and what it is built from.

    `feeds`: every `vendor.stream` in its lineage, deployed here or not.
    """

    mart: str
    relation: str
    description: str
    description_ru: str = ""
    columns: tuple[Column, ...]
    depends_on_marts: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    relations: dict[str, str] = {}
    suite: tuple[dict[str, Any], ...] = ()

    @property
    def kept_columns(self) -> tuple[str, ...]:
        """Columns of which no published value may vanish: a dimension's grain, unless `keeps` is set."""
        if self.keeps is not None:
            return self.keeps
        return self.grain if self.mart.startswith("dim_") else ()

    @property
    def key_columns(self) -> frozenset[str]:
        """Columns by which rows are named, joined or followed: their values stay as they are."""
        joined = {column for reference in self.references for column in reference.columns}
        cell = self.conservation.cell if self.conservation else ()
        return frozenset({*self.grain, *self.kept_columns, *joined, *cell})

    @property
    def never_null(self) -> tuple[str, ...]:
        """Grain first, then the required columns, each once."""
        return tuple(dict.fromkeys((*self.grain, *self.required)))

    def column_named(self, name: str) -> Column | None:
        """The column of that name, if it is published."""
        return next((column for column in self.columns if column.name == name), None)
