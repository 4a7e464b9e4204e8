"""The proof of a deployment's numbers: published cells beside those of a company that knows the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

import duckdb
import yaml
from pydantic import BaseModel, ConfigDict

from expectations.statements import literal
from orchestration.deployment.layout import DBT_PROJECT
from orchestration.metrics.catalogue import measures_of, read_catalogue

_SHOWN = 3
Cell = tuple[str, ...]
Value = Decimal | str


class Kpi(BaseModel):
    """How one KPI is read from the published marts: `sql` gives its key columns, then its value."""

    model_config = ConfigDict(extra="forbid")

    label: str
    sql: str
    shown: Literal["sum", "cells"] = "sum"


@dataclass(frozen=True)
class Line:
    """One KPI compared. `difference`: summed over the cells, 1 for a cell that only one side knows."""

    kpi: str
    label: str
    cells: int
    truth: Decimal
    published: Decimal
    difference: Decimal
    examples: tuple[str, ...]


class Measures(BaseModel):
    """A mart each of whose metrics is a KPI `<prefix>_<metric>`, by the key columns `keys`."""

    model_config = ConfigDict(extra="forbid")

    mart: str
    prefix: str
    label: str
    keys: tuple[str, ...]


def read_kpis(file: Path, dbt_project: Path = DBT_PROJECT) -> dict[str, Kpi]:
    """The KPIs of a proof file, in its order, and those of the marts whose columns are metrics."""
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    listed = {name: Kpi.model_validate(one) for name, one in raw["kpis"].items()}
    for one in map(Measures.model_validate, raw.get("measures", ())):
        listed |= _kpis_of(one, dbt_project)
    return listed


def _kpis_of(part: Measures, dbt_project: Path) -> dict[str, Kpi]:
    """Zero cells are left out on both sides: a mart holds a row for whoever was at work."""
    keys = ", ".join(part.keys)
    return {
        f"{part.prefix}_{metric.column}": Kpi(
            label=f"{part.label}: {metric.meta.label_ru}",
            sql=f"select {keys}, {metric.column} from {part.mart} where {metric.column} <> 0",  # noqa: S608
        )
        for metric in measures_of(dbt_project, part.mart, read_catalogue(dbt_project))
    }


def prove(
    published: Path, as_of: date, truth: Mapping[str, Sequence[Sequence[Any]]], kpis: Mapping[str, Kpi]
) -> list[Line]:
    """A line per KPI of `kpis`; one that the truth does not have is all difference.

    `published`: the shelf's DuckDB file. `as_of`: the business date, which a query may ask for as
    `getvariable('as_of_date')`. `truth`: KPI → cells `[key..., value]`, null for unknown.
    """
    with duckdb.connect() as shelf:
        shelf.execute("set timezone = 'UTC'")
        shelf.execute(f"attach {literal(str(published))} as shelf (read_only)")
        shelf.execute("use shelf.kpi")
        shelf.execute("set variable as_of_date = $day", {"day": as_of})
        found = {name: _cells(shelf.execute(kpi.sql).fetchall()) for name, kpi in kpis.items()}
    return [_compare(name, kpi, _cells(truth.get(name, ())), found[name]) for name, kpi in kpis.items()]


def _compare(name: str, kpi: Kpi, truth: dict[Cell, Value], found: dict[Cell, Value]) -> Line:
    gaps = {cell: _gap(truth, found, cell) for cell in truth.keys() | found.keys()}
    wrong = sorted(cell for cell, gap in gaps.items() if gap)
    return Line(
        kpi=name,
        label=kpi.label,
        cells=len(gaps),
        truth=_shown(truth, kpi),
        published=_shown(found, kpi),
        difference=sum(gaps.values(), Decimal(0)),
        examples=tuple(
            f"{' · '.join(cell)}: truth {truth.get(cell, 'absent')}, published {found.get(cell, 'absent')}"
            for cell in wrong[:_SHOWN]
        ),
    )


def _gap(truth: Mapping[Cell, Value], found: Mapping[Cell, Value], cell: Cell) -> Decimal:
    """0 for equal cells; a cell that only one side has is a difference of 1, even if it says zero."""
    if cell in truth and cell in found:
        left, right = truth[cell], found[cell]
        if left == right:
            return Decimal(0)
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return abs(left - right)
    return Decimal(1)


def _shown(cells: Mapping[Cell, Value], kpi: Kpi) -> Decimal:
    numbers = [value for value in cells.values() if isinstance(value, Decimal)]
    if kpi.shown == "cells" or not numbers:
        return Decimal(len(cells))
    return sum(numbers, Decimal(0))


def _cells(rows: Sequence[Sequence[Any]]) -> dict[Cell, Value]:
    """Key → value; an unknown value is no cell, so it differs from a zero."""
    return {tuple(_text(part) for part in row[:-1]): _value(row[-1]) for row in rows if row[-1] is not None}


def _text(part: Any) -> str:
    if isinstance(part, (date, datetime)):
        return part.isoformat()
    return str(part)


def _value(value: Any) -> Value:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return str(value)
